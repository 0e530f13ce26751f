"""Roadmaps: what a company should do, when, for how much and why. What was issued never changes."""

from __future__ import annotations

from decimal import Decimal
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import User
from apps.catalogue.models import CatalogueAction
from apps.diagnosis.models import Assessment
from apps.directory.models import Membership, Organisation, Relation
from apps.documents.models import Document
from apps.intake.models import Application
from apps.kernel.among import Among
from apps.roadmaps import permissions
from apps.roadmaps.states import PUBLIC, ROADMAP, RoadmapState


class Horizon(models.TextChoices):
    SHORT = "short", _("단기")
    MIDDLE = "middle", _("중기")
    LONG = "long", _("장기")


class ImpactWeights(models.Model):
    """One version of the weights, relevance tables and best-in-class bands of the impact rule, with their source."""

    version = models.CharField(max_length=30, unique=True)
    name_ko = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80, blank=True)
    source = models.TextField()
    content = models.JSONField()
    published_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.version


class RoadmapQuerySet(models.QuerySet["Roadmap"]):
    def visible_to(self, user: User) -> RoadmapQuerySet:
        """Everything for the centre, own work for a consultant without a tie, what was issued for company and city."""
        if user.can(permissions.VIEW_ALL):
            return self
        seen = Q(pk__in=[])
        if user.can(permissions.PLAN):
            ties = Relation.objects.filter(user=user, organisation=OuterRef("company"), kind__in=Relation.CONFLICTS)
            places = Membership.objects.filter(user=user, organisation=OuterRef("company"))
            seen |= Q(author=user) & ~Exists(ties) & ~Exists(places)
        if user.can(permissions.VIEW_OWN):
            seen |= Q(Among("company", Membership.objects.places_of(user)), state__in=PUBLIC)
        if user.can(permissions.VIEW_ISSUED):
            seen |= Q(state__in=PUBLIC)
        return self.filter(seen)

    def unissued(self) -> RoadmapQuerySet:
        return self.exclude(state__in=PUBLIC)


class Roadmap(models.Model):
    """One version of a company's plan over short, middle and long term.

    `inputs` are the planner's settings and the consultant's choices, `plan` what the planner answered, both as JSON;
    `revision` counts changes to either, so that a plan worked out meanwhile is not stored over a newer one.
    """

    personal_fields = {"author": ("to answer for the plan", "case")}
    machine = ROADMAP

    uid = models.UUIDField(default=uuid4, unique=True, editable=False)
    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="+")
    company = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=12, choices=RoadmapState.choices, default=RoadmapState.DRAFT)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    approver = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    weights = models.ForeignKey(ImpactWeights, on_delete=models.PROTECT, related_name="roadmaps")
    starts_on = models.DateField()
    inputs = models.JSONField()
    plan = models.JSONField(null=True, blank=True)
    planned_at = models.DateTimeField(null=True, blank=True)
    is_stale = models.BooleanField(default=False, help_text="조건이 바뀌어 다시 계획해야 함")
    revision = models.PositiveIntegerField(default=0)
    headline = models.CharField(max_length=200, blank=True)
    swot = models.JSONField(default=dict)
    is_swot_edited = models.BooleanField(default=False)
    number = models.CharField(max_length=40, unique=True, null=True, blank=True)
    document = models.ForeignKey(Document, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    proposed_at = models.DateTimeField(null=True, blank=True)
    approved_at = models.DateTimeField(null=True, blank=True)
    issued_at = models.DateTimeField(null=True, blank=True)

    objects = RoadmapQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["application", "version"], name="one_roadmap_a_version"),
            models.UniqueConstraint(
                fields=["application"],
                condition=Q(state__in=["draft", "planned", "proposed", "approved"]),
                name="one_open_roadmap_an_application",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["issued", "superseded"])
                | Q(number__isnull=False, issued_at__isnull=False, document__isnull=False, approver__isnull=False),
                name="issued_roadmap_is_complete",
            ),
            models.CheckConstraint(
                condition=Q(approver__isnull=True) | ~Q(approver=models.F("author")),
                name="two_people_stand_for_a_roadmap",
            ),
        ]
        indexes = [
            models.Index(fields=["-created_at", "-id"], name="roadmap_newest"),
            models.Index(fields=["state", "-created_at", "-id"], name="roadmap_by_state"),
            models.Index(fields=["company", "-created_at"], name="roadmap_of_company"),
            models.Index(fields=["author", "-created_at"], name="roadmap_of_author"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("roadmaps:detail", args=[self.uid])

    @property
    def title(self) -> str:
        """The company and the version, as inboxes name it; reads the company, so fetch it beforehand."""
        return f"{self.company.name_ko} 전환 로드맵 {self.version}판"


class PlannedActionQuerySet(models.QuerySet["PlannedAction"]):
    def visible_to(self, user: User) -> PlannedActionQuerySet:
        return self.filter(Exists(Roadmap.objects.visible_to(user).filter(pk=OuterRef("roadmap"))))


class PlannedAction(models.Model):
    """One action of a plan with its months, money and reasons. `impact` is in per cent of the ideal plan."""

    class Choice(models.TextChoices):
        SOLVER = "solver", _("계산이 고름")
        PINNED = "pinned", _("고정")
        MOVED = "moved", _("옮김")

    uid = models.UUIDField(default=uuid4, unique=True, editable=False)
    roadmap = models.ForeignKey(Roadmap, on_delete=models.CASCADE, related_name="actions")
    action = models.ForeignKey(CatalogueAction, on_delete=models.PROTECT, related_name="+")
    action_version = models.PositiveIntegerField()
    horizon = models.CharField(max_length=6, choices=Horizon.choices)
    start_month = models.PositiveSmallIntegerField()
    months = models.PositiveSmallIntegerField()
    staff_months = models.DecimalField(max_digits=5, decimal_places=1)
    cost_krw = models.BigIntegerField()
    support_krw = models.BigIntegerField(default=0)
    impact = models.DecimalField(max_digits=7, decimal_places=4)
    choice = models.CharField(max_length=8, choices=Choice.choices)
    reasons = models.JSONField()
    position = models.PositiveSmallIntegerField()

    objects = PlannedActionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["roadmap", "action"], name="an_action_once_a_roadmap"),
            models.CheckConstraint(condition=Q(start_month__gte=1, months__gte=1), name="planned_months_are_positive"),
            models.CheckConstraint(
                condition=Q(support_krw__gte=0, support_krw__lte=models.F("cost_krw")), name="support_within_the_cost"
            ),
            models.CheckConstraint(condition=Q(impact__gte=Decimal(0)), name="impact_is_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.roadmap_id} {self.action_id}"
