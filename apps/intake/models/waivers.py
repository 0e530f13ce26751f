"""Approved exceptions: one condition of eligibility that one person asks to waive and a second one waives."""

from uuid import uuid4

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse

from apps.accounts.models import User
from apps.intake import permissions
from apps.intake.models.applications import Application
from apps.intake.states import WAIVER, WaiverState


class WaiverQuerySet(models.QuerySet["Waiver"]):
    def visible_to(self, user: User) -> "WaiverQuerySet":
        """Those who screen, of the applications they may see."""
        if not user.can(permissions.SCREEN):
            return self.none()
        applications = Application.objects.visible_to(user).filter(pk=OuterRef("application"))
        return self.filter(Exists(applications))


class Waiver(models.Model):
    """An exception (예외 승인) from one condition for one application; the verdict stays and is shown beside it."""

    machine = WAIVER

    uid = models.UUIDField(unique=True, default=uuid4, editable=False)
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="waivers")
    rule = models.CharField(max_length=20)
    state = models.CharField(max_length=10, choices=WaiverState.choices, default=WaiverState.PROPOSED)
    reason = models.TextField()
    proposed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    decided_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    note = models.TextField(blank=True)

    objects = WaiverQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["application", "rule"],
                condition=Q(state__in=["proposed", "approved"]),
                name="one_waiver_a_condition",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("proposed_by")),
                name="two_people_waive_a_condition",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application_id} {self.rule}"

    def get_absolute_url(self) -> str:
        return reverse("intake:exceptions", args=[self.application.uid])

    @property
    def title(self) -> str:
        """Reads the application and its company, so fetch them beforehand."""
        return self.application.title
