"""First words of a roadmap for the consultant to edit: SWOT, strategies and the headline."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from apps.catalogue.models import CatalogueAction, Support
from apps.diagnosis import selectors as diagnosis
from apps.kernel.language import localized
from apps.roadmaps import rules, words
from apps.roadmaps.inputs import parse
from apps.roadmaps.models import Roadmap
from apps.roadmaps.planner import Plan, Scheduled

CORNERS = ("strengths", "weaknesses", "opportunities", "threats")
KINDS = ("SO", "WO", "ST", "WT")


def swot(roadmap: Roadmap, plan: Plan, bands: dict[str, tuple[int, int, int]]) -> dict[str, Any]:
    """A draft from the diagnosis's strengths and gaps, impacts, linked support, use cases in the plan and the barriers
    the company named.
    """
    codes = [row.code for row in plan.actions]
    actions = list(CatalogueAction.objects.filter(code__in=codes).order_by("code").prefetch_related("supports"))
    usecases = [row for row in actions if row.kind == CatalogueAction.Kind.USECASE]
    supports = {one.code: one for row in usecases or actions for one in row.supports.all()}
    impacts: dict[str, int] = {}
    for row in plan.impacts:
        impacts[row.criterion] = impacts.get(row.criterion, 0) + row.impact
    found = diagnosis.result(roadmap.assessment)
    points = rules.swot_draft(
        bands,
        impacts,
        strengths=[one.code for one in found.strengths],
        gaps=[one.code for one in found.gaps],
        barriers=roadmap.application.barriers,
        supports=sorted(supports, key=lambda code: supports[code].position),
        usecases=[row.code for row in usecases],
    )
    names = {row.code: row.title for row in actions} | {code: _support(one) for code, one in supports.items()}
    names |= {one.code: f"{one.code} {one.name}" for one in found.criteria}
    drafted: dict[str, Any] = {
        corner: [words.swot_point(p.kind, p.code, names, bands) for p in points if p.corner == corner]
        for corner in CORNERS
    }
    drafted["strategies"] = _strategies(drafted, has_usecase=bool(usecases))
    return drafted


def headline(roadmap: Roadmap, plan: Plan) -> str:
    """One sentence for the owner: the wished figure only where a use case may move it, and what comes first first."""
    figure = roadmap.application.figure_name
    if not figure:
        return _("효과가 큰 일부터 차례로 넓혀 갑니다.")
    moving = _moving(roadmap, plan)
    if not moving:
        return _("기본을 먼저 갖추어 ‘%(figure)s’ 개선을 준비합니다.") % {"figure": figure}
    if min(row.start_month for row in moving) <= parse(roadmap.inputs).horizons[0].end_month:
        return _("‘%(figure)s’ 개선을 먼저 실증하고, 이어서 기본을 넓혀 갑니다.") % {"figure": figure}
    return _("기본을 먼저 갖추고 ‘%(figure)s’ 개선으로 이어 갑니다.") % {"figure": figure}


def _moving(roadmap: Roadmap, plan: Plan) -> list[Scheduled]:
    """The use cases of the plan that move a chosen KPI, or where none was chosen the figure by its name."""
    rows = {row.code: row for row in plan.actions}
    usecases = CatalogueAction.objects.filter(code__in=rows, kind=CatalogueAction.Kind.USECASE)
    if parse(roadmap.inputs).kpis:
        return [rows[code] for code in usecases.values_list("code", flat=True) if rows[code].kpis]
    moved = usecases.values_list("code", "effects__kpi__name_ko").distinct()
    figure = roadmap.application.figure_name
    return [rows[code] for code in sorted({code for code, name in moved if rules.overlaps(name or "", figure)})]


def _support(one: Support) -> str:
    return localized(one, "name")


def _strategies(corners: dict[str, Any], *, has_usecase: bool) -> list[dict[str, str]]:
    """A direction only where its corner says something: nothing is built on strengths that were not found."""
    drafted = [
        {"kind": "SO", "text": _("이미 잘하는 업무에서 작은 성공을 먼저 만들고 연계지원으로 넓힙니다.")},
        {"kind": "WO", "text": _("약한 항목은 비용이 적은 기반과제와 교육으로 채웁니다.")},
        {"kind": "WT", "text": _("보안과 책임, 멈춤 기준을 먼저 정해 잘못된 판정의 피해를 막습니다.")},
    ]
    if has_usecase:
        drafted.insert(2, {"kind": "ST", "text": _("한 공정에서 검증한 뒤 넓혀 걱정과 비용 부담을 줄입니다.")})
    corner = {name[0].upper(): name for name in CORNERS}
    return [one for one in drafted if all(corners[corner[letter]] for letter in one["kind"])]
