"""Documents and files for tests."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from apps.accounts.models import User
from apps.documents import services
from apps.documents.models import Attachment, Document, Kind
from apps.documents.states import AttachmentState
from tests.accounts.factories import JOINED
from tests.documents import files

SHEETS = Path(__file__).parent / "sheets"
_count = iter(range(1, 1_000_000))


def sheet(kind: str) -> dict[str, Any]:
    """The frozen example of one kind."""
    return json.loads((SHEETS / f"{kind}.json").read_text(encoding="utf-8"))


def requested(by: User, at: datetime, *, kind: Kind = Kind.RECEIPT, party: str = "org:1") -> Document:
    """A document asked for about a person, which stands for any subject."""
    return services.request(
        kind,
        sheet(kind),
        number=f"SAX-2026-T-{next(_count):06d}",
        name="표본 문서",
        subject=by,
        path="/",
        party=party,
        by=by,
        at=at,
    )


def upload(data: bytes | None = None, name: str = "사업자등록증.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, files.pdf() if data is None else data)


def inspect_all(at: datetime = JOINED) -> None:
    """What the worker does with every file that waits."""
    for pk in Attachment.objects.filter(state=AttachmentState.QUARANTINED).values_list("pk", flat=True):
        services.inspect(attachment_id=pk, at=at)
