"""Who is too close to a company to judge it (제척), worked out from known facts.

Organisations belong to a family: a laboratory to its university. Whoever belongs to one of a family is close to all.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class TieKind(StrEnum):
    """How a person is tied to an organisation."""

    PLACE = "place"  # a membership, perhaps ended
    EMPLOYMENT = "employment"
    FAMILY = "family"
    OWNERSHIP = "ownership"
    CONTRACT = "contract"
    MUTUAL_REVIEW = "mutual_review"
    DECLARED = "declared"


class Ground(StrEnum):
    """Why a person may not judge a company."""

    EMPLOYER = "employer"
    PAST_EMPLOYER = "past_employer"
    SAME_FAMILY = "same_family"
    CO_APPLICANT = "co_applicant"
    PARTNER = "partner"
    RELATIVE = "relative"
    OWNERSHIP = "ownership"
    CONTRACT = "contract"
    MUTUAL_REVIEW = "mutual_review"
    DECLARED = "declared"


_GROUNDS = {
    TieKind.EMPLOYMENT: Ground.EMPLOYER,
    TieKind.FAMILY: Ground.RELATIVE,
    TieKind.OWNERSHIP: Ground.OWNERSHIP,
    TieKind.CONTRACT: Ground.CONTRACT,
    TieKind.MUTUAL_REVIEW: Ground.MUTUAL_REVIEW,
    TieKind.DECLARED: Ground.DECLARED,
}


@dataclass(frozen=True, slots=True)
class Tie:
    """A person's tie to an organisation; `ended_on` is None while it lasts or when its end is not known."""

    kind: TieKind
    organisation: int
    ended_on: date | None = None


@dataclass(frozen=True, slots=True)
class Conflict:
    """One ground, the organisation it comes through, and for a past employer the day from which it no longer counts."""

    ground: Ground
    through: int
    until: date | None = None


def counts_until(ended_on: date, years: int) -> date:
    """The day on which a past place stops to count: the same day `years` later (29 February: 1 March)."""
    try:
        return ended_on.replace(year=ended_on.year + years)
    except ValueError:
        return date(ended_on.year + years, 3, 1)


def conflicts(
    ties: Iterable[Tie],
    company: int,
    *,
    on: date,
    years: int,
    families: Mapping[int, int],
    applicants: Collection[int] = (),
    partners: Collection[int] = (),
) -> tuple[Conflict, ...]:
    """Every ground on which a person with these ties may not judge the company on a day; empty means free.

    `years` is how long a past place counts. `families` names the head of an organisation's family (itself when
    missing). `applicants` are the companies that apply in the same round: whoever belongs to one of them now judges
    none of their rivals. `partners` are asked to work on the company's project, or took a role in it: whoever
    belongs to one of them now does not judge it either.
    """
    rivals = {families.get(one, one) for one in applicants}
    allies = {families.get(one, one) for one in partners}
    found: set[Conflict | None] = set()
    for tie in ties:
        if tie.kind is not TieKind.PLACE:
            found.add(Conflict(_GROUNDS[tie.kind], tie.organisation) if tie.organisation == company else None)
        elif tie.ended_on is not None and tie.ended_on <= on:
            found.add(_past(tie.organisation, company, families, counts_until(tie.ended_on, years), on))
        else:
            found.add(_present(tie.organisation, company, families, rivals, allies))
    return tuple(
        sorted((one for one in found if one), key=lambda one: (one.ground, one.through, one.until or date.max))
    )


def _present(
    own: int, company: int, families: Mapping[int, int], rivals: Collection[int], allies: Collection[int]
) -> Conflict | None:
    if own == company:
        return Conflict(Ground.EMPLOYER, own)
    head = families.get(own, own)
    if head == families.get(company, company):
        return Conflict(Ground.SAME_FAMILY, own)
    if head in allies:
        return Conflict(Ground.PARTNER, own)
    return Conflict(Ground.CO_APPLICANT, own) if head in rivals else None


def _past(own: int, company: int, families: Mapping[int, int], until: date, on: date) -> Conflict | None:
    same = families.get(own, own) == families.get(company, company)
    return Conflict(Ground.PAST_EMPLOYER, own, until) if same and on < until else None
