"""Roadmaps for lists, for the thread of a case, and for the floors above."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from apps.accounts.models import User
from apps.diagnosis.models import Assessment
from apps.diagnosis.states import WAIT_FOR_ROADMAP, AssessmentState
from apps.documents.models import Document
from apps.kernel.errors import NotFound, Text
from apps.roadmaps.models import PlannedAction, Roadmap
from apps.roadmaps.states import TONES, RoadmapState
from apps.workflow import selectors as workflow

ORDER = ("-created_at", "-pk")


ROW = (
    "pk",
    "uid",
    "state",
    "version",
    "number",
    "created_at",
    "issued_at",
    "company__name_ko",
    "author_id",
    "author__name",
)


def roadmaps_for(user: User, *, state: str = "", words: str = "") -> QuerySet[Roadmap]:
    """For lists, to be read as `ROW`, newest first by `ORDER`; `words` looks in the company's name and the number."""
    rows = Roadmap.objects.visible_to(user)
    if state in RoadmapState.values:
        rows = rows.filter(state=state)
    if words:
        rows = rows.filter(Q(company__name_ko__icontains=words) | Q(number__iendswith=words))
    return rows


def seen(uid: Any, user: User) -> Roadmap:
    """The roadmap with what its pages read, or NotFound."""
    rows = Roadmap.objects.visible_to(user).select_related(
        "company", "application", "assessment", "author", "approver", "weights"
    )
    found = rows.filter(uid=uid).first()
    if found is None:
        raise NotFound
    return found


def completed_without_roadmap(user: User, most: int = 20) -> list[dict[str, Any]]:
    """Completed diagnoses this person may see for which no roadmap was opened, the oldest first."""
    rows = Assessment.objects.visible_to(user).filter(state=AssessmentState.COMPLETED)
    waiting = workflow.longest_waiting(rows, WAIT_FOR_ROADMAP, most)
    return list(waiting.order_by("completed_at", "pk").values("uid", "company__name_ko", "level", "completed_at"))


def chosen_actions(roadmap: Roadmap) -> QuerySet[PlannedAction]:
    """The plan's actions in order of time, with the catalogue's words."""
    return roadmap.actions.select_related("action").order_by("position", "pk")


def issued_by_number(number: str) -> Roadmap | None:
    """The issued roadmap of a number; a superseded one is not found."""
    rows = Roadmap.objects.filter(number=number.strip(), state=RoadmapState.ISSUED)
    return rows.select_related("company", "application").first()


def document_of(roadmap: Roadmap) -> Document | None:
    """The roadmap's document without its sheet."""
    if roadmap.document_id is None:
        return None
    return Document.objects.defer("sheet").get(pk=roadmap.document_id)


def versions_of(roadmap: Roadmap, user: User) -> list[dict[str, Any]]:
    """All versions for the same application that this person may see, newest first."""
    rows = Roadmap.objects.visible_to(user).filter(application=roadmap.application_id)
    return list(rows.order_by("-version").values("uid", "version", "state", "number", "issued_at"))


@dataclass(frozen=True, slots=True)
class CaseRoadmap:
    """A roadmap's part of a case."""

    uid: UUID
    title: str
    state: str
    state_label: Text
    tone: str
    number: str
    path: str
    created_at: datetime
    proposed_at: datetime | None
    approved_at: datetime | None
    issued_at: datetime | None


def for_case(application_id: int, user: User) -> list[CaseRoadmap]:
    """The roadmaps of one application that a person may see, oldest first."""
    rows = Roadmap.objects.visible_to(user).filter(application=application_id).select_related("company")
    return [
        CaseRoadmap(
            uid=row.uid,
            title=row.title,
            state=row.state,
            state_label=RoadmapState(row.state).label,
            tone=TONES[RoadmapState(row.state)],
            number=row.number or "",
            path=row.get_absolute_url(),
            created_at=row.created_at,
            proposed_at=row.proposed_at,
            approved_at=row.approved_at,
            issued_at=row.issued_at,
        )
        for row in rows.order_by("version")
    ]
