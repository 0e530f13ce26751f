"""Reads of messages."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import QuerySet

from apps.accounts.models import User
from apps.notices.models import Notice

ROW = ("pk", "uid", "subject", "body", "path", "created_at", "read_at")


def of_person(user: User) -> QuerySet[Notice]:
    """A person's messages, newest first, to be read as `ROW`."""
    return Notice.objects.visible_to(user).order_by("-created_at", "-pk")


def waiting(before: datetime) -> Iterable[dict[str, int]]:
    """Messages that are overdue."""
    ids = Notice.objects.filter(state=Notice.State.QUEUED, created_at__lte=before).order_by("pk")
    return [{"notice_id": pk} for pk in ids.values_list("pk", flat=True)[:500]]
