"""A file that comes in pieces: begun, continued where it was cut, finished; forgotten after a day.

Each piece is stored under a name of its own, so that folders and buckets serve alike, and counts when its row is
written: what was sent twice or into the wrong place changes nothing.
"""

import tempfile
from datetime import date, datetime
from functools import partial
from uuid import UUID

from django.conf import settings
from django.core.files.base import ContentFile, File
from django.db import models, transaction

from apps.accounts.models import User
from apps.audit import services as audit
from apps.documents.errors import BadPart, FileTooLarge, RefusedFile, TooManyUploads, UploadUnfinished, WrongOffset
from apps.documents.inspection import Finding
from apps.documents.labels import FINDINGS
from apps.documents.models import Attachment, Upload, UploadPart
from apps.documents.selectors import Progress
from apps.documents.services.attachments import attach
from apps.kernel.errors import NotFound, UidTaken
from apps.kernel.parsers import LONGEST_PIECE

DISCARD = "documents.discard_upload"
MAX_UNFINISHED = 30
# A piece is as long as this, except the last one, so that nobody writes a row a byte.
LEAST_PART = 64 * 1024
MAX_PART = LONGEST_PIECE
IN_MEMORY = 8 * 1024 * 1024


@transaction.atomic
def begin_upload(
    *,
    uid: UUID,
    kind: str,
    name: str,
    size: int,
    subject: models.Model,
    by: User,
    at: datetime,
    issued_on: date | None = None,
    valid_until: date | None = None,
) -> Progress:
    """Announce a file, or ask how much of it has come; asking twice is the same as once.

    Raises FileTooLarge, RefusedFile for an empty one, TooManyUploads, UidTaken.
    """
    place = {"subject_label": audit.label_of(subject), "subject_id": subject.pk}
    taken = Attachment.objects.filter(uid=uid).first()
    if taken is not None:
        return _taken(taken, by, {**place, "kind": kind, "size": size})
    if size > settings.ATTACHMENT_MAX_BYTES:
        raise FileTooLarge
    if size == 0:
        raise RefusedFile(FINDINGS[Finding.EMPTY], field="file", code="file_empty")
    said = {**place, "kind": kind, "size": size, "original_name": name[-200:], "uploaded_by_id": by.pk}
    known = Upload.objects.filter(uid=uid).first()
    if known is not None and {field: getattr(known, field) for field in said} != said:
        raise UidTaken(field="uid")
    if known is None:
        if Upload.objects.filter(uploaded_by=by).count() >= MAX_UNFINISHED:
            raise TooManyUploads
        known = Upload(uid=uid, started_at=at, **said)
    known.issued_on, known.valid_until, known.touched_at = issued_on, valid_until, at
    known.save()
    return _progress(known)


def receive_part(*, uid: UUID, offset: int, data: bytes, subject: models.Model, by: User, at: datetime) -> Progress:
    """Take the piece that begins at `offset`. Raises NotFound, WrongOffset with where to go on, BadPart."""
    upload = _own(uid, subject, by)
    _check_part(upload, offset, data)
    part = UploadPart(upload=upload, offset=offset, size=len(data))
    part.file.save(f"{upload.uid}-{offset}.part", ContentFile(data), save=False)
    stored, name = part.file.storage, str(part.file.name)
    try:
        with transaction.atomic():
            locked = _own(uid, subject, by, lock=True)
            _check_part(locked, offset, data)
            part.save()
            locked.received, locked.touched_at = offset + len(data), at
            locked.save(update_fields=["received", "touched_at"])
    except (WrongOffset, NotFound):
        stored.delete(name)
        raise
    return _progress(locked)


@transaction.atomic
def finish_upload(*, uid: UUID, subject: models.Model, by: User, at: datetime) -> Attachment:
    """Put the pieces together and take the file as if it had come at once; twice is once.

    Raises NotFound, UploadUnfinished with where to go on, and all that `attach` refuses.
    """
    taken = Attachment.objects.filter(uid=uid, uploaded_by=by).first()
    if taken is not None:
        if (taken.subject_label, taken.subject_id) != (audit.label_of(subject), subject.pk):
            raise NotFound
        return taken
    upload = _own(uid, subject, by, lock=True)
    if upload.received != upload.size:
        raise UploadUnfinished(upload.received)
    with tempfile.SpooledTemporaryFile(max_size=IN_MEMORY) as whole:
        for part in upload.parts.order_by("offset"):
            with part.file.open("rb") as stored:
                whole.write(stored.read())
        whole.seek(0)
        file = File(whole, name=upload.original_name)
        file.size = upload.size
        attachment = attach(
            file=file,
            kind=upload.kind,
            subject=subject,
            by=by,
            at=at,
            uid=uid,
            issued_on=upload.issued_on,
            valid_until=upload.valid_until,
        )
    _discard(upload)
    return attachment


@transaction.atomic
def discard_upload(*, upload_id: int) -> None:
    """Throw away what came of a file that was never finished."""
    upload = Upload.objects.select_for_update(of=("self",)).filter(pk=upload_id).first()
    if upload is not None:
        _discard(upload)


@transaction.atomic
def abandon_upload(*, uid: UUID, subject: models.Model, by: User) -> None:
    """Whoever sends a file has thought better of it. Raises NotFound."""
    _discard(_own(uid, subject, by, lock=True))


def _discard(upload: Upload) -> None:
    files = [(part.file.storage, str(part.file.name)) for part in upload.parts.all()]
    upload.parts.all().delete()
    upload.delete()
    for storage, name in files:
        transaction.on_commit(partial(storage.delete, name), robust=True)


def _taken(taken: Attachment, by: User, said: dict[str, object]) -> Progress:
    """A file announced again that is already here."""
    if taken.uploaded_by_id != by.pk or {name: getattr(taken, name) for name in said} != said:
        raise UidTaken(field="uid")
    return Progress(uid=taken.uid, size=taken.size, offset=taken.size, attachment=taken)


def _own(uid: UUID, subject: models.Model, by: User, *, lock: bool = False) -> Upload:
    rows = Upload.objects.select_for_update(of=("self",)) if lock else Upload.objects.all()
    place = {"subject_label": audit.label_of(subject), "subject_id": subject.pk}
    upload = rows.filter(uid=uid, uploaded_by=by, **place).first()
    if upload is None:
        raise NotFound
    return upload


def _check_part(upload: Upload, offset: int, data: bytes) -> None:
    if offset != upload.received:
        raise WrongOffset(upload.received)
    end = offset + len(data)
    is_last = end == upload.size
    if not data or end > upload.size or len(data) > MAX_PART or (len(data) < LEAST_PART and not is_last):
        raise BadPart(field="file")


def _progress(upload: Upload) -> Progress:
    return Progress(uid=upload.uid, size=upload.size, offset=upload.received)
