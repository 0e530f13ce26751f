"""Where documents and received files are lost, doubled or not what their rows say."""

import hashlib
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.core.files.storage import Storage
from django.db.models import Count, Q
from django.db.models.fields.files import FieldFile
from django.utils import timezone

from apps.centre import selectors as centre
from apps.documents import selectors
from apps.documents.models import Attachment, Document, UploadPart
from apps.documents.states import AttachmentState, DocumentState

# What is younger may be on its way: a document with its worker, a file whose row is not written yet.
ON_ITS_WAY = timedelta(hours=1)


def problems() -> Iterator[str]:
    before = timezone.now() - ON_ITS_WAY
    yield from _changed()
    yield from _unfinished(before)
    yield from _doubled()
    yield from _strays(Document, before)
    yield from _strays(Attachment, before)
    yield from _strays(UploadPart, before)
    for number, last in centre.overtaken(Document.objects.order_by("pk").values_list("number", flat=True).iterator()):
        yield f"{number}: was issued, but its series stands at {last} and will give it again"


def _changed() -> Iterator[str]:
    """Files that are missing, differ from their hash, or have none."""
    for document in Document.objects.exclude(sha256="").defer("sheet").order_by("pk").iterator(chunk_size=500):
        fault = _fault(document.file, document.sha256)
        if fault:
            yield f"{document.number}: {fault}"
    for document in Document.objects.filter(sha256="").exclude(file="").defer("sheet").order_by("pk"):
        yield f"{document.number}: has a file but no hash"
    discarded = Q(state=AttachmentState.REFUSED, file="")
    kept = Attachment.objects.filter(removed_at__isnull=True).exclude(discarded)
    for attachment in kept.order_by("pk").iterator(chunk_size=500):
        fault = _fault(attachment.file, attachment.sha256)
        if fault:
            yield f"attachment {attachment.uid}: {fault}"


def _fault(file: FieldFile, sha256: str) -> str:
    if not file or not file.name or not file.storage.exists(file.name):
        return "its file is missing"
    with file.open("rb") as stored:
        digest = hashlib.file_digest(stored, "sha256").hexdigest()
    return "" if digest == sha256 else "its file differs from the recorded hash"


def _unfinished(before: datetime) -> Iterator[str]:
    """Documents that were asked for and never came."""
    failed = Document.objects.filter(state=DocumentState.FAILED).order_by("pk")
    for number, failure in failed.values_list("number", "failure"):
        yield f"{number}: could not be made: {failure}"
    late = Document.objects.filter(state__in=selectors.WAITING, touched_at__lte=before).order_by("pk")
    for number, state, touched_at in late.values_list("number", "state", "touched_at"):
        yield f"{number}: is {state} since {touched_at:%Y-%m-%d %H:%M}"


def _doubled() -> Iterator[str]:
    """Subjects with two valid documents of one kind."""
    valid = Document.objects.filter(state=DocumentState.READY).values("subject_label", "subject_id", "kind")
    for row in valid.annotate(many=Count("pk")).filter(many__gt=1).order_by("subject_label", "subject_id", "kind"):
        yield f"{row['subject_label']}:{row['subject_id']} has {row['many']} valid documents of kind {row['kind']}"


def _strays(model: type[Document | Attachment | UploadPart], before: datetime) -> Iterator[str]:
    """Stored files that no row knows."""
    field = model._meta.get_field("file")
    folder = str(field.upload_to).split("/", maxsplit=1)[0]
    known = set(model._default_manager.exclude(file="").values_list("file", flat=True).iterator())
    for name in _files(field.storage, folder):
        if name not in known and field.storage.get_modified_time(name) <= before:
            yield f"file {name}: no row knows it"


def _files(storage: Storage, folder: str) -> Iterator[str]:
    """Every file in a folder of the storage and below it; a folder that is not there has none."""
    try:
        folders, files = storage.listdir(folder)
    except FileNotFoundError:
        return
    yield from (f"{folder}/{name}" for name in sorted(files))
    for name in sorted(folders):
        yield from _files(storage, f"{folder}/{name}")
