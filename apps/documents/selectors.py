"""Reads of documents and files."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Q, QuerySet

from apps.accounts.models import User
from apps.documents.models import Attachment, Document, Kind
from apps.documents.states import AttachmentState, DocumentState

WAITING = [DocumentState.REQUESTED, DocumentState.RENDERING]


def of_subject(subject: models.Model, kind: Kind | None = None) -> QuerySet[Document]:
    """A subject's documents without their sheets, newest first."""
    documents = Document.objects.filter(subject_label=subject._meta.label_lower, subject_id=subject.pk).defer("sheet")
    if kind is not None:
        documents = documents.filter(kind=kind)
    return documents.order_by("-requested_at", "-pk")


def latest(subject: models.Model, kind: Kind) -> Document | None:
    return of_subject(subject, kind).first()


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
    """Documents whose rendering is overdue."""
    rows = Document.objects.filter(state__in=WAITING, touched_at__lte=before).order_by("touched_at", "pk")
    return [{"document_id": pk} for pk in rows.values_list("pk", flat=True)[:500]]


def attachments_of(subject: models.Model) -> QuerySet[Attachment]:
    """Files of a subject that were not taken out, oldest first."""
    return Attachment.objects.filter(
        subject_label=subject._meta.label_lower, subject_id=subject.pk, removed_at__isnull=True
    ).order_by("uploaded_at", "pk")


def waiting_attachments(before: datetime) -> Iterable[dict[str, int]]:
    """Files whose inspection is overdue."""
    rows = Attachment.objects.filter(state=AttachmentState.QUARANTINED, uploaded_at__lte=before).order_by("pk")
    return [{"attachment_id": pk} for pk in rows.values_list("pk", flat=True)[:500]]
