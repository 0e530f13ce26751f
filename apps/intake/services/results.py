"""Decisions of selection: confirmed by a second person, and told to applicants when they are published.

What a committee judged is told together, when staff publish it; a case that was judged alone is told when it is
confirmed.
"""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.audit.services import label_of
from apps.intake import permissions, selectors
from apps.intake.entries import Approval
from apps.intake.errors import BadApproval, NothingToPublish, ResultsOpen, ReviewNotDone
from apps.intake.models import Application, Call
from apps.intake.services.locks import approved, demand_place, demand_result, locked_to_decide
from apps.intake.services.telling import tell_applicant
from apps.intake.states import UNDECIDED, WAIT_FOR_BRIEF, Action, Outcome, State
from apps.kernel.errors import NotAllowed, NotFound
from apps.panels import selectors as panels
from apps.panels.models import Committee
from apps.workflow import services as workflow

PUBLISHING = {
    Outcome.SELECT: Action.PUBLISH_SELECTED,
    Outcome.WAITLIST: Action.PUBLISH_WAITLISTED,
    Outcome.DECLINE: Action.PUBLISH_NOT_SELECTED,
}
MOST_NAMED = 10


@transaction.atomic
def confirm_selection(*, application_id: int, by: User, at: datetime, approval: Approval | None) -> Application:
    """Confirm that a demonstration is selected. `approval` is the paper of the approval system; no decision without.

    Raises NotAllowed for the person who proposed it, ReviewNotDone, BadApproval, NoPlace beyond quota or budget.
    """
    return _confirm(application_id, Action.CONFIRM_SELECTION, approval, by=by, at=at)


@transaction.atomic
def confirm_waitlist(*, application_id: int, by: User, at: datetime, approval: Approval | None) -> Application:
    """Confirm that a demonstration is put on the waitlist. Raises what `confirm_selection` does but NoPlace."""
    return _confirm(application_id, Action.CONFIRM_WAITLIST, approval, by=by, at=at)


@transaction.atomic
def decline_selection(*, application_id: int, by: User, at: datetime, approval: Approval | None) -> Application:
    """Confirm that a demonstration is not selected. Raises NotAllowed for the person who proposed it, BadApproval."""
    return _confirm(application_id, Action.DECLINE_SELECTION, approval, by=by, at=at)


@transaction.atomic
def publish_results(*, committee_uid: UUID, by: User, at: datetime) -> list[Application]:
    """Tell every applicant of a committee its result, all together, when each case is decided by two people.

    The waitlisted are numbered in the order of the committee. Raises NotFound, NotAllowed, ReviewNotDone, ResultsOpen
    naming what is not decided, NothingToPublish.
    """
    if not by.can(permissions.PUBLISH):
        raise NotAllowed
    committee = concluded_committee(committee_uid, by)
    keys = [place.subject_id for place in panels.places(committee)]
    applications = [locked_to_decide(pk, by) for pk in sorted(keys)]
    undecided = [one for one in applications if one.state in UNDECIDED and one.state != State.DECIDED]
    if undecided:
        numbers = ", ".join(str(one.receipt_number) for one in undecided[:MOST_NAMED])
        said = _("아직 결정하지 않은 신청이 %(count)s건 있습니다: %(numbers)s. 모두 확정한 뒤 발표해 주십시오.")
        raise ResultsOpen(said % {"count": len(undecided), "numbers": numbers})
    decided = [one for one in applications if one.state == State.DECIDED]
    if not decided:
        raise NothingToPublish
    order = selectors.waiting_order(committee)
    for application in decided:
        demand_result(application)
        waits = application.proposed_outcome == Outcome.WAITLIST
        _publish(application, by=by, at=at, rank=order.index(application.pk) + 1 if waits else None)
    return decided


def concluded_committee(uid: UUID, by: User) -> Committee:
    """A committee over applications that has ended its deliberation. Raises NotFound, ReviewNotDone."""
    committee = Committee.objects.visible_to(by).filter(uid=uid, about_label=label_of(Call())).first()
    if committee is None:
        raise NotFound
    if committee.concluded_at is None:
        raise ReviewNotDone
    return committee


def ask_for_brief(application: Application, *, at: datetime) -> None:
    """Ask the centre to write the project of an application whose consortium may form; also when one was given up."""
    workflow.open_wait(
        application,
        key=WAIT_FOR_BRIEF,
        party="role:staff",
        what=_("과제 개요서 작성"),
        path=application.get_absolute_url(),
        at=at,
    )


CONFIRMING = {
    Outcome.SELECT: confirm_selection,
    Outcome.WAITLIST: confirm_waitlist,
    Outcome.DECLINE: decline_selection,
}


def _confirm(application_id: int, action: Action, approval: Approval | None, *, by: User, at: datetime) -> Application:
    application = locked_to_decide(application_id, by)
    workflow.check(application, action, by=by)
    found = demand_result(application)
    if approval is None:
        raise BadApproval(field="approval_number")
    paper = approved(approval, at, since=found.closed_at)
    if action == Action.CONFIRM_SELECTION:
        demand_place(application, at)
    workflow.fire(application, action, by=by, at=at, confirmed_by=by, confirmed_at=at, **paper)
    if panels.committee_of(application) is None:
        _publish(application, by=by, at=at)
    return application


def _publish(application: Application, *, by: User, at: datetime, rank: int | None = None) -> None:
    """Make a decision known and tell the applicant."""
    outcome = Outcome(application.proposed_outcome)
    workflow.fire(application, PUBLISHING[outcome], by=by, at=at, published_at=at, waitlist_rank=rank)
    if outcome == Outcome.SELECT:
        ask_for_brief(application, at=at)
        tell_applicant(application, "intake.selected", at)
    elif outcome == Outcome.WAITLIST:
        tell_applicant(application, "intake.waitlisted", at, rank=str(rank))
    else:
        tell_applicant(application, "intake.not_selected", at, text=application.proposal_note)
