"""How far reviewers stand apart: the spread of one case's sheets, and how severe each reviewer is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
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
class Tally:
    """The sheets of one reviewer that stand beside as many `others`: how many, what they add up to, out of 100 each,
    and what the sheets of the others on the same cases add up to (`beside`).
    """

    reviewer: str
    others: int
    sheets: int
    own: Decimal
    beside: Decimal


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


def severities(tallies: Iterable[Tally]) -> tuple[Severity, ...]:
    """Each reviewer's mean deviation from the mean of the co-reviewers of the same case, severe ones first."""
    given: dict[str, list[Tally]] = defaultdict(list)
    for tally in tallies:
        given[tally.reviewer].append(tally)
    found = [_severity(reviewer, own) for reviewer, own in given.items()]
    return tuple(sorted(found, key=lambda one: (one.deviation is None, one.deviation or 0, one.reviewer)))


def _severity(reviewer: str, tallies: Sequence[Tally]) -> Severity:
    sheets = sum(one.sheets for one in tallies)
    mean = published(Fraction(sum((one.own for one in tallies), Decimal())) / sheets)
    beside = [one for one in tallies if one.others]
    compared = sum(one.sheets for one in beside)
    apart = sum((Fraction(one.own) - Fraction(one.beside) / one.others for one in beside), Fraction())
    return Severity(reviewer, sheets, compared, mean, published(apart / compared) if compared else None)
