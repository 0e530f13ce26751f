"""Scoring of a readiness diagnosis: from answers to bands, areas, overall figure and level.

The rules are the centre's own. A band counts when the band below counts and three quarters of its applicable
attributes are substantiated; fewer than two applicable attributes leave it unassessable, and it gives a range. Missing
evidence gives a range too, never a no. All arithmetic is exact: whole bands, whole-percent weights, decimals.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cache

from apps.diagnosis.instrument import FULL_WEIGHT, HIGHEST_BAND, Area, Attribute, Band, Criterion, Instrument

FEWEST_APPLICABLE = 2
AREA_SCALE = Decimal("0.01")
OVERALL_SCALE = Decimal("0.0001")


class Answer(StrEnum):
    """What is known of one attribute. An attribute without an answer is read as NEEDS_EVIDENCE."""

    YES = "yes"
    NO = "no"
    NOT_APPLICABLE = "not_applicable"
    NEEDS_EVIDENCE = "needs_evidence"


# Asked for a few hundred times a score, so not looked up in the class each time.
_YES, _NEEDS_EVIDENCE, _NOT_APPLICABLE = Answer.YES, Answer.NEEDS_EVIDENCE, Answer.NOT_APPLICABLE


class Verdict(StrEnum):
    """What a band's own attributes say, whatever the bands below it say."""

    HELD = "held"
    REFUTED = "refuted"
    OPEN = "open"
    UNASSESSABLE = "unassessable"


class UnknownAttributeError(KeyError):
    """An answer names an attribute the instrument does not have."""


@dataclass(frozen=True, slots=True)
class AttributeFinding:
    """The answer to one attribute; `answered` tells "evidence is asked for" from "nobody has looked yet"."""

    code: str
    answer: Answer
    answered: bool


@dataclass(frozen=True, slots=True)
class BandFinding:
    """The tally of one band: substantiated and open among the applicable attributes (0 to 4 each)."""

    band: int
    verdict: Verdict
    substantiated: int
    needs_evidence: int
    applicable: int
    attributes: tuple[AttributeFinding, ...]


@dataclass(frozen=True, slots=True)
class CriterionScore:
    """Lowest and highest band (0 to 5) the answers allow, and the tallies of bands 1 to 5."""

    code: str
    low: int
    high: int
    bands: tuple[BandFinding, ...]

    @property
    def point(self) -> int:
        """The lowest supported band: what can be defended today."""
        return self.low

    @property
    def settled(self) -> bool:
        """Whether no open answer can move the band any more."""
        return self.low == self.high


@dataclass(frozen=True, slots=True)
class AreaScore:
    """Weighted mean band of an area (0.00 to 5.00, exact to 0.01) and the level it would have alone."""

    code: str
    low: Decimal
    high: Decimal
    level: int
    criteria: tuple[CriterionScore, ...]

    @property
    def point(self) -> Decimal:
        """The figure of the lowest supported bands."""
        return self.low


@dataclass(frozen=True, slots=True)
class Score:
    """The whole result; `low` and `high` are exact to 0.0001 on the scale 0 to 5, levels run from 1.

    `ungated_level` is the level of the overall figure alone; `level` is held back to one above the weakest area.
    """

    instrument: str
    version: int
    profile: str
    low: Decimal
    high: Decimal
    level: int
    level_low: int
    level_high: int
    ungated_level: int
    areas: tuple[AreaScore, ...]

    @property
    def point(self) -> Decimal:
        """The figure of the lowest supported bands."""
        return self.low

    @property
    def gated(self) -> bool:
        """Whether the weakest area holds the level back."""
        return self.level < self.ungated_level

    @property
    def criteria(self) -> tuple[CriterionScore, ...]:
        """All criteria in the order of the areas."""
        return tuple(criterion for area in self.areas for criterion in area.criteria)


@dataclass(frozen=True, slots=True)
class Swing:
    """One answer that alone would move the readiness level."""

    attribute: str
    now: Answer
    then: Answer
    band_now: int
    band_then: int
    level_now: int
    level_then: int


def score(instrument: Instrument, answers: Mapping[str, Answer], profile: str) -> Score:
    """The result of one set of answers (attribute code → answer) under an industry's weights.

    Raises UnknownAttributeError for an answer to an attribute the instrument does not have, KeyError for an unknown
    profile. The order of the answers does not matter.
    """
    unknown = answers.keys() - instrument.attribute_codes
    if unknown:
        raise UnknownAttributeError(min(unknown))
    found = {c.code: _criterion_score(c, answers) for area in instrument.areas for c in area.criteria}
    low = {code: c.low for code, c in found.items()}
    high = {code: c.high for code, c in found.items()}
    areas = tuple(_area_score(instrument, area, profile, found) for area in instrument.areas)
    overall_low, overall_high = overall(instrument, low, profile), overall(instrument, high, profile)
    level = level_of(instrument, low, profile)
    return Score(
        instrument=instrument.code,
        version=instrument.version,
        profile=profile,
        low=overall_low,
        high=overall_high,
        level=level,
        level_low=level,
        level_high=level_of(instrument, high, profile),
        ungated_level=_level(instrument, overall_low),
        areas=areas,
    )


