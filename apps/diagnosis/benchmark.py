"""Where a company stands among its like, without telling what any one of them has. Pure, standard library only.

Companies are compared in fixed cells of industry and size class, counted once a quarter. A cell below FEWEST companies
is never made, and of the others only the nine cut points between tenths are kept, so that nobody can be read off.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

FEWEST = 5
TENTHS = 10
MONTHS = 3


@dataclass(frozen=True, slots=True, order=True)
class Quarter:
    """A calendar quarter, `number` from 1 to 4."""

    year: int
    number: int

    @property
    def first_day(self) -> date:
        return date(self.year, (self.number - 1) * MONTHS + 1, 1)

    @property
    def next(self) -> Quarter:
        return Quarter(self.year, self.number + 1) if self.number < 4 else Quarter(self.year + 1, 1)

    def __str__(self) -> str:
        return f"{self.year}Q{self.number}"


def last_ended(day: date) -> Quarter:
    """The newest quarter that is over on a day."""
    number = (day.month - 1) // MONTHS + 1
    return Quarter(day.year, number - 1) if number > 1 else Quarter(day.year - 1, 4)


def cut_points(values: Sequence[Decimal]) -> tuple[Decimal, ...] | None:
    """The nine values below which at least one to nine tenths of all lie (nearest rank); None below FEWEST values."""
    if len(values) < FEWEST:
        return None
    ordered, count = sorted(values), len(values)
    return tuple(ordered[-(-count * tenth // TENTHS) - 1] for tenth in range(1, TENTHS))


def tenth_of(value: Decimal, cuts: Sequence[Decimal]) -> int:
    """Which tenth from below a value falls into, 1 to 10, by how many cut points lie under it."""
    return bisect_left(cuts, value) + 1


def top_pct(tenth: int) -> int:
    """The tenth as people say it: the tenth from above, in per cent (10 for the highest, 100 for the lowest)."""
    return (TENTHS + 1 - tenth) * TENTHS


def middle(values: Sequence[int]) -> Decimal:
    """The median of whole bands, to a half."""
    ordered, half = sorted(values), len(values) // 2
    if len(values) % 2:
        return Decimal(ordered[half])
    return Decimal(ordered[half - 1] + ordered[half]) / 2
