"""Jobs of pilots: news from the floors below."""

from functools import partial

from django.utils import timezone

from apps.kernel import jobs
from apps.pilots import services
from apps.workflow import selectors as workflow_read
from apps.workflow import services as workflow
from apps.workflow.models import Delivery

AGREEMENT = "pilots.agreement_moved"


@jobs.task(AGREEMENT, waiting=partial(workflow_read.waiting_deliveries, AGREEMENT))
def agreement_moved(*, delivery_id: int) -> None:
    def ask(delivery: Delivery) -> None:
        services.ask_for_pilot(agreement_id=delivery.subject_id, at=delivery.event_at)

    workflow.deliver(delivery_id=delivery_id, handler=ask, at=timezone.now())
