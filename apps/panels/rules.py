"""How a panel's score sheets become one figure, and figures become an order.

Everything here is exact: scores come in as decimals, are added as fractions and leave rounded
half up to two places. Ranks compare the published, rounded figures, so that two cases which read
the same on paper are treated as equal.
"""

from __future__ import annotations

from collections import Counter
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


@dataclass(frozen=True, slots=True)
class Entry:
    """One case in a ranking: its published total and criterion means, and its key."""

    key: str
    total: Decimal
    means: tuple[CriterionMean, ...] = ()


@dataclass(frozen=True, slots=True)
class Ranked:
    """A case's place. Joint places share a rank and are `tied`: a person decides between them."""

    key: str
    rank: int
    total: Decimal
    reaches_cut_off: bool
    tied: bool
    settled_by: str


@dataclass(frozen=True, slots=True)
class Panelist:
    """A possible reviewer and the conflicts known of them with the case (codes; empty: none)."""

    key: str
    conflicts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Composition:
    """Who may sit, who is excluded by rule (제척) and how many seats are still short."""

    seated: tuple[str, ...]
    excluded: tuple[Panelist, ...]
    short_by: int


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
) -> Outcome:
    """The panel's figure: the mean of its sheets, whatever order they came in.

    `expected` are the reviewers seated and not recused. With `trim_from` set, the highest and the
    lowest sheet are set aside when at least that many were handed in (never below three).
    `fewest` is the number of sheets below which there is no figure.
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
    return Outcome(Completeness.COMPLETE, published(exact), means, counted, set_aside, ())


def rank(
    entries: Iterable[Entry], *, tie_break: Sequence[str] = (), cut_off: Decimal | None = None
) -> tuple[Ranked, ...]:
    """Order cases by total, then by the means of the `tie_break` criteria in turn, higher first.

    Cases equal in all of these keep a joint rank (1, 2, 2, 4) and are listed by key.
    `settled_by` names the criterion that parted a case from another of the same total.
    """
    by_key = sorted(entries, key=lambda entry: entry.key)
    ordered = sorted(by_key, key=lambda entry: _ladder(entry, tie_break), reverse=True)
    ladders = [_ladder(entry, tie_break) for entry in ordered]
    sharing = Counter(ladders)
    first_place: dict[tuple[Decimal, ...], int] = {}
    for place, ladder in enumerate(ladders, start=1):
        first_place.setdefault(ladder, place)
    return tuple(
        Ranked(
            key=entry.key,
            rank=first_place[ladder],
            total=entry.total,
            reaches_cut_off=cut_off is None or entry.total >= cut_off,
            tied=sharing[ladder] > 1,
            settled_by=_settled_by(ladder, _neighbours(place, ladders), tie_break),
        )
        for place, (entry, ladder) in enumerate(zip(ordered, ladders, strict=True))
    )


def compose(panelists: Iterable[Panelist], *, fewest: int) -> Composition:
    """Seat everyone without a conflict of interest; the others are excluded with their reasons."""
    people = sorted(panelists, key=lambda panelist: panelist.key)
    seated = tuple(panelist.key for panelist in people if not panelist.conflicts)
    excluded = tuple(panelist for panelist in people if panelist.conflicts)
    return Composition(seated, excluded, max(fewest - len(seated), 0))


def published(exact: Fraction) -> Decimal:
    """An exact figure as it is printed: two places, halves away from zero."""
    scaled = abs(exact) * 10**SCORE_PLACES
    whole = int(scaled + Fraction(1, 2))
    digits = tuple(int(digit) for digit in str(whole))
    return Decimal((1 if exact < 0 and whole else 0, digits, -SCORE_PLACES))


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


def _ladder(entry: Entry, tie_break: Sequence[str]) -> tuple[Decimal, ...]:
    means = {mean.code: mean.mean for mean in entry.means}
    return (entry.total, *(means.get(code, Decimal(0)) for code in tie_break))


def _neighbours(place: int, ladders: Sequence[tuple[Decimal, ...]]) -> tuple[tuple[Decimal, ...], ...]:
    """The nearest different ladder above and below this place."""
    mine = ladders[place]
    above = next((ladders[i] for i in range(place - 1, -1, -1) if ladders[i] != mine), None)
    below = next((ladders[i] for i in range(place + 1, len(ladders)) if ladders[i] != mine), None)
    return tuple(ladder for ladder in (above, below) if ladder is not None)


def _settled_by(mine: tuple[Decimal, ...], others: Sequence[tuple[Decimal, ...]], tie_break: Sequence[str]) -> str:
    """The last tie-break criterion needed to part this case from others of the same total."""
    deepest = 0
    for other in others:
        if other[0] == mine[0]:
            deepest = max(deepest, next(i for i in range(1, len(mine)) if mine[i] != other[i]))
    return tie_break[deepest - 1] if deepest else ""
