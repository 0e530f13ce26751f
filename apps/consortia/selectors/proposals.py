"""Reads of proposals."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from apps.accounts.models import User
from apps.consortia import permissions
from apps.consortia.models import Proposal
from apps.consortia.states import ProposalState
from apps.directory import selectors as directory


def proposal_rows(user: User, *, state: str = "") -> QuerySet[Proposal, dict[str, Any]]:
    """Proposals to a partner's organisations, or all of them for the centre, as light rows."""
    rows = Proposal.objects.visible_to(user)
    if not user.can(permissions.VIEW_ALL):
        rows = rows.filter(Exists(directory.organisations_of(user).order_by().filter(pk=OuterRef("organisation"))))
    if state in ProposalState.values:
        rows = rows.filter(state=state)
    return rows.values(
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
        "company__name_ko",
    )


def overdue_proposals(before: datetime) -> Iterable[dict[str, int]]:
    """Proposals whose due time has passed without an answer."""
    rows = Proposal.objects.filter(state=ProposalState.PROPOSED, due_at__lte=before).order_by("due_at", "pk")
    return [{"proposal_id": pk} for pk in rows.values_list("pk", flat=True)[:500]]
