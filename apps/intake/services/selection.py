"""Selection of demonstrations: a panel scores, one person proposes, another confirms."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy, override

from apps.accounts.models import User
from apps.accounts.roles import Role
from apps.audit.services import label_of
from apps.intake import permissions, sheets
from apps.intake.models import Application, Call
from apps.intake.services.locks import demand_result, demand_waitlist, final_result, locked_to_decide
from apps.intake.states import WAIT_FOR_PROPOSAL, Action, Outcome, State
from apps.intake.terms import panel_of_one
from apps.kernel.errors import NotAllowed, NotFound, UidTaken
from apps.panels import services as panels
from apps.panels.entries import CommitteeEntry
from apps.panels.models import Case, Committee, Sitting
from apps.workflow import services as workflow

PROPOSE_ASK = gettext_lazy("평가 결과 확인과 선정 여부 제안")


@transaction.atomic
def convene(*, application_id: int, reviewers: Sequence[User], due_at: datetime, by: User, at: datetime) -> Application:
    """Put an admitted demonstration before a panel, masked, with the call's criteria.

    As many reviewers as the programme's terms ask of a committee, or of a case where reviewers are assigned.
    Raises NotFound, WrongState, and what `panels.services.convene` refuses (conflicts, too few or too many reviewers).
    """
    application = locked_to_decide(application_id, by)
    workflow.check(application, Action.CONVENE, by=by)
    settings = application.call.settings
    asked = panel_of_one(settings)
    with override("ko"):
        sheet = sheets.masked(application)
    panels.convene(
        subject=application,
        title=application.receipt_number or "",
        sheet=sheet,
        criteria=sheets.criteria(settings["criteria"]),
        reviewers=reviewers,
        due_at=due_at,
        by=by,
        at=at,
        organisation=application.company,
        path=application.get_absolute_url(),
        fewest=asked.fewest,
        trim_from=asked.trim_from,
        make=asked.make,
        years=asked.years,
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
    workflow.close_waits(application, at=at, key=WAIT_FOR_PROPOSAL)
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
    _ask_to_propose(application, at)
    return application


@transaction.atomic
def panel_moved(*, sitting_id: int, at: datetime) -> None:
    """A panel closed its sitting or had to open it again: staff are asked for a proposal, or no more."""
    sitting = Sitting.objects.get(pk=sitting_id)
    if sitting.subject_label == Application._meta.label_lower:
        _panel_moved([sitting.subject_id], at)


@transaction.atomic
def committee_concluded(*, committee_id: int, at: datetime) -> None:
    """A committee ended its deliberation: staff are asked for a proposal on each of its cases."""
    cases = Case.objects.filter(committee=committee_id, subject_label=Application._meta.label_lower)
    _panel_moved(cases.values_list("subject_id", flat=True), at)


def _panel_moved(keys: Collection[int], at: datetime) -> None:
    rows = Application.objects.select_for_update(of=("self",)).filter(pk__in=keys, state=State.IN_REVIEW)
    for application in rows.order_by("pk"):
        _ask_to_propose(application, at)


def _ask_to_propose(application: Application, at: datetime) -> None:
    """Staff are asked for a proposal while the panel's result stands to be read."""
    if final_result(application) is None:
        workflow.close_waits(application, at=at, key=WAIT_FOR_PROPOSAL)
        return
    path = application.get_absolute_url()
    workflow.open_wait(
        application, key=WAIT_FOR_PROPOSAL, party=f"role:{Role.STAFF}", what=PROPOSE_ASK, path=path, at=at
    )
