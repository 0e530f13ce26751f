"""Selection of demonstrations: a panel scores, one person proposes, another confirms."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from apps.accounts.models import User
from apps.audit.services import label_of
from apps.intake import permissions, sheets
from apps.intake.models import Application, Call
from apps.intake.services.locks import demand_result, demand_waitlist, locked_to_decide
from apps.intake.states import Action, Outcome
from apps.kernel.errors import NotAllowed, NotFound, UidTaken
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
    """Propose to select, to put on the waitlist or not to select, on the panel's result; a second person confirms.

    Raises NotFound, WrongState, ReviewNotDone, ReasonMissing, NoWaitlist for a case without a committee.
    """
    application = locked_to_decide(application_id, by)
    workflow.check(application, Action.PROPOSE_SELECTION, by=by, reason=note)
    demand_result(application)
    if outcome == Outcome.WAITLIST:
        demand_waitlist(application)
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
    """Send a proposal back to be thought over, or a decision that is not published yet.

    Raises NotAllowed for the person who proposed it.
    """
    application = locked_to_decide(application_id, by)
    workflow.fire(
        application,
        Action.RETURN_PROPOSAL,
        by=by,
        at=at,
        reason=reason,
        confirmed_by=None,
        confirmed_at=None,
        approval_number="",
        approved_on=None,
    )
    return application
