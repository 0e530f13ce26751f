"""What a committee's order means for the cases it judged, for the app whose cases they are."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from apps.audit.services import label_of
from apps.panels import rules
from apps.panels.models import Case, Committee, Member, Seat
from apps.panels.selectors.board import board
from apps.panels.states import SeatState


@dataclass(frozen=True, slots=True)
class Place:
    """One case in the order of its committee; without a rank when it has no figure or was not invited to present."""

    subject_id: int
    rank: int | None
    final: Decimal | None
    amount_krw: int
    verdict: rules.Verdict | None
    verdict_label: str
    tone: str


def committee_of(subject: Any) -> Committee | None:
    """The committee that judges or judged a subject; None when it came before a sitting of its own, or none."""
    cases = Case.objects.filter(subject_label=label_of(subject), subject_id=subject.pk, withdrawn_at=None)
    case = cases.select_related("committee").order_by("-pk").first()
    return case.committee if case else None


def places(committee: Committee) -> list[Place]:
    """Every case in its order by the committee's own terms, those without a rank at the end; not those taken back."""
    found = board(committee)
    ranked = [
        Place(row.case.subject_id, row.rank, row.final, row.case.amount_krw, row.verdict, row.verdict_label, row.tone)
        for row in found.rows
    ]
    others = [
        Place(case.subject_id, None, None, case.amount_krw, None, "", "neutral")
        for case in found.others
        if case.withdrawn_at is None
    ]
    return ranked + others


def place_for(committee: Committee, subject_id: int, taken: Collection[int]) -> rules.Verdict:
    """Whether one more case has a place beside those taken, by the committee's quota and budget."""
    terms = rules.terms_of(committee.terms)
    amounts = dict(committee.cases.values_list("subject_id", "amount_krw"))
    beside = [amounts[key] for key in taken if key != subject_id and key in amounts]
    return rules.place_for(amounts.get(subject_id, 0), beside, quota=terms.quota, budget_krw=terms.budget_krw)


def judges_of(subject: Any) -> set[int]:
    """Everybody who was given the subject to judge, or sits in its committee; not those released before they scored."""
    label = label_of(subject)
    seats = Seat.objects.filter(sitting__subject_label=label, sitting__subject_id=subject.pk)
    members = Member.objects.filter(
        committee__cases__subject_label=label, committee__cases__subject_id=subject.pk, left_at=None
    )
    scored = seats.exclude(state=SeatState.RELEASED).values_list("user_id", flat=True)
    return set(scored) | set(members.values_list("user_id", flat=True))
