"""Reads of documents and files."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import Q, QuerySet

from apps.accounts.models import User
from apps.audit.models import Event
from apps.documents.models import Attachment, Batch, Document, Kind, Upload
from apps.documents.reading import Line
from apps.documents.states import AttachmentAction, AttachmentState, DocumentState
from apps.kernel.errors import NotFound

WAITING = [DocumentState.REQUESTED, DocumentState.RENDERING]
# How long one try may hold a file to inspect, or a document to render, before another may begin.
INSPECTION_LEASE = timedelta(seconds=60)
RENDERING_LEASE = timedelta(seconds=45)
# How long the pieces of a file are kept that stopped coming.
UPLOAD_KEPT = timedelta(days=1)
# How long a table waits to be taken over.
BATCH_KEPT = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Progress:
    """How much of a file is here; `attachment` once all of it was taken."""

    uid: UUID
    size: int
    offset: int
    attachment: Attachment | None = None


def of_subject(subject: models.Model, kind: Kind | None = None) -> QuerySet[Document]:
    """A subject's documents without their sheets, newest first."""
    documents = Document.objects.filter(subject_label=subject._meta.label_lower, subject_id=subject.pk).defer("sheet")
    if kind is not None:
        documents = documents.filter(kind=kind)
    return documents.order_by("-requested_at", "-pk")


def latest(subject: models.Model, kind: Kind) -> Document | None:
    """Its newest document, without the frozen sheet."""
    return of_subject(subject, kind).defer("sheet").first()


def issued(number: str, kind: Kind, party: str) -> Document | None:
    """The valid document of this number, kind and owner, or None; other people's documents are not confirmed."""
    return (
        Document.objects.filter(number=number.strip(), kind=kind, party=party)
        .exclude(state__in=[DocumentState.SUPERSEDED, DocumentState.REVOKED])
        .defer("sheet")
        .first()
    )


def by_verification_code(code: str) -> Document | None:
    """The document a code on paper belongs to; case, spaces and hyphens do not matter."""
    letters = "".join(letter for letter in code.upper() if letter.isalnum())
    grouped = "-".join(letters[start : start + 4] for start in range(0, len(letters), 4))
    return Document.objects.filter(verification_code__in={code.strip().upper(), grouped}).defer("sheet").first()


def register(user: User, *, kind: str = "", state: str = "", text: str = "") -> QuerySet[Document, dict[str, Any]]:
    """Documents a person may see as light rows, by kind, state, and the beginning of a number or part of a company."""
    documents = Document.objects.visible_to(user)
    if kind in Kind.values:
        documents = documents.filter(kind=kind)
    if state in DocumentState.values:
        documents = documents.filter(state=state)
    if text:
        documents = documents.filter(Q(number__istartswith=text) | Q(holder__icontains=text))
    return documents.values(
        "pk", "uid", "number", "kind", "name", "holder", "state", "requested_at", "issued_at", "pages"
    )


def waiting(before: datetime) -> Iterable[dict[str, int]]:
    """Documents whose rendering should have begun."""
    rows = Document.objects.filter(state=DocumentState.REQUESTED, touched_at__lte=before).order_by("touched_at", "pk")
    return [{"document_id": pk} for pk in rows.values_list("pk", flat=True)[:500]]


def left(at: datetime) -> Iterable[dict[str, int]]:
    """Documents whose rendering was begun and not finished while its try held them."""
    rows = Document.objects.filter(state=DocumentState.RENDERING, touched_at__lte=at - RENDERING_LEASE)
    return [{"document_id": pk} for pk in rows.order_by("touched_at", "pk").values_list("pk", flat=True)[:500]]


def attachments_of(subject: models.Model) -> QuerySet[Attachment]:
    """Files of a subject that were not taken out, oldest first."""
    return Attachment.objects.filter(
        subject_label=subject._meta.label_lower, subject_id=subject.pk, removed_at__isnull=True
    ).order_by("uploaded_at", "pk")


def flagged_of(subject: models.Model) -> QuerySet[Attachment]:
    """Files of a subject that a person has to look at, oldest first."""
    return attachments_of(subject).filter(state=AttachmentState.FLAGGED)


