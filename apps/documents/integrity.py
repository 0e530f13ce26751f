"""Where a document or a received file is not what its row says."""

import hashlib
from collections.abc import Iterator

from django.db.models.fields.files import FieldFile

from apps.documents.models import Attachment, Document


def problems() -> Iterator[str]:
    for document in Document.objects.exclude(sha256="").defer("sheet").order_by("pk").iterator(chunk_size=500):
        fault = _fault(document.file, document.sha256)
        if fault:
            yield f"{document.number}: {fault}"
    for document in Document.objects.filter(sha256="").exclude(file="").defer("sheet").order_by("pk"):
        yield f"{document.number}: has a file but no hash"
    for attachment in Attachment.objects.filter(removed_at__isnull=True).order_by("pk").iterator(chunk_size=500):
        fault = _fault(attachment.file, attachment.sha256)
        if fault:
            yield f"attachment {attachment.uid}: {fault}"


def _fault(file: FieldFile, sha256: str) -> str:
    if not file or not file.name or not file.storage.exists(file.name):
        return "its file is missing"
    with file.open("rb") as stored:
        digest = hashlib.file_digest(stored, "sha256").hexdigest()
    return "" if digest == sha256 else "its file differs from the recorded hash"
