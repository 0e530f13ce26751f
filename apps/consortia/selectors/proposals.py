"""Reads of proposals."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from datetime import datetime
from decimal import Decimal

from django.db.models import Exists, OuterRef, QuerySet

from apps.accounts.models import User
from apps.consortia import permissions
from apps.consortia.models import Agreement, Proposal
from apps.consortia.states import AgreementState, BriefState, ProposalState
from apps.directory import selectors as directory
from apps.directory.models import Organisation
from apps.kernel.among import Among

PROPOSAL_ROW = (
    "pk",
    "uid",
    "state",
    "months",
    "budget_krw",
    "due_at",
    "proposed_at",
    "brief__title",
    "brief_role__role",
    "organisation__name_ko",
    "organisation__name_en",
    "company__name_ko",
)


def proposal_rows(user: User, *, state: str = "") -> QuerySet[Proposal]:
    """Proposals to a partner's organisations, or all of them for the centre, to be read as `PROPOSAL_ROW`."""
    rows = Proposal.objects.visible_to(user)
    if not user.can(permissions.VIEW_ALL):
        rows = rows.filter(Among("organisation", directory.organisations_of(user).values("pk")))
    if state in ProposalState.values:
        rows = rows.filter(state=state)
    return rows


def overdue_proposals(before: datetime) -> Iterable[dict[str, int]]:
    """Proposals whose due time has passed without an answer."""
    rows = Proposal.objects.filter(state=ProposalState.PROPOSED, due_at__lte=before).order_by("due_at", "pk")
    return [{"proposal_id": pk} for pk in rows.values_list("pk", flat=True)[:500]]


def miscounted_capacity() -> Iterator[tuple[str, tuple[Decimal, int], tuple[Decimal, int]]]:
    """Partners whose counters differ from what they accepted and have not finished: name, counted, promised."""
    promised: dict[int, tuple[Decimal, int]] = defaultdict(lambda: (Decimal(0), 0))
    ended = Agreement.objects.filter(brief=OuterRef("brief"), state=AgreementState.ENDED)
    held = Proposal.objects.filter(~Exists(ended), state=ProposalState.ACCEPTED)
    for organisation_id, months in held.values_list("organisation_id", "months"):
        total, projects = promised[organisation_id]
        promised[organisation_id] = (total + months, projects + 1)
    for row in Organisation.objects.partners().order_by("pk").iterator(chunk_size=500):
        counted = (row.capacity_used_months, row.projects_running)
        if counted != promised[row.pk]:
            yield row.name_ko, counted, promised[row.pk]


def early_partners(company_ids: Collection[int]) -> list[tuple[int, int]]:
    """Companies with a project that has no agreement yet, each with every organisation that is asked or took a role."""
    rows = Proposal.objects.live().filter(
        company__in=company_ids, brief__state__in=[BriefState.OPEN, BriefState.PROPOSED]
    )
    return list(rows.order_by("pk").values_list("company_id", "organisation_id"))
