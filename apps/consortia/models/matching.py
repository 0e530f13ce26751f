"""Candidates of a role with their scores, and runs of the solver over all open briefs."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.consortia import permissions
from apps.consortia.models.briefs import BriefRole
from apps.consortia.states import RUN_MACHINE, RunState
from apps.directory.models import Organisation
from apps.kernel import clocks


class Candidate(models.Model):
    """An organisation judged for a role: points of 100 with the reasons, or why it is out. Written anew at each
    scoring.
    """

    brief_role = models.ForeignKey(BriefRole, on_delete=models.PROTECT, related_name="candidates")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    score = models.DecimalField(max_digits=5, decimal_places=2)
    reasons = models.JSONField(default=list)
    exclusions = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["brief_role", "organisation"], name="one_judgement_a_role_and_organisation"
            ),
            models.CheckConstraint(condition=Q(score__gte=0, score__lte=100), name="candidate_score_is_of_100"),
        ]

    def __str__(self) -> str:
        return f"{self.brief_role_id} {self.organisation_id} {self.score}"


class MatchRunQuerySet(models.QuerySet["MatchRun"]):
    def visible_to(self, user: User) -> "MatchRunQuerySet":
        """The centre's alone: a run names every candidate of every company."""
        return self if user.can(permissions.SOLVE) else self.none()


class MatchRun(models.Model):
    """One run of the solver. The problem is frozen when it starts, so that its answer can be checked later.

    `status` says whether the answer is proven best or was stopped by time. `lane` lets one run at a time wait or work.
    """

    machine = RUN_MACHINE

    uid = models.UUIDField(default=uuid4, unique=True, editable=False)
    lane = models.CharField(max_length=10, default="all", editable=False)
    state = models.CharField(max_length=10, choices=RunState.choices, default=RunState.REQUESTED)
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    requested_at = models.DateTimeField()
    touched_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    input = models.JSONField(default=dict)
    result = models.JSONField(default=dict)
    status = models.CharField(max_length=12, blank=True)
    briefs_count = models.PositiveIntegerField(default=0)
    formed_count = models.PositiveIntegerField(default=0)
    failure = models.TextField(blank=True)

    objects = MatchRunQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["lane"],
                condition=Q(state__in=[RunState.REQUESTED, RunState.RUNNING]),
                name="one_matching_run_at_a_time",
            )
        ]
        indexes = [models.Index(fields=["-requested_at", "-id"], name="run_newest")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("consortia:run", args=[self.uid])

    @property
    def title(self) -> str:
        return _("배정 계산 %(at)s") % {"at": f"{clocks.local(self.requested_at):%Y-%m-%d %H:%M}"}
