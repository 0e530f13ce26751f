"""Convening a panel, handing in, stepping back, closing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.accounts.models import User
from apps.audit import services as audit
from apps.directory import selectors as directory
from apps.directory.models import Organisation
from apps.kernel import bounds
from apps.kernel.clocks import local
from apps.kernel.errors import NotAllowed, NotFound, Problem, WrongState
from apps.notices import services as notices
from apps.panels import permissions, rules, selectors
from apps.panels.errors import (
    AlreadySeated,
    AlreadySitting,
    BadSheet,
    Conflicted,
    DueInThePast,
    DueTooFar,
    NotAReviewer,
    TooFewReviewers,
    TooFewSheets,
    Unusable,
)
from apps.panels.models import ScoreSheet, Seat, Sitting
from apps.panels.states import SeatAction, SeatState, SittingAction, SittingState
from apps.workflow import services as workflow

SHORT = "short"
SHORT_ASK = gettext_lazy("평가위원이 모자랍니다. 위원을 추가로 위촉해 주십시오")


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
) -> Sitting:
    """Put a case before a panel.

    `sheet` is what reviewers may see, already masked: ``{"facts": [{"label", "value"}], "texts": [{"title",
    "text"}]}``. `criteria` are ``{"code", "label", "weight", "max"}``. `organisation` is the company of the case:
    reviewers in conflict with it are refused, all of them named. `fewest` sheets make a result; from `trim_from`
    sheets on the highest and the lowest are set aside.
    Raises NotAllowed, Unusable, NotAReviewer, Conflicted, TooFewReviewers, DueInThePast, DueTooFar,
    AlreadySitting.
    """
    if not by.can(permissions.CONVENE):
        raise NotAllowed
    people = _checked_reviewers(reviewers, organisation, fewest)
    if rules.criteria_faults(selectors.criteria_of(criteria)):
        raise Unusable
    if due_at <= at:
        raise DueInThePast(field="due_at")
    if bounds.is_too_far(due_at, at):
        raise DueTooFar(field="due_at")
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
        due_at=due_at,
        convened_at=at,
        convened_by=by,
    )
    audit.record(subject=sitting, action="convene", by=by, at=at, after={"state": sitting.state})
    for person in people:
        _seat(sitting, person, by=by, at=at)
    return sitting


@transaction.atomic
def invite(*, sitting_uid: UUID, reviewer: User, by: User, at: datetime) -> Seat:
    """Seat one more reviewer in an open sitting.

    Raises NotAllowed, WrongState, NotAReviewer, Conflicted, AlreadySeated.
    """
    if not by.can(permissions.CONVENE):
        raise NotAllowed
    sitting = _lock(sitting_uid, by)
    if sitting.state != SittingState.OPEN:
        raise WrongState
    _checked_reviewers([reviewer], sitting.organisation, 1)
    if sitting.seats.filter(user=reviewer).exists():
        raise AlreadySeated(field="reviewer")
    workflow.close_waits(sitting, at=at, key=SHORT)
    return _seat(sitting, reviewer, by=by, at=at)


@transaction.atomic
def hand_in(*, seat_uid: UUID, scores: Mapping[str, Decimal], comment: str, by: User, at: datetime) -> ScoreSheet:
    """Hand a sheet in, once; the last one closes the sitting. Sending the same sheet again changes nothing.

    Raises NotFound for somebody else's seat, BadSheet naming each faulty score, WrongState when already handed in.
    """
    seat = _lock_seat(seat_uid, by)
    criteria = selectors.criteria_of(seat.sitting.criteria)
    _check_scores(seat.sitting, criteria, scores, comment)
    texts = {criterion.code: str(scores[criterion.code]) for criterion in criteria}
    if seat.state == SeatState.HANDED_IN and seat.user_id == by.pk:
        sheet = seat.sheet
        if _same(sheet.scores, texts) and sheet.comment == comment.strip():
            return sheet
    workflow.fire(seat, SeatAction.HAND_IN, by=by, at=at)
    sheet = ScoreSheet.objects.create(
        seat=seat,
        scores=texts,
        total=rules.sheet_total(criteria, scores),
        comment=comment.strip(),
        handed_in_at=at,
    )
    _settle(seat.sitting, by=by, at=at)
    return sheet


@transaction.atomic
def recuse(*, seat_uid: UUID, reason: str, by: User, at: datetime) -> Seat:
    """A reviewer steps back (회피) and from then on no longer sees the case."""
    return _leave(_lock_seat(seat_uid, by), SeatAction.RECUSE, reason, by=by, at=at)


@transaction.atomic
def release(*, seat_uid: UUID, reason: str, by: User, at: datetime) -> Seat:
    """Staff take back a seat whose sheet will not come."""
    return _leave(_lock_seat(seat_uid, by), SeatAction.RELEASE, reason, by=by, at=at)


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
    _settle(sitting, by=by, at=at)
    return sitting


@transaction.atomic
def cancel(*, subject: Any, reason: str, at: datetime) -> None:
    """The case was taken back: its open sitting ends without a result, and nobody is asked for a sheet any more."""
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


def _lock_seat(seat_uid: UUID, by: User) -> Seat:
    """The seat under its sitting's lock: whoever hands in last sees every other sheet."""
    found = Seat.objects.visible_to(by).filter(uid=seat_uid).values("pk", "sitting_id").first()
    if found is None:
        raise NotFound
    sitting = Sitting.objects.select_for_update().get(pk=found["sitting_id"])
    seat = Seat.objects.select_for_update().get(pk=found["pk"])
    seat.sitting = sitting
    return seat


