"""Pilots, their KPIs and readings, and the gates between their stages."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from apps.accounts.models import User
from apps.catalogue.models import Kpi
from apps.consortia.models import Agreement, Proposal
from apps.directory.models import Membership, Organisation, Relation
from apps.documents.models import Attachment, Document
from apps.kernel.among import Among
from apps.pilots import permissions, rules
from apps.pilots.states import GATE_MACHINE, PILOT_MACHINE, GateState, PilotState
from apps.pilots.words import DecisionName, DirectionName, MeasureName, StageName, VerdictName

FIGURE_PLACES = 4
FIGURE: dict[str, Any] = {"max_digits": 18, "decimal_places": FIGURE_PLACES}


class StageGuide(models.Model):
    """What a stage is for, in the centre's own words."""

    stage = models.CharField(max_length=20, choices=StageName.choices, unique=True)
    purpose_ko = models.CharField(max_length=200)
    purpose_en = models.CharField(max_length=200, blank=True)
    typical_months = models.PositiveSmallIntegerField()

    def __str__(self) -> str:
        return self.stage


class GateCriterion(models.Model):
    """One must-meet or should-meet of a stage's gate; a gate keeps its own copy of what it was judged by."""

    class Kind(models.TextChoices):
        MUST = "must"
        SHOULD = "should"

    class Source(models.TextChoices):
        PERSON = "person"
        READINGS = "readings"
        MARKS = "kpis_pass"
        CONDITIONS = "conditions"

    stage = models.CharField(max_length=20, choices=StageName.choices)
    code = models.CharField(max_length=40)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    source = models.CharField(max_length=20, choices=Source.choices, default=Source.PERSON)
    label_ko = models.CharField(max_length=200)
    label_en = models.CharField(max_length=200, blank=True)
    weight = models.PositiveSmallIntegerField(default=0)
    is_curable = models.BooleanField(default=True)
    position = models.PositiveSmallIntegerField()
    version = models.PositiveSmallIntegerField()
    is_active = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["stage", "code", "version"], name="one_gate_criterion_a_version"),
            models.CheckConstraint(
                condition=Q(kind="must", weight=0) | Q(kind="should", weight__gt=0), name="only_should_meets_weigh"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.stage} {self.code}"


class PilotQuerySet(models.QuerySet["Pilot"]):
    def visible_to(self, user: User) -> PilotQuerySet:
        """The centre and officials see all; others those they work on: as the company,
        its consultant, or a partner who accepted."""
        if user.can(permissions.VIEW_ALL):
            return self
        as_partner = Agreement.objects.filter(Among("brief", Proposal.objects.accepted_by(user))).values("pk")
        return self.filter(
            Among("company", Membership.objects.places_of(user))
            | Among("company", Relation.objects.served_by(user))
            | Among("agreement", as_partner)
        )


