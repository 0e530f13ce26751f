"""A result as people read it: figures with names, sentences, and the answers they unfold to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from apps.diagnosis import frozen, meeting, rules
from apps.diagnosis.errors import NotCompleted
from apps.diagnosis.frozen import Findings, Given
from apps.diagnosis.instrument import Criterion, Instrument, Level
from apps.diagnosis.labels import VERDICT_TONES, VERDICTS
from apps.diagnosis.meeting import Gap, Settled
from apps.diagnosis.models import Answer, Assessment
from apps.diagnosis.rules import Answer as Value
from apps.diagnosis.selectors.assessments import agreed
from apps.diagnosis.selectors.instruments import instrument_of
from apps.kernel.errors import NotFound, Text
from apps.kernel.language import localized


@dataclass(frozen=True, slots=True)
class AttributeView:
    code: str
    statement: str
    answer: str
    label: Text
    reason: str
    note: str


@dataclass(frozen=True, slots=True)
class BandView:
    """A band with its tally and its attributes."""

    band: int
    sentence: str
    verdict: str
    verdict_label: Text
    tone: str
    substantiated: int
    applicable: int
    is_answered: bool
    attributes: tuple[AttributeView, ...]


@dataclass(frozen=True, slots=True)
class CriterionView:
    """Where a criterion stands; `missing` is what the next band lacks."""

    code: str
    name: str
    meaning: str
    why: str
    low: int
    point: int
    high: int
    settled: bool
    sentence: str
    next_sentence: str
    self_band: int | None
    agreed_band: int | None
    needs_evidence: int
    missing: tuple[AttributeView, ...]
    references: tuple[str, ...]

    @property
    def missing_codes(self) -> list[str]:
        """The attributes the next band lacks, by code."""
        return [attribute.code for attribute in self.missing]


@dataclass(frozen=True, slots=True)
class UnfoldedView:
    """A criterion with its bands, down to every answer."""

    criterion: CriterionView
    bands: tuple[BandView, ...]


@dataclass(frozen=True, slots=True)
class AreaView:
    code: str
    name: str
    point: Decimal
    low: Decimal
    high: Decimal
    level: int
    level_name: str
    weight: int
    is_weakest: bool
    range_note: str
    criteria: tuple[CriterionView, ...]


@dataclass(frozen=True, slots=True)
class LevelView:
    """A step of the readiness scale."""

    number: int
    name: str
    is_reached: bool
    is_current: bool


@dataclass(frozen=True, slots=True)
class SwingView:
    """One answer on which the level hangs."""

    attribute: str
    statement: str
    criterion: str
    level_now: int
    level_then: int
    level_then_name: str
    is_gain: bool


@dataclass(frozen=True, slots=True)
class ResultView:
    """The whole result in the reader's language. Figures are on the scale 0 to 5, levels from 1."""

    instrument_name: str
    version: int
    profile_name: str
    point: Decimal
    low: Decimal
    high: Decimal
    level: int
    level_name: str
    level_meaning: str
    level_low: int
    level_high: int
    level_high_name: str
    scale: tuple[LevelView, ...]
    range_note: str
    gated: bool
    gate_note: str
    needs_evidence: int
    areas: tuple[AreaView, ...]
    strengths: tuple[CriterionView, ...]
    gaps: tuple[CriterionView, ...]
    swings: tuple[SwingView, ...]
    levels_by_profile: tuple[tuple[str, int], ...]

    @property
    def criteria(self) -> tuple[CriterionView, ...]:
        return tuple(criterion for area in self.areas for criterion in area.criteria)

    @property
    def settled(self) -> bool:
        """Whether no missing evidence could move the overall figure."""
        return self.low == self.high


def result(assessment: Assessment) -> ResultView:
    """The frozen result of a completed (or reopened) assessment; raises NotCompleted before the first completion."""
    if assessment.result is None:
        raise NotCompleted
    return view(instrument_of(assessment), frozen.thaw(assessment.result), agreed(assessment))


def result_criterion(assessment: Assessment, code: str) -> UnfoldedView:
    """One criterion of the frozen result; raises NotCompleted, and NotFound for a code it does not have."""
    if assessment.result is None:
        raise NotCompleted
    findings = frozen.thaw(assessment.result)
    if code not in {one.code for one in findings.score.criteria}:
        raise NotFound
    return unfolded(instrument_of(assessment), findings, code, agreed(assessment))


def agenda(assessment: Assessment) -> tuple[Gap, ...]:
    """What the meeting talks over, the widest gaps first. Raises NotCompleted."""
    found = {code: low for code, (low, _point, _high) in planning_input(assessment).items()}
    own = (assessment.result or {}).get("self") or {}
    return meeting.agenda(own, found)


def planning_input(assessment: Assessment) -> dict[str, tuple[int, int, int]]:
    """Lowest, point and highest band of every criterion, for planning. Raises NotCompleted."""
    if assessment.result is None:
        raise NotCompleted
    return {
        criterion["code"]: (criterion["low"], criterion["low"], criterion["high"])
        for area in assessment.result["areas"]
        for criterion in area["criteria"]
    }


