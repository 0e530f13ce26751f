"""Rendering, inspection, and throwing away what never came whole."""

from celery.exceptions import SoftTimeLimitExceeded
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.documents import selectors, services
from apps.kernel import jobs


@jobs.task(services.RENDER, waiting=selectors.waiting, left=selectors.left)
def render(*, document_id: int) -> None:
    try:
        services.render(document_id=document_id, at=timezone.now())
    except SoftTimeLimitExceeded:
        services.give_up(document_id=document_id, reason=_("문서 작성이 제한시간을 넘었습니다."), at=timezone.now())


@jobs.task(services.INSPECT, waiting=selectors.waiting_attachments)
def inspect(*, attachment_id: int) -> None:
    try:
        services.inspect(attachment_id=attachment_id, at=timezone.now())
    except SoftTimeLimitExceeded:
        services.give_up_inspecting(attachment_id=attachment_id, at=timezone.now())


@jobs.task(services.DISCARD, waiting=selectors.forgotten_uploads)
def discard_upload(*, upload_id: int) -> None:
    services.discard_upload(upload_id=upload_id)


@jobs.task(services.DISCARD_BATCH, waiting=selectors.forgotten_batches)
def discard_batch(*, batch_id: int) -> None:
    services.discard_batch(batch_id=batch_id)
