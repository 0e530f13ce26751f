"""The planning board as one page needs it: cards, charts and words; no query hides in a template."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from apps.catalogue import labels
from apps.catalogue.models import Basis, CatalogueAction, Kpi
from apps.documents import charts
from apps.documents.charts import Chart
from apps.kernel.language import localized
from apps.roadmaps import rules, words
from apps.roadmaps.inputs import Settings, parse
from apps.roadmaps.models import PlannedAction, Roadmap
from apps.roadmaps.planner import Status

WIDE, NARROW = 700, 360
MOST_LEFT_OUT = 15


@dataclass(frozen=True, slots=True)
class Card:
    """One planned action."""

    code: str
    name: str
    summary: str
    kind: str
    months: str
    staff_months: Decimal
    cost_krw: int
    support_krw: int
    basis: str
    basis_tone: str
    why: str
    prerequisites: str
    preparations: str
    choice: str
    is_chosen: bool
    share: Decimal


@dataclass(frozen=True, slots=True)
class Column:
    """One horizon with what it holds and what it may hold."""

    key: str
    name: str
    span: str
    cards: Sequence[Card]
    cost_krw: int
    budget_krw: int
    cost_text: str
    support_krw: int
    staff_months: Decimal
    staff_limit: Decimal
    staff_text: str

    @property
    def budget_id(self) -> str:
        """Id of the budget's bar on the page."""
        return f"budget-{self.key}"

    @property
    def staff_id(self) -> str:
        """Id of the staff's bar on the page."""
        return f"staff-{self.key}"

    @property
    def staff_tenths(self) -> int:
        """Staff-months used, in tenths."""
        return int(self.staff_months * 10)

    @property
    def staff_limit_tenths(self) -> int:
        """Staff-months allowed, in tenths."""
        return int(self.staff_limit * 10)


@dataclass(frozen=True, slots=True)
class Outside:
    """An action that is not in the plan, and why."""

    code: str
    name: str
    reason: str
    would_add: Decimal
    is_excluded: bool


@dataclass(frozen=True, slots=True)
class Board:
    """Everything of one plan."""

    columns: Sequence[Column]
    outside: Sequence[Outside]
    conflicts: Sequence[str]
    decided: Sequence[tuple[str, str, str]]
    gantt: Chart | None
    gantt_narrow: Chart | None
    priority: Chart | None
    budget: Chart | None
    status: str
    status_tone: str
    share: Decimal
    count: int
    cost_krw: int
    support_krw: int
    kpis: Sequence[str]


def board(roadmap: Roadmap, planned: Sequence[PlannedAction]) -> Board:
    """The board of a roadmap's present plan; two queries for names."""
    settings = parse(roadmap.inputs)
    plan = roadmap.plan or {}
    names = {row.code: row.title for row in CatalogueAction.objects.only("code", "name_ko", "name_en")}
    kpis = {row.code: localized(row, "name") for row in Kpi.objects.only("code", "name_ko", "name_en")}
    cards = {row.action.code: _card(row, names, kpis) for row in planned}
    status = Status(plan["status"]) if plan else None
    return Board(
        columns=_columns(settings, planned, cards),
        outside=[_outside(row, names) for row in plan.get("left_out", []) if _is_told(row)][:MOST_LEFT_OUT],
        conflicts=[words.conflict(row, names) for row in plan.get("conflicts", [])],
        decided=_decided(settings, names),
        gantt=_gantt(roadmap, settings, planned, WIDE) if planned else None,
        gantt_narrow=_gantt(roadmap, settings, planned, NARROW) if planned else None,
        priority=_priority(planned) if planned else None,
        budget=_budget(settings, planned) if planned else None,
        status=str(words.STATUSES[status]) if status else "",
        status_tone=words.STATUS_TONES[status] if status else "neutral",
        share=Decimal(plan.get("objective", 0)) / 10_000,
        count=len(planned),
        cost_krw=sum(row.cost_krw for row in planned),
        support_krw=sum(row.support_krw for row in planned),
        kpis=[kpis.get(code, code) for code, _weight in settings.kpis],
    )


