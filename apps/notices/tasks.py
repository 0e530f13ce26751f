"""Sending messages."""

from django.utils import timezone

from apps.kernel import jobs
from apps.notices import selectors, services


@jobs.task(services.SEND, waiting=selectors.waiting)
def send(*, notice_id: int) -> None:
    services.send(notice_id=notice_id, at=timezone.now())
