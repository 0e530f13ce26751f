"""Whether two consultants would find the same: agreement over bands, and how severe each of them is. Pure.

Krippendorff's alpha for ordinal data follows K. Krippendorff, "Computing Krippendorff's Alpha-Reliability" (2011);
weighted kappa follows J. Cohen, "Weighted kappa" (1968), with squared distances. Both are exact fractions. What an
alpha is worth follows K. Krippendorff, "Content Analysis" (2004): 0.8 and more can be relied on, from 2/3 on one may
conclude with care.
"""

from __future__ import annotations

import math
import statistics
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

# Below so many cases read twice nothing is said: neither of a criterion nor of a person.
FEWEST_CASES = 5
RELIABLE, TENTATIVE = Fraction(4, 5), Fraction(2, 3)
# The 97.5 % points of Student's t by degrees of freedom; beyond the table the normal's.
T_975 = (
    *(12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228),
    *(2.201, 2.179, 2.160, 2.145, 2.131, 2.120, 2.110, 2.101, 2.093, 2.086),
    *(2.080, 2.074, 2.069, 2.064, 2.060, 2.056, 2.052, 2.048, 2.045, 2.042),
)
NORMAL_975 = 1.960


class Worth(StrEnum):
    """What can be concluded from an agreement."""

    RELIABLE = "reliable"
    TENTATIVE = "tentative"
    LOW = "low"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Pair:
    """One case read twice: keys of the case and of who read it first and second, and what each found.

    Bands by criterion code, 0 to 5.
    """

    case: int
    first: int
    second: int
    first_bands: Mapping[str, int]
    second_bands: Mapping[str, int]

    @property
    def both(self) -> tuple[tuple[int, int], ...]:
        """(first, second) of every criterion that both read."""
        shared = self.first_bands.keys() & self.second_bands.keys()
        return tuple((self.first_bands[code], self.second_bands[code]) for code in sorted(shared))


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far two readings agree over `cases` cases and `judgements` criteria of them; nothing below the fewest asked.

    `exact` and `near` are shares (0 to 1) of judgements with the same band and at most one band apart.
    """

    cases: int
    judgements: int
    alpha: float | None
    kappa: float | None
    exact: float | None
    near: float | None
    worth: Worth


@dataclass(frozen=True, slots=True)
class Severity:
    """How far one consultant's bands lie from those of the others on the same cases, on the average of `cases`.

    Below zero is severe, above is mild. `low` and `high` bound the 95 % interval; one case has none. Nothing
    below the fewest asked for.
    """

    consultant: int
    cases: int
    mean: float | None
    low: float | None
    high: float | None

    @property
    def stands_out(self) -> bool:
        """Whether the interval leaves out zero: more than chance would explain."""
        return self.low is not None and self.high is not None and (self.low > 0 or self.high < 0)


def agreement(pairs: Iterable[Pair], codes: Iterable[str] | None = None, *, fewest: int = FEWEST_CASES) -> Agreement:
    """Agreement over pairs of readings, on the criteria of `codes` alone where they are given."""
    wanted = None if codes is None else frozenset(codes)
    cases, given = 0, Counter[tuple[int, int]]()
    for pair in pairs:
        shared = pair.first_bands.keys() & pair.second_bands.keys()
        kept = shared if wanted is None else shared & wanted
        cases += bool(kept)
        given.update((pair.first_bands[code], pair.second_bands[code]) for code in kept)
    judgements = given.total()
    if cases < max(fewest, 1):
        return Agreement(cases, judgements, None, None, None, None, Worth.UNKNOWN)
    alpha, kappa = _alpha(Counter({tuple(both): count for both, count in given.items()})), _kappa(given)
    return Agreement(
        cases,
        judgements,
        None if alpha is None else float(alpha),
        None if kappa is None else float(kappa),
        sum(count for (a, b), count in given.items() if a == b) / judgements,
        sum(count for (a, b), count in given.items() if abs(a - b) <= 1) / judgements,
        worth_of(alpha),
    )


def worth_of(alpha: Fraction | None) -> Worth:
    """What an alpha is worth; UNKNOWN where all bands are one and the same."""
    if alpha is None:
        return Worth.UNKNOWN
    return Worth.RELIABLE if alpha >= RELIABLE else Worth.TENTATIVE if alpha >= TENTATIVE else Worth.LOW


def ordinal_alpha(units: Iterable[Sequence[int]]) -> Fraction | None:
    """Krippendorff's alpha (at most 1) of units, each the bands that it was given; None where nothing can differ.

    A unit with fewer than two bands says nothing and is left out.
    """
    return _alpha(Counter(tuple(sorted(unit)) for unit in units))


def weighted_kappa(pairs: Iterable[tuple[int, int]]) -> Fraction | None:
    """Cohen's kappa (at most 1) of two readers' bands with squared distances; None where nothing can differ."""
    return _kappa(Counter(pairs))


def severities(pairs: Iterable[Pair], *, fewest: int = FEWEST_CASES) -> tuple[Severity, ...]:
    """Every consultant's severity, the most severe first and the unknown last. A case counts once."""
    apart: dict[int, list[float]] = {}
    for pair in pairs:
        if both := pair.both:
            mean = statistics.fmean(first - second for first, second in both)
            apart.setdefault(pair.first, []).append(mean)
            apart.setdefault(pair.second, []).append(-mean)
    found = [_severity(consultant, means, fewest) for consultant, means in apart.items()]
    return tuple(sorted(found, key=lambda one: (one.mean is None, one.mean or 0.0, one.consultant)))


