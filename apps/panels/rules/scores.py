"""How a panel's score sheets become one figure.

Everything here is exact: scores come in as decimals, are added as fractions and leave rounded, half up to two places
unless the programme says otherwise.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

FULL_MARKS = 100
SCORE_PLACES = 2
FEWEST_SHEETS_TO_TRIM = 3


@dataclass(frozen=True, slots=True)
class Criterion:
    """One thing a reviewer scores: from 0 to `maximum`, counting `weight` parts of the total."""

    code: str
    weight: int
    maximum: int


class ScoreFault(StrEnum):
    """Why a score can't be taken."""

    MISSING = "missing"
    UNKNOWN = "unknown"
    NEGATIVE = "negative"
    ABOVE_MAXIMUM = "above_maximum"
    TOO_FINE = "too_fine"


class CriteriaFault(StrEnum):
    """Why a set of criteria can't be used."""

    EMPTY = "empty"
    REPEATED = "repeated"
    WEIGHT_NOT_POSITIVE = "weight_not_positive"
    MAXIMUM_NOT_POSITIVE = "maximum_not_positive"


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong, and the criterion it concerns (empty when it concerns all)."""

    kind: ScoreFault | CriteriaFault
    criterion: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """What one reviewer handed in; `reviewer` is any stable key."""

    reviewer: str
    scores: tuple[tuple[str, Decimal], ...]


class Mode(StrEnum):
    """Which way a figure is rounded (반올림, 절사)."""

    HALF_UP = "half_up"
    DOWN = "down"


@dataclass(frozen=True, slots=True)
class Rounding:
    """How a panel's total is printed: 0 to 2 places, and which way the rest goes."""

    places: int = SCORE_PLACES
    mode: Mode = Mode.HALF_UP


DEFAULT_ROUNDING = Rounding()


class Completeness(StrEnum):
    """Whether the panel's figure may be used."""

    COMPLETE = "complete"
    MISSING_SHEETS = "missing_sheets"
    TOO_FEW = "too_few"


