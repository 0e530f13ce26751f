"""Plans in plain words: why an action is in, what keeps one out, what would make a plan possible."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.catalogue import labels
from apps.kernel.language import is_english
from apps.kernel.money import krw, short_krw
from apps.roadmaps.models import Horizon
from apps.roadmaps.planner import Block, Status

COST_CATEGORIES = {
    "materials": gettext_lazy("원·부재료"),
    "labour": gettext_lazy("인건비"),
    "utilities": gettext_lazy("전력·가스·용수"),
    "maintenance": gettext_lazy("유지보수"),
    "depreciation": gettext_lazy("감가상각"),
    "after_sales": gettext_lazy("사후관리·보증"),
    "overhead": gettext_lazy("판매·관리"),
    "transport": gettext_lazy("운송"),
    "rent": gettext_lazy("임차"),
    "research": gettext_lazy("연구개발"),
}
STATUSES = {
    Status.OPTIMAL: gettext_lazy("가장 좋은 계획임을 확인했습니다"),
    Status.TIME_LIMITED: gettext_lazy("시간 안에 찾은 계획입니다. 더 좋은 계획이 있을 수 있습니다"),
    Status.INFEASIBLE: gettext_lazy("조건을 모두 지키는 계획이 없습니다"),
}
STATUS_TONES = {Status.OPTIMAL: "success", Status.TIME_LIMITED: "warning", Status.INFEASIBLE: "danger"}


def money(won: int) -> str:
    """Won as people say it."""
    return krw(won) if is_english() else short_krw(won)


def horizon(key: str | None) -> str:
    """Name of a horizon."""
    return str(Horizon(key).label) if key else ""


def criteria(codes: Sequence[str]) -> str:
    """Criteria by name."""
    return ", ".join(labels.criterion(code) for code in codes)


def why(reasons: Mapping[str, Any], kpi_names: Mapping[str, str], action_names: Mapping[str, str]) -> str:
    """Why an action is in the plan, in at most four sentences."""
    said = []
    weak = [point for point in reasons["weak_points"] if point["counted"]]
    if weak:
        parts = [
            _("%(name)s(수준 %(band)s)") % {"name": labels.criterion(p["criterion"]), "band": p["band"]}
            for p in weak[:3]
        ]
        said.append(_("진단 항목을 끌어올립니다: %(parts)s.") % {"parts": ", ".join(parts)})
    kpis = [kpi_names.get(row["kpi"], row["kpi"]) for row in reasons["kpis"] if row["counted"]]
    if kpis:
        said.append(_("고른 지표를 움직입니다: %(names)s.") % {"names": ", ".join(kpis[:3])})
    if reasons["unlocks"]:
        names = ", ".join(action_names.get(code, code) for code in reasons["unlocks"][:3])
        said.append(_("다음 과제를 열어 줍니다: %(names)s.") % {"names": names})
    if reasons["share_bp"]:
        said.append(_("계획 전체 효과의 %(share)s%%입니다.") % {"share": f"{reasons['share_bp'] / 100:.1f}"})
    return " ".join(said) or _("컨설턴트가 필요하다고 보아 넣었습니다.")


LEFT_OUT = {
    Block.EXCLUDED: gettext_lazy("컨설턴트가 뺐습니다."),
    Block.TOO_LONG: gettext_lazy("오래 걸려 어느 기간에도 들어가지 않습니다."),
    Block.NO_GAIN: gettext_lazy("지금 수준과 고른 지표에 더해 주는 것이 없습니다."),
    Block.PREREQUISITE: gettext_lazy("먼저 할 과제가 계획에 없습니다: %(names)s."),
    Block.ORDER: gettext_lazy("%(where)s에 넣으면 다음 과제와 앞뒤 순서가 맞지 않습니다: %(names)s."),
    Block.BAND: gettext_lazy("%(where)s 전에 갖출 수준이 모자랍니다: %(names)s."),
    Block.BUDGET: gettext_lazy(
        "효과가 더 큰 과제를 먼저 골랐습니다. 넣으려면 %(where)s 예산이 %(money)s 더 필요합니다."
    ),
    Block.STAFF: gettext_lazy(
        "효과가 더 큰 과제를 먼저 골랐습니다. 넣으려면 %(where)s 인력이 %(staff)s인월 더 필요합니다."
    ),
}
CONFLICTS = {
    Block.BUDGET: gettext_lazy("%(where)s 예산이 %(money)s 모자랍니다. 예산을 늘리거나 과제를 옮기십시오: %(names)s."),
    Block.STAFF: gettext_lazy(
        "%(where)s 인력이 %(staff)s인월 모자랍니다. 인력을 늘리거나 과제를 옮기십시오: %(names)s."
    ),
    Block.PINS: gettext_lazy("서로 함께 지킬 수 없는 결정입니다. 하나를 풀어 주십시오: %(names)s."),
    Block.TOO_LONG: gettext_lazy("정한 기간보다 오래 걸리는 과제입니다. 다른 기간으로 옮기십시오: %(names)s."),
    Block.TIME: gettext_lazy("정한 시간 안에 계획을 찾지 못했습니다. 고정한 과제를 줄여 다시 계획해 주십시오."),
}
NOTHING_BEGINS = gettext_lazy("지금 수준에서 바로 시작할 수 있는 과제가 없습니다. 진단 결과를 확인해 주십시오.")


def left_out(row: Mapping[str, Any], action_names: Mapping[str, str]) -> str:
    """What keeps an action out of the plan."""
    block, subjects = Block(row["block"]), row["subjects"]
    names = criteria(subjects) if block == Block.BAND else ", ".join(action_names.get(code, code) for code in subjects)
    return str(LEFT_OUT[block]) % _figures(row, names)


def conflict(row: Mapping[str, Any], action_names: Mapping[str, str]) -> str:
    """The binding constraint, and the smallest change that would free it."""
    names = ", ".join(action_names.get(code, code) for code in row["codes"])
    return str(CONFLICTS.get(Block(row["block"]), NOTHING_BEGINS)) % _figures(row, names)


def _figures(row: Mapping[str, Any], names: str) -> dict[str, str]:
    short = row["shortfall"]
    return {"where": horizon(row["horizon"]), "names": names, "money": money(short), "staff": f"{short / 10:.1f}"}


def swot_point(kind: str, code: str, names: Mapping[str, str], bands: Mapping[str, Sequence[int]]) -> str:
    """One point of the SWOT draft as a sentence."""
    if kind == "criterion":
        return _("%(name)s: 수준 %(band)s입니다.") % {
            "name": names.get(code, labels.criterion(code)),
            "band": bands[code][1],
        }
    if kind == "support":
        return _("연계지원을 이용할 수 있습니다: %(name)s.") % {"name": names.get(code, code)}
    if kind == "usecase":
        return _("이 계획으로 시작할 수 있는 활용과제: %(name)s.") % {"name": names.get(code, code)}
    if kind == "barrier":
        return _("진행을 늦출 수 있는 어려움: %(name)s.") % {"name": labels.word(labels.BARRIERS, code)}
    return _("증빙이 모자라 수준이 달라질 수 있는 항목: %(name)s.") % {"name": names.get(code, labels.criterion(code))}