def _severity(consultant: int, means: Sequence[float], fewest: int) -> Severity:
    count = len(means)
    if count < fewest:
        return Severity(consultant, count, None, None, None)
    mean, degrees = statistics.fmean(means), count - 1
    if not degrees:
        return Severity(consultant, count, mean, None, None)
    point = T_975[degrees - 1] if degrees <= len(T_975) else NORMAL_975
    half = point * statistics.stdev(means) / math.sqrt(count)
    return Severity(consultant, count, mean, mean - half, mean + half)


def _alpha(units: Counter[tuple[int, ...]]) -> Fraction | None:
    met: dict[tuple[int, int], Fraction] = {}
    for unit, times in units.items():
        counts = Counter(unit)
        for one in counts:
            for other in counts:
                ordered = counts[one] * (counts[other] - (one == other))
                if ordered:
                    weight = Fraction(times * ordered, len(unit) - 1)
                    met[one, other] = met.get((one, other), Fraction(0)) + weight
    size: dict[int, Fraction] = {}
    for (one, _other), weight in met.items():
        size[one] = size.get(one, Fraction(0)) + weight
    expected = sum((size[a] * size[b] * _apart(size, a, b) for a in size for b in size), Fraction(0))
    if expected == 0:
        return None
    observed = sum((weight * _apart(size, a, b) for (a, b), weight in met.items()), Fraction(0))
    return 1 - (sum(size.values()) - 1) * observed / expected


def _kappa(given: Counter[tuple[int, int]]) -> Fraction | None:
    first, second = Counter[int](), Counter[int]()
    for (one, other), count in given.items():
        first[one] += count
        second[other] += count
    expected = sum(first[a] * second[b] * (a - b) ** 2 for a in first for b in second)
    if expected == 0:
        return None
    observed = sum(count * (a - b) ** 2 for (a, b), count in given.items())
    return 1 - Fraction(given.total() * observed, expected)


def _apart(size: Mapping[int, Fraction], one: int, other: int) -> Fraction:
    """The squared ordinal distance: how much was given between two bands, each of the two counted by half."""
    low, high = min(one, other), max(one, other)
    between = sum((count for band, count in size.items() if low <= band <= high), Fraction(0))
    return (between - (size[low] + size[high]) / 2) ** 2
