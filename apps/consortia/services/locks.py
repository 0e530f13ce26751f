"""Taking rows to work on them, the brief always first, so that two people never wait for each other in a circle."""

from collections.abc import Iterable
from uuid import UUID

from apps.accounts.models import User
from apps.consortia.models import Agreement, Brief, Proposal
from apps.consortia.states import AgreementState
from apps.directory import selectors as directory
from apps.kernel.errors import NotAllowed, NotFound


def demand(by: User, code: str) -> None:
    """Raises NotAllowed without the permission."""
    if not by.can(code):
        raise NotAllowed


def locked_brief(brief_uid: UUID, by: User) -> Brief:
    """The brief under lock for a person who may see it; raises NotFound."""
    rows = Brief.objects.visible_to(by).select_for_update(of=("self",)).select_related("company", "application__call")
    brief = rows.filter(uid=brief_uid).first()
    if brief is None:
        raise NotFound
    return brief


def locked_proposal(proposal_uid: UUID, by: User) -> Proposal:
    """The proposal under its brief's lock and its own, for a person who may see it; raises NotFound."""
    found = Proposal.objects.visible_to(by).filter(uid=proposal_uid).values("pk", "brief_id").first()
    if found is None:
        raise NotFound
    return locked_pair(found["pk"], found["brief_id"])


def locked_pair(proposal_id: int, brief_id: int) -> Proposal:
    """A proposal and its brief, both under lock."""
    brief = Brief.objects.select_for_update(of=("self",)).select_related("company").get(pk=brief_id)
    rows = Proposal.objects.select_for_update(of=("self",)).select_related("brief_role", "organisation")
    proposal = rows.get(pk=proposal_id)
    proposal.brief = brief
    return proposal


def locked_agreement(agreement_uid: UUID, by: User) -> Agreement:
    """The agreement under its brief's lock and its own, for a person who may see it; raises NotFound."""
    found = Agreement.objects.visible_to(by).filter(uid=agreement_uid).values("pk", "brief_id").first()
    if found is None:
        raise NotFound
    return _agreement(found["pk"], found["brief_id"])


def locked_agreement_to_decide(agreement_uid: UUID, by: User) -> Agreement:
    """The same for the centre's people without any tie to the company; raises NotFound, Tied."""
    agreement = locked_agreement(agreement_uid, by)
    directory.demand_untied(by, agreement.company)
    return agreement


def locked_agreement_by_id(agreement_id: int) -> Agreement:
    """The same for an upper floor that holds the id; raises NotFound."""
    found = Agreement.objects.filter(pk=agreement_id).values("pk", "brief_id").first()
    if found is None:
        raise NotFound
    return _agreement(found["pk"], found["brief_id"])


def has_standing_agreement(brief: Brief) -> bool:
    """Whether terms are being signed or in force."""
    return Agreement.objects.filter(brief=brief).exclude(state=AgreementState.VOID).exists()


def in_order(proposals: Iterable[Proposal]) -> list[Proposal]:
    """Proposals by organisation: capacity rows are always locked in this order."""
    return sorted(proposals, key=lambda proposal: (proposal.organisation_id, proposal.pk))


def _agreement(agreement_id: int, brief_id: int) -> Agreement:
    brief = (
        Brief.objects.select_for_update(of=("self",))
        .select_related("company", "roadmap", "application__call", "application__site")
        .get(pk=brief_id)
    )
    rows = Agreement.objects.select_for_update(of=("self",)).select_related("company", "centre_signatory")
    agreement = rows.get(pk=agreement_id)
    agreement.brief = brief
    return agreement
