"""Messages to people. The row is the outbox."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class NoticeText(models.Model):
    """The words of one kind of message, with ``{name}`` places."""

    kind = models.CharField(max_length=60, unique=True)
    subject_ko = models.CharField(max_length=200)
    body_ko = models.TextField()
    subject_en = models.CharField(max_length=200, blank=True)
    body_en = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.kind


class NoticeQuerySet(models.QuerySet["Notice"]):
    def visible_to(self, user: object) -> "NoticeQuerySet":
        return self.filter(to=user)


class Notice(models.Model):
    """One message, sent by e-mail once: to a person, who also sees it in the app, or to an address without account."""

    class State(models.TextChoices):
        QUEUED = "queued", _("발송 대기")
        SENT = "sent", _("발송")
        FAILED = "failed", _("발송 실패")

    personal_fields = {
        "body": ("to inform a person of their case", "case"),
        "address": ("to invite somebody who has no account yet", "case"),
    }

    uid = models.UUIDField(default=uuid4, unique=True, editable=False)
    to = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    address = models.EmailField(blank=True)
    kind = models.CharField(max_length=60)
    subject = models.CharField(max_length=200)
    body = models.TextField()
    path = models.CharField(max_length=300, blank=True)
    subject_label = models.CharField(max_length=60, blank=True)
    subject_id = models.BigIntegerField(null=True)
    dedup_key = models.CharField(max_length=200, unique=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(to__isnull=False, address="") | Q(to__isnull=True) & ~Q(address=""),
                name="notice_has_one_receiver",
            )
        ]
        indexes = [
            models.Index(fields=["to", "-created_at", "-id"], name="notice_by_person"),
            models.Index(fields=["created_at"], condition=Q(state="queued"), name="notice_queued"),
            models.Index(fields=["-created_at", "-id"], name="notice_newest"),
            models.Index(fields=["state", "-created_at", "-id"], name="notice_by_state"),
            models.Index(fields=["address"], condition=~Q(address=""), name="notice_by_address"),
        ]

    def __str__(self) -> str:
        return self.subject
