"""All cases of a committee at once: proposed as it ranked them, and confirmed by a second person."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from apps.accounts.models import User
from apps.intake import permissions
from apps.intake.entries import Approval
from apps.intake.errors import NothingToConfirm, NothingToPropose
from apps.intake.models import Application
from apps.intake.services.results import CONFIRMING, concluded_committee
from apps.intake.services.selection import propose_selection, return_proposal
from apps.intake.states import Outcome, State
from apps.kernel.errors import NotAllowed
from apps.panels import selectors as panels
from apps.panels.models import Committee
from apps.panels.rules import Verdict

# What follows from where the committee's own terms put a case; a tie for the last places is for a person to break.
OUTCOMES = {
    Verdict.SELECTED: Outcome.SELECT,
    Verdict.OVER_QUOTA: Outcome.WAITLIST,
    Verdict.OVER_BUDGET: Outcome.WAITLIST,
    Verdict.PASSED_BY: Outcome.WAITLIST,
    Verdict.BELOW_CUT_OFF: Outcome.DECLINE,
    None: Outcome.DECLINE,
}


@dataclass(frozen=True, slots=True)
class Proposed:
    """What was proposed, and what is left to a person: those tied for the last places."""

    applications: Sequence[Application]
    tied: Sequence[Application]


@transaction.atomic
def propose_results(*, committee_uid: UUID, note: str, by: User, at: datetime) -> Proposed:
    """Propose for every case that is not proposed yet what follows from the committee's order; all or nothing.

    Raises NotFound, NotAllowed, Tied, ReviewNotDone before it concluded, NothingToPropose, ReasonMissing.
    """
    if not by.can(permissions.PROPOSE):
        raise NotAllowed
    committee = concluded_committee(committee_uid, by)
    waiting = _in_state(committee, State.IN_REVIEW)
    verdicts = {place.subject_id: place.verdict for place in panels.places(committee)}
    tied = [one for one in waiting if verdicts[one.pk] is Verdict.TIED]
    if len(tied) == len(waiting):
        raise NothingToPropose
    done = [
        propose_selection(application_id=one.pk, outcome=OUTCOMES[verdicts[one.pk]], note=note, by=by, at=at)
        for one in waiting
        if one not in tied
    ]
    return Proposed(done, tied)


@transaction.atomic
def confirm_results(*, committee_uid: UUID, by: User, at: datetime, approval: Approval | None) -> list[Application]:
    """Confirm everything that another person proposed for a committee's cases; all or nothing.

    Raises NotFound, ReviewNotDone, NothingToConfirm, and what confirming one of them does, such as without `approval`.
    """
    if not by.can(permissions.CONFIRM):
        raise NotAllowed
    waiting = _in_state(concluded_committee(committee_uid, by), State.PROPOSED)
    if not waiting:
        raise NothingToConfirm
    return [
        CONFIRMING[Outcome(one.proposed_outcome)](application_id=one.pk, by=by, at=at, approval=approval)
        for one in waiting
    ]


@transaction.atomic
def return_results(*, committee_uid: UUID, reason: str, by: User, at: datetime) -> list[Application]:
    """Send everything that another person proposed for a committee's cases back to be thought over; all or nothing.

    Raises NotFound, NotAllowed, also for one's own proposals, NothingToConfirm, ReasonMissing.
    """
    if not by.can(permissions.CONFIRM):
        raise NotAllowed
    waiting = _in_state(concluded_committee(committee_uid, by), State.PROPOSED)
    if not waiting:
        raise NothingToConfirm
    return [return_proposal(application_id=one.pk, reason=reason, by=by, at=at) for one in waiting]


def _in_state(committee: Committee, state: State) -> list[Application]:
    keys = [place.subject_id for place in panels.places(committee)]
    return list(Application.objects.filter(pk__in=keys, state=state).order_by("pk"))
