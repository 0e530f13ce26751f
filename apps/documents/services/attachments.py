"""From a received file to an inspected one: quarantine, verdict, and what people decide about it."""

import hashlib
import logging
from datetime import date, datetime
from uuid import UUID

from django.conf import settings
from django.core.files.base import ContentFile, File
from django.db import models, transaction

from apps.accounts.models import User
from apps.audit import services as audit
from apps.documents import inspection, scanner
from apps.documents.errors import FileTooLarge, NotReusable, RefusedFile
from apps.documents.inspection import FLAGS, Finding
from apps.documents.labels import FINDINGS
from apps.documents.models import Attachment
from apps.documents.rules import counts_on
from apps.documents.selectors import INSPECTION_LEASE
from apps.documents.states import AttachmentAction, AttachmentState
from apps.kernel import clocks, jobs
from apps.kernel.errors import UidTaken
from apps.workflow.services import fire

logger = logging.getLogger(__name__)

INSPECT = "documents.inspect"
# A file that ended its worker this often is left to a person.
MAX_ATTEMPTS = 4
# Bytes that the centre may not keep.
DISCARDED = frozenset({Finding.INFECTED, Finding.RESIDENT_NUMBER})


@transaction.atomic
def attach(
    *,
    file: File,
    kind: str,
    subject: models.Model,
    by: User,
    at: datetime,
    uid: UUID | None = None,
    issued_on: date | None = None,
    valid_until: date | None = None,
) -> Attachment:
    """Take a file into quarantine and have it inspected; refuses at once what can never be used.

    ``uid`` may be made by the client, so that sending twice keeps one file. Raises RefusedFile, FileTooLarge, UidTaken.
    """
    if uid is not None:
        known = Attachment.objects.filter(uid=uid, uploaded_by=by).first()
        if known is not None and _is_same(known, file, subject):
            return known
        if known is not None or Attachment.objects.filter(uid=uid).exists():
            raise UidTaken(field="uid")
    if (file.size or 0) > settings.ATTACHMENT_MAX_BYTES:
        raise FileTooLarge
    data, name = file.read(), _name(file)
    verdict = inspection.glance(data, name)
    if not verdict.is_usable:
        raise RefusedFile(FINDINGS[verdict.finding], field="file", code=f"file_{verdict.finding}")
    attachment = Attachment(
        kind=kind,
        subject_label=audit.label_of(subject),
        subject_id=subject.pk,
        original_name=name[-200:],
        size=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
        detected=verdict.format,
        uploaded_by=by,
        uploaded_at=at,
        issued_on=issued_on,
        valid_until=valid_until,
        **({"uid": uid} if uid is not None else {}),
    )
    attachment.file.save(f"{attachment.uid}.bin", ContentFile(data), save=False)
    attachment.save()
    jobs.enqueue(INSPECT, attachment_id=attachment.pk)
    return attachment


def inspect(*, attachment_id: int, at: datetime) -> None:
    """Look at a quarantined file as it was stored, and let it out, flag it or refuse it.

    No lock is held while it is read. Where the virus scanner is away, the file stays in quarantine and is asked about
    again.
    """
    attachment = _take(attachment_id, at)
    if attachment is None:
        return
    try:
        finding = _judged(attachment)
    except scanner.ScannerAway as away:
        logger.warning("virus scanner away, attachment %s waits: %s", attachment.uid, away)
        waiting = Attachment.objects.filter(pk=attachment_id, state=AttachmentState.QUARANTINED)
        waiting.update(finding=Finding.SCANNER_AWAY, attempts=0)
        return
    _settle(attachment_id, finding, at)


def give_up_inspecting(*, attachment_id: int, at: datetime) -> None:
    """A file that no worker can read in its time is left to a person."""
    _settle(attachment_id, Finding.UNREAD, at)


@transaction.atomic
def vouch(*, attachment_id: int, by: User, at: datetime) -> None:
    """A person has looked at a flagged file and takes it; why it was flagged stays with it. Raises WrongState."""
    fire(_locked(attachment_id), AttachmentAction.VOUCH, by=by, at=at)


@transaction.atomic
def dismiss(*, attachment_id: int, reason: str, by: User, at: datetime) -> None:
    """A person has looked at a file and does not take it. Raises WrongState, ReasonMissing."""
    attachment = _locked(attachment_id)
    fire(attachment, AttachmentAction.DISMISS, by=by, at=at, reason=reason, finding=Finding.NOT_ACCEPTED, note=reason)


