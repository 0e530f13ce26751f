"""Convening a panel over one case, inviting, closing, cancelling."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.urls import reverse

from apps.accounts.models import User
from apps.audit import services as audit
from apps.directory.models import Organisation
from apps.kernel.errors import NotAllowed, NotFound, WrongState
from apps.notices import services as notices
from apps.panels import permissions, rules, selectors
from apps.panels.errors import AlreadySeated, AlreadySitting, TooFewSheets
from apps.panels.models import Case, Seat, Sitting
from apps.panels.services import seating, sheets
from apps.panels.states import SeatAction, SeatState, SittingAction, SittingState
from apps.workflow import services as workflow


@transaction.atomic
def convene(
    *,
    subject: Any,
    title: str,
    sheet: Mapping[str, Any],
    criteria: Sequence[Mapping[str, Any]],
    reviewers: Iterable[User],
    due_at: datetime,
    by: User,
    at: datetime,
    organisation: Organisation | None = None,
    path: str = "",
    fewest: int = 1,
    trim_from: int | None = None,
    make: rules.Make | None = None,
    years: int = rules.PAST_YEARS,
) -> Sitting:
    """Put a case before a panel.

    `sheet` is what reviewers may see, already masked: ``{"facts": [{"label", "value"}], "texts": [{"title",
    "text"}]}``. `criteria` are ``{"code", "label", "label_en", "weight", "max"}``. `organisation` is the
    company of the case: reviewers in conflict with it are refused, all of them named. `fewest` sheets make a result;
    from `trim_from` sheets on the highest and the lowest are set aside. `make` is how many reviewers there have to be
    and how many of them from outside; `years` is how long a past employer counts.
    Raises NotAllowed, Unusable, NotAReviewer, Conflicted, TooFewReviewers, WrongMake, DueInThePast, DueTooFar,
    AlreadySitting.
    """
    if not by.can(permissions.CONVENE):
        raise NotAllowed
    people = seating.checked_reviewers(reviewers, organisation, 0 if make else fewest, at=at, years=years)
    if make is not None:
        seating.demand_make(people, make)
    seating.checked_terms(criteria, due_at, at)
    label = audit.label_of(subject)
    if Sitting.objects.filter(subject_label=label, subject_id=subject.pk, state=SittingState.OPEN).exists():
        raise AlreadySitting
    sitting = Sitting.objects.create(
        subject_label=label,
        subject_id=subject.pk,
        subject_uid=getattr(subject, "uid", None),
        subject_title=title[:200],
        subject_path=path,
        organisation=organisation,
        masked_sheet=dict(sheet),
        criteria=[dict(criterion) for criterion in criteria],
        fewest_sheets=fewest,
        trim_from=trim_from,
        make=asdict(make) if make else None,
        past_years=years,
        due_at=due_at,
        convened_at=at,
        convened_by=by,
    )
    audit.record(subject=sitting, action="convene", by=by, at=at, after={"state": sitting.state})
    for person in people:
        seating.seat(sitting, person, by=by, at=at)
    return sitting


@transaction.atomic
def invite(*, sitting_uid: UUID, reviewer: User, by: User, at: datetime) -> Seat:
    """Seat one more reviewer in an open sitting.

    Raises NotAllowed, WrongState, NotAReviewer, Conflicted, AlreadySeated, for a committee's case PledgeMissing, and
    WrongMake where one more, or one more from inside, is not what the sitting was opened with.
    """
    if not by.can(permissions.CONVENE):
        raise NotAllowed
    sitting = _lock(sitting_uid, by)
    if sitting.state != SittingState.OPEN:
        raise WrongState
    if sitting.case_id is not None:
        seating.demand_pledged(sitting, reviewer)
    seating.checked_reviewers([reviewer], sitting.organisation, 1, at=at, **selectors.rules_of(sitting))
    if sitting.seats.filter(user=reviewer).exists():
        raise AlreadySeated(field="reviewer")
    if sitting.make is not None:
        seats = sitting.seats.filter(state__in=[SeatState.INVITED, SeatState.HANDED_IN])
        here = User.objects.filter(pk__in=seats.values("user"))
        still = replace(rules.Make(**sitting.make), smallest=0, outsiders=0)
        seating.demand_make([*here, reviewer], still, field="reviewer")
    workflow.close_waits(sitting, at=at, key=sheets.SHORT)
    return seating.seat(sitting, reviewer, by=by, at=at)


@transaction.atomic
def close(*, sitting_uid: UUID, reason: str, by: User, at: datetime) -> Sitting:
    """Close with the sheets that have come; the seats still empty are released with the reason.

    Raises NotAllowed, WrongState, TooFewSheets.
    """
    if not by.can(permissions.RELEASE):
        raise NotAllowed
    sitting = _lock(sitting_uid, by)
    if sitting.state != SittingState.OPEN:
        raise WrongState
    if sitting.seats.filter(state=SeatState.HANDED_IN).count() < sitting.fewest_sheets:
        raise TooFewSheets
    for seat in sitting.seats.filter(state=SeatState.INVITED).order_by("pk"):
        workflow.fire(seat, SeatAction.RELEASE, by=by, at=at, reason=reason, left_at=at, left_reason=reason)
    sheets.settle(sitting, by=by, at=at)
    return sitting


@transaction.atomic
def cancel(*, subject: Any, reason: str, at: datetime) -> None:
    """The case was taken back: its open sitting ends without a result, and nobody is asked for a sheet any more."""
    Case.objects.filter(
        subject_label=audit.label_of(subject), subject_id=subject.pk, withdrawn_at=None, committee__concluded_at=None
    ).update(withdrawn_at=at)
    sitting = (
        Sitting.objects.select_for_update()
        .filter(subject_label=audit.label_of(subject), subject_id=subject.pk, state=SittingState.OPEN)
        .first()
    )
    if sitting is None:
        return
    for seat in sitting.seats.filter(state=SeatState.INVITED).select_related("user").order_by("pk"):
        workflow.fire(seat, SeatAction.RELEASE, by=None, at=at, reason=reason, left_at=at, left_reason=reason)
        notices.queue(
            "panels.cancelled",
            to=seat.user,
            context={"title": sitting.subject_title},
            path=reverse("panels:list"),
            about=seat,
            at=at,
        )
    workflow.fire(sitting, SittingAction.CANCEL, by=None, at=at, reason=reason, closed_at=at)
    workflow.close_waits(sitting, at=at)


def _lock(sitting_uid: UUID, by: User) -> Sitting:
    sitting = Sitting.objects.visible_to(by).select_for_update(of=("self",)).filter(uid=sitting_uid).first()
    if sitting is None:
        raise NotFound
    return sitting
