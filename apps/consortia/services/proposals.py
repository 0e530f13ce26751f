"""Asking partners to take roles, and their answers."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.audit import services as audit
from apps.consortia import labels, matching, permissions, selectors
from apps.consortia.errors import (
    AlreadyAnswered,
    DueInThePast,
    DueTooFar,
    NotACandidate,
    RoleTaken,
    TooLate,
    UnderAgreement,
)
from apps.consortia.models import Brief, BriefRole, Proposal
from apps.consortia.services.locks import (
    demand,
    has_standing_agreement,
    in_order,
    locked_brief,
    locked_pair,
    locked_proposal,
)
from apps.consortia.states import WAIT_FOR_AGREEMENT, BriefAction, BriefState, ProposalAction, ProposalState
from apps.directory import selectors as directory
from apps.directory import services as organisations
from apps.directory.models import Organisation
from apps.kernel import bounds
from apps.kernel.clocks import local
from apps.kernel.errors import NotFound, WrongState
from apps.notices import services as notices
from apps.workflow import services as workflow

EXPIRE = "consortia.expire"


@transaction.atomic
def propose(
    *, brief_uid: UUID, partners: Mapping[UUID, UUID], due_at: datetime, message: str, by: User, at: datetime
) -> list[Proposal]:
    """Ask one organisation for each named role (role uid → organisation uid) to take part until `due_at`.

    Every organisation is judged once more: one that became conflicted or full meanwhile is refused by name. When all
    roles are asked, the brief counts as proposed. Raises NotAllowed, NotFound, WrongState, DueInThePast, DueTooFar,
    RoleTaken, NotACandidate.
    """
    demand(by, permissions.PROPOSE)
    brief = locked_brief(brief_uid, by)
    if brief.state != BriefState.OPEN:
        raise WrongState
    if due_at <= at:
        raise DueInThePast(field="due_at")
    if bounds.is_too_far(due_at, at):
        raise DueTooFar(field="due_at")
    roles = _roles(brief, partners)
    chosen = _chosen(roles, partners)
    made = [_ask(brief, role, chosen[role.pk], due_at=due_at, message=message, by=by, at=at) for role in roles]
    asked = Proposal.objects.live().filter(brief=brief).count()
    if asked == brief.roles.filter(removed_at__isnull=True).count():
        workflow.fire(brief, BriefAction.PROPOSE, by=by, at=at)
        settle(brief, at)
    return made


@transaction.atomic
def accept(*, proposal_uid: UUID, by: User, at: datetime) -> Proposal:
    """Take the role: the organisation's capacity is reserved under its lock, and the last acceptance calls for terms.

    Raises NotAllowed, NotFound, AlreadyAnswered, TooLate, directory.CapacityFull.
    """
    proposal = _answerable(proposal_uid, by, at)
    workflow.fire(proposal, ProposalAction.ACCEPT, by=by, at=at, answered_by=by, answered_at=at)
    organisations.reserve_capacity(organisation_id=proposal.organisation_id, months=proposal.months, by=by, at=at)
    _tell_proposer("consortia.accepted", proposal, at)
    settle(proposal.brief, at)
    return proposal


@transaction.atomic
def decline(*, proposal_uid: UUID, reason: str, by: User, at: datetime) -> Proposal:
    """Say no, with the reason; the brief looks for another partner. Raises as `accept`, and ReasonMissing."""
    proposal = _answerable(proposal_uid, by, at)
    workflow.fire(proposal, ProposalAction.DECLINE, by=by, at=at, reason=reason, answered_by=by, answered_at=at)
    proposal.reason = reason.strip()
    proposal.save(update_fields=["reason"])
    _tell_proposer("consortia.declined", proposal, at)
    _reopen(proposal.brief, at)
    return proposal


@transaction.atomic
def withdraw(*, proposal_uid: UUID, reason: str, by: User, at: datetime) -> Proposal:
    """Take a proposal back, even an accepted one while no terms stand; its capacity is free again.

    Raises NotAllowed, NotFound, AlreadyAnswered, UnderAgreement.
    """
    demand(by, permissions.PROPOSE)
    proposal = locked_proposal(proposal_uid, by)
    if has_standing_agreement(proposal.brief):
        raise UnderAgreement
    _take_back(proposal, reason=reason, by=by, at=at)
    _reopen(proposal.brief, at)
    return proposal


@transaction.atomic
def expire(*, proposal_id: int, at: datetime) -> None:
    """Close a proposal that nobody answered in time; asked again, nothing happens."""
    brief_id = Proposal.objects.values_list("brief_id", flat=True).get(pk=proposal_id)
    proposal = locked_pair(proposal_id, brief_id)
    if proposal.state != ProposalState.PROPOSED or proposal.due_at > at:
        return
    workflow.fire(proposal, ProposalAction.EXPIRE, by=None, at=at)
    _tell_proposer("consortia.expired", proposal, at)
    _reopen(proposal.brief, at)


def withdraw_all(brief: Brief, *, reason: str, by: User | None, at: datetime) -> None:
    """Take back every live proposal of a brief that the caller holds locked."""
    rows = Proposal.objects.live().select_for_update(of=("self",)).filter(brief=brief)
    for proposal in in_order(rows.select_related("brief_role", "organisation")):
        proposal.brief = brief
        _take_back(proposal, reason=reason, by=by, at=at)


def settle(brief: Brief, at: datetime) -> None:
    """When everybody has accepted and the application is selected, staff are asked for terms."""
    is_ready = brief.state == BriefState.PROPOSED and selectors.is_selected(brief)
    if is_ready and not has_standing_agreement(brief) and selectors.roles_are_accepted(brief):
        workflow.open_wait(
            brief,
            key=WAIT_FOR_AGREEMENT,
            party="role:staff",
            what=_("협약 조건을 작성해 주십시오"),
            path=brief.get_absolute_url(),
            at=at,
        )


def _roles(brief: Brief, partners: Mapping[UUID, UUID]) -> list[BriefRole]:
    roles = list(
        BriefRole.objects.select_for_update(of=("self",))
        .filter(brief=brief, uid__in=partners, removed_at__isnull=True)
        .select_related("brief__application")
        .order_by("position")
    )
    if not roles or len(roles) != len(partners):
        raise NotFound
    if Proposal.objects.live().filter(brief_role__in=roles).exists():
        raise RoleTaken
    return roles


def _chosen(roles: list[BriefRole], partners: Mapping[UUID, UUID]) -> dict[int, Organisation]:
    """The named organisations by role id, each judged fit for it now."""
    field = selectors.needs_and_profiles(roles)
    profiles = {profile.code: profile for profile in field.profiles}
    rows = {row.uid: row for row in Organisation.objects.active().partners().filter(uid__in=partners.values())}
    chosen: dict[int, Organisation] = {}
    for role in roles:
        row = rows.get(partners[role.uid])
        if row is None:
            raise NotFound
        excluded = matching.exclusions(field.needs[role.pk], profiles[str(row.uid)])
        if excluded:
            raise NotACandidate(_refusal(row, str(labels.EXCLUSIONS[excluded[0]])), field="partners")
        chosen[role.pk] = row
    _check_company(roles[0].brief, chosen, field.ids)
    return chosen


def _check_company(brief: Brief, chosen: Mapping[int, Organisation], ids: dict[str, int]) -> None:
    """An organisation has one role a brief, and no rivals sit together."""
    held = list(
        Organisation.objects.filter(pk__in=Proposal.objects.live().filter(brief=brief).values("organisation_id"))
    )
    present: list[Organisation] = []
    rivals = selectors.rivals(ids)
    for row in (*held, *chosen.values()):
        if any(row.pk == other.pk for other in present):
            raise NotACandidate(_refusal(row, _("이 과제의 다른 역할을 맡습니다.")), field="partners")
        rival = next((other for other in present if frozenset((str(row.uid), str(other.uid))) in rivals), None)
        if rival is not None:
            said = _("%(name)s 쪽과 이해관계가 있습니다.") % {"name": rival.name}
            raise NotACandidate(_refusal(row, said), field="partners")
        present.append(row)


def _refusal(organisation: Organisation, why: str) -> str:
    return _("%(name)s에는 제안할 수 없습니다. %(why)s 다른 후보를 골라 주십시오.") % {
        "name": organisation.name,
        "why": why,
    }


def _ask(
    brief: Brief, role: BriefRole, organisation: Organisation, *, due_at: datetime, message: str, by: User, at: datetime
) -> Proposal:
    proposal = Proposal.objects.create(
        brief=brief,
        brief_role=role,
        organisation=organisation,
        company=brief.company,
        months=role.months_needed,
        budget_krw=role.budget_krw,
        message=message,
        due_at=due_at,
        proposed_by=by,
        proposed_at=at,
    )
    audit.record(subject=proposal, action="propose", by=by, at=at, after={"state": proposal.state})
    workflow.open_state_waits(proposal, at=at)
    _tell_partner("consortia.proposed", proposal, at)
    return proposal


def _answerable(proposal_uid: UUID, by: User, at: datetime) -> Proposal:
    """A proposal that this person may answer now, under lock."""
    demand(by, permissions.ANSWER)
    proposal = locked_proposal(proposal_uid, by)
    if not directory.organisations_of(by).filter(pk=proposal.organisation_id).exists():
        raise NotFound
    if proposal.state != ProposalState.PROPOSED:
        raise AlreadyAnswered
    if at > proposal.due_at:
        raise TooLate
    return proposal


def _take_back(proposal: Proposal, *, reason: str, by: User | None, at: datetime) -> None:
    if proposal.state not in {ProposalState.PROPOSED, ProposalState.ACCEPTED}:
        raise AlreadyAnswered
    was_accepted = proposal.state == ProposalState.ACCEPTED
    workflow.fire(proposal, ProposalAction.WITHDRAW, by=by, at=at, reason=reason)
    proposal.reason = reason.strip()
    proposal.save(update_fields=["reason"])
    if was_accepted:
        free(proposal, by=by, at=at)
    _tell_partner("consortia.withdrawn", proposal, at)


def free(proposal: Proposal, *, by: User | None, at: datetime) -> None:
    """Give the capacity of an accepted proposal back."""
    organisations.release_capacity(
        organisation_id=proposal.organisation_id, months=Decimal(proposal.months), by=by, at=at
    )


def _reopen(brief: Brief, at: datetime) -> None:
    """A brief that lost a partner looks for another; terms are no longer due."""
    workflow.close_waits(brief, at=at, key=WAIT_FOR_AGREEMENT)
    if brief.state == BriefState.PROPOSED:
        workflow.fire(brief, BriefAction.REOPEN, by=None, at=at)


def _context(proposal: Proposal) -> dict[str, str]:
    return {
        "title": proposal.brief.title,
        "organisation": proposal.organisation.name_ko,
        "role": str(proposal.brief_role.get_role_display()),
        "due": f"{local(proposal.due_at):%Y-%m-%d %H:%M}",
        "reason": proposal.reason,
    }


def _tell_partner(kind: str, proposal: Proposal, at: datetime) -> None:
    for member in directory.members_of(proposal.organisation):
        notices.queue(
            kind, to=member, context=_context(proposal), path=proposal.get_absolute_url(), about=proposal, at=at
        )


def _tell_proposer(kind: str, proposal: Proposal, at: datetime) -> None:
    notices.queue(
        kind,
        to=proposal.proposed_by,
        context=_context(proposal),
        path=proposal.brief.get_absolute_url(),
        about=proposal,
        at=at,
    )
