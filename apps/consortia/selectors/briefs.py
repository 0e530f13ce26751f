"""Reads of briefs and their roles."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from apps.accounts.models import User
from apps.centre import selectors as centre
from apps.consortia.errors import NoRoadmap
from apps.consortia.models import Brief, BriefRole, Proposal
from apps.consortia.states import LIVE, TONES, BriefState, ProposalState
from apps.directory.models import Skill
from apps.intake import selectors as intake
from apps.intake.models import Application
from apps.intake.states import State as ApplicationState
from apps.kernel import keyset
from apps.kernel.language import is_english, localized
from apps.roadmaps import selectors as roadmaps
from apps.roadmaps.models import PlannedAction, Roadmap


@dataclass(frozen=True, slots=True)
class ProposalView:
    """A proposal as the brief's page shows it."""

    uid: UUID
    organisation: str
    state: str
    label: str
    tone: str
    due_at: datetime
    reason: str
    is_live: bool


@dataclass(frozen=True, slots=True)
class RoleView:
    """A role with what is asked, who was asked, and who holds it."""

    id: int
    uid: UUID
    code: str
    label: str
    kind: str
    skills: tuple[str, ...]
    months: Decimal
    budget_krw: int
    duties: str
    live: ProposalView | None
    past: tuple[ProposalView, ...]

    @property
    def is_held(self) -> bool:
        return self.live is not None and self.live.state == ProposalState.ACCEPTED


def skill_names() -> dict[str, str]:
    """Every skill's name in the reader's language, by code."""
    return {skill.code: localized(skill, "name") for skill in Skill.objects.order_by("code")}


def industry_names() -> dict[str, str]:
    """The centre's pilot industries by code."""
    language = "en" if is_english() else "ko"
    return {row["code"]: row[f"name_{language}"] for row in centre.profile().industries}


def without_brief(user: User, most: int) -> QuerySet[Application, dict[str, Any]]:
    """Applications that wait for their project as light rows, the longest waiting first."""
    return intake.without_brief(user, most).values("uid", "receipt_number", "company__name_ko")


def is_selected(brief: Brief) -> bool:
    """Whether its application is selected, so that terms may be agreed on; give it with its application fetched."""
    return brief.application.state == ApplicationState.SELECTED


def choosable_actions(application: Application) -> tuple[Roadmap, list[PlannedAction]]:
    """The issued roadmap an application cites, and the actions it chose. Raises NoRoadmap."""
    number = application.cited_roadmap_number
    roadmap = roadmaps.issued_by_number(number) if number else None
    if roadmap is None or roadmap.company_id != application.company_id:
        raise NoRoadmap
    return roadmap, list(roadmaps.chosen_actions(roadmap))


BRIEF_ROW = (
    "pk",
    "uid",
    "number",
    "title",
    "state",
    "budget_krw",
    "opened_at",
    "company__name_ko",
    "roles_count",
    "accepted_count",
)


def brief_rows(user: User, *, state: str = "", text: str = "") -> QuerySet[Brief]:
    """Briefs a person may see, to be read as `BRIEF_ROW` with how many roles there are and how many are accepted."""
    rows = Brief.objects.visible_to(user)
    if state in BriefState.values:
        rows = rows.filter(state=state)
    if text:
        rows = rows.filter(Q(number__iexact=text) | Q(title__icontains=text) | Q(company__name_ko__icontains=text))
    roles = keyset.how_many(BriefRole.objects.filter(removed_at__isnull=True), "brief")
    accepted = keyset.how_many(Proposal.objects.filter(state=ProposalState.ACCEPTED), "brief")
    return rows.annotate(roles_count=roles, accepted_count=accepted)


def company_rows(user: User) -> list[dict[str, Any]]:
    """A company's or consultant's projects, newest first."""
    return list(brief_rows(user).order_by("-opened_at", "-pk").values(*BRIEF_ROW)[:50])


def role_views(brief: Brief) -> tuple[RoleView, ...]:
    """Roles of a brief in their order, each with its proposals; three queries, however many roles."""
    proposals: dict[int, list[Proposal]] = {}
    asked = Proposal.objects.filter(brief=brief).select_related("organisation").order_by("-proposed_at", "-pk")
    for proposal in asked:
        proposals.setdefault(proposal.brief_role_id, []).append(proposal)
    names = skill_names()
    views = []
    for role in brief.roles.filter(removed_at__isnull=True).order_by("position"):
        own = [_proposal(proposal) for proposal in proposals.get(role.pk, ())]
        views.append(
            RoleView(
                id=role.pk,
                uid=role.uid,
                code=role.role,
                label=str(role.get_role_display()),
                kind=str(role.get_organisation_kind_display()),
                skills=tuple(names.get(code, code) for code in role.skills),
                months=role.months_needed,
                budget_krw=role.budget_krw,
                duties=role.duties,
                live=next((view for view in own if view.is_live), None),
                past=tuple(view for view in own if not view.is_live),
            )
        )
    return tuple(views)


def _proposal(proposal: Proposal) -> ProposalView:
    return ProposalView(
        uid=proposal.uid,
        organisation=proposal.organisation.name,
        state=proposal.state,
        label=str(proposal.get_state_display()),
        tone=TONES.get(ProposalState(proposal.state), "info"),
        due_at=proposal.due_at,
        reason=proposal.reason,
        is_live=proposal.state in LIVE,
    )