@dataclass(frozen=True, slots=True)
class CriterionMean:
    """Mean of the counted sheets on one criterion, in that criterion's own points."""

    code: str
    mean: Decimal


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a panel says of one case.

    `total` is out of 100 and None until it may be used; `set_aside` names the reviewers whose
    highest and lowest sheets a trimmed mean leaves out; `missing` those who still owe a sheet.
    """

    completeness: Completeness
    total: Decimal | None
    means: tuple[CriterionMean, ...]
    counted: tuple[str, ...]
    set_aside: tuple[str, ...]
    missing: tuple[str, ...]


def criteria_faults(criteria: Sequence[Criterion]) -> tuple[Fault, ...]:
    """What keeps these criteria from being scored; empty when they are fine."""
    if not criteria:
        return (Fault(CriteriaFault.EMPTY),)
    faults: list[Fault] = []
    seen: set[str] = set()
    for criterion in criteria:
        if criterion.code in seen:
            faults.append(Fault(CriteriaFault.REPEATED, criterion.code))
        seen.add(criterion.code)
        if criterion.weight <= 0:
            faults.append(Fault(CriteriaFault.WEIGHT_NOT_POSITIVE, criterion.code))
        if criterion.maximum <= 0:
            faults.append(Fault(CriteriaFault.MAXIMUM_NOT_POSITIVE, criterion.code))
    return tuple(faults)


def score_faults(criteria: Sequence[Criterion], scores: Mapping[str, Decimal]) -> tuple[Fault, ...]:
    """What keeps a sheet from being handed in: every criterion once, from 0 to its maximum."""
    faults = [_score_fault(criterion, scores.get(criterion.code)) for criterion in criteria]
    known = {criterion.code for criterion in criteria}
    strangers = [Fault(ScoreFault.UNKNOWN, code) for code in sorted(scores.keys() - known)]
    return (*(fault for fault in faults if fault is not None), *strangers)


def sheet_total(criteria: Sequence[Criterion], scores: Mapping[str, Decimal]) -> Decimal:
    """One sheet's total out of 100: Σ weight·score/maximum over Σ weight.

    Raises ValueError when the criteria or the scores have faults.
    """
    return published(_exact_total(criteria, scores))


def combine(
    criteria: Sequence[Criterion],
    expected: Iterable[str],
    sheets: Iterable[Sheet],
    *,
    fewest: int = 1,
    trim_from: int | None = None,
    rounding: Rounding = DEFAULT_ROUNDING,
) -> Outcome:
    """The panel's figure: the mean of its sheets, whatever order they came in.

    `expected` are the reviewers seated and not recused. With `trim_from` set, the highest and the
    lowest sheet are set aside when at least that many were handed in (never below three).
    `fewest` is the number of sheets below which there is no figure; `rounding` prints the total, never the sheets.
    Raises ValueError for a sheet from nobody expected, a second sheet, or a faulty one.
    """
    seats = sorted(set(expected))
    totals = _totals_by_reviewer(criteria, seats, sheets)
    missing = tuple(reviewer for reviewer in seats if reviewer not in totals)
    counted, set_aside = _trim({reviewer: total for reviewer, (total, _) in totals.items()}, trim_from)
    means = tuple(_mean_on(criterion, [totals[reviewer][1] for reviewer in counted]) for criterion in criteria)
    if missing or len(totals) < max(fewest, 1):
        state = Completeness.MISSING_SHEETS if missing else Completeness.TOO_FEW
        return Outcome(state, None, (), counted, set_aside, missing)
    exact = sum((totals[reviewer][0] for reviewer in counted), Fraction()) / len(counted)
    return Outcome(Completeness.COMPLETE, published(exact, rounding), means, counted, set_aside, ())


def published(exact: Fraction, rounding: Rounding = DEFAULT_ROUNDING) -> Decimal:
    """An exact figure as it is printed: halves away from zero, or the rest cut off."""
    more = Fraction(1, 2) if rounding.mode is Mode.HALF_UP else 0
    whole = int(abs(exact) * 10**rounding.places + more)
    digits = tuple(int(digit) for digit in str(whole))
    return Decimal((1 if exact < 0 and whole else 0, digits, -rounding.places))


def _score_fault(criterion: Criterion, score: Decimal | None) -> Fault | None:
    if score is None or not score.is_finite():
        return Fault(ScoreFault.MISSING, criterion.code)
    if score < 0:
        return Fault(ScoreFault.NEGATIVE, criterion.code)
    if score > criterion.maximum:
        return Fault(ScoreFault.ABOVE_MAXIMUM, criterion.code)
    if (Fraction(score) * 10**SCORE_PLACES).denominator != 1:
        return Fault(ScoreFault.TOO_FINE, criterion.code)
    return None


def _exact_total(criteria: Sequence[Criterion], scores: Mapping[str, Decimal]) -> Fraction:
    if faults := (*criteria_faults(criteria), *score_faults(criteria, scores)):
        raise ValueError(f"cannot total the sheet: {faults}")
    parts = (Fraction(scores[c.code]) * c.weight / c.maximum for c in criteria)
    return sum(parts, Fraction()) * FULL_MARKS / sum(c.weight for c in criteria)


def _totals_by_reviewer(
    criteria: Sequence[Criterion], seats: Sequence[str], sheets: Iterable[Sheet]
) -> dict[str, tuple[Fraction, dict[str, Decimal]]]:
    totals: dict[str, tuple[Fraction, dict[str, Decimal]]] = {}
    for sheet in sheets:
        if sheet.reviewer not in seats:
            raise ValueError(f"no seat for reviewer {sheet.reviewer}")
        if sheet.reviewer in totals:
            raise ValueError(f"second sheet of reviewer {sheet.reviewer}")
        scores = dict(sheet.scores)
        totals[sheet.reviewer] = (_exact_total(criteria, scores), scores)
    return dict(sorted(totals.items()))


def _trim(totals: Mapping[str, Fraction], trim_from: int | None) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Counted and set-aside reviewers; equal totals are parted by the reviewer's key."""
    ordered = sorted(totals, key=lambda reviewer: (totals[reviewer], reviewer))
    if trim_from is None or len(ordered) < max(trim_from, FEWEST_SHEETS_TO_TRIM):
        return tuple(sorted(ordered)), ()
    return tuple(sorted(ordered[1:-1])), (ordered[0], ordered[-1])


def _mean_on(criterion: Criterion, sheets: Sequence[Mapping[str, Decimal]]) -> CriterionMean:
    if not sheets:
        return CriterionMean(criterion.code, published(Fraction()))
    total = sum((Fraction(scores[criterion.code]) for scores in sheets), Fraction())
    return CriterionMean(criterion.code, published(total / len(sheets)))