def _card(row: PlannedAction, names: Mapping[str, str], kpis: Mapping[str, str]) -> Card:
    action = row.action
    span = {"first": row.start_month, "last": row.start_month + row.months - 1}
    return Card(
        code=action.code,
        name=action.title,
        summary=localized(action, "summary"),
        kind=str(CatalogueAction.Kind(action.kind).label),
        months=_("%(first)d~%(last)d개월째") % span,
        staff_months=row.staff_months,
        cost_krw=row.cost_krw,
        support_krw=row.support_krw,
        basis=str(Basis(action.cost_basis).label),
        basis_tone=labels.BASIS_TONES[Basis(action.cost_basis)],
        why=words.why(row.reasons, kpis, names),
        prerequisites=", ".join(names.get(code, code) for code in row.reasons["prerequisites"]),
        preparations=", ".join(names.get(code, code) for code in row.reasons.get("preparations", ())),
        choice=str(row.get_choice_display()),
        is_chosen=row.choice != PlannedAction.Choice.SOLVER,
        share=Decimal(row.reasons["share_bp"]) / 100,
    )


def _columns(settings: Settings, planned: Sequence[PlannedAction], cards: Mapping[str, Card]) -> list[Column]:
    columns = []
    for row in settings.horizons:
        mine = [one for one in planned if one.horizon == row.key]
        cost, staff = sum(o.cost_krw for o in mine), sum((o.staff_months for o in mine), Decimal(0))
        columns.append(
            Column(
                key=row.key,
                name=words.horizon(row.key),
                span=_("%(first)d~%(last)d개월째") % {"first": row.start_month, "last": row.end_month},
                cards=[cards[one.action.code] for one in mine],
                cost_krw=cost,
                budget_krw=row.budget_krw,
                cost_text=f"{words.money(cost)} / {words.money(row.budget_krw)}",
                support_krw=sum(o.support_krw for o in mine),
                staff_months=staff,
                staff_limit=row.staff_months,
                staff_text=_("%(used)s / %(limit)s인월") % {"used": staff, "limit": row.staff_months},
            )
        )
    return columns


def _is_told(row: Mapping[str, Any]) -> bool:
    return bool(row["would_add"]) or row["block"] == "excluded"


def _outside(row: Mapping[str, Any], names: Mapping[str, str]) -> Outside:
    return Outside(
        code=row["code"],
        name=names.get(row["code"], row["code"]),
        reason=words.left_out(row, names),
        would_add=Decimal(row["would_add"]) / 10_000,
        is_excluded=row["block"] == "excluded",
    )


def _decided(settings: Settings, names: Mapping[str, str]) -> list[tuple[str, str, str]]:
    said = {"pinned": _("고정"), "excluded": _("뺌"), "moved": _("옮김")}
    return [
        (code, names.get(code, code), f"{said[chosen.kind]} {words.horizon(chosen.horizon)}".strip())
        for code, chosen in sorted(settings.choices.items())
    ]


def _gantt(roadmap: Roadmap, settings: Settings, planned: Sequence[PlannedAction], width: int) -> Chart:
    rows = [
        charts.GanttRow(
            code=row.action.code,
            label=row.action.title,
            start=row.start_month,
            months=row.months,
            group=row.horizon,
            after=tuple(row.reasons["prerequisites"]),
        )
        for row in planned
    ]
    return charts.gantt(rows, settings.months, title=_("기간별 실행과제"), start=roadmap.starts_on, width=width)


def _priority(planned: Sequence[PlannedAction]) -> Chart:
    impact = rules.shares_of_largest({row.action.code: row.impact for row in planned})
    effort = rules.effort(
        {row.action.code: Decimal(row.cost_krw) for row in planned},
        {row.action.code: row.staff_months for row in planned},
    )
    bubbles = [
        charts.Bubble(
            row.action.code, row.action.title, effort[row.action.code], impact[row.action.code], 0.4, row.horizon
        )
        for row in planned
    ]
    return charts.priority_map(bubbles, title=_("우선순위: 노력과 효과"), width=520)


def _budget(settings: Settings, planned: Sequence[PlannedAction]) -> Chart:
    bars = []
    for row in settings.horizons:
        mine = [one for one in planned if one.horizon == row.key]
        support = sum(one.support_krw for one in mine)
        bars.append(charts.BudgetBar(words.horizon(row.key), support, sum(one.cost_krw for one in mine) - support))
    return charts.budget_bars(bars, title=_("기간별 비용: 지원금과 기업 부담금"))
