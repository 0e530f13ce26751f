"""From a frozen sheet to a PDF, and from an upload to an inspected file."""

import hashlib
import logging
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import User
from apps.audit import services as audit
from apps.documents import inspection
from apps.documents.labels import FINDINGS
from apps.documents.models import Attachment, Document, Kind
from apps.documents.states import AttachmentState, DocumentState
from apps.kernel import clocks, jobs
from apps.kernel.errors import Conflict, DomainError, Invalid, UidTaken
from apps.workflow.services import fire

if TYPE_CHECKING:
    from apps.documents import paper

logger = logging.getLogger(__name__)

RENDER = "documents.render"
INSPECT = "documents.inspect"
# How long one try may hold a document before another may begin.
LEASE = timedelta(seconds=45)
# A sheet that ended its worker this often is given up, so that staff look at it.
MAX_ATTEMPTS = 6


class RefusedFile(Invalid):
    """The file cannot be taken; the message says why and what to do."""

    code = "refused_file"


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

    A try takes the row for ``LEASE``; no lock is held while it renders. The first try to finish is the document, and
    one that comes after it changes nothing, so a worker that was killed, or slow, leaves exactly one.
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
    is_held = document.state == DocumentState.RENDERING and document.touched_at > at - LEASE
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


@transaction.atomic
def attach(
    *, file: UploadedFile, kind: str, subject: models.Model, by: User, at: datetime, uid: Any = None
) -> Attachment:
    """Take a file into quarantine and have it inspected; refuses at once what can never be used.

    ``uid`` may be made by the client, so that sending twice keeps one file. Raises RefusedFile, UidTaken.
    """
    if uid is not None:
        known = Attachment.objects.filter(uid=uid, uploaded_by=by).first()
        if known is not None and _is_same(known, file, subject):
            return known
        if known is not None or Attachment.objects.filter(uid=uid).exists():
            raise UidTaken(field="uid")
    size = file.size or 0
    if size > settings.ATTACHMENT_MAX_BYTES:
        limit = settings.ATTACHMENT_MAX_BYTES // (1024 * 1024)
        raise RefusedFile(
            _("파일은 %(limit)dMB까지 올릴 수 있습니다. 크기를 줄여 다시 올려 주십시오.") % {"limit": limit},
            field="file",
        )
    data = file.read()
    verdict = inspection.inspect(data, file.name or "")
    if not verdict.is_usable:
        raise RefusedFile(FINDINGS[verdict.finding], field="file")
    attachment = Attachment(
        kind=kind,
        subject_label=audit.label_of(subject),
        subject_id=subject.pk,
        original_name=(file.name or "file")[:200],
        size=size,
        sha256=hashlib.sha256(data).hexdigest(),
        detected=verdict.format,
        uploaded_by=by,
        uploaded_at=at,
        **({"uid": uid} if uid is not None else {}),
    )
    attachment.file.save(f"{attachment.uid}.bin", ContentFile(data), save=False)
    attachment.save()
    jobs.enqueue(INSPECT, attachment_id=attachment.pk)
    return attachment


def _is_same(known: Attachment, file: UploadedFile, subject: models.Model) -> bool:
    """Whether a file that comes again under its name is the very one that is there."""
    if (known.subject_label, known.subject_id, known.size) != (audit.label_of(subject), subject.pk, file.size):
        return False
    is_same = hashlib.sha256(file.read()).hexdigest() == known.sha256
    file.seek(0)
    return is_same


@transaction.atomic
def inspect(*, attachment_id: int, at: datetime) -> None:
    """Look at a quarantined file as it was stored, and let it out, flag it or refuse it."""
    attachment = Attachment.objects.select_for_update(of=("self",)).get(pk=attachment_id)
    if attachment.state != AttachmentState.QUARANTINED:
        return
    with attachment.file.open("rb") as stored:
        data = stored.read()
    verdict = inspection.inspect(data, attachment.original_name)
    intact = hashlib.sha256(data).hexdigest() == attachment.sha256
    attachment.finding = verdict.finding if intact else inspection.Finding.DAMAGED
    if attachment.finding == inspection.Finding.FINE:
        attachment.state = AttachmentState.CLEAN
    else:
        flagged = attachment.finding in inspection.FLAGS
        attachment.state = AttachmentState.FLAGGED if flagged else AttachmentState.REFUSED
    attachment.inspected_at = at
    attachment.save(update_fields=["finding", "state", "inspected_at"])


@transaction.atomic
def remove_attachment(*, attachment_id: int, by: User, at: datetime) -> None:
    """Take a file out of its subject; the row stays in the record, the bytes go at retention."""
    attachment = Attachment.objects.select_for_update(of=("self",)).get(pk=attachment_id)
    if attachment.removed_at is None:
        attachment.removed_at = at
        attachment.save(update_fields=["removed_at"])
        audit.record(subject=attachment, action="remove", by=by, at=at)