def overall(instrument: Instrument, bands: Mapping[str, int], profile: str) -> Decimal:
    """Weighted mean of all criteria's bands (criterion code → 0 to 5), exact to 0.0001 on the scale 0 to 5."""
    weights = instrument.profile(profile)
    total = sum(weights.areas[a.code] * _area_points(a, bands, weights.criteria) for a in instrument.areas)
    return Decimal(total).scaleb(-4).quantize(OVERALL_SCALE)


def level_of(instrument: Instrument, bands: Mapping[str, int], profile: str) -> int:
    """The readiness level (from 1) of criteria's bands: by the overall figure, at most one above the weakest area."""
    weights = instrument.profile(profile)
    figures = [Decimal(_area_points(a, bands, weights.criteria)).scaleb(-2) for a in instrument.areas]
    weakest = min(_level(instrument, figure) for figure in figures)
    return min(_level(instrument, overall(instrument, bands, profile)), weakest + 1)


def levels_by_profile(instrument: Instrument, bands: Mapping[str, int]) -> dict[str, int]:
    """The level the same bands would have under each industry's weights: how much hangs on the weights."""
    return {profile.code: level_of(instrument, bands, profile.code) for profile in instrument.profiles}


def sensitivity(instrument: Instrument, answers: Mapping[str, Answer], profile: str) -> tuple[Swing, ...]:
    """Every single answer that, changed alone, changes the level: a lost yes downwards, a new yes upwards.

    Ordered by level reached (highest first), then by attribute in the instrument's order.
    """
    bands = {c.code: _lowest(c, answers) for c in instrument.criteria}
    level = level_of(instrument, bands, profile)
    swings = [
        Swing(attribute, now, then, bands[criterion.code], moved, level, moved_level)
        for criterion in instrument.criteria
        for attribute, now, then, moved in _moves(criterion, answers, bands[criterion.code])
        if (moved_level := level_of(instrument, {**bands, criterion.code: moved}, profile)) != level
    ]
    return tuple(sorted(swings, key=lambda swing: -swing.level_then))


def outstanding(instrument: Instrument, answers: Mapping[str, Answer]) -> tuple[str, ...]:
    """The attributes somebody must still look at before the diagnosis may be completed, in the instrument's order.

    For each criterion every band up to the first that does not hold, and the one above when that band is not refuted
    but only open or unassessable. NEEDS_EVIDENCE is an answer; an attribute nobody answered is not.
    """
    return tuple(
        attribute.code
        for criterion in instrument.criteria
        for band in _bands_that_matter(criterion, answers)
        for attribute in band.attributes
        if attribute.code not in answers
    )


def missing_for_next(criterion: Criterion, answers: Mapping[str, Answer]) -> tuple[Attribute, ...]:
    """What a company lacks for the band above its lowest supported one: attributes not yes and applicable."""
    low = _lowest(criterion, answers)
    if low == HIGHEST_BAND:
        return ()
    unmet = {Answer.NO, Answer.NEEDS_EVIDENCE}
    return tuple(a for a in criterion.bands[low + 1].attributes if answers.get(a.code, Answer.NEEDS_EVIDENCE) in unmet)


def strengths(instrument: Instrument, result: Score, most: int = 3) -> tuple[str, ...]:
    """The criteria that stand highest above the overall figure, the heavier first where bands are equal."""
    above = [c for c in result.criteria if c.point > result.point and c.point > 0]
    weight = _shares(instrument, result.profile)
    return tuple(c.code for c in sorted(above, key=lambda c: (-c.point, -weight[c.code]))[:most])


def gaps(instrument: Instrument, result: Score, most: int = 5) -> tuple[str, ...]:
    """The criteria with the lowest supported bands, the heavier first where bands are equal."""
    below = [c for c in result.criteria if c.point < HIGHEST_BAND and c.point <= result.point]
    weight = _shares(instrument, result.profile)
    return tuple(c.code for c in sorted(below, key=lambda c: (c.point, -weight[c.code]))[:most])


def claim(instrument: Instrument, bands: Mapping[str, int]) -> dict[str, Answer]:
    """The answers a claimed band (criterion code → 0 to 5) stands for: everything up to it, nothing of the next."""
    answers: dict[str, Answer] = {}
    for code, claimed in bands.items():
        for band in instrument.criterion(code).bands[1 : claimed + 2]:
            value = Answer.YES if band.band <= claimed else Answer.NO
            answers.update({attribute.code: value for attribute in band.attributes})
    return answers


