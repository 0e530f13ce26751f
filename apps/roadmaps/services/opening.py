"""Opening the first version of a roadmap, and the next one."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from apps.accounts.models import User
from apps.audit import services as audit
from apps.diagnosis.models import Assessment
from apps.diagnosis.states import WAIT_FOR_ROADMAP, AssessmentState
from apps.kernel import clocks
from apps.kernel.errors import NotAllowed, NotFound, WrongState
from apps.roadmaps import permissions, selectors
from apps.roadmaps.errors import NotDiagnosed
from apps.roadmaps.models import Roadmap
from apps.roadmaps.services.locks import locked
from apps.roadmaps.states import RoadmapState
from apps.workflow import services as workflow


@transaction.atomic
def open(*, assessment_id: int, by: User | None, at: datetime) -> Roadmap:
    """Open the roadmap of a completed diagnosis; its consultant is the author. Asking twice opens one.

    `by` is None where the house opens it because the diagnosis was completed.
    Raises NotAllowed, NotFound, NotDiagnosed, NoWeights.
    """
    if by is not None and not by.can(permissions.OPEN):
        raise NotAllowed
    rows = Assessment.objects.all() if by is None else Assessment.objects.visible_to(by)
    rows = rows.diagnoses()
    assessment = (
        rows.select_for_update(of=("self",)).select_related("application", "company").filter(pk=assessment_id).first()
    )
    if assessment is None:
        raise NotFound
    workflow.close_waits(assessment, at=at, key=WAIT_FOR_ROADMAP)
    known = Roadmap.objects.filter(application=assessment.application_id).order_by("-version").first()
    if known is not None:
        return known
    if assessment.state != AssessmentState.COMPLETED or assessment.consultant_id is None:
        raise NotDiagnosed
    weights = selectors.weights_now()
    roadmap = Roadmap.objects.create(
        assessment=assessment,
        company=assessment.company,
        application=assessment.application,
        author_id=assessment.consultant_id,
        weights=weights,
        starts_on=clocks.month_begin(clocks.local_date(at), after=1),
        inputs=selectors.default_settings(assessment.application, weights).as_json(),
        created_at=at,
    )
    _begin(roadmap, by=by, at=at)
    return roadmap


@transaction.atomic
def revise(*, roadmap_id: int, by: User, at: datetime) -> Roadmap:
    """Open the next version of an issued roadmap with the same settings and the newest weights.

    The issued one stays valid until the next is issued. Raises NotAllowed, WrongState; asking twice opens one.
    """
    before = locked(roadmap_id, by)
    if not by.can(permissions.OPEN):
        raise NotAllowed
    known = Roadmap.objects.unissued().filter(application=before.application_id).first()
    if known is not None:
        return known
    if before.state != RoadmapState.ISSUED:
        raise WrongState
    roadmap = Roadmap.objects.create(
        assessment=before.assessment,
        company=before.company,
        application=before.application,
        version=before.version + 1,
        author_id=before.author_id,
        weights=selectors.weights_now(),
        starts_on=clocks.month_begin(clocks.local_date(at), after=1),
        inputs=before.inputs,
        headline=before.headline,
        swot=before.swot,
        is_swot_edited=before.is_swot_edited,
        created_at=at,
    )
    _begin(roadmap, by=by, at=at)
    return roadmap


def _begin(roadmap: Roadmap, *, by: User | None, at: datetime) -> None:
    audit.record(
        subject=roadmap, action="open", by=by, at=at, after={"state": roadmap.state, "version": roadmap.version}
    )
    workflow.open_state_waits(roadmap, at=at)
