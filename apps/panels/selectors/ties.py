"""Who is too close to which company, from everything that is known."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import date
from typing import Any

from django.db.models import QuerySet

from apps.accounts.models import User
from apps.directory import selectors as directory
from apps.directory.models import Company, Organisation
from apps.panels import rules
from apps.panels.models import Declaration, Seat, Sitting
from apps.panels.partners import partners_of
from apps.panels.states import SeatState, SittingState

Pairs = dict[tuple[int, int], tuple[rules.Conflict, ...]]
"""Conflicts by the keys of a user and of a company; a pair without any is not in it."""


def conflict_pairs(
    user_ids: Collection[int],
    company_ids: Collection[int],
    *,
    on: date,
    years: int = rules.PAST_YEARS,
    applicants: Collection[int] = (),
) -> Pairs:
    """Every pair of a person and a company who are too close; the same few queries for any number of them."""
    ties: dict[int, list[rules.Tie]] = defaultdict(list)
    families: dict[int, int] = {}
    for row in directory.ties_of(user_ids):
        families[row.organisation_id] = row.parent_id or row.organisation_id
        kind = rules.TieKind(row.kind) if row.kind else rules.TieKind.PLACE
        ties[row.user_id].append(rules.Tie(kind, row.organisation_id, row.ended_on))
    allies = partners_of(company_ids)
    wanted = {*company_ids, *applicants, *(one for partners in allies.values() for one in partners)}
    for pk, parent in Organisation.objects.filter(pk__in=wanted).values_list("pk", "parent_id"):
        families[pk] = parent or pk
    for user_id, tie in _declared(user_ids, company_ids):
        ties[user_id].append(tie)
    found: Pairs = {}
    for user_id, known in ties.items():
        own = {families.get(tie.organisation, tie.organisation) for tie in known}
        near = [one for one in applicants if families.get(one, one) in own]
        for company in set(company_ids):
            grounds = rules.conflicts(
                known, company, on=on, years=years, families=families, applicants=near, partners=allies.get(company, ())
            )
            if grounds:
                found[user_id, company] = grounds
    return found


def _declared(user_ids: Collection[int], company_ids: Collection[int]) -> list[tuple[int, rules.Tie]]:
    numbers = dict(Company.objects.filter(pk__in=company_ids).values_list("business_number", "pk"))
    rows = Declaration.objects.filter(reviewer__user__in=user_ids, business_number__in=numbers).order_by("pk")
    columns = rows.values_list("reviewer__user_id", "business_number", "kind")
    return [(user_id, rules.Tie(rules.TieKind(kind), numbers[number])) for user_id, number, kind in columns]


def seats_before(user_id: int, business_number: str) -> QuerySet[Seat]:
    """Seats that a person holds, or held until they handed in, over cases of the company with this number."""
    companies = Company.objects.filter(business_number=business_number).values("pk")
    rows = Seat.objects.filter(user=user_id, state__in=[SeatState.INVITED, SeatState.HANDED_IN])
    rows = rows.filter(sitting__organisation__in=companies).exclude(sitting__state=SittingState.CANCELLED)
    return rows.select_related("sitting").order_by("pk")


def conflicted_in(sitting: Sitting, on: date) -> list[str]:
    """Names of those seated in a sitting, or whose sheet counts in it, who are too close to its company."""
    if sitting.organisation_id is None:
        return []
    seats = sitting.seats.filter(state__in=[SeatState.INVITED, SeatState.HANDED_IN]).select_related("user")
    names = {seat.user_id: seat.user.name for seat in seats.order_by("pk")}
    pairs = conflict_pairs(list(names), [sitting.organisation_id], on=on)
    return [name for user_id, name in names.items() if (user_id, sitting.organisation_id) in pairs]


def rules_of(sitting: Sitting) -> dict[str, Any]:
    """How long a past employer counts in a sitting, and for a committee's case who else applies."""
    if sitting.case is None:
        return {"years": sitting.past_years}
    committee = sitting.case.committee
    applicants = committee.cases.filter(withdrawn_at=None).values_list("organisation_id", flat=True)
    return {"years": rules.terms_of(committee.terms).past_years, "applicants": list(applicants)}


def is_tied(user: User, sitting: Sitting, on: date) -> bool:
    """Whether a person is too close to the company of a sitting, by the terms under which it judges."""
    if sitting.organisation_id is None:
        return False
    return bool(conflict_pairs([user.pk], [sitting.organisation_id], on=on, **rules_of(sitting)))