def _checked_reviewers(reviewers: Iterable[User], organisation: Organisation | None, fewest: int) -> list[User]:
    people = list({person.pk: person for person in reviewers}.values())
    strangers = [person for person in people if not person.can(permissions.SCORE)]
    if strangers:
        listed = ", ".join(person.name for person in strangers)
        raise NotAReviewer(_("평가위원이 아닌 사람입니다: %(names)s") % {"names": listed}, field="reviewers")
    panelists = [rules.Panelist(str(person.pk), _conflicts(person, organisation)) for person in people]
    composition = rules.compose(panelists, fewest=fewest)
    if composition.excluded:
        named = {str(person.pk): person.name for person in people}
        said = [
            Problem(
                "reviewers",
                _("%(name)s 위원은 제척 사유가 있습니다. 다른 위원을 선택해 주십시오.") % {"name": named[one.key]},
            )
            for one in composition.excluded
        ]
        raise Conflicted(problems=said)
    if composition.short_by:
        raise TooFewReviewers(field="reviewers")
    return people


def _conflicts(person: User, organisation: Organisation | None) -> tuple[str, ...]:
    if organisation is None:
        return ()
    return tuple(reason.code for reason in directory.conflicts(person, organisation))


def _seat(sitting: Sitting, person: User, *, by: User, at: datetime) -> Seat:
    seat = Seat.objects.create(sitting=sitting, user=person, invited_at=at)
    audit.record(subject=seat, action="invite", by=by, at=at, after={"state": seat.state})
    workflow.open_state_waits(seat, at=at)
    notices.queue(
        "panels.invited",
        to=person,
        context={"title": sitting.subject_title, "due": f"{local(sitting.due_at):%Y-%m-%d %H:%M}"},
        path=seat.get_absolute_url(),
        about=seat,
        at=at,
    )
    return seat


def _check_scores(
    sitting: Sitting, criteria: Sequence[rules.Criterion], scores: Mapping[str, Decimal], comment: str
) -> None:
    problems = [
        Problem(fault.criterion, selectors.say_score_fault(sitting.criteria, fault))
        for fault in rules.score_faults(criteria, scores)
    ]
    if not comment.strip():
        problems.append(Problem("comment", _("종합 의견을 적어 주십시오.")))
    if problems:
        raise BadSheet(problems=problems)


def _same(before: Mapping[str, str], now: Mapping[str, str]) -> bool:
    return {code: Decimal(text) for code, text in before.items()} == {code: Decimal(text) for code, text in now.items()}


def _leave(seat: Seat, action: SeatAction, reason: str, *, by: User, at: datetime) -> Seat:
    workflow.fire(seat, action, by=by, at=at, reason=reason, left_at=at, left_reason=reason.strip())
    _settle(seat.sitting, by=by, at=at)
    return seat


def _settle(sitting: Sitting, *, by: User, at: datetime) -> None:
    """Close a sitting nobody still owes a sheet to, or ask staff for more reviewers."""
    if sitting.seats.filter(state=SeatState.INVITED).exists():
        return
    result = selectors.computed(sitting)
    if result.total is None:
        workflow.open_wait(
            sitting, key=SHORT, party="role:staff", what=SHORT_ASK, path=sitting.get_absolute_url(), at=at
        )
        return
    workflow.fire(sitting, SittingAction.COMPLETE, by=by, at=at, closed_at=at, outcome=selectors.frozen(result))
    workflow.close_waits(sitting, at=at, key=SHORT)
    notices.queue(
        "panels.completed",
        to=sitting.convened_by,
        context={"title": sitting.subject_title},
        path=sitting.get_absolute_url(),
        about=sitting,
        at=at,
    )
