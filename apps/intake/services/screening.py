"""Screening (요건검토): rules have proposed, a named person decides."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.accounts.roles import Role
from apps.audit import services as audit
from apps.directory import selectors as directory
from apps.documents import selectors as documents
from apps.intake import mended, permissions, selectors
from apps.intake.errors import (
    AuthorityUnconfirmed,
    ConditionsUnknown,
    ConditionsUnmet,
    DeadlineNotLater,
    DeadlineTooFar,
    NotReady,
    StillTime,
    TooManyCorrections,
)
from apps.intake.models import Application, Correction, Word
from apps.intake.rules import RuleCode, Verdict
from apps.intake.services.locks import (
    checked_codes,
    correction_due,
    demand_seen,
    demand_status,
    locked,
    locked_to_decide,
)
from apps.intake.services.telling import tell_applicant, tell_correction
from apps.intake.services.waivers import close_waivers
from apps.intake.states import WAIT_FOR_DIAGNOSIS, WAIT_FOR_OVERDUE, Action, Door, State
from apps.kernel.errors import DomainError, NotAllowed, WrongState
from apps.workflow import services as workflow
from apps.workflow.moves import ReasonMissing

MOST_EXTENSION = timedelta(days=90)
NOT_ANSWERED = "not_answered"


@transaction.atomic
def take(*, application_id: int, screener_id: int, by: User, at: datetime) -> Application:
    """Put one person in charge of the screening; the wait then is theirs. Raises NotAllowed, WrongState, Tied."""
    screener = User.objects.with_roles().filter(pk=screener_id).first()
    if screener is None or not by.can(permissions.SCREEN) or not screener.can(permissions.SCREEN):
        raise NotAllowed
    application = locked(application_id, by)
    if application.state not in (State.SUBMITTED, State.CORRECTING):
        raise WrongState
    directory.demand_untied(screener, application.company, field="screener")
    before = {"screener": application.screener_id}
    application.screener = screener
    application.save(update_fields=["screener"])
    audit.record(subject=application, action="take", by=by, at=at, before=before, after={"screener": screener.pk})
    workflow.close_waits(application, at=at, key=workflow.STATE)
    workflow.open_state_waits(application, at=at)
    return application


@transaction.atomic
def admit(*, application_id: int, by: User, at: datetime, note: str = "") -> Application:
    """Find an application eligible (적격), on the rules' verdicts as of now.

    Raises NotFound, Tied, WrongState, AuthorityUnconfirmed while nobody confirmed that the registrant may act for the
    company, StatusUnchecked while nobody checked that it is in business, ConditionsUnmet where a required condition is
    not met nor waived, ConditionsUnknown where the rules can't tell and the note does not say how a person found out,
    FilesUnseen while nobody looked at a file that inspection left to a person; NotReady where more than one is left.
    """
    application = locked_to_decide(application_id, by)
    workflow.check(application, Action.ADMIT, by=by)
    if left := _left_to_do(application, note, at):
        raise left[0] if len(left) == 1 else NotReady(left)
    _decide(application, Action.ADMIT, codes=[], note=note, by=by, at=at)
    if application.door == Door.DIAGNOSIS:
        workflow.open_wait(
            application,
            key=WAIT_FOR_DIAGNOSIS,
            party="role:staff",
            what=_("진단 시작과 컨설턴트 배정"),
            path=application.get_absolute_url(),
            at=at,
        )
    diagnosis = application.door == Door.DIAGNOSIS
    tell_applicant(
        application, "intake.admitted", at, next=_("컨설턴트 배정과 현장 진단") if diagnosis else _("평가위원회 평가")
    )
    return application


@transaction.atomic
def reject(*, application_id: int, codes: tuple[str, ...], reason: str, by: User, at: datetime) -> Application:
    """Find an application not eligible (부적격), with reasons from the list and in words.

    Raises NotFound, Tied, WrongState, UnknownReason, ReasonMissing, StillTime where it is said that nobody answered in
    time and no time has run out.
    """
    application = locked_to_decide(application_id, by)
    workflow.check(application, Action.REJECT, by=by, reason=reason)
    checked = checked_codes(codes, Word.List.REJECT, "codes")
    if NOT_ANSWERED in checked and not selectors.is_overdue(application, at):
        raise StillTime(application.correction_due_at, field="codes")
    workflow.close_waits(application, at=at, key=WAIT_FOR_OVERDUE)
    _decide(application, Action.REJECT, codes=checked, note=reason, by=by, at=at)
    words = Word.objects.filter(list=Word.List.REJECT, code__in=checked).order_by("position", "pk")
    reasons = ", ".join(word.name_ko for word in words)
    tell_applicant(application, "intake.rejected", at, reasons=reasons, text=reason)
    return application


@transaction.atomic
def request_correction(*, application_id: int, codes: tuple[str, ...], text: str, by: User, at: datetime) -> Correction:
    """Ask the company to mend something (보완요청) within the programme's clock, as often as the programme allows.

    What an unusable file brought about does not count. Raises NotFound, Tied, WrongState, UnknownReason,
    ReasonMissing, TooManyCorrections.
    """
    application = locked_to_decide(application_id, by)
    workflow.check(application, Action.REQUEST_CORRECTION, by=by, reason=text)
    checked = checked_codes(codes, Word.List.CORRECT, "codes")
    most = application.call.settings.get("correction_rounds")
    if most is not None and _asked_by_people(application) >= most:
        raise TooManyCorrections(most)
    due_at = correction_due(application, at)
    correction = Correction.objects.create(
        application=application,
        codes=checked,
        text=text.strip(),
        requested_by=by,
        requested_at=at,
        due_at=due_at,
        before=mended.said(application, documents.attachments_of(application)),
    )
    workflow.fire(application, Action.REQUEST_CORRECTION, by=by, at=at, reason=text, correction_due_at=due_at)
    tell_correction(correction, application, text, at, round_=str(correction.pk))
    return correction


@transaction.atomic
def extend_correction(*, application_id: int, due_at: datetime, reason: str, by: User, at: datetime) -> Correction:
    """Give the company more time to mend; it is told, and whoever waited for a decision on it waits no longer.

    Raises NotFound, NotAllowed, Tied, WrongState, ReasonMissing, DeadlineNotLater, DeadlineTooFar.
    """
    if not by.can(permissions.SCREEN):
        raise NotAllowed
    application = locked_to_decide(application_id, by)
    correction = Correction.objects.filter(application=application, answered_at=None).first()
    if application.state != State.CORRECTING or correction is None:
        raise WrongState
    if not reason.strip():
        raise ReasonMissing(field="reason")
    if due_at <= max(correction.due_at, at):
        raise DeadlineNotLater(field="due_at")
    if due_at > at + MOST_EXTENSION:
        raise DeadlineTooFar(field="due_at")
    before, after = {"due_at": correction.due_at.isoformat()}, {"due_at": due_at.isoformat()}
    move_correction(correction, application, due_at, at=at, reason=reason.strip(), round_=f"{correction.pk} {due_at}")
    audit.record(
        subject=application, action="extend_correction", by=by, at=at, reason=reason, before=before, after=after
    )
    return correction


def move_correction(
    correction: Correction, application: Application, due_at: datetime, *, at: datetime, reason: str, round_: str
) -> None:
    """Let an open request, whose application is under lock, run until a later moment; the applicant is told."""
    correction.due_at = application.correction_due_at = due_at
    correction.save(update_fields=["due_at"])
    application.save(update_fields=["correction_due_at"])
    workflow.move_waits(application, key=workflow.STATE, due_at=due_at)
    workflow.close_waits(application, at=at, key=WAIT_FOR_OVERDUE)
    due = f"{timezone.localtime(due_at):%Y-%m-%d %H:%M}"
    tell_applicant(application, "intake.deadline_moved", at, round_=round_, due=due, reason=reason)


@transaction.atomic
def note_overdue(*, correction_id: int, at: datetime) -> None:
    """Ask whoever screens to decide on an application whose company let the time for mending pass; once."""
    correction = Correction.objects.select_related("application").get(pk=correction_id)
    application = (
        Application.objects.select_for_update(of=("self",)).select_related("company").get(pk=correction.application_id)
    )
    correction.refresh_from_db()
    if correction.answered_at is not None or correction.due_at >= at or application.state != State.CORRECTING:
        return
    party = f"user:{application.screener_id}" if application.screener_id else f"role:{Role.STAFF}"
    workflow.open_wait(
        application,
        key=WAIT_FOR_OVERDUE,
        party=party,
        what=_("보완 기한이 지난 신청 결정"),
        path=reverse("intake:screen", args=[application.uid]),
        at=at,
    )


def _asked_by_people(application: Application) -> int:
    return Correction.objects.filter(application=application, requested_by__isnull=False).count()


def _left_to_do(application: Application, note: str, at: datetime) -> list[DomainError]:
    """Everything that keeps an application from being admitted."""
    demands: tuple[Callable[[], None], ...] = (
        lambda: _demand_authority(application),
        lambda: demand_status(application, at),
        lambda: _demand_conditions(application, note),
        lambda: demand_seen(application),
    )
    left: list[DomainError] = []
    for demand in demands:
        try:
            demand()
        except DomainError as refusal:
            left.append(refusal)
    return left


def _demand_authority(application: Application) -> None:
    if selectors.lacks_authority(application):
        raise AuthorityUnconfirmed


def _demand_conditions(application: Application, note: str) -> None:
    verdicts = application.eligibility
    if selectors.lacks_status(application):  # told for itself, with what to do about it
        verdicts = [row for row in verdicts if row["rule"] != RuleCode.BUSINESS_STATUS]
    if unmet := selectors.unwaived(verdicts, Verdict.NOT_MET):
        raise ConditionsUnmet(unmet)
    unknown = selectors.unwaived(verdicts, Verdict.UNKNOWN)
    if unknown and not note.strip():
        raise ConditionsUnknown(unknown, field="note")


def _decide(application: Application, action: Action, *, codes: list[str], note: str, by: User, at: datetime) -> None:
    close_waivers(application, at=at)
    workflow.fire(
        application,
        action,
        by=by,
        at=at,
        reason=note,
        decided_by=by,
        decided_at=at,
        decision_codes=codes,
        decision_note=note.strip(),
        correction_due_at=None,
        eligibility=selectors.as_of_now(application, at=at),
        eligibility_at=at,
    )
