"""Streams that the subject's own app opens after it has checked who asks."""

from typing import Any, cast
from urllib.parse import quote

from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.accounts import access
from apps.accounts.models import User
from apps.audit import services as audit
from apps.documents.errors import FileInQuarantine, FileRefused
from apps.documents.models import Attachment, Document
from apps.documents.services import BeingRendered
from apps.documents.states import AttachmentState

# How long the link into a bucket works that a checked request is sent on to.
LINK_SECONDS = 60


def stream(document: Document) -> FileResponse:
    """The stored bytes of an issued document. Raises BeingRendered before there are any."""
    if not document.file:
        raise BeingRendered
    response = FileResponse(document.file.open("rb"), content_type="application/pdf")
    return _private(response, f"{document.number}.pdf", inline=True)


def stream_attachment(
    attachment: Attachment, request: HttpRequest, *, name: str = ""
) -> FileResponse | HttpResponseRedirect:
    """A received file, always as a download and never as a page of ours; every download is written down.

    From a folder it is streamed; into a bucket the request is sent on by a link that works for a minute. `name`
    is told in place of the file's own. Raises FileRefused, FileInQuarantine.
    """
    if attachment.state == AttachmentState.REFUSED:
        raise FileRefused
    if attachment.state == AttachmentState.QUARANTINED:
        raise FileInQuarantine
    plain: HttpRequest = getattr(request, "_request", request)
    data = {"address": plain.META.get("REMOTE_ADDR", "")}
    by = cast("User", plain.user)
    audit.record(subject=attachment, action="download", by=by, at=timezone.now(), data=data)
    access.shown(plain, [attachment.uploaded_by_id], purpose=_("첨부파일 내려받기"))
    told = name or attachment.original_name
    if settings.PRIVATE_BUCKET:
        return _link(attachment, told)
    response = FileResponse(attachment.file.open("rb"), content_type="application/octet-stream")
    return _private(response, told, inline=False)


def _link(attachment: Attachment, name: str) -> HttpResponseRedirect:
    given = {
        "ResponseContentDisposition": _disposition(name, inline=False),
        "ResponseContentType": "application/octet-stream",
    }
    bucket = cast("Any", attachment.file.storage)
    response = HttpResponseRedirect(bucket.url(attachment.file.name, parameters=given, expire=LINK_SECONDS))
    response["Cache-Control"] = "private, no-store"
    response["Referrer-Policy"] = "no-referrer"
    return response


def _private(response: FileResponse, name: str, *, inline: bool) -> FileResponse:
    response["Content-Disposition"] = _disposition(name, inline=inline)
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _disposition(name: str, *, inline: bool) -> str:
    return f"{'inline' if inline else 'attachment'}; filename*=UTF-8''{quote(name, safe='')}"
