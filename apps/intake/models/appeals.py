"""Changes of a published decision."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from apps.accounts.models import User
from apps.intake import permissions
from apps.intake.models.applications import Application
from apps.intake.states import REVISION, RevisionKind, RevisionState


class RevisionQuerySet(models.QuerySet["Revision"]):
    def visible_to(self, user: User) -> "RevisionQuerySet":
        """The centre's own affair: the company hears of it when it is confirmed."""
        return self if user.can(permissions.SCREEN) else self.none()


class Revision(models.Model):
    """A proposal to change a published decision (결정 변경); the decision stands until a second person confirms."""

    machine = REVISION

    uid = models.UUIDField(default=uuid4, unique=True, editable=False)
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="revisions")
    kind = models.CharField(max_length=10, choices=RevisionKind.choices)
    state = models.CharField(max_length=10, choices=RevisionState.choices, default=RevisionState.PROPOSED)
    reason = models.TextField()
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    objects = RevisionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["application"], condition=Q(state=RevisionState.PROPOSED), name="one_open_revision"
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("proposed_by")),
                name="two_people_change_a_decision",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application_id} {self.kind}"

    def get_absolute_url(self) -> str:
        """Reads the application, so fetch it beforehand."""
        return reverse("intake:revise", args=[self.application.uid])

    @property
    def title(self) -> str:
        return self.application.title
