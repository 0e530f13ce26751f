"""Jobs of the diagnosis: news from the floors below."""

from functools import partial

from django.utils import timezone

from apps.diagnosis import services
from apps.kernel import jobs
from apps.workflow import selectors as workflow_read
from apps.workflow import services as workflow
from apps.workflow.models import Delivery

ADMITTED = "diagnosis.application_admitted"
WITHDRAWN = "diagnosis.application_withdrawn"


@jobs.task("diagnosis.benchmarks")
def benchmarks() -> None:
    """Once a quarter is over its benchmarks are counted; asked every day, done once."""
    services.count_benchmarks(at=timezone.now())


@jobs.task(ADMITTED, waiting=partial(workflow_read.waiting_deliveries, ADMITTED))
def application_admitted(*, delivery_id: int) -> None:
    """A request was admitted: its diagnosis is opened, and staff are asked for a consultant."""

    def open_case(delivery: Delivery) -> None:
        services.open_admitted(application_id=delivery.subject_id, at=delivery.event_at)

    workflow.deliver(delivery_id=delivery_id, handler=open_case, at=timezone.now())


@jobs.task(WITHDRAWN, waiting=partial(workflow_read.waiting_deliveries, WITHDRAWN))
def application_withdrawn(*, delivery_id: int) -> None:
    """A company took its request back: its unfinished diagnosis ends."""

    def let_go(delivery: Delivery) -> None:
        services.let_go(application_id=delivery.subject_id, at=delivery.event_at)

    workflow.deliver(delivery_id=delivery_id, handler=let_go, at=timezone.now())
