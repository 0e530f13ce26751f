"""What people write into briefs, roles and terms; doors make them, services check them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class BriefEntry:
    """What staff edit of a brief; money in whole won, months of the calendar."""

    title: str
    summary: str
    months: int
    budget_krw: int


@dataclass(frozen=True, slots=True)
class RoleEntry:
    """What staff edit of a role; `months` are staff-months."""

    role: str
    organisation_kind: str
    skills: Sequence[str]
    months: Decimal
    budget_krw: int
    duties: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """Terms as staff write them: money in whole won, the end day not included, shares in basis points by party key."""

    starts_on: date
    ends_on: date
    support_krw: int
    cash_krw: int
    in_kind_krw: int
    ip: Mapping[str, int]
    purpose: str = ""
    special: str = ""
