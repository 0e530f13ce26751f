"""Changes of a published decision, and objections of applicants."""

from datetime import date, datetime, timedelta
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.directory.models import Membership
from apps.intake import permissions
from apps.intake.models.applications import Application
from apps.intake.states import (
    OBJECTION,
    REVISION,
    ObjectionState,
    RevisionKind,
    RevisionState,
    Ruling,
    State,
)
from apps.kernel.among import Among
from apps.kernel.clocks import local_date


def last_day(until: datetime) -> date:
    """The day that ends at a moment: midnight belongs to the day before."""
    return local_date(until - timedelta(seconds=1))


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


class ObjectionQuerySet(models.QuerySet["Objection"]):
    def visible_to(self, user: User) -> "ObjectionQuerySet":
        """Own company's objections, for the centre all. Reviewers see only the masked sheet of their sitting."""
        if user.can(permissions.SCREEN):
            return self
        own = Application.objects.filter(Among("company", Membership.objects.places_of(user)))
        return self.filter(Among("application", own.values("pk")))


class Objection(models.Model):
    """An applicant's objection (이의신청) to a refusal, a non-selection or a cancellation; once for each decision.

    `deciders` are the people of the contested decision by key, `decision_note` is what it said; both are kept as they
    were, for an upheld objection changes the application.
    """

    personal_fields = {"filed_by": ("to answer the applicant", "case")}
    machine = OBJECTION

    uid = models.UUIDField(default=uuid4, unique=True, editable=False)
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="objections")
    contested = models.CharField(
        max_length=15, choices=[(one, one.label) for one in (State.REJECTED, State.NOT_SELECTED, State.CANCELLED)]
    )
    told_at = models.DateTimeField(help_text="대상 결정을 알린 때")
    decision_note = models.TextField(blank=True)
    deciders = models.JSONField(default=list, help_text="처음 결정한 사람의 번호")
    grounds = models.TextField()
    filed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    filed_at = models.DateTimeField()
    due_at = models.DateTimeField(help_text="처리 기한")
    state = models.CharField(max_length=10, choices=ObjectionState.choices, default=ObjectionState.FILED)
    ruling = models.CharField(max_length=10, choices=Ruling.choices, blank=True)
    ruling_note = models.TextField(blank=True)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    proposed_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    approval_number = models.CharField(max_length=60, blank=True, help_text="결재시스템의 문서번호")
    approved_on = models.DateField(null=True, blank=True, help_text="결재한 날")

    objects = ObjectionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["application", "contested", "told_at"], name="one_objection_a_decision"),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("proposed_by")),
                name="two_people_decide_an_objection",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[ObjectionState.DISMISSED, ObjectionState.UPHELD])
                | Q(decided_at__isnull=False, decided_by__isnull=False),
                name="a_decided_objection_says_by_whom",
            ),
        ]
        indexes = [models.Index(fields=["-filed_at", "-id"], name="objection_by_filing")]

    def __str__(self) -> str:
        return f"{self.application_id} {self.contested}"

    def get_absolute_url(self) -> str:
        return reverse("intake:objection", args=[self.uid])

    @property
    def due_on(self) -> date:
        """The last day of the clock to answer."""
        return last_day(self.due_at)

    @property
    def title(self) -> str:
        """Reads the application and its company, so fetch them beforehand."""
        return _("이의신청 %(title)s") % {"title": self.application.title}
