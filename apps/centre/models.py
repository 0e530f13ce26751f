"""What makes one installation one centre."""

from uuid import uuid4

from django.db import models
from django.db.models import F, Q


class CentreProfile(models.Model):
    """The centre itself: its names, bodies, marks and number prefixes. One row, kept as the seeds have it."""

    only = models.BooleanField(default=True, unique=True, editable=False)
    name_ko = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120)
    short_name_ko = models.CharField(max_length=40)
    short_name_en = models.CharField(max_length=40)
    operator_ko = models.CharField(max_length=120, help_text="운영기관")
    operator_en = models.CharField(max_length=120, blank=True)
    city_ko = models.CharField(max_length=40)
    city_en = models.CharField(max_length=40, blank=True)
    head_title_ko = models.CharField(max_length=80, help_text="문서에 서명하는 직위")
    head_title_en = models.CharField(max_length=80, blank=True)
    address_ko = models.CharField(max_length=200)
    address_en = models.CharField(max_length=200, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    email = models.EmailField(blank=True)
    motto_ko = models.CharField(max_length=120, blank=True)
    motto_en = models.CharField(max_length=120, blank=True)
    seal_svg = models.CharField(max_length=120, blank=True, help_text="seeds 폴더 안 직인 그림의 이름")
    # Lists and maps that another centre changes: bodies, pilot industries, ordinances, prefixes of numbers.
    bodies = models.JSONField(default=list)
    industries = models.JSONField(default=list)
    ordinances = models.JSONField(default=list)
    number_prefixes = models.JSONField(default=dict)
    is_sample = models.BooleanField(default=False)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(only=True), name="centre_profile_is_single")]

    def __str__(self) -> str:
        return self.name_ko


class Outage(models.Model):
    """A span in which the system was down; it does not count in any statutory clock."""

    uid = models.UUIDField(null=True, unique=True, editable=False)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gt=F("started_at")), name="outage_ends_after_it_starts"
            )
        ]

    def __str__(self) -> str:
        return f"{self.started_at:%Y-%m-%d %H:%M} {self.reason}"


class Sequence(models.Model):
    """The last number given in a series; numbers are never reused."""

    kind = models.CharField(max_length=40)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "year"], name="one_sequence_a_kind_and_year")]

    def __str__(self) -> str:
        return f"{self.kind} {self.year}: {self.last}"


class IdempotencyKey(models.Model):
    """The answer given to a request that may be sent twice; the second asking gets the same answer."""

    uid = models.UUIDField(default=uuid4, unique=True, editable=False)
    actor_id = models.BigIntegerField()
    key = models.CharField(max_length=120)
    route = models.CharField(max_length=200)
    request_hash = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(null=True)
    body = models.JSONField(null=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["actor_id", "key"], name="one_answer_a_person_and_key")]

    def __str__(self) -> str:
        return f"{self.route} {self.key}"
