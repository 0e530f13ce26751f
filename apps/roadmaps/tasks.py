"""Jobs of the roadmaps: news from the floors below."""

from functools import partial

from django.utils import timezone

from apps.kernel import jobs
from apps.roadmaps import services
from apps.workflow import selectors as workflow_read
from apps.workflow import services as workflow
from apps.workflow.models import Delivery

DIAGNOSED = "roadmaps.assessment_completed"
READY = "roadmaps.document_ready"


@jobs.task(DIAGNOSED, waiting=partial(workflow_read.waiting_deliveries, DIAGNOSED))
def assessment_completed(*, delivery_id: int) -> None:
    def open_roadmap(delivery: Delivery) -> None:
        services.diagnosis_completed(assessment_id=delivery.subject_id, at=delivery.event_at)

    workflow.deliver(delivery_id=delivery_id, handler=open_roadmap, at=timezone.now())


@jobs.task(READY, waiting=partial(workflow_read.waiting_deliveries, READY))
def document_ready(*, delivery_id: int) -> None:
    def tell(delivery: Delivery) -> None:
        services.document_ready(document_id=delivery.subject_id, at=delivery.event_at)

    workflow.deliver(delivery_id=delivery_id, handler=tell, at=timezone.now())
