"""The terms a programme sets for its committees."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from apps.panels.rules.composition import Make
from apps.panels.rules.ranking import Bonus
from apps.panels.rules.scores import SCORE_PLACES, Mode, Rounding

PAST_YEARS = 3


@dataclass(frozen=True, slots=True)
class Terms:
    """How a committee is made and how it reaches an order; what a programme leaves out stays as it is here.

    `each` and `outsiders_each` count reviewers of a case where they are assigned; `fewest` sheets make a figure and
    from `trim_from` sheets on the extremes are left out; `document_pct` is the share of the document round in the
    total of two rounds; `past_years` is how long a past employer counts; `fee_krw` is paid to each member.
    """

    each: int = 3
    outsiders_each: int = 1
    most_together: int = 2
    smallest: int = 5
    largest: int = 9
    outsiders_pct: int = 50
    fewest: int = 3
    trim_from: int | None = None
    cut_off: Decimal | None = None
    tie_break: tuple[str, ...] = ()
    places: int = SCORE_PLACES
    rounding: Mode = Mode.HALF_UP
    bonuses: tuple[Bonus, ...] = ()
    bonus_cap: Decimal | None = None
    presentation: bool = False
    document_pct: int = 0
    past_years: int = PAST_YEARS
    fee_krw: int = 0
    quota: int | None = None
    budget_krw: int | None = None
    skips_over: bool = False

    @property
    def make(self) -> Make:
        return Make(self.smallest, self.largest, self.outsiders_pct)

    @property
    def make_of_case(self) -> Make:
        """How the reviewers of one case are made where cases are given to reviewers one by one."""
        return Make(self.each, self.each, 0, self.outsiders_each)

    @property
    def rounding_of_totals(self) -> Rounding:
        return Rounding(self.places, self.rounding)


class BadTerms(ValueError):
    """A term that no committee could keep; the argument names it."""


_RANGES = {
    "each": (1, 15),
    "outsiders_each": (0, 15),
    "most_together": (1, 100),
    "smallest": (1, 50),
    "largest": (1, 50),
    "outsiders_pct": (0, 100),
    "fewest": (1, 50),
    "places": (0, SCORE_PLACES),
    "document_pct": (0, 100),
    "past_years": (0, 20),
    "fee_krw": (0, 10**9),
}


def terms_of(stored: Mapping[str, Any]) -> Terms:
    """Terms as they are stored with a programme: decimals as text, bonuses as ``{"code", "points"}``.

    Raises BadTerms naming a term that is unknown, of another kind or out of range.
    """
    if unknown := sorted(stored.keys() - {field.name for field in fields(Terms)}):
        raise BadTerms(unknown[0])
    for name in stored:
        low, high = _RANGES.get(name, (0, 0))
        if name in _RANGES and not (isinstance(stored[name], int) and low <= stored[name] <= high):
            raise BadTerms(name)
    read = dict(stored)
    for name, convert in _CONVERSIONS.items():
        if stored.get(name) is not None:
            try:
                read[name] = convert(stored[name])
            except (InvalidOperation, ValueError, TypeError, KeyError) as fault:
                raise BadTerms(name) from fault
    terms = Terms(**read)
    if terms.smallest > terms.largest:
        raise BadTerms("smallest")
    if terms.outsiders_each > terms.each:
        raise BadTerms("outsiders_each")
    return terms


def timetable(
    count: int, starts_at: datetime, *, minutes: int, pause_every: int = 0, pause_minutes: int = 0
) -> tuple[datetime, ...]:
    """When each of so many presentations begins, with a pause after every `pause_every` of them (0: none).

    Raises ValueError for less than a minute each or a negative pause.
    """
    if minutes < 1 or min(count, pause_every, pause_minutes) < 0:
        raise ValueError("a presentation needs time")
    pauses = [place // pause_every if pause_every else 0 for place in range(count)]
    return tuple(
        starts_at + timedelta(minutes=minutes * place + pause_minutes * pauses[place]) for place in range(count)
    )


def _bonuses(rows: list[Mapping[str, Any]]) -> tuple[Bonus, ...]:
    return tuple(Bonus(row["code"], Decimal(row["points"])) for row in rows)


_CONVERSIONS: dict[str, Callable[[Any], Any]] = {
    "cut_off": Decimal,
    "bonus_cap": Decimal,
    "tie_break": tuple,
    "rounding": Mode,
    "bonuses": _bonuses,
}
