"""The frozen sheet of a diagnosis result, as `docs/sheets.md` describes it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from apps.centre.models import CentreProfile
from apps.diagnosis.models import Assessment, Evidence
from apps.diagnosis.selectors import (
    BenchmarkView,
    CriterionView,
    PreparationTask,
    ProgressView,
    ResultView,
    SwingView,
)
from apps.kernel import clocks
from apps.kernel.language import localized

MOST_SWINGS = 6
MOST_MISSING = 2


def diagnosis(
    assessment: Assessment,
    result: ResultView,
    *,
    evidence: Iterable[Evidence],
    centre: CentreProfile,
    company: Mapping[str, Any],
    on: date,
    benchmark: BenchmarkView | None = None,
    preparation: Sequence[PreparationTask] = (),
    progress: ProgressView | None = None,
) -> dict[str, Any]:
    """Everything the paper says, in the active language. Figures are decimal text on the scale 0 to 5."""
    consultant = assessment.consultant
    return {
        **_benchmark(benchmark),
        **_changes(progress),
        "centre": _centre(centre),
        "company": dict(company),
        "sample": assessment.company.is_sample,
        "instrument": {
            "name": result.instrument_name,
            "version": str(result.version),
            "source": _("세 영역 18개 진단항목, 수준 0–5"),
        },
        "assessed_on": (assessment.visit_on or on).isoformat(),
        "agreed_on": assessment.agreed_on.isoformat() if assessment.agreed_on else None,
        "people": [{"role": _("컨설턴트"), "name": consultant.name if consultant else ""}],
        "overall": _overall(result),
        "areas": [_area(result, index) for index in range(len(result.areas))],
        "criteria": [_criterion(criterion, area.code) for area in result.areas for criterion in area.criteria],
        "strengths": [_strength(criterion) for criterion in result.strengths],
        "gaps": [_gap(criterion) for criterion in result.gaps],
        "sensitivity": [{"text": _swing(swing)} for swing in result.swings[:MOST_SWINGS]],
        "method": _method(result),
        "evidence": [_evidence(one) for one in evidence],
        "next_steps": _next_steps(result, preparation, is_agreed=assessment.agreed_on is not None),
    }


def _centre(centre: CentreProfile) -> dict[str, Any]:
    return {
        "name": localized(centre, "name"),
        "address": localized(centre, "address"),
        "phone": centre.phone,
        "email": centre.email,
        "head_title": localized(centre, "head_title"),
    }


def _benchmark(found: BenchmarkView | None) -> dict[str, Any]:
    """The middle bands of companies of the same industry and size; left out where too few are in the cell."""
    if found is None:
        return {}
    return {
        "benchmark": {
            "label": _("%(cell)s 가운데값") % {"cell": found.label},
            "n": found.n,
            "values": {c: float(m) for c, m in found.medians.items()},
        }
    }


def _changes(found: ProgressView | None) -> dict[str, Any]:
    """What moved since the round before; left out for a first diagnosis."""
    if found is None:
        return {}
    return {
        "changes": {
            "since": found.since,
            "on": clocks.local_date(found.since_at).isoformat(),
            "figures": [
                {"name": one.name, "before": str(one.before), "after": str(one.after)} for one in found.figures
            ],
            "criteria": [
                {"name": f"{one.code} {one.name}", "before": str(one.before), "after": str(one.after)}
                for one in found.criteria
                if one.moved
            ],
        }
    }


def _overall(result: ResultView) -> dict[str, Any]:
    return {
        "score": str(result.point),
        "low": str(result.low),
        "high": str(result.high),
        "level": result.level,
        "level_name": result.level_name,
        "level_high": result.level_high,
        "gate_note": result.gate_note,
    }


def _area(result: ResultView, index: int) -> dict[str, Any]:
    area = result.areas[index]
    return {
        "code": area.code,
        "name": area.name,
        "score": str(area.point),
        "low": str(area.low),
        "high": str(area.high),
        "level": area.level,
        "level_name": area.level_name,
        "weight_bp": area.weight * 100,
    }


def _criterion(criterion: CriterionView, area: str) -> dict[str, Any]:
    return {
        "code": criterion.code,
        "area": area,
        "name": criterion.name,
        "band": criterion.point,
        "low": criterion.low,
        "high": criterion.high,
        "self": criterion.self_band,
        "consultant": criterion.point,
        "agreed": criterion.agreed_band,
        "needs_evidence": criterion.needs_evidence,
        "note": criterion.sentence,
    }


def _strength(criterion: CriterionView) -> dict[str, str]:
    return {"code": criterion.code, "name": criterion.name, "text": criterion.sentence}


def _gap(criterion: CriterionView) -> dict[str, str]:
    lacking = " / ".join(attribute.statement for attribute in criterion.missing[:MOST_MISSING])
    text = _("다음 수준에 필요한 것: %(lacking)s") % {"lacking": lacking} if lacking else criterion.sentence
    return {"code": criterion.code, "name": criterion.name, "text": text}


def _swing(swing: SwingView) -> str:
    words = {"code": swing.attribute, "statement": swing.statement, "level": swing.level_then_name}
    if swing.is_gain:
        return _("%(code)s(%(statement)s) 항목이 확인되면 준비도가 올라갑니다: %(level)s") % words
    return _("%(code)s(%(statement)s) 항목이 더는 사실이 아니면 준비도가 내려갑니다: %(level)s") % words


def _method(result: ResultView) -> dict[str, Any]:
    return {
        "text": _(
            "한 수준은 아래 수준이 충족되고 해당하는 세부 항목의 4분의 3 이상이 증빙으로 확인될 때 인정합니다. "
            "증빙이 없는 항목은 0점으로 보지 않고 범위로 나타냅니다. "
            "전체 수준은 가장 약한 영역보다 한 단계 넘게 높을 수 없습니다. 가중치는 %(profile)s 업종의 것입니다."
        )
        % {"profile": result.profile_name},
        "weights": [{"name": area.name, "bp": area.weight * 100} for area in result.areas],
    }


def _evidence(one: Evidence) -> dict[str, Any]:
    return {
        "criterion": one.criterion,
        "title": one.title,
        "kind": str(one.get_kind_display()),
        "seen_on": one.seen_on.isoformat(),
        "status": "confirmed",
    }


def _next_steps(result: ResultView, preparation: Sequence[PreparationTask], *, is_agreed: bool) -> list[dict[str, str]]:
    compared = any(criterion.self_band is not None for criterion in result.criteria)
    read = (
        _("결과를 함께 읽고 자가진단과 차이가 큰 항목을 이야기합니다.")
        if compared
        else _("결과를 함께 읽고 먼저 채울 항목을 이야기합니다.")
    )
    names = ", ".join(task.name for task in preparation)
    data_first = _("데이터 준비를 먼저 합니다: %(tasks)s.") % {"tasks": names}
    return [
        *([] if is_agreed else [{"what": read, "who": _("기업, 컨설턴트")}]),
        *([{"what": data_first, "who": _("기업")}] if names else []),
        {"what": _("부족한 항목을 바탕으로 전환 로드맵을 만듭니다."), "who": _("컨설턴트")},
        {"what": _("'증빙 필요' 항목의 자료를 찾아 둡니다."), "who": _("기업")},
    ]
