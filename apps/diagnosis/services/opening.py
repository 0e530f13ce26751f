"""Opening an assessment, giving it a consultant, reopening it."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import User
from apps.accounts.roles import Role
from apps.accounts.selectors import users_with_role
from apps.audit import services as audit
from apps.diagnosis import permissions, selectors
from apps.diagnosis.errors import Conflicted, NotAConsultant, NotAdmitted, ReadBefore, RoundTooEarly, VisitPassed
from apps.diagnosis.models import Assessment
from apps.diagnosis.services.locks import locked
from apps.diagnosis.states import UNFINISHED, WAIT_FOR_MEETING, WAIT_FOR_ROADMAP, AssessmentAction, AssessmentState
from apps.directory import selectors as directory
from apps.directory import services as directory_services
from apps.directory.models import Company
from apps.intake.models import Application
from apps.intake.states import WAIT_FOR_DIAGNOSIS, Door, State
from apps.kernel import clocks
from apps.kernel.errors import NotAllowed, NotFound, WrongState
from apps.notices import services as notices
from apps.workflow import services as workflow

SELF_SCORE = "self_score"
SELF_SCORE_ASK = _("자가진단을 해 주십시오 (약 20분)")


@transaction.atomic
def open(*, application_id: int, by: User, at: datetime, round: str = Assessment.Round.T0) -> Assessment:
    """Open the diagnosis of an admitted request with the newest instrument; asking twice opens one.

    A later round (T1, T2) follows the one before. Reads intake and never writes it. Raises NotFound, NotAllowed,
    NotAdmitted, NoInstrument, and RoundTooEarly while the round before is not completed.
    """
    if not by.can(permissions.OPEN):
        raise NotAllowed
    rows = Application.objects.visible_to(by).select_for_update(of=("self",))
    application = rows.filter(pk=application_id).first()
    if application is None:
        raise NotFound
    if not _is_admitted(application):
        raise NotAdmitted
    if round != Assessment.Round.T0:
        before = selectors.earlier_round(application.pk, round)
        if before is None or before.state != AssessmentState.COMPLETED:
            raise RoundTooEarly(field="round")
    return _open(application, round, by=by, at=at)


@transaction.atomic
def open_admitted(*, application_id: int, at: datetime) -> Assessment | None:
    """Open the first diagnosis of a request that was just admitted; nothing when it is another kind or has moved on."""
    rows = Application.objects.select_for_update(of=("self",)).select_related("company")
    application = rows.filter(pk=application_id).first()
    if application is None or not _is_admitted(application):
        return None
    return _open(application, Assessment.Round.T0, by=None, at=at)


@transaction.atomic
def assign(
    *, assessment_id: int, consultant_id: int, by: User, at: datetime, visit_on: date | None = None
) -> Assessment:
    """Give an assessment its consultant, or another one before scoring begins.

    Raises NotAConsultant, VisitPassed, Conflicted when the consultant has any tie to the company, and ReadBefore for a
    second reading by somebody who has read the case.
    """
    assessment = locked(assessment_id, by)
    consultant = users_with_role(Role.CONSULTANT).filter(pk=consultant_id).first()
    if consultant is None:
        raise NotAConsultant(field="consultant")
    if visit_on is not None and visit_on < clocks.local_date(at):
        raise VisitPassed(field="visit_on")
    reasons = directory.conflicts(consultant, assessment.company)
    if reasons:
        raise Conflicted(str(reason.label) for reason in reasons)
    if consultant.pk in selectors.readers_of(assessment):
        raise ReadBefore(field="consultant")
    workflow.fire(assessment, AssessmentAction.ASSIGN, by=by, at=at, consultant=consultant, visit_on=visit_on)
    directory_services.serve(user_id=consultant.pk, organisation_id=assessment.company_id, by=by, at=at)
    notices.queue(
        "diagnosis.assigned",
        to=consultant,
        context={"company": assessment.company.name_ko},
        path=assessment.get_absolute_url(),
        about=assessment,
        at=at,
        round_=at.isoformat(),
    )
    return assessment


@transaction.atomic
def reopen(*, assessment_id: int, reason: str, by: User, at: datetime) -> Assessment:
    """Let the consultant correct a completed diagnosis; the issued result stands until it is completed anew.

    A second reading stays as it was found. Raises NotFound, NotAllowed, WrongState, ReasonMissing.
    """
    assessment = locked(assessment_id, by)
    if assessment.second_of_id is not None:
        raise WrongState
    workflow.fire(assessment, AssessmentAction.REOPEN, by=by, at=at, reason=reason)
    workflow.close_waits(assessment, at=at, key=WAIT_FOR_ROADMAP)
    workflow.close_waits(assessment, at=at, key=WAIT_FOR_MEETING)
    if assessment.consultant is not None:
        notices.queue(
            "diagnosis.reopened",
            to=assessment.consultant,
            context={"company": assessment.company.name_ko, "reason": reason},
            path=assessment.get_absolute_url(),
            about=assessment,
            at=at,
            round_=at.isoformat(),
        )
    return assessment


@transaction.atomic
def let_go(*, application_id: int, at: datetime) -> None:
    """End the unfinished assessments of an application that was withdrawn; nobody is asked for anything more."""
    running = Assessment.objects.select_for_update(of=("self",)).filter(
        application=application_id, state__in=UNFINISHED
    )
    for assessment in running.select_related("company").order_by("pk"):
        workflow.fire(assessment, AssessmentAction.CANCEL, by=None, at=at)
        workflow.close_waits(assessment, at=at)


def _is_admitted(application: Application) -> bool:
    return application.state == State.ADMITTED and application.door == Door.DIAGNOSIS


def _open(application: Application, round: str, *, by: User | None, at: datetime) -> Assessment:
    """Write the assessment of a locked application, or return the one there is."""
    known = Assessment.objects.diagnoses().filter(application=application, round=round).first()
    if known is not None:
        return known
    instrument = selectors.current()
    assessment = Assessment.objects.create(
        application=application,
        company=application.company,
        instrument=instrument,
        profile=_profile(application.company_id, instrument.pk),
        round=round,
        opened_at=at,
    )
    audit.record(subject=assessment, action="open", by=by, at=at, after={"state": assessment.state, "round": round})
    workflow.close_waits(application, at=at, key=WAIT_FOR_DIAGNOSIS)
    workflow.open_state_waits(assessment, at=at)
    workflow.open_wait(
        assessment,
        key=SELF_SCORE,
        party=f"org:{assessment.company_id}",
        what=SELF_SCORE_ASK,
        path=f"{assessment.get_absolute_url()}self/",
        at=at,
    )
    for member in directory.members_of(application.company):
        notices.queue(
            "diagnosis.opened",
            to=member,
            context={"company": application.company.name_ko},
            path=f"{assessment.get_absolute_url()}self/",
            about=assessment,
            at=at,
        )
    return assessment


def _profile(organisation_id: int, instrument_id: int) -> str:
    """The company's pilot industry where the instrument has weights for it, else the general ones."""
    industry = Company.objects.filter(pk=organisation_id).values_list("pilot_industry", flat=True).first() or ""
    return industry if selectors.parsed(instrument_id).has_profile(industry) else "general"
