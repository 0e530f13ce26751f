"""A published decision is changed by two people: somebody moves up from the waitlist, or a selection is cancelled."""

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from apps.accounts.models import User
from apps.audit import services as audit
from apps.intake import permissions, selectors
from apps.intake.entries import Approval
from apps.intake.errors import NotNext, RevisionOpen
from apps.intake.models import Application, Revision
from apps.intake.services.locks import approved, demand_place, demand_waitlist, locked_to_decide
from apps.intake.services.results import ask_for_brief
from apps.intake.services.telling import tell_applicant
from apps.intake.states import (
    WAIT_FOR_PROMOTION,
    Action,
    Outcome,
    RevisionAction,
    RevisionKind,
    RevisionState,
    State,
    unfulfilled,
)
from apps.kernel.errors import NotAllowed, NotFound, UidTaken, WrongState
from apps.panels import selectors as panels
from apps.workflow import services as workflow

PROMOTION_ASK = gettext_lazy("예비 순위에서 선정 제안")
SOURCES = {RevisionKind.PROMOTE: State.WAITLISTED, RevisionKind.CANCEL: State.SELECTED}


@transaction.atomic
def propose_revision(
    *, application_id: int, kind: RevisionKind, reason: str, by: User, at: datetime, uid: UUID | None = None
) -> Revision:
    """Propose to select the first of the waitlist, or to cancel a selection that has no agreement yet.

    The same `uid` twice is once. Raises NotFound, NotAllowed, Tied, WrongState, ReasonMissing, RevisionOpen, NotNext,
    NoPlace, UidTaken.
    """
    if not by.can(permissions.PROPOSE):
        raise NotAllowed
    application = locked_to_decide(application_id, by)
    known = Revision.objects.filter(uid=uid).first() if uid else None
    if known is not None:
        if known.application_id != application.pk:
            raise UidTaken(field="uid")
        return known
    if application.state != SOURCES[kind]:
        raise WrongState
    if not reason.strip():
        raise workflow.ReasonMissing(field="reason")
    if _open(application) is not None:
        raise RevisionOpen
    _demand(application, kind, by, at)
    revision = Revision.objects.create(
        application=application,
        kind=kind,
        reason=reason.strip(),
        proposed_by=by,
        proposed_at=at,
        **({"uid": uid} if uid else {}),
    )
    audit.record(subject=revision, action="propose", by=by, at=at, after={"state": revision.state}, reason=reason)
    workflow.open_state_waits(revision, at=at)
    workflow.close_waits(application, at=at, key=WAIT_FOR_PROMOTION)
    return revision


@transaction.atomic
def confirm_revision(*, revision_uid: UUID, by: User, at: datetime, approval: Approval | None = None) -> Revision:
    """Confirm a change as a second person; the applicant is told, and a place that came free is offered on.

    Raises NotFound, NotAllowed, Tied, WrongState, NotNext, NoPlace, BadApproval.
    """
    revision, application = _locked(revision_uid, by)
    workflow.check(revision, RevisionAction.CONFIRM, by=by)
    _demand(application, RevisionKind(revision.kind), by, at)
    told_at = application.published_at
    workflow.fire(revision, RevisionAction.CONFIRM, by=by, at=at, decided_by=by, decided_at=at)
    promotes = revision.kind == RevisionKind.PROMOTE
    workflow.fire(
        application,
        Action.PROMOTE if promotes else Action.CANCEL_SELECTION,
        by=by,
        at=at,
        reason=revision.reason,
        proposed_by=revision.proposed_by,
        proposed_at=revision.proposed_at,
        proposed_outcome=Outcome.SELECT if promotes else Outcome.DECLINE,
        proposal_note=revision.reason,
        confirmed_by=by,
        confirmed_at=at,
        published_at=at,
        **approved(approval, at, since=told_at),
    )
    if promotes:
        ask_for_brief(application, at=at)
        tell_applicant(application, "intake.promoted", at)
    else:
        workflow.close_waits(application, at=at)
        tell_applicant(application, "intake.cancelled", at, text=revision.reason)
        call_next(application, at)
    return revision


@transaction.atomic
def return_revision(*, revision_uid: UUID, reason: str, by: User, at: datetime) -> Revision:
    """Do not change the decision; for a promotion staff are asked again. Raises NotAllowed, ReasonMissing."""
    revision, application = _locked(revision_uid, by)
    workflow.fire(revision, RevisionAction.RETURN, by=by, at=at, reason=reason, decided_by=by, decided_at=at)
    if revision.kind == RevisionKind.PROMOTE:
        call_next(application, at)
    return revision


def leave_place(application: Application, before: str, at: datetime) -> None:
    """An application was taken back: its open change ends, and the place it had or was called to is offered on."""
    revision = _open(application)
    called = workflow.close_waits(application, at=at, key=WAIT_FOR_PROMOTION) > 0
    if revision is not None:
        called = called or revision.kind == RevisionKind.PROMOTE
        with override(settings.LANGUAGE_CODE):
            reason = _("신청 기업이 신청을 철회했습니다.")
        workflow.fire(revision, RevisionAction.RETURN, by=None, at=at, reason=reason, decided_at=at)
    if before == State.SELECTED or called:
        call_next(application, at)


def call_next(application: Application, at: datetime) -> None:
    """Ask staff to propose the first of the waitlist of the committee that judged the application."""
    committee = panels.committee_of(application)
    first = selectors.first_waiting(committee) if committee else None
    if first is not None and not first.revisions.filter(state=RevisionState.PROPOSED).exists():
        path = selectors.revision_path(first)
        workflow.open_wait(first, key=WAIT_FOR_PROMOTION, party="role:staff", what=PROMOTION_ASK, path=path, at=at)


def _demand(application: Application, kind: RevisionKind, by: User, at: datetime) -> None:
    """Raises what keeps a change from being proposed or confirmed now."""
    if kind == RevisionKind.CANCEL:
        if refusal := unfulfilled(application, by):
            raise refusal
        return
    first = selectors.first_waiting(demand_waitlist(application))
    if first is None or first.pk != application.pk:
        said = _("예비 순위가 더 앞선 신청이 있습니다: %(number)s. 순위대로 제안해 주십시오.")
        raise NotNext(said % {"number": first.receipt_number if first else ""})
    demand_place(application, at)


def _open(application: Application) -> Revision | None:
    return Revision.objects.select_for_update().filter(application=application, state=RevisionState.PROPOSED).first()


def _locked(revision_uid: UUID, by: User) -> tuple[Revision, Application]:
    """The change under its application's lock, for a person without any tie to the company."""
    known = Revision.objects.visible_to(by).filter(uid=revision_uid).values_list("application_id", flat=True).first()
    if known is None:
        raise NotFound
    application = locked_to_decide(known, by)
    revision = Revision.objects.select_for_update().select_related("proposed_by").get(uid=revision_uid)
    revision.application = application
    return revision, application
