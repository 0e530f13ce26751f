"""Who is waited for, and who has to hear of what happened."""

from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Wait(models.Model):
    """Somebody's turn. Entering a state opens it, leaving the state closes it; inboxes and reminders read it."""

    uid = models.UUIDField(default=uuid4, unique=True, editable=False)
    subject_label = models.CharField(max_length=60)
    subject_id = models.BigIntegerField()
    subject_title = models.CharField(max_length=200)
    key = models.CharField(max_length=60, help_text="상태에 따른 대기는 state, 그 밖에는 고유한 이름")
    party = models.CharField(max_length=60)
    what = models.CharField(max_length=120)
    path = models.CharField(max_length=300)
    opened_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subject_label", "subject_id", "key", "party", "what"],
                condition=Q(closed_at__isnull=True),
                name="one_open_wait_a_key_and_party",
            )
        ]
        indexes = [
            models.Index(
                fields=["party", "opened_at", "id"], condition=Q(closed_at__isnull=True), name="wait_open_by_party"
            ),
            models.Index(fields=["due_at"], condition=Q(closed_at__isnull=True), name="wait_open_by_due"),
            models.Index(
                fields=["party", "due_at", "id"],
                condition=Q(closed_at__isnull=True, due_at__isnull=False),
                name="wait_open_by_party_and_due",
            ),
            models.Index(
                fields=["subject_label", "key", "opened_at", "id"],
                condition=Q(closed_at__isnull=True),
                name="wait_open_by_key",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.party} {self.what} {self.subject_title}"


class Delivery(models.Model):
    """One event to be told to one job, once."""

    class State(models.TextChoices):
        PENDING = "pending", _("대기")
        DONE = "done", _("완료")
        FAILED = "failed", _("실패")

    event_id = models.BigIntegerField()
    job = models.CharField(max_length=80)
    subject_label = models.CharField(max_length=60)
    subject_id = models.BigIntegerField()
    action = models.CharField(max_length=60)
    actor_id = models.BigIntegerField(null=True)
    event_at = models.DateTimeField(help_text="사건이 일어난 때. 바뀌지 않음")
    tried_at = models.DateTimeField(help_text="마지막으로 시도한 때. 시도 전에는 사건이 일어난 때")
    state = models.CharField(max_length=10, choices=State.choices, default=State.PENDING)
    attempts = models.PositiveSmallIntegerField(default=0)
    failure = models.TextField(blank=True)
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event_id", "job"], name="one_delivery_an_event_and_job")]
        indexes = [models.Index(fields=["job", "tried_at"], condition=Q(state="pending"), name="delivery_pending")]

    def __str__(self) -> str:
        return f"{self.job} {self.subject_label}:{self.subject_id} {self.action}"
