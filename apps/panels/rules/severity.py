"""How far reviewers stand apart: the spread of one case's sheets, and how severe each reviewer is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from apps.panels.rules.scores import published


@dataclass(frozen=True, slots=True)
class Spread:
    """The lowest and the highest sheet of a case, and how far apart they are."""

    lowest: Decimal
    highest: Decimal

    @property
    def width(self) -> Decimal:
        return self.highest - self.lowest


@dataclass(frozen=True, slots=True)
class Mark:
    """What one reviewer gave one case, out of 100."""

    reviewer: str
    case: str
    total: Decimal


@dataclass(frozen=True, slots=True)
class Severity:
    """How a reviewer scores beside co-reviewers of the same cases: below zero is severe, above is mild.

    `compared` counts the cases that somebody else scored too; without any there is no `deviation`.
    """

    reviewer: str
    sheets: int
    compared: int
    mean: Decimal
    deviation: Decimal | None


def spread(totals: Sequence[Decimal]) -> Spread | None:
    """The spread of a case's sheets; None without sheets."""
    return Spread(min(totals), max(totals)) if totals else None


def severities(marks: Iterable[Mark]) -> tuple[Severity, ...]:
    """Each reviewer's mean deviation from the mean of the co-reviewers of the same case, severe ones first."""
    cases: dict[str, dict[str, Decimal]] = defaultdict(dict)
    for mark in marks:
        cases[mark.case][mark.reviewer] = mark.total
    given: dict[str, list[Decimal]] = defaultdict(list)
    apart: dict[str, dict[int, list[Decimal]]] = defaultdict(lambda: defaultdict(list))
    for sheets in cases.values():
        total, others = sum(sheets.values(), Decimal()), len(sheets) - 1
        for reviewer, own in sheets.items():
            given[reviewer].append(own)
            if others:
                # own - (total - own) / others, divided once for all cases with as many others.
                apart[reviewer][others].append(own * (others + 1) - total)
    found = [_severity(reviewer, totals, apart[reviewer]) for reviewer, totals in given.items()]
    return tuple(sorted(found, key=lambda one: (one.deviation is None, one.deviation or 0, one.reviewer)))


def _severity(reviewer: str, totals: Sequence[Decimal], apart: Mapping[int, Sequence[Decimal]]) -> Severity:
    compared = sum(map(len, apart.values()))
    sums = (Fraction(sum(times, Decimal())) / others for others, times in apart.items())
    deviation = published(sum(sums, Fraction()) / compared) if compared else None
    mean = published(Fraction(sum(totals, Decimal())) / len(totals))
    return Severity(reviewer, len(totals), compared, mean, deviation)