@transaction.atomic
def reuse(*, attachment_id: int, subject: models.Model, by: User, at: datetime) -> Attachment:
    """Give a paper that still counts to another subject, without its bytes being stored again; twice is once.

    Raises NotReusable.
    """
    known = _locked(attachment_id)
    if known.state != AttachmentState.CLEAN or not counts_on(known.valid_until, clocks.local_date(at)):
        raise NotReusable
    place = {"subject_label": audit.label_of(subject), "subject_id": subject.pk}
    there = Attachment.objects.filter(**place, sha256=known.sha256, kind=known.kind, removed_at=None).first()
    if there is not None:
        return there
    copied = {
        name: getattr(known, name)
        for name in ("kind", "original_name", "size", "sha256", "detected", "state", "issued_on", "valid_until")
    }
    given = Attachment.objects.create(
        **place,
        **copied,
        file=known.file.name,
        reused_from=known,
        uploaded_by=by,
        uploaded_at=at,
        inspected_at=known.inspected_at,
    )
    audit.record(subject=given, action="reuse", by=by, at=at, data={"from": str(known.uid)})
    return given


@transaction.atomic
def remove_attachment(*, attachment_id: int, by: User, at: datetime) -> None:
    """Take a file out of its subject; the row stays in the record, the bytes go at retention."""
    attachment = _locked(attachment_id)
    if attachment.removed_at is None:
        attachment.removed_at = at
        attachment.save(update_fields=["removed_at"])
        audit.record(subject=attachment, action="remove", by=by, at=at)


def _name(file: File) -> str:
    """The file's own name without the folders some programs put before it."""
    return (file.name or "file").replace("\\", "/").rsplit("/", 1)[-1].replace("\x00", "") or "file"


def _is_same(known: Attachment, file: File, subject: models.Model) -> bool:
    """Whether a file that comes again under its name is the very one that is there."""
    if (known.subject_label, known.subject_id, known.size) != (audit.label_of(subject), subject.pk, file.size):
        return False
    is_same = hashlib.sha256(file.read()).hexdigest() == known.sha256
    file.seek(0)
    return is_same


def _locked(attachment_id: int) -> Attachment:
    return Attachment.objects.select_for_update(of=("self",)).get(pk=attachment_id)


@transaction.atomic
def _take(attachment_id: int, at: datetime) -> Attachment | None:
    """Take the row for one try, or None when it is done or another try still holds it."""
    attachment = _locked(attachment_id)
    is_held = attachment.tried_at is not None and attachment.tried_at > at - INSPECTION_LEASE
    if is_held or attachment.state != AttachmentState.QUARANTINED:
        return None
    if attachment.attempts >= MAX_ATTEMPTS:
        _settle(attachment_id, Finding.UNREAD, at)
        return None
    attachment.attempts, attachment.tried_at = attachment.attempts + 1, at
    attachment.save(update_fields=["attempts", "tried_at"])
    return attachment


def _judged(attachment: Attachment) -> Finding:
    """The finding about the stored bytes. Raises ScannerAway."""
    try:
        with attachment.file.open("rb") as stored:
            data = stored.read()
    except FileNotFoundError:
        return Finding.DAMAGED
    if hashlib.sha256(data).hexdigest() != attachment.sha256:
        return Finding.DAMAGED
    if scanner.infection(data):
        return Finding.INFECTED
    return inspection.inspect(data, attachment.original_name).finding


@transaction.atomic
def _settle(attachment_id: int, finding: Finding, at: datetime) -> None:
    """Write the finding down, unless another try was quicker."""
    attachment = _locked(attachment_id)
    if attachment.state != AttachmentState.QUARANTINED:
        return
    if finding in FLAGS or finding is Finding.FINE:
        action = AttachmentAction.FLAG if finding in FLAGS else AttachmentAction.CLEAR
        fire(attachment, action, by=None, at=at, finding=finding, inspected_at=at)
        return
    changes = {}
    if finding in DISCARDED and attachment.file.name:
        stored, name = attachment.file.storage, attachment.file.name
        transaction.on_commit(lambda: stored.delete(name))
        changes["file"] = ""
    fire(attachment, AttachmentAction.REFUSE, by=None, at=at, finding=finding, inspected_at=at, **changes)
