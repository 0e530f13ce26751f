"""Selection of demonstrations: a panel scores, one person proposes, another confirms."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from apps.accounts.models import User
from apps.audit.services import label_of
from apps.centre import selectors as centre
from apps.intake import permissions, sheets
from apps.intake.entries import Approval
from apps.intake.errors import BadApproval, ReviewNotDone
from apps.intake.models import Application, Call
from apps.intake.services.locks import locked_to_decide
from apps.intake.states import WAIT_FOR_BRIEF, Action, Outcome
from apps.kernel.clocks import local_date
from apps.kernel.errors import NotAllowed, NotFound, UidTaken
from apps.notices import services as notices
from apps.panels import selectors as panel
from apps.panels import services as panels
from apps.panels.entries import CommitteeEntry
from apps.panels.models import Committee
from apps.workflow import services as workflow


@transaction.atomic
def convene(*, application_id: int, reviewers: Sequence[User], due_at: datetime, by: User, at: datetime) -> Application:
    """Put an admitted demonstration before a panel, masked, with the call's criteria.

    Raises NotFound, WrongState, and what `panels.services.convene` refuses (conflicts, too few reviewers).
    """
    application = locked_to_decide(application_id, by)
    workflow.check(application, Action.CONVENE, by=by)
    settings = application.call.settings
    with override("ko"):
        title = _("신청 %(number)s") % {"number": application.receipt_number}
        sheet = sheets.masked(application)
    panels.convene(
        subject=application,
        title=title,
        sheet=sheet,
        criteria=sheets.criteria(settings["criteria"]),
        reviewers=reviewers,
        due_at=due_at,
        by=by,
        at=at,
        organisation=application.company,
        path=application.get_absolute_url(),
        fewest=int(settings.get("reviewers") or 1),
        trim_from=settings.get("trim_from"),
    )
    workflow.fire(application, Action.CONVENE, by=by, at=at)
    return application


@transaction.atomic
def found_committee(
    *,
    call_uid: UUID,
    application_uids: Collection[UUID],
    title: str,
    due_at: datetime,
    by: User,
    at: datetime,
    uid: UUID | None = None,
) -> Committee:
    """Put admitted demonstrations of one call before a committee (차수), masked, by the call's panel settings.

    The same `uid` twice is once. Raises NotFound, NotAllowed, WrongState for one that is not admitted, Tied, and what
    `panels.services.found` refuses.
    """
    if not by.can(permissions.PROPOSE):
        raise NotAllowed
    found = Call.objects.visible_to(by).select_for_update(of=("self",)).filter(uid=call_uid).first()
    if found is None:
        raise NotFound
    known = Committee.objects.filter(uid=uid).first() if uid else None
    if known is not None:
        if (known.about_label, known.about_id) != (label_of(found), found.pk):
            raise UidTaken(field="uid")
        return known
    wanted = Application.objects.visible_to(by).filter(call=found, uid__in=application_uids).order_by("pk")
    applications = [locked_to_decide(pk, by) for pk in wanted.values_list("pk", flat=True)]
    if len(applications) < len(set(application_uids)):
        raise NotFound
    for application in applications:
        workflow.check(application, Action.CONVENE, by=by)
    asked = dict(found.settings.get("panel", {}))
    with override("ko"):
        entry = CommitteeEntry(
            title=title,
            mode=asked.pop("mode", "all"),
            terms=asked,
            criteria=sheets.criteria(found.settings["criteria"]),
            due_at=due_at,
            **({"uid": uid} if uid else {}),
        )
        cases = [sheets.case(application) for application in applications]
    made = panels.found(entry=entry, about=found, about_title=found.title_ko, cases=cases, by=by, at=at)
    for application in applications:
        workflow.fire(application, Action.CONVENE, by=by, at=at)
    return made


@transaction.atomic
def propose_selection(*, application_id: int, outcome: Outcome, note: str, by: User, at: datetime) -> Application:
    """Propose to select or not, on the panel's result; a second person confirms.

    Raises NotFound, WrongState, ReviewNotDone, ReasonMissing.
    """
    application = locked_to_decide(application_id, by)
    workflow.check(application, Action.PROPOSE_SELECTION, by=by, reason=note)
    _demand_result(application)
    workflow.fire(
        application,
        Action.PROPOSE_SELECTION,
        by=by,
        at=at,
        reason=note,
        proposed_by=by,
        proposed_at=at,
        proposed_outcome=outcome,
        proposal_note=note.strip(),
    )
    return application


@transaction.atomic
def return_proposal(*, application_id: int, reason: str, by: User, at: datetime) -> Application:
    """Send a proposal back to be thought over. Raises NotAllowed for the person who made it."""
    application = locked_to_decide(application_id, by)
    workflow.fire(application, Action.RETURN_PROPOSAL, by=by, at=at, reason=reason)
    return application


@transaction.atomic
def confirm_selection(*, application_id: int, by: User, at: datetime, approval: Approval | None = None) -> Application:
    """Confirm that a demonstration is selected. `approval` is the paper of the approval system.

    Raises NotAllowed for the person who proposed it, ReviewNotDone, BadApproval.
    """
    application = locked_to_decide(application_id, by)
    _demand_result(application)
    workflow.fire(
        application, Action.CONFIRM_SELECTION, by=by, at=at, confirmed_by=by, confirmed_at=at, **_approved(approval, at)
    )
    ask_for_brief(application, at=at)
    _tell(application, "intake.selected", at)
    return application


def ask_for_brief(application: Application, *, at: datetime) -> None:
    """Ask the centre to write the project of a selected application; also when its project was given up."""
    workflow.open_wait(
        application,
        key=WAIT_FOR_BRIEF,
        party="role:staff",
        what=_("과제 개요서 작성"),
        path=application.get_absolute_url(),
        at=at,
    )


@transaction.atomic
def decline_selection(*, application_id: int, by: User, at: datetime, approval: Approval | None = None) -> Application:
    """Confirm that a demonstration is not selected. Raises NotAllowed for the person who proposed it, BadApproval."""
    application = locked_to_decide(application_id, by)
    workflow.fire(
        application, Action.DECLINE_SELECTION, by=by, at=at, confirmed_by=by, confirmed_at=at, **_approved(approval, at)
    )
    _tell(application, "intake.not_selected", at, text=application.proposal_note)
    return application


def _approved(approval: Approval | None, at: datetime) -> dict[str, Any]:
    """The approval system's paper as the application keeps it. Raises BadApproval."""
    if approval is None:
        return {}
    if not approval.number.strip() or approval.on > local_date(at):
        raise BadApproval(field="approval_number")
    return {"approval_number": approval.number.strip()[:60], "approved_on": approval.on}


def _demand_result(application: Application) -> None:
    """A sheet that was set aside after the proposal may have taken the result away. Raises ReviewNotDone."""
    result = panel.outcome(application)
    if result is None or not result.is_final:
        raise ReviewNotDone


def _tell(application: Application, kind: str, at: datetime, **words: str) -> None:
    context = {
        "centre": centre.profile().short_name_ko,
        "name": application.applicant.name,
        "number": application.receipt_number,
        **words,
    }
    notices.queue(
        kind, to=application.applicant, context=context, path=application.get_absolute_url(), about=application, at=at
    )
