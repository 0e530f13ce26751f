"""What happened, written once."""

from uuid import uuid4

from django.db import models


class Event(models.Model):
    """One act on one subject. Append-only: no foreign keys, and each carries the hash of the one before it."""

    uid = models.UUIDField(default=uuid4, unique=True, editable=False)
    subject_label = models.CharField(max_length=60)
    subject_id = models.BigIntegerField()
    subject_uid = models.UUIDField(null=True)
    position = models.PositiveIntegerField(help_text="이 대상의 몇 번째 사건인지")
    action = models.CharField(max_length=60)
    actor_id = models.BigIntegerField(null=True)
    actor_label = models.CharField(max_length=40, help_text="system 또는 역할")
    at = models.DateTimeField()
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    reason = models.TextField(blank=True)
    data = models.JSONField(default=dict)
    previous_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["subject_label", "subject_id", "position"], name="one_event_a_position")
        ]
        indexes = [models.Index(fields=["at"], name="event_at")]

    def __str__(self) -> str:
        return f"{self.subject_label}:{self.subject_id} #{self.position} {self.action}"


class Seal(models.Model):
    """One root over the heads of all chains, made daily, so that a changed history shows."""

    sealed_at = models.DateTimeField(unique=True)
    last_event_id = models.BigIntegerField()
    chains = models.PositiveIntegerField()
    root = models.CharField(max_length=64)
    previous_root = models.CharField(max_length=64, blank=True)

    def __str__(self) -> str:
        return f"{self.sealed_at:%Y-%m-%d} {self.root[:12]}"
