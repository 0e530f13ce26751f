"""What the centre knows of its consultants, and when they visit."""

from __future__ import annotations

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import User
from apps.diagnosis import permissions
from apps.diagnosis.models.cases import Assessment
from apps.directory.models import District

USUAL_LOAD = 5
SHORTEST_VISIT, LONGEST_VISIT = 30, 600
"""Minutes."""


class ConsultantProfileQuerySet(models.QuerySet["ConsultantProfile"]):
    def visible_to(self, user: User) -> ConsultantProfileQuerySet:
        """Everybody's for those who assign, one's own for a consultant."""
        return self if user.can(permissions.ASSIGN) else self.filter(user=user)


class ConsultantProfile(models.Model):
    """What speaks for sending a consultant somewhere; without one they know no industry and sit nowhere."""

    personal_fields = {"base": ("to propose consultants who are near", "account")}

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    base = models.ForeignKey(
        District, null=True, blank=True, on_delete=models.PROTECT, related_name="+", help_text="주로 일하는 자치구"
    )
    industries = models.JSONField(default=list, help_text="잘 아는 시범업종 코드")
    most_open = models.PositiveSmallIntegerField(default=USUAL_LOAD, help_text="동시에 맡는 진단의 한도")
    changed_at = models.DateTimeField()

    objects = ConsultantProfileQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(most_open__gte=1), name="consultant_takes_a_case")]

    def __str__(self) -> str:
        return str(self.user)


class Appointment(models.Model):
    """When the consultant comes to the company; a diagnosis has one at a time, which is moved or called off."""

    uid = models.UUIDField(default=uuid4, unique=True, editable=False)
    assessment = models.OneToOneField(Assessment, on_delete=models.PROTECT, related_name="appointment")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    note = models.CharField(max_length=300, blank=True, help_text="준비할 것, 만날 사람")
    sequence = models.PositiveSmallIntegerField(default=0, help_text="몇 번 바꾸었는지")
    is_off = models.BooleanField(_("취소됨"), default=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="appointment_takes_time")]

    def __str__(self) -> str:
        return f"{self.assessment_id} {self.starts_at:%Y-%m-%d %H:%M}"
