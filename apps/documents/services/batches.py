"""Tables on their way into the house: kept while they are checked, taken over once, forgotten after a week."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from apps.accounts.models import User
from apps.audit import services as audit
from apps.documents.models import Batch
from apps.documents.reading import Line
from apps.kernel.errors import NotFound, UidTaken

DISCARD_BATCH = "documents.discard_batch"


@transaction.atomic
def keep_batch(
    *,
    uid: UUID,
    purpose: str,
    name: str,
    data: bytes,
    lines: Sequence[Line],
    by: User,
    at: datetime,
    chosen: Mapping[str, Any] | None = None,
) -> Batch:
    """Keep a table that was read; the same file twice under one `uid` is once. Raises UidTaken."""
    digest = hashlib.sha256(data).hexdigest()
    known = Batch.objects.filter(uid=uid).first()
    if known is not None:
        if (known.purpose, known.uploaded_by_id, known.sha256) != (purpose, by.pk, digest):
            raise UidTaken(field="uid")
        return known
    return Batch.objects.create(
        uid=uid,
        purpose=purpose,
        chosen=dict(chosen or {}),
        original_name=name[-200:],
        rows=[[line.number, line.cells] for line in lines],
        count=len(lines),
        sha256=digest,
        uploaded_by=by,
        uploaded_at=at,
    )


def locked_batch(*, batch_uid: UUID, purpose: str, by: User) -> Batch:
    """One's own table under lock; runs in the caller's transaction. Raises NotFound."""
    rows = Batch.objects.visible_to(by).select_for_update(of=("self",))
    found = rows.filter(uid=batch_uid, purpose=purpose).first()
    if found is None:
        raise NotFound
    return found


def close_batch(batch: Batch, *, by: User, at: datetime) -> None:
    """Note that a table which the caller holds locked was taken over; its rows now live in their own places."""
    batch.applied_at, batch.rows = at, []
    batch.save(update_fields=["applied_at", "rows"])
    data = {"count": batch.count, "sha256": batch.sha256}
    audit.record(subject=batch, action="take_over", by=by, at=at, after={"purpose": batch.purpose}, data=data)


@transaction.atomic
def discard_batch(*, batch_id: int) -> None:
    """Throw away a table that nobody took over."""
    Batch.objects.filter(pk=batch_id, applied_at=None).delete()
