"""What follows from news of other floors."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime

from django.db import transaction

from apps.diagnosis.models import Assessment
from apps.diagnosis.states import WAIT_FOR_ROADMAP
from apps.directory import selectors as directory
from apps.documents import services as documents
from apps.notices import services as notices
from apps.roadmaps import frozen, selectors
from apps.roadmaps.errors import NotDiagnosed
from apps.roadmaps.models import Roadmap
from apps.roadmaps.services import opening
from apps.roadmaps.states import EDITABLE, RoadmapState
from apps.workflow import services as workflow


@transaction.atomic
def diagnosis_completed(*, assessment_id: int, at: datetime) -> None:
    """A diagnosis was completed: its roadmap is opened, or a plan on older bands is marked as out of date."""
    assessment = Assessment.objects.diagnoses().filter(pk=assessment_id, result__isnull=False).first()
    if assessment is None:
        return
    begun = Roadmap.objects.select_for_update().filter(assessment=assessment, state__in=EDITABLE).first()
    if begun is None:
        with suppress(NotDiagnosed):  # reopened meanwhile; its next completion comes here again
            opening.open(assessment_id=assessment_id, by=None, at=at)
        return
    workflow.close_waits(assessment, at=at, key=WAIT_FOR_ROADMAP)
    if begun.plan is not None and begun.plan["bands"] != frozen.as_bands(selectors.today(begun)):
        begun.is_stale = True
        begun.save(update_fields=["is_stale"])


@transaction.atomic
def document_ready(*, document_id: int, at: datetime) -> None:
    """The paper of an issued roadmap is there: the company's people are told."""
    roadmap = Roadmap.objects.select_related("company").filter(document=document_id).first()
    if roadmap is None:
        return
    if roadmap.state == RoadmapState.SUPERSEDED:  # its next version was issued while this one was still rendered
        documents.supersede(document_id=document_id, by=None, at=at)
        return
    for member in directory.members_of(roadmap.company):
        notices.queue(
            "roadmaps.issued",
            to=member,
            context={"company": roadmap.company.name_ko, "number": roadmap.number},
            path=roadmap.get_absolute_url(),
            about=roadmap,
            at=at,
        )
