"""The roadmap as it is printed: actions joined with criteria, KPIs and one another, totals and pictures."""

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import zip_longest
from typing import Any

from django.utils.translation import gettext as _

from apps.documents import charts
from apps.documents.paper.findings import WIDE, evidence_rows, findings

Part = Mapping[str, Any]
# So many bars fill a page; a longer plan goes on in another picture.
ROWS_A_PAGE = 34


def roadmap(sheet: Part) -> dict[str, Any]:
    """Everything the roadmap's template prints beside the sheet itself."""
    actions = sheet["actions"]
    return {
        "found": findings(sheet["diagnosis"]),
        "gantts": _gantts(sheet, actions),
        "linked": any(_is_linked(chunk) for chunk in _chunks(actions)),
        "priority": _priority(actions) if actions else None,
        "pairs": _pairs(actions),
        "horizons": _horizons(sheet, actions),
        "totals": _totals(sheet["horizons"]),
        "budget": _budget(sheet["horizons"]),
        "kpi_rows": _kpi_rows(sheet.get("kpis") or []),
        "risks": [{**risk, "weight": _weight(risk)} for risk in sheet.get("risks") or []],
        "consortium": _roles(sheet, actions),
        "evidence": evidence_rows(sheet),
        "top": sorted(actions, key=lambda a: -(charts.number(a.get("impact")) or 0))[:5],
        "starts_on": month_label(sheet["starts_on"], 1),
        "ends_on": month_label(sheet["starts_on"], sheet["months"]),
    }


def month_label(starts_on: str, month: int) -> str:
    """The calendar month of a month of the plan, as 2026.6."""
    start = date.fromisoformat(starts_on)
    total = start.year * 12 + start.month - 1 + max(month, 1) - 1
    return f"{total // 12}.{total % 12 + 1}"


def _names(parts: Sequence[Part]) -> dict[str, str]:
    return {part["code"]: part["name"] for part in parts}


def _chunks(actions: Sequence[Part]) -> list[list[charts.GanttRow]]:
    rows = [
        charts.GanttRow(
            a["code"], a["name"], a["start_month"], a["months"], a["horizon"], tuple(a.get("prerequisites") or ())
        )
        for a in actions
    ]
    return [rows[first : first + ROWS_A_PAGE] for first in range(0, len(rows), ROWS_A_PAGE)]


def _is_linked(rows: Sequence[charts.GanttRow]) -> bool:
    """Whether the picture of these rows joins any of them: a company may already hold all that would come first."""
    codes = {row.code for row in rows}
    return any(codes.intersection(row.after) for row in rows)


def _gantts(sheet: Part, actions: Sequence[Part]) -> list[charts.Chart]:
    start = date.fromisoformat(sheet["starts_on"])
    chunks = _chunks(actions)
    months = max([sheet["months"], *(row.start + row.months - 1 for chunk in chunks for row in chunk)])
    return [charts.gantt(chunk, months, title=_("실행과제 일정"), start=start, width=WIDE) for chunk in chunks]


def _priority(actions: Sequence[Part]) -> charts.Chart:
    largest = max((a["cost_krw"] for a in actions), default=0) or 1
    return charts.priority_map(
        [
            charts.Bubble(a["code"], a["name"], a.get("effort"), a.get("impact"), a["cost_krw"] / largest, a["horizon"])
            for a in actions
        ],
        title=_("노력과 영향으로 본 우선순위"),
        width=WIDE,
    )


def _pairs(actions: Sequence[Part]) -> list[tuple[Part, Part]]:
    """The list of actions in two columns, read down the left one first."""
    half = -(-len(actions) // 2)
    return list(zip_longest(actions[:half], actions[half:], fillvalue={}))


def _horizons(sheet: Part, actions: Sequence[Part]) -> list[dict[str, Any]]:
    named = {
        "actions": _names(actions),
        "kpis": _names(sheet.get("kpis") or []),
        "criteria": _names(sheet["diagnosis"]["criteria"]),
    }
    costs = sheet.get("costs") or []
    return [
        {
            **horizon,
            "from": month_label(sheet["starts_on"], horizon["start_month"]),
            "to": month_label(sheet["starts_on"], horizon["end_month"]),
            "cards": [_card(sheet, a, named) for a in actions if a["horizon"] == horizon["key"]],
            "costs": [cost for cost in costs if cost["horizon"] == horizon["key"]],
        }
        for horizon in sheet["horizons"]
    ]


def _card(sheet: Part, action: Part, named: Mapping[str, Mapping[str, str]]) -> dict[str, Any]:
    begin = {one["code"]: one["start_month"] for one in sheet["actions"]}

    def told(key: str, names: Mapping[str, str]) -> list[str]:
        return [f"{code} {names[code]}" if code in names else code for code in action.get(key) or []]

    last = action["start_month"] + max(action["months"], 1) - 1
    return {
        **action,
        "last_month": last,
        "from": month_label(sheet["starts_on"], action["start_month"]),
        "to": month_label(sheet["starts_on"], last),
        "weak": told("criteria", named["criteria"]),
        "opens": told("unlocks", named["actions"]),
        "needs": told("prerequisites", named["actions"]),
        "ready": [
            _("%(name)s (%(month)d개월째 시작)") % {"name": f"{code} {named['actions'][code]}", "month": begin[code]}
            for code in action.get("preparations") or []
            if code in begin
        ],
        "measures": told("kpis", named["kpis"]),
    }


def _totals(horizons: Sequence[Part]) -> dict[str, int]:
    return {key: sum(horizon.get(key) or 0 for horizon in horizons) for key in ("cost_krw", "support_krw", "own_krw")}


def _budget(horizons: Sequence[Part]) -> charts.Chart:
    return charts.budget_bars(
        [charts.BudgetBar(h["name"], h.get("support_krw") or 0, h.get("own_krw") or 0) for h in horizons],
        title=_("기간별 지원금과 기업 부담금"),
        width=WIDE,
    )


def _kpi_rows(kpis: Sequence[Part]) -> list[dict[str, Any]]:
    """The KPI tree from its roots down; a KPI whose parent is not in the list counts as a root, a circle is cut."""
    codes = {kpi["code"] for kpi in kpis}
    rows: list[dict[str, Any]] = []
    seen: set[str] = set()

    def visit(kpi: Part, depth: int) -> None:
        if kpi["code"] in seen:
            return
        seen.add(kpi["code"])
        rows.append({**kpi, "depth": min(depth, 3)})
        for child in kpis:
            if child.get("parent") == kpi["code"]:
                visit(child, depth + 1)

    for kpi in kpis:
        if kpi.get("parent") not in codes:
            visit(kpi, 0)
    for kpi in kpis:
        visit(kpi, 0)
    return rows


def _weight(risk: Part) -> str:
    product = (risk.get("likelihood") or 0) * (risk.get("impact") or 0)
    if not product:
        return "—"
    return _("큼") if product >= 6 else (_("중간") if product >= 3 else _("작음"))


def _roles(sheet: Part, actions: Sequence[Part]) -> list[dict[str, Any]]:
    names = _names(actions)
    return [
        {**role, "told": [f"{code} {names.get(code, '')}".strip() for code in role.get("actions") or []]}
        for role in sheet.get("consortium") or []
    ]