def vouchers(rows: Iterable[Attachment]) -> dict[int, tuple[str, datetime]]:
    """Who looked at flagged files and took them, and when, by file."""
    asked = [row.pk for row in rows if row.state == AttachmentState.CLEAN and row.finding]
    if not asked:
        return {}
    events = Event.objects.filter(
        subject_label=Attachment._meta.label_lower, subject_id__in=asked, action=AttachmentAction.VOUCH
    )
    acts = {event.subject_id: (event.actor_id, event.at) for event in events.order_by("position")}
    named = User.objects.filter(pk__in={actor for actor, _at in acts.values()})
    names = dict(named.values_list("pk", "name"))
    return {key: (names.get(actor or 0, ""), at) for key, (actor, at) in acts.items()}


def progress(uid: UUID, subject: models.Model) -> Progress:
    """How much of a subject's file is here, on its way or arrived. Raises NotFound."""
    place = {"subject_label": subject._meta.label_lower, "subject_id": subject.pk}
    taken = Attachment.objects.filter(uid=uid, removed_at__isnull=True, **place).first()
    if taken is not None:
        return Progress(uid=uid, size=taken.size, offset=taken.size, attachment=taken)
    upload = Upload.objects.filter(uid=uid, **place).first()
    if upload is None:
        raise NotFound
    return Progress(uid=uid, size=upload.size, offset=upload.received)


def attachment_of(attachment_id: int, model: type[models.Model]) -> Attachment | None:
    """A file of a kind of subject that was not taken out, or None."""
    rows = Attachment.objects.filter(pk=attachment_id, subject_label=model._meta.label_lower, removed_at__isnull=True)
    return rows.first()


def waiting_attachments(before: datetime) -> Iterable[dict[str, int]]:
    """Files whose inspection is overdue, and those whose last try was long ago."""
    untried = Q(tried_at__isnull=True, uploaded_at__lte=before) | Q(tried_at__lte=before - INSPECTION_LEASE)
    rows = Attachment.objects.filter(untried, state=AttachmentState.QUARANTINED).order_by("pk")
    return [{"attachment_id": pk} for pk in rows.values_list("pk", flat=True)[:500]]


def forgotten_uploads(before: datetime) -> Iterable[dict[str, int]]:
    """Files that stopped coming a day ago."""
    rows = Upload.objects.filter(touched_at__lte=before - UPLOAD_KEPT).order_by("pk")
    return [{"upload_id": pk} for pk in rows.values_list("pk", flat=True)[:500]]


def batch(uid: UUID, purpose: str, user: User) -> Batch:
    """One's own table that waits to be taken over, or was. Raises NotFound."""
    found = Batch.objects.visible_to(user).filter(uid=uid, purpose=purpose).first()
    if found is None:
        raise NotFound
    return found


def lines_of(batch: Batch) -> list[Line]:
    """The rows of a table as they were read."""
    return [Line(number, cells) for number, cells in batch.rows]


def forgotten_batches(before: datetime) -> Iterable[dict[str, int]]:
    """Tables that nobody took over for a week."""
    rows = Batch.objects.filter(applied_at=None, uploaded_at__lte=before - BATCH_KEPT).order_by("pk")
    return [{"batch_id": pk} for pk in rows.values_list("pk", flat=True)[:500]]


def reusable(places: Sequence[tuple[str, int]], kinds: Collection[str], day: date) -> list[Attachment]:
    """Papers of some subjects that are in order and still count on a day; of each kind the one that lasts longest."""
    if not places or not kinds:
        return []
    ids: dict[str, list[int]] = {}
    for label, pk in places:
        ids.setdefault(label, []).append(pk)
    there = Q()
    for label, pks in ids.items():
        there |= Q(subject_label=label, subject_id__in=pks)
    rows = Attachment.objects.filter(there, state=AttachmentState.CLEAN, kind__in=kinds, removed_at__isnull=True)
    best: dict[str, Attachment] = {}
    for row in sorted(rows.exclude(valid_until__lt=day), key=_worth):
        best[row.kind] = row
    return list(best.values())


def _worth(row: Attachment) -> tuple[date, bool, datetime, int]:
    """The longest lasting paper is the best, the first of its copies, the newest of what is alike."""
    return (row.valid_until or date.max, row.reused_from_id is None, row.uploaded_at, row.pk)
