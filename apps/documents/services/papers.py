"""From a frozen sheet to a PDF."""

import logging
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import User
from apps.audit import services as audit
from apps.documents.models import Document, Kind
from apps.documents.selectors import RENDERING_LEASE
from apps.documents.states import DocumentState
from apps.kernel import clocks, jobs
from apps.kernel.errors import Conflict, DomainError
from apps.workflow.services import fire

if TYPE_CHECKING:
    from apps.documents import paper

logger = logging.getLogger(__name__)

RENDER = "documents.render"
# A sheet that ended its worker this often is given up, so that staff look at it.
MAX_ATTEMPTS = 6


class BeingRendered(Conflict):
    message = _("문서를 작성하고 있습니다. 잠시 후 다시 확인해 주십시오.")


@transaction.atomic
def request(
    kind: Kind,
    sheet: dict[str, Any],
    *,
    number: str,
    name: str,
    subject: models.Model,
    path: str,
    party: str,
    by: User | None,
    at: datetime,
    language: str = "ko",
) -> Document:
    """Freeze a sheet and have it rendered. Asked again for the same number, the first document is returned."""
    document, created = Document.objects.get_or_create(
        number=number,
        defaults={
            "kind": kind,
            "sheet": sheet,
            "name": name,
            "subject_label": audit.label_of(subject),
            "subject_id": subject.pk,
            "subject_path": path,
            "party": party,
            "holder": (sheet.get("company") or {}).get("name", "")[:120],
            "language": language,
            "requested_at": at,
            "requested_by_id": by.pk if by else None,
            "touched_at": at,
        },
    )
    if created:
        audit.record(subject=document, action="request", by=by, at=at, after={"state": document.state})
        jobs.enqueue(RENDER, document_id=document.pk)
    return document


def render(*, document_id: int, at: datetime) -> None:
    """Turn one requested sheet into its PDF, once however often it is asked.

    A try takes the row for ``RENDERING_LEASE``; no lock is held while it renders. The first try to finish is the
    document, and one that comes after it changes nothing, so a worker that was killed, or slow, leaves exactly one.
    """
    document = _take(document_id, at)
    if document is None:
        return
    try:
        rendered = _rendered(document)
    except DomainError as refusal:
        logger.error("document %s failed: %s", document.number, refusal)
        give_up(document_id=document_id, reason=str(refusal), at=at)
        return
    _finish(document_id, rendered, at)


@transaction.atomic
def _take(document_id: int, at: datetime) -> Document | None:
    """Take the row for one try, or None when it is done or another try still holds it."""
    document = Document.objects.select_for_update().get(pk=document_id)
    is_held = document.state == DocumentState.RENDERING and document.touched_at > at - RENDERING_LEASE
    if is_held or document.state not in {DocumentState.REQUESTED, DocumentState.RENDERING}:
        return None
    if document.attempts >= MAX_ATTEMPTS:
        reason = _("문서를 %(count)d번 작성하지 못했습니다. 작업자 기록을 확인해 주십시오.") % {"count": MAX_ATTEMPTS}
        fire(document, "fail", by=None, at=at, failure=reason, reason=reason)
        return None
    fire(document, "start", by=None, at=at, attempts=document.attempts + 1, touched_at=at)
    return document


def _rendered(document: Document) -> "paper.Rendered":
    from apps.documents import paper  # noqa: PLC0415 WeasyPrint is loaded by workers only

    return paper.render(
        document.kind,
        document.sheet,
        number=document.number,
        verification_code=document.verification_code,
        verify_url=f"{settings.SITE_URL}/verify/{document.verification_code}/",
        issued_on=clocks.local_date(document.requested_at),
        language=document.language,
    )


@transaction.atomic
def _finish(document_id: int, rendered: "paper.Rendered", at: datetime) -> None:
    """Store the bytes and their hash, unless another try was quicker."""
    document = Document.objects.select_for_update().get(pk=document_id)
    if document.state != DocumentState.RENDERING:
        return
    # The name is given by the row, so a second try overwrites what the first may have left.
    name = f"documents/{document.requested_at:%Y/%m}/{document.uid}.pdf"
    storage = document.file.storage
    if storage.exists(name):
        storage.delete(name)
    fire(
        document,
        "ready",
        by=None,
        at=at,
        file=storage.save(name, ContentFile(rendered.pdf)),
        sha256=rendered.sha256,
        size=len(rendered.pdf),
        pages=rendered.pages,
        # The day of issue is the day printed, whenever the worker comes to it.
        issued_at=document.requested_at,
        template_version=rendered.template_version,
        renderer=rendered.renderer,
        fonts=rendered.fonts,
        failure="",
    )
    if _has_newer(document):
        fire(document, "supersede", by=None, at=at)


def _has_newer(document: Document) -> bool:
    """Whether a newer document of the same subject was asked for while this one waited for its worker."""
    same = Document.objects.filter(
        subject_label=document.subject_label, subject_id=document.subject_id, kind=document.kind
    )
    return same.filter(pk__gt=document.pk).exclude(state=DocumentState.REVOKED).exists()


@transaction.atomic
def give_up(*, document_id: int, reason: str, at: datetime) -> None:
    """Mark a document failed after the worker could not finish it; staff are asked to look."""
    document = Document.objects.select_for_update().get(pk=document_id)
    if document.state in {DocumentState.REQUESTED, DocumentState.RENDERING}:
        fire(document, "fail", by=None, at=at, failure=reason, reason=reason)


@transaction.atomic
def retry(*, document_id: int, by: User, at: datetime) -> Document:
    """Have a failed document rendered again."""
    document = Document.objects.select_for_update().get(pk=document_id)
    fire(document, "retry", by=by, at=at, touched_at=at, attempts=0)
    jobs.enqueue(RENDER, document_id=document.pk)
    return document


@transaction.atomic
def supersede(*, document_id: int, by: User | None, at: datetime) -> None:
    """A newer document takes this one's place; it stays and verifies as superseded."""
    fire(Document.objects.select_for_update().get(pk=document_id), "supersede", by=by, at=at)


@transaction.atomic
def revoke(*, document_id: int, by: User, at: datetime, reason: str) -> None:
    """Take a document back; it verifies as revoked from now on."""
    fire(Document.objects.select_for_update().get(pk=document_id), "revoke", by=by, at=at, reason=reason)
