"""Queueing a message in the transaction that causes it, and sending it once."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import User
from apps.kernel import jobs
from apps.kernel.errors import Conflict
from apps.notices.models import Notice, NoticeText

SEND = "notices.send"
MAX_ATTEMPTS = 5


class UnknownKind(Conflict):
    message = _("알림 문구가 등록되어 있지 않습니다. manage.py seed를 실행해 주십시오.")


@transaction.atomic
def queue(
    kind: str, *, to: User | str, context: Mapping[str, Any], path: str, about: Model, at: datetime, round_: str = ""
) -> Notice:
    """Write a message to a person about a row, in their language, and have it sent after commit.

    `to` is a person, or the address of somebody who has no account yet and is written to in Korean. The same kind
    about the same row goes to the same receiver once; ``round_`` tells repeated ones apart (a date, a count). Raises
    UnknownKind when no text of this kind is seeded.
    """
    text = NoticeText.objects.filter(kind=kind).first()
    if text is None:
        raise UnknownKind(kind)
    person = to if isinstance(to, User) else None
    address = "" if isinstance(to, User) else to
    language = "en" if person and person.language == "en" and text.body_en else "ko"
    label = about._meta.label_lower
    notice, created = Notice.objects.get_or_create(
        dedup_key=f"{kind}:{label}:{about.pk}:{person.pk if person else address}:{round_}"[:200],
        defaults={
            "to": person,
            "address": address,
            "kind": kind,
            "subject": getattr(text, f"subject_{language}").format_map(context)[:200],
            "body": getattr(text, f"body_{language}").format_map(context),
            "path": path,
            "subject_label": label,
            "subject_id": about.pk,
            "created_at": at,
        },
    )
    if created:
        jobs.enqueue(SEND, notice_id=notice.pk)
    return notice


def send(*, notice_id: int, at: datetime) -> None:
    """Send one queued message by e-mail; sent ones are left alone, a failure is tried again by the sweeper."""
    with transaction.atomic():
        notice = Notice.objects.select_for_update(of=("self",)).select_related("to").get(pk=notice_id)
        if notice.state != Notice.State.QUEUED:
            return
        notice.attempts += 1
        try:
            body = f"{notice.body}\n\n{settings.SITE_URL}{notice.path}"
            address = notice.to.email if notice.to else notice.address
            send_mail(notice.subject, body, settings.DEFAULT_FROM_EMAIL, [address])
        except OSError:
            notice.state = Notice.State.FAILED if notice.attempts >= MAX_ATTEMPTS else Notice.State.QUEUED
        else:
            notice.state, notice.sent_at = Notice.State.SENT, at
        notice.save(update_fields=["state", "sent_at", "attempts"])


def mark_read(*, by: User, at: datetime) -> int:
    """Everything shown to this person so far counts as read."""
    return Notice.objects.visible_to(by).filter(read_at__isnull=True).update(read_at=at)
