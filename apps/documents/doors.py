"""Streams that the subject's own app opens after it has checked who asks."""

from urllib.parse import quote

from django.http import FileResponse
from django.utils.translation import gettext_lazy as _

from apps.documents.models import Attachment, Document
from apps.documents.services import BeingRendered
from apps.documents.states import AttachmentState
from apps.kernel.errors import Conflict


class FileRefused(Conflict):
    message = _("검사에서 걸러진 파일이라 열 수 없습니다.")


def stream(document: Document) -> FileResponse:
    """The stored bytes of an issued document. Raises BeingRendered before there are any."""
    if not document.file:
        raise BeingRendered
    response = FileResponse(document.file.open("rb"), content_type="application/pdf")
    return _private(response, f"{document.number}.pdf", inline=True)


def stream_attachment(attachment: Attachment) -> FileResponse:
    """A received file, always as a download and never as a page of ours. Raises FileRefused."""
    if attachment.state == AttachmentState.REFUSED:
        raise FileRefused
    response = FileResponse(attachment.file.open("rb"), content_type="application/octet-stream")
    return _private(response, attachment.original_name, inline=False)


def _private(response: FileResponse, name: str, *, inline: bool) -> FileResponse:
    response["Content-Disposition"] = f"{'inline' if inline else 'attachment'}; filename*=UTF-8''{quote(name)}"
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response
