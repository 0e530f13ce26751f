"""Two people stand for a roadmap, then it is issued once and never changes."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import override

from apps.accounts.models import User
from apps.accounts.roles import Role
from apps.accounts.selectors import users_with_role
from apps.centre import services as centre
from apps.documents import services as documents
from apps.documents.models import Kind
from apps.documents.states import DocumentState
from apps.notices import services as notices
from apps.roadmaps import selectors, sheet
from apps.roadmaps.errors import NotPlanned, OutOfDate
from apps.roadmaps.models import Roadmap
from apps.roadmaps.services.locks import locked, locked_to_decide
from apps.roadmaps.states import RoadmapAction, RoadmapState
from apps.workflow import services as workflow

NUMBER = "roadmap"
NAME = "전환 로드맵"


@transaction.atomic
def propose(*, roadmap_id: int, by: User, at: datetime) -> Roadmap:
    """Hand the plan to the manager. Raises OutOfDate, NotPlanned for an empty or impossible plan."""
    roadmap = locked(roadmap_id, by)
    workflow.check(roadmap, RoadmapAction.PROPOSE, by=by)
    if roadmap.is_stale:
        raise OutOfDate
    if not roadmap.actions.exists():
        raise NotPlanned
    workflow.fire(roadmap, RoadmapAction.PROPOSE, by=by, at=at, proposed_at=at)
    for manager in users_with_role(Role.MANAGER):
        _tell("roadmaps.proposed", roadmap, to=manager, at=at)
    return roadmap


@transaction.atomic
def approve(*, roadmap_id: int, by: User, at: datetime) -> Roadmap:
    """A second person stands for the plan; the author is refused. Raises Tied."""
    roadmap = locked_to_decide(roadmap_id, by)
    workflow.fire(roadmap, RoadmapAction.APPROVE, by=by, at=at, approver=by, approved_at=at)
    return roadmap


@transaction.atomic
def send_back(*, roadmap_id: int, reason: str, by: User, at: datetime) -> Roadmap:
    """Give a proposed or approved plan back to its author with the reason."""
    roadmap = locked_to_decide(roadmap_id, by)
    workflow.fire(
        roadmap, RoadmapAction.SEND_BACK, by=by, at=at, reason=reason, approver=None, approved_at=None, proposed_at=None
    )
    _tell("roadmaps.sent_back", roadmap, to=roadmap.author, at=at, reason=reason.strip())
    return roadmap


@transaction.atomic
def issue(*, roadmap_id: int, by: User, at: datetime) -> Roadmap:
    """Number the roadmap, freeze its sheet and have the paper made; the version before it gives way.

    Raises WrongState, NotAllowed, Tied. Nothing of the sheet is read again when the worker renders it.
    """
    roadmap = locked_to_decide(roadmap_id, by)
    workflow.check(roadmap, RoadmapAction.ISSUE, by=by)
    number = centre.next_number(NUMBER, at)
    with override("ko"):
        frozen = sheet.roadmap(roadmap, number=number, at=at)
    document = documents.request(
        Kind.ROADMAP,
        frozen,
        number=number,
        name=NAME,
        subject=roadmap,
        path=roadmap.get_absolute_url(),
        party=f"org:{roadmap.company_id}",
        by=by,
        at=at,
    )
    _supersede_earlier(roadmap, at=at)
    workflow.fire(roadmap, RoadmapAction.ISSUE, by=by, at=at, number=number, document=document, issued_at=at)
    return roadmap


def _supersede_earlier(roadmap: Roadmap, *, at: datetime) -> None:
    earlier = Roadmap.objects.select_for_update(of=("self",)).select_related("company")
    for before in earlier.filter(application=roadmap.application_id, state=RoadmapState.ISSUED):
        workflow.fire(before, RoadmapAction.SUPERSEDE, by=None, at=at)
        document = selectors.document_of(before)
        if document is not None and document.state == DocumentState.READY:
            documents.supersede(document_id=document.pk, by=None, at=at)


def _tell(kind: str, roadmap: Roadmap, *, to: User, at: datetime, **more: str) -> None:
    notices.queue(
        kind,
        to=to,
        context={"company": roadmap.company.name_ko, "title": roadmap.title, **more},
        path=roadmap.get_absolute_url(),
        about=roadmap,
        at=at,
        round_=at.isoformat(),
    )
