"""Instruments as they were published, the assessments made with them, and the cells they are counted in."""

from __future__ import annotations

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import User
from apps.diagnosis import permissions
from apps.diagnosis.benchmark import FEWEST
from apps.diagnosis.states import ASSESSMENT, AssessmentState
from apps.directory.models import Membership, Organisation, Relation
from apps.intake.models import Application
from apps.kernel.among import Among


class Instrument(models.Model):
    """One version of the questionnaire. Once published it never changes; an assessment keeps the version it used."""

    class State(models.TextChoices):
        DRAFT = "draft", _("준비 중")
        PUBLISHED = "published", _("발행")

    code = models.CharField(max_length=40)
    version = models.PositiveSmallIntegerField()
    name_ko = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    content = models.JSONField()
    sha256 = models.CharField(max_length=64)
    published_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code", "version"], name="one_instrument_a_version"),
            models.CheckConstraint(
                condition=Q(state="draft", published_at__isnull=True)
                | Q(state="published", published_at__isnull=False),
                name="published_instrument_has_its_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.version}"


class AssessmentQuerySet(models.QuerySet["Assessment"]):
    def diagnoses(self) -> AssessmentQuerySet:
        """The diagnoses themselves, without those that only read a case a second time."""
        return self.filter(second_of=None)

    def second_readings(self) -> AssessmentQuerySet:
        """Those that read another one's case a second time."""
        return self.exclude(second_of=None)

    def visible_to(self, user: User) -> AssessmentQuerySet:
        """Everything for centre staff, the assigned ones for a consultant without a conflict, one's own company's.

        Second readings are the centre's own affair: a company sees none, a consultant only those assigned.
        """
        if user.can(permissions.VIEW_ALL):
            return self
        seen = Q(pk__in=[])
        if user.can(permissions.SCORE):
            ties = Relation.objects.filter(user=user, organisation=OuterRef("company"), kind__in=Relation.CONFLICTS)
            places = Membership.objects.filter(user=user, organisation=OuterRef("company"))
            seen |= Q(consultant=user) & ~Exists(ties) & ~Exists(places)
        if user.can(permissions.SELF_SCORE):
            seen |= Q(Among("company", Membership.objects.places_of(user)), second_of=None)
        return self.filter(seen)

    def with_findings_for(self, user: User) -> AssessmentQuerySet:
        """Those whose answers and evidence this person may read: a company only once the diagnosis is completed."""
        visible = self.visible_to(user)
        if user.can(permissions.VIEW_ALL):
            return visible
        return visible.filter(Q(consultant=user) | Q(state=AssessmentState.COMPLETED))


class Assessment(models.Model):
    """One diagnosis of one company at one time (T0 before support, T1 and T2 after).

    A second reading (교차 진단) scores the same case again from its evidence, without seeing what was found first.
    """

    class Round(models.TextChoices):
        T0 = "T0", _("지원 전 진단")
        T1 = "T1", _("1차 재진단")
        T2 = "T2", _("2차 재진단")

    machine = ASSESSMENT

    uid = models.UUIDField(default=uuid4, unique=True, editable=False)
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="+")
    company = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    instrument = models.ForeignKey(Instrument, on_delete=models.PROTECT, related_name="assessments")
    profile = models.CharField(max_length=40, help_text="가중치를 정하는 업종 코드")
    round = models.CharField(max_length=2, choices=Round.choices, default=Round.T0)
    state = models.CharField(max_length=10, choices=AssessmentState.choices, default=AssessmentState.OPENED)
    consultant = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    second_of = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="readings",
        help_text="교차 진단의 원래 진단",
    )
    is_training = models.BooleanField(default=False, help_text="여러 컨설턴트가 연습하며 기준 점수와 견주는 진단")
    # Counts the writes of answers, so that two screens at one case are told of each other.
    answers_version = models.PositiveIntegerField(default=0)
    opened_at = models.DateTimeField()
    visit_on = models.DateField(null=True, blank=True)
    agreed_on = models.DateField(null=True, blank=True, help_text="결과를 함께 읽고 합의한 날")
    completed_at = models.DateTimeField(null=True, blank=True)
    # Frozen at completion with everything it unfolds to; the columns beside it are for lists and comparisons.
    result = models.JSONField(null=True, blank=True)
    bands = models.JSONField(null=True, blank=True, help_text="진단항목의 수준")
    level = models.PositiveSmallIntegerField(null=True, blank=True)
    overall = models.DecimalField(max_digits=5, decimal_places=4, null=True, blank=True)
    process = models.DecimalField(max_digits=4, decimal_places=2, null=True, blank=True)
    data = models.DecimalField(max_digits=4, decimal_places=2, null=True, blank=True)
    operations = models.DecimalField(max_digits=4, decimal_places=2, null=True, blank=True)

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["application", "round"], condition=Q(second_of=None), name="one_assessment_a_round"
            ),
            models.UniqueConstraint(
                fields=["second_of", "consultant"],
                condition=Q(second_of__isnull=False, consultant__isnull=False) & ~Q(state="cancelled"),
                name="one_reading_a_consultant",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["opened", "cancelled"]) | Q(consultant__isnull=False),
                name="assessment_has_its_consultant",
            ),
            models.CheckConstraint(
                condition=~Q(state="completed")
                | Q(result__isnull=False, level__isnull=False, overall__isnull=False, completed_at__isnull=False),
                name="completed_assessment_has_its_result",
            ),
            models.CheckConstraint(
                condition=Q(overall__isnull=True) | Q(overall__gte=0, overall__lte=5), name="overall_is_on_the_scale"
            ),
        ]
        indexes = [
            models.Index(fields=["-opened_at", "-id"], name="assessment_newest"),
            models.Index(fields=["state", "-opened_at", "-id"], name="assessment_by_state"),
            models.Index(fields=["consultant", "-opened_at"], name="assessment_of_consultant"),
            models.Index(fields=["company", "-opened_at"], name="assessment_of_company"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("diagnosis:detail", args=[self.uid])

    @property
    def title(self) -> str:
        """The company and the round, as inboxes name it."""
        second = f" · {_('교차 진단')}" if self.second_of_id else ""
        return f"{self.company.name_ko} · {self.get_round_display()}{second}"


class Benchmark(models.Model):
    """One cell of the quarterly count: how companies of an industry and size class stand, by cut points alone."""

    quarter = models.CharField(max_length=6, help_text="2026Q3")
    industry = models.CharField(max_length=40)
    size_class = models.CharField(max_length=20)
    n = models.PositiveIntegerField()
    cuts = models.JSONField(help_text="전체와 영역마다 열 등분하는 아홉 값")
    medians = models.JSONField(help_text="진단항목마다 가운데 수준")
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["quarter", "industry", "size_class"], name="one_benchmark_a_cell"),
            models.CheckConstraint(condition=Q(n__gte=FEWEST), name="benchmark_hides_few"),
        ]

    def __str__(self) -> str:
        return f"{self.quarter} {self.industry} {self.size_class}"