def view(instrument: Instrument, findings: Findings, settled: Mapping[str, Settled] | None = None) -> ResultView:
    """Findings with the instrument's words, and the bands agreed on where there was a meeting."""
    score = findings.score
    weakest = min(area.point for area in score.areas)
    areas = tuple(
        _area(instrument, found, findings, settled or {}, is_weakest=found.point == weakest) for found in score.areas
    )
    criteria = {criterion.code: criterion for area in areas for criterion in area.criteria}
    level = _level(instrument, score.level)
    return ResultView(
        instrument_name=localized(instrument, "name"),
        version=score.version,
        profile_name=localized(instrument.profile(score.profile), "name"),
        point=_two(score.point),
        low=_two(score.low),
        high=_two(score.high),
        level=score.level,
        level_name=localized(level, "name"),
        level_meaning=level.meaning,
        level_low=score.level_low,
        level_high=score.level_high,
        level_high_name=localized(_level(instrument, score.level_high), "name"),
        scale=tuple(
            LevelView(one.level, localized(one, "name"), one.level <= score.level, one.level == score.level)
            for one in instrument.levels
        ),
        range_note=_range_note(_two(score.low), _two(score.high)),
        gated=score.gated,
        gate_note=_gate_note(areas) if score.gated else "",
        needs_evidence=sum(criterion.needs_evidence for criterion in criteria.values()),
        areas=areas,
        strengths=tuple(criteria[code] for code in rules.strengths(instrument, score)),
        gaps=tuple(criteria[code] for code in rules.gaps(instrument, score)),
        swings=tuple(_swing(instrument, swing) for swing in findings.swings),
        levels_by_profile=tuple(
            (localized(profile, "name"), findings.levels_by_profile[profile.code])
            for profile in instrument.profiles
            if profile.code in findings.levels_by_profile
        ),
    )


def unfolded(
    instrument: Instrument, findings: Findings, code: str, settled: Mapping[str, Settled] | None = None
) -> UnfoldedView:
    """One criterion of findings with its bands and answers, in words."""
    criterion = instrument.criterion(code)
    found = next(one for one in findings.score.criteria if one.code == code)
    return UnfoldedView(
        _criterion(criterion, found, findings, (settled or {}).get(code)),
        tuple(_band(criterion, band, findings.given) for band in found.bands),
    )


def _two(figure: Decimal) -> Decimal:
    """Two places for reading; cut, not rounded, so that nobody reads a figure that was not reached."""
    return figure.quantize(Decimal("0.01"), rounding="ROUND_DOWN")


def _level(instrument: Instrument, number: int) -> Level:
    return instrument.levels[number - 1]


def _range_note(low: Decimal, high: Decimal) -> str:
    if low == high:
        return ""
    return _("증빙에 따라 %(low)s–%(high)s") % {"low": low, "high": high}


def _gate_note(areas: tuple[AreaView, ...]) -> str:
    names = ", ".join(area.name for area in areas if area.is_weakest)
    return _("가장 약한 영역은 %(names)s입니다. 전체 수준은 가장 약한 영역보다 한 단계 넘게 높을 수 없습니다.") % {
        "names": names
    }


def _area(
    instrument: Instrument,
    found: rules.AreaScore,
    findings: Findings,
    settled: Mapping[str, Settled],
    *,
    is_weakest: bool,
) -> AreaView:
    area = instrument.area(found.code)
    scores = {one.code: one for one in found.criteria}
    return AreaView(
        code=area.code,
        name=localized(area, "name"),
        point=found.point,
        low=found.low,
        high=found.high,
        level=found.level,
        level_name=localized(_level(instrument, found.level), "name"),
        weight=instrument.profile(findings.score.profile).areas[area.code],
        is_weakest=is_weakest,
        range_note=_range_note(found.low, found.high),
        criteria=tuple(_criterion(one, scores[one.code], findings, settled.get(one.code)) for one in area.criteria),
    )


def _criterion(
    criterion: Criterion, found: rules.CriterionScore, findings: Findings, settled: Settled | None = None
) -> CriterionView:
    own = (attribute.code for band in criterion.bands for attribute in band.attributes)
    answers = {code: findings.given[code].value for code in own if code in findings.given}
    missing = rules.missing_for_next(criterion, answers)
    following = criterion.bands[found.low + 1].sentence if found.low + 1 < len(criterion.bands) else ""
    return CriterionView(
        code=criterion.code,
        name=localized(criterion, "name"),
        meaning=criterion.meaning,
        why=criterion.why,
        low=found.low,
        point=found.point,
        high=found.high,
        settled=found.settled,
        sentence=criterion.bands[found.low].sentence,
        next_sentence=following,
        self_band=findings.self_bands.get(criterion.code),
        agreed_band=settled.band if settled else None,
        needs_evidence=sum(answer is Value.NEEDS_EVIDENCE for answer in answers.values()),
        missing=tuple(_attribute(a.code, a.statement, findings.given) for a in missing),
        references=tuple(f"{reference.framework} {reference.id}" for reference in criterion.references),
    )


def _band(criterion: Criterion, found: rules.BandFinding, given: Mapping[str, Given]) -> BandView:
    band = criterion.bands[found.band]
    return BandView(
        band=found.band,
        sentence=band.sentence,
        verdict=found.verdict.value,
        verdict_label=VERDICTS[found.verdict],
        tone=VERDICT_TONES[found.verdict],
        substantiated=found.substantiated,
        applicable=found.applicable,
        is_answered=any(finding.answered for finding in found.attributes),
        attributes=tuple(_attribute(a.code, a.statement, given) for a in band.attributes),
    )


def _attribute(code: str, statement: str, given: Mapping[str, Given]) -> AttributeView:
    one: Any = given.get(code)
    if one is None:
        return AttributeView(code, statement, "", _("답하지 않음"), "", "")
    return AttributeView(code, statement, one.value.value, Answer.Choice(one.value).label, one.reason, one.note)


def _swing(instrument: Instrument, swing: rules.Swing) -> SwingView:
    criterion = instrument.criterion(swing.attribute.partition(".")[0])
    return SwingView(
        attribute=swing.attribute,
        statement=instrument.attribute(swing.attribute).statement,
        criterion=localized(criterion, "name"),
        level_now=swing.level_now,
        level_then=swing.level_then,
        level_then_name=localized(_level(instrument, swing.level_then), "name"),
        is_gain=swing.level_then > swing.level_now,
    )
