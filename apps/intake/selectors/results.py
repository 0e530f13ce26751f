"""Results of a selection: what an applicant reads once they are published, and a committee's list for the centre."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Sum
from django.urls import reverse
from django.utils.translation import get_language

from apps.intake.models import Application, Call
from apps.intake.states import TONES, Outcome, State
from apps.kernel.counted import counted
from apps.kernel.errors import Text
from apps.panels import rules as panel_rules
from apps.panels import selectors as panels
from apps.panels.models import Committee

# States in which the applicant reads what the panel said, criterion by criterion.
PUBLISHED = (State.SELECTED, State.WAITLISTED, State.NOT_SELECTED, State.CANCELLED)


@dataclass(frozen=True, slots=True)
class Result:
    """The published result of one application: what the panel said, with its means out of each criterion's maximum,
    once that is final; `opinions` are its reviewers', without names and in the order of their words.
    """

    state: str
    label: Text
    tone: str
    published_at: datetime
    waitlist_rank: int | None
    note: str
    approval_number: str
    approved_on: date | None
    said: panels.Outcome | None
    opinions: tuple[str, ...]

    @property
    def total(self) -> Decimal | None:
        return self.said.total if self.said else None

    @property
    def rounds(self) -> tuple[panels.RoundResult, ...]:
        return self.said.rounds if self.said else ()

    @property
    def bonus(self) -> Decimal:
        return self.said.bonus if self.said else Decimal(0)


@dataclass(frozen=True, slots=True)
class ResultRow:
    """One case of a committee as the centre reads it before and after publication."""

    uid: UUID
    number: str
    company: str
    rank: int | None
    final: Decimal | None
    amount_krw: int
    verdict_label: str
    verdict_tone: str
    state: str
    label: Text
    tone: str
    outcome: str
    outcome_label: Text
    waitlist_rank: int | None
    approval_number: str
    approved_on: date | None
    published_at: datetime | None

    @property
    def is_taken(self) -> bool:
        """Whether it holds one of the places: selected, or decided to be."""
        return self.state == State.SELECTED or (self.state == State.DECIDED and self.outcome == Outcome.SELECT)


@dataclass(frozen=True, slots=True)
class OutcomeRow:
    """How many applications of a call came to one published outcome, and what support they asked for together."""

    label: str
    tone: str
    count: int
    support_krw: int


def result_of(application: Application) -> Result | None:
    """What an applicant may read of the selection; None until it is published."""
    if application.state not in PUBLISHED or application.published_at is None:
        return None
    said = panels.outcome(application)
    state = State(application.state)
    is_final = said is not None and said.is_final
    return Result(
        state=state,
        label=state.label,
        tone=TONES[state],
        published_at=application.published_at,
        waitlist_rank=application.waitlist_rank if state is State.WAITLISTED else None,
        note=application.proposal_note if state in (State.NOT_SELECTED, State.CANCELLED) else "",
        approval_number=application.approval_number,
        approved_on=application.approved_on,
        said=said if is_final else None,
        opinions=tuple(one.text for one in panels.opinions(application) if not one.withheld) if is_final else (),
    )


def result_rows(committee: Committee, user: Any) -> list[ResultRow]:
    """Every case of a committee in its order with what was proposed, decided and published."""
    placed = panels.places(committee)
    keys = [place.subject_id for place in placed]
    found = Application.objects.visible_to(user).filter(pk__in=keys).select_related("company").in_bulk()
    return [_row(found[place.subject_id], place) for place in placed if place.subject_id in found]


def outcomes_of(call: Call, at: datetime) -> tuple[datetime, list[OutcomeRow]]:
    """What became of a call's applications so far by published outcome, of all its committees and of cases judged
    alone, and when that was counted.
    """
    return counted(f"intake.outcomes:{call.pk}:{get_language()}", lambda: _outcomes(call), at=at)


def _outcomes(call: Call) -> list[OutcomeRow]:
    found = Application.objects.filter(call=call, state__in=PUBLISHED).order_by("state").values_list("state")
    sums = found.annotate(count=Count("pk"), asked=Sum(F("budget_krw") - F("self_burden_krw")))
    rows = {State(state): (count, asked or 0) for state, count, asked in sums}
    return [OutcomeRow(str(state.label), TONES[state], *rows[state]) for state in PUBLISHED if state in rows]


def waiting_order(committee: Committee) -> list[int]:
    """Applications that are on the waitlist of a committee, or decided to be, in the order of their ranks."""
    placed = panels.places(committee)
    ranks = {str(place.subject_id): place.rank for place in placed if place.rank is not None}
    rows = Application.objects.filter(pk__in=[place.subject_id for place in placed]).order_by("submitted_at", "pk")
    waiting = rows.filter(state=State.WAITLISTED) | rows.filter(state=State.DECIDED, proposed_outcome=Outcome.WAITLIST)
    came = [str(pk) for pk in waiting.values_list("pk", flat=True)]
    return [int(key) for key in panel_rules.waiting_order(came, ranks)]


def first_waiting(committee: Committee) -> Application | None:
    """The first of a committee's published waitlist, by the numbers that were told."""
    keys = [place.subject_id for place in panels.places(committee)]
    waiting = Application.objects.filter(pk__in=keys, state=State.WAITLISTED).select_related("company")
    return waiting.order_by("waitlist_rank", "pk").first()


def revision_path(application: Application) -> str:
    """Where a published decision is changed."""
    return reverse("intake:revise", args=[application.uid])


def _row(application: Application, place: panels.Place) -> ResultRow:
    state = State(application.state)
    # A proposal that was sent back is no decision.
    outcome = "" if state == State.IN_REVIEW else application.proposed_outcome
    return ResultRow(
        uid=application.uid,
        number=application.receipt_number or "",
        company=application.company.name,
        rank=place.rank,
        final=place.final,
        amount_krw=place.amount_krw,
        verdict_label=place.verdict_label,
        verdict_tone=place.tone,
        state=state,
        label=state.label,
        tone=TONES[state],
        outcome=outcome,
        outcome_label=Outcome(outcome).label if outcome else "",
        waitlist_rank=application.waitlist_rank,
        approval_number=application.approval_number,
        approved_on=application.approved_on,
        published_at=application.published_at,
    )
