"""Reads of messages."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q, QuerySet

from apps.accounts.models import User
from apps.kernel.among import Among
from apps.notices.models import Notice

ROW = ("pk", "uid", "subject", "body", "path", "created_at", "read_at")


SENT_ROW = (
    "pk",
    "uid",
    "to_id",
    "to__name",
    "to__email",
    "address",
    "subject",
    "state",
    "created_at",
    "sent_at",
    "read_at",
)


def of_person(user: User) -> QuerySet[Notice]:
    """A person's messages, newest first, to be read as `ROW`."""
    return Notice.objects.visible_to(user).order_by("-created_at", "-pk")


def sent(*, state: str = "", email: str = "") -> QuerySet[Notice]:
    """Every message of the house, newest first, to be read as `SENT_ROW`: by how far it came and whom it went to."""
    rows = Notice.objects.order_by("-created_at", "-pk")
    if state in Notice.State.values:
        rows = rows.filter(state=state)
    if email:
        holder = User.objects.filter(email=email.strip().lower()).values("pk")
        rows = rows.filter(Among("to", holder) | Q(address=email.strip().lower()))
    return rows


def waiting(before: datetime) -> Iterable[dict[str, int]]:
    """Messages that are overdue."""
    ids = Notice.objects.filter(state=Notice.State.QUEUED, created_at__lte=before).order_by("pk")
    return [{"notice_id": pk} for pk in ids.values_list("pk", flat=True)[:500]]