class Pilot(models.Model):
    """A demonstration under way: from a signed agreement through four stages to a certificate, or to a stop."""

    machine = PILOT_MACHINE

    uid = models.UUIDField(default=uuid4, unique=True, editable=False)
    agreement = models.OneToOneField(Agreement, on_delete=models.PROTECT, related_name="+")
    company = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=200)
    summary = models.TextField(blank=True)
    stage = models.CharField(max_length=20, choices=StageName.choices, default=StageName.DESIGN)
    state = models.CharField(max_length=20, choices=PilotState.choices, default=PilotState.ACTIVE)
    starts_on = models.DateField()
    ends_on = models.DateField()
    opened_at = models.DateTimeField()
    stage_entered_at = models.DateTimeField()
    kpis_fixed_at = models.DateTimeField(null=True, blank=True)
    ready_to_finish = models.BooleanField(default=False)
    ended_at = models.DateTimeField(null=True, blank=True)
    # Kept as they change, so that boards read one table; check_integrity recounts them.
    kpis_total = models.PositiveSmallIntegerField(default=0)
    kpis_passed = models.PositiveSmallIntegerField(default=0)
    kpis_failed = models.PositiveSmallIntegerField(default=0)
    last_reading_on = models.DateField(null=True, blank=True)
    next_reading_due_at = models.DateTimeField(null=True, blank=True)
    lessons = models.TextField(blank=True, help_text="끝난 뒤 남긴 교훈")
    certificate_number = models.CharField(max_length=40, blank=True)
    certificate = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+", null=True, blank=True)

    objects = PilotQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gt=F("starts_on")), name="pilot_ends_after_it_starts"),
            models.CheckConstraint(
                condition=Q(kpis_total__gte=F("kpis_passed") + F("kpis_failed")), name="pilot_counts_its_kpis"
            ),
            models.CheckConstraint(
                condition=~Q(state="finished") | (Q(ready_to_finish=True) & ~Q(certificate_number="")),
                name="finished_pilot_is_certified",
            ),
            models.UniqueConstraint(
                fields=["certificate_number"], condition=~Q(certificate_number=""), name="one_pilot_a_certificate"
            ),
        ]
        indexes = [
            models.Index(fields=["-opened_at", "-id"], name="pilot_newest"),
            models.Index(fields=["state", "stage", "-opened_at"], name="pilot_state_stage"),
            models.Index(fields=["stage", "-opened_at", "-id"], name="pilot_by_stage"),
            models.Index(
                fields=["stage", "-state", "stage_entered_at", "id"],
                condition=Q(state__in=(PilotState.ACTIVE, PilotState.ON_HOLD)),
                name="pilot_on_board",
            ),
            models.Index(fields=["company", "-opened_at"], name="pilot_of_company"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("pilots:pilot", args=[self.uid])


class PilotKpi(models.Model):
    """What the pilot is judged by; after work begins only its readings grow."""

    uid = models.UUIDField(default=uuid4, unique=True, editable=False)
    pilot = models.ForeignKey(Pilot, on_delete=models.PROTECT, related_name="kpis")
    kpi = models.ForeignKey(Kpi, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    name = models.CharField(max_length=120)
    definition = models.TextField(blank=True)
    unit = models.CharField(max_length=30)
    direction = models.CharField(max_length=10, choices=DirectionName.choices)
    measure = models.CharField(max_length=10, choices=MeasureName.choices, default=MeasureName.LATEST)
    baseline = models.DecimalField(**FIGURE)
    baseline_start_on = models.DateField()
    baseline_end_on = models.DateField()
    baseline_evidence = models.TextField()
    target = models.DecimalField(**FIGURE)
    pass_mark = models.DecimalField(**FIGURE)
    position = models.PositiveSmallIntegerField()
    # How it stands on its readings, kept as they change.
    verdict = models.CharField(max_length=10, choices=VerdictName.choices, default=VerdictName.UNKNOWN)
    value = models.DecimalField(**FIGURE, null=True, blank=True)
    attainment_bp = models.IntegerField(null=True, blank=True)
    readings_count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["pilot", "position"], name="one_kpi_a_position"),
            models.UniqueConstraint(fields=["pilot", "name"], name="one_kpi_a_name"),
            models.CheckConstraint(
                condition=Q(
                    direction="up", pass_mark__gt=F("baseline"), pass_mark__lte=F("target"), target__gt=F("baseline")
                )
                | Q(
                    direction="down", pass_mark__lt=F("baseline"), pass_mark__gte=F("target"), target__lt=F("baseline")
                ),
                name="pass_mark_between_baseline_and_target",
            ),
            models.CheckConstraint(
                condition=Q(baseline_end_on__gt=F("baseline_start_on")), name="baseline_has_a_period"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def rule(self) -> rules.Definition:
        """The KPI as the rules read it."""
        return rules.Definition(
            rules.Direction(self.direction), self.baseline, self.target, self.pass_mark, rules.Measure(self.measure)
        )


class Reading(models.Model):
    """One measured figure. A wrong one is withdrawn with a reason, never changed."""

    uid = models.UUIDField(default=uuid4, unique=True, editable=False)
    kpi = models.ForeignKey(PilotKpi, on_delete=models.PROTECT, related_name="readings")
    measured_on = models.DateField()
    value = models.DecimalField(**FIGURE)
    note = models.CharField(max_length=300, blank=True)
    attachment = models.ForeignKey(Attachment, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    withdrawn_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | (Q(withdrawn_by__isnull=False) & ~Q(withdrawn_reason="")),
                name="withdrawn_reading_says_why",
            )
        ]
        indexes = [models.Index(fields=["kpi", "measured_on", "id"], name="reading_of_kpi")]

    def __str__(self) -> str:
        return f"{self.kpi_id} {self.measured_on}: {self.value}"


class Gate(models.Model):
    """One review of one stage: proposed by one person, confirmed by another."""

    machine = GATE_MACHINE

    uid = models.UUIDField(default=uuid4, unique=True, editable=False)
    pilot = models.ForeignKey(Pilot, on_delete=models.PROTECT, related_name="gates")
    stage = models.CharField(max_length=20, choices=StageName.choices)
    round = models.PositiveSmallIntegerField(help_text="이 단계의 몇 번째 심의인지")
    state = models.CharField(max_length=20, choices=GateState.choices, default=GateState.OPEN)
    called_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    called_at = models.DateTimeField()
    # The criteria with their answers, and what the rules made of them, as they were at the time.
    criteria_version = models.PositiveSmallIntegerField()
    checks = models.JSONField(default=list)
    recommendation = models.JSONField(null=True, blank=True)
    proposed_decision = models.CharField(max_length=20, choices=DecisionName.choices, blank=True)
    proposed_conditions = models.JSONField(default=list)
    reason = models.TextField(blank=True)
    proposer = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    proposed_at = models.DateTimeField(null=True, blank=True)
    decision = models.CharField(max_length=20, choices=DecisionName.choices, blank=True)
    decider = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["pilot", "stage", "round"], name="one_gate_a_stage_and_round"),
            models.UniqueConstraint(fields=["pilot"], condition=~Q(state="decided"), name="one_gate_at_a_time"),
            models.CheckConstraint(
                condition=Q(decider__isnull=True) | ~Q(decider=F("proposer")), name="gate_is_decided_by_two_people"
            ),
            models.CheckConstraint(
                condition=~Q(state="decided")
                | (~Q(decision="") & Q(decider__isnull=False, proposer__isnull=False, decided_at__isnull=False)),
                name="decided_gate_names_its_people",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pilot_id} {self.stage} {self.round}"

    def get_absolute_url(self) -> str:
        return reverse("pilots:gate", args=[self.uid])

    @property
    def title(self) -> str:
        return f"{self.pilot.title} · {self.get_stage_display()}"


class GateCondition(models.Model):
    """What a conditional go still asks for, and by when."""

    uid = models.UUIDField(default=uuid4, unique=True, editable=False)
    gate = models.ForeignKey(Gate, on_delete=models.PROTECT, related_name="conditions")
    text = models.CharField(max_length=300)
    due_on = models.DateField()
    met_at = models.DateTimeField(null=True, blank=True)
    met_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [models.Index(fields=["due_on"], condition=Q(met_at__isnull=True), name="condition_due")]
        constraints = [
            models.CheckConstraint(
                condition=Q(met_at__isnull=True) | Q(met_by__isnull=False), name="met_condition_names_who"
            )
        ]

    def __str__(self) -> str:
        return self.text
