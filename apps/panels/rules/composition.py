"""Who may sit on a committee, and whether it is made as the programme asks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


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


@dataclass(frozen=True, slots=True)
class Member:
    """A member of a committee: from outside the centre or not, in the chair or not."""

    key: str
    is_outsider: bool
    is_chair: bool = False


@dataclass(frozen=True, slots=True)
class Make:
    """How a committee has to be made; `outsiders_pct` is the least share of members from outside the centre, and
    `outsiders` their least number.
    """

    smallest: int = 5
    largest: int = 9
    outsiders_pct: int = 50
    outsiders: int = 0


class MakeFault(StrEnum):
    """What a committee lacks."""

    TOO_SMALL = "too_small"
    TOO_LARGE = "too_large"
    NO_CHAIR = "no_chair"
    TWO_CHAIRS = "two_chairs"
    FEW_OUTSIDERS = "few_outsiders"


@dataclass(frozen=True, slots=True)
class Lack:
    """One thing a committee lacks: how many there are and how many there have to be (or may be at most)."""

    fault: MakeFault
    found: int
    asked: int


def compose(panelists: Iterable[Panelist], *, fewest: int) -> Composition:
    """Seat everyone without a conflict of interest; the others are excluded with their reasons."""
    people = sorted(panelists, key=lambda panelist: panelist.key)
    seated = tuple(panelist.key for panelist in people if not panelist.conflicts)
    excluded = tuple(panelist for panelist in people if panelist.conflicts)
    return Composition(seated, excluded, max(fewest - len(seated), 0))


def outsiders_needed(size: int, make: Make) -> int:
    """The least number of outsiders among so many members: the share, rounded up, and no fewer than asked outright."""
    return max(-(-size * make.outsiders_pct // 100), make.outsiders)


def lacks(members: Iterable[Member], make: Make, *, chaired: bool = True) -> tuple[Lack, ...]:
    """What keeps a committee from sitting, each with the figures; empty when it may.

    The panel of a single case is not `chaired`: nobody has to be in the chair.
    """
    people = list({member.key: member for member in members}.values())
    size, chairs = len(people), sum(member.is_chair for member in people)
    outsiders, needed = sum(member.is_outsider for member in people), outsiders_needed(len(people), make)
    found = [
        Lack(MakeFault.TOO_SMALL, size, make.smallest) if size < make.smallest else None,
        Lack(MakeFault.TOO_LARGE, size, make.largest) if size > make.largest else None,
        Lack(MakeFault.NO_CHAIR, 0, 1) if chaired and not chairs else None,
        Lack(MakeFault.TWO_CHAIRS, chairs, 1) if chairs > 1 else None,
        Lack(MakeFault.FEW_OUTSIDERS, outsiders, needed) if outsiders < needed else None,
    ]
    return tuple(lack for lack in found if lack is not None)