def _bands_that_matter(criterion: Criterion, answers: Mapping[str, Answer]) -> Iterable[Band]:
    not_held = 0
    for band in criterion.bands[1:]:
        yield band
        verdict = _verdict(*_tally(band, answers))
        if verdict is Verdict.REFUTED:
            return
        not_held += verdict is not Verdict.HELD
        if not_held == FEWEST_APPLICABLE:
            return


def _moves(criterion: Criterion, answers: Mapping[str, Answer], low: int) -> Iterable[tuple[str, Answer, Answer, int]]:
    """Single changes that move a criterion: a yes lost at or below its band, a yes won in the band above."""
    attributes = [a for band in criterion.bands[1 : low + 2] for a in band.attributes]
    own = {a.code: answers[a.code] for band in criterion.bands for a in band.attributes if a.code in answers}
    for attribute in attributes:
        now = own.get(attribute.code, Answer.NEEDS_EVIDENCE)
        if now is Answer.NOT_APPLICABLE:
            continue
        then = Answer.NO if now is Answer.YES else Answer.YES
        moved = _lowest(criterion, {**own, attribute.code: then})
        if moved != low:
            yield attribute.code, now, then, moved


def _lowest(criterion: Criterion, answers: Mapping[str, Answer]) -> int:
    """The lowest supported band: the last of the bands that hold from the first on."""
    for band in criterion.bands[1:]:
        if _verdict(*_tally(band, answers)) is not Verdict.HELD:
            return band.band - 1
    return HIGHEST_BAND


def _shares(instrument: Instrument, profile: str) -> dict[str, int]:
    """A criterion's part of the overall figure in ten-thousandths."""
    weights = instrument.profile(profile)
    return {c.code: weights.areas[a.code] * weights.criteria[c.code] for a in instrument.areas for c in a.criteria}


def _area_points(area: Area, bands: Mapping[str, int], weights: Mapping[str, int]) -> int:
    """Hundredths of a band: whole bands times whole percents."""
    return sum(weights[criterion.code] * bands[criterion.code] for criterion in area.criteria)


def _area_score(instrument: Instrument, area: Area, profile: str, found: Mapping[str, CriterionScore]) -> AreaScore:
    weights = instrument.profile(profile).criteria
    low = sum(weights[c.code] * found[c.code].low for c in area.criteria)
    high = sum(weights[c.code] * found[c.code].high for c in area.criteria)
    figure = Decimal(low) / FULL_WEIGHT
    return AreaScore(
        code=area.code,
        low=figure.quantize(AREA_SCALE),
        high=(Decimal(high) / FULL_WEIGHT).quantize(AREA_SCALE),
        level=_level(instrument, figure),
        criteria=tuple(found[c.code] for c in area.criteria),
    )


def _level(instrument: Instrument, figure: Decimal) -> int:
    return max(level.level for level in instrument.levels if level.at_least <= figure)


def _criterion_score(criterion: Criterion, answers: Mapping[str, Answer]) -> CriterionScore:
    findings = tuple(_finding(band, answers) for band in criterion.bands[1:])
    low = high = 0
    for finding in findings:
        if finding.verdict is Verdict.REFUTED:
            break
        high = finding.band
        if finding.verdict is Verdict.HELD and low == finding.band - 1:
            low = finding.band
    return CriterionScore(code=criterion.code, low=low, high=high, bands=findings)


def _finding(band: Band, answers: Mapping[str, Answer]) -> BandFinding:
    yes, open_, applicable = _tally(band, answers)
    attributes = tuple([_attribute_finding(a.code, answers.get(a.code)) for a in band.attributes])
    return BandFinding(band.band, _verdict(yes, open_, applicable), yes, open_, applicable, attributes)


@cache
def _attribute_finding(code: str, answer: Answer | None) -> AttributeFinding:
    """One and the same object for all results: an instrument has a few hundred attributes with five answers each."""
    return AttributeFinding(code, Answer.NEEDS_EVIDENCE if answer is None else answer, answer is not None)


def _tally(band: Band, answers: Mapping[str, Answer]) -> tuple[int, int, int]:
    """Substantiated, open and applicable attributes of a band; an open one is taken to apply."""
    yes, open_, applicable = 0, 0, len(band.attributes)
    for attribute in band.attributes:
        answer = answers.get(attribute.code)
        if answer is _YES:
            yes += 1
        elif answer is None or answer is _NEEDS_EVIDENCE:
            open_ += 1
        elif answer is _NOT_APPLICABLE:
            applicable -= 1
    return yes, open_, applicable


def _verdict(yes: int, open_: int, applicable: int) -> Verdict:
    """Three quarters in whole numbers: 4 · yes ≥ 3 · applicable."""
    if applicable < FEWEST_APPLICABLE:
        return Verdict.UNASSESSABLE
    if 4 * yes >= 3 * applicable:
        return Verdict.HELD
    if 4 * (yes + open_) >= 3 * applicable:
        return Verdict.OPEN
    return Verdict.REFUTED
