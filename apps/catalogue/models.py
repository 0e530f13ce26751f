"""What a company can do to become ready for AI and to use it: what each action moves, costs and needs."""

from decimal import Decimal
from uuid import uuid4

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.kernel.language import localized


class Basis(models.TextChoices):
    """Where a figure comes from."""

    SOURCED = "sourced", _("출처 있음")
    ASSUMED = "assumed", _("가정")
    MEASURED = "measured", _("실증 측정")


class Kpi(models.Model):
    """A figure that companies change with AI, with its direction and the category the planner weighs it by."""

    class Direction(models.TextChoices):
        UP = "up", _("높을수록 좋음")
        DOWN = "down", _("낮을수록 좋음")

    class Category(models.TextChoices):
        """The KPI categories of the impact rule."""

        ASSET = "asset", _("설비 효율")
        WORKFORCE = "workforce", _("인력 효율")
        UTILITIES = "utilities", _("에너지 효율")
        INVENTORY = "inventory", _("재고·자재 효율")
        PROCESS_QUALITY = "process_quality", _("공정 품질")
        PRODUCT_QUALITY = "product_quality", _("제품 품질")
        SAFETY = "safety", _("안전")
        SECURITY = "security", _("보안")
        PLANNING = "planning", _("계획")
        PRODUCTION_FLEXIBILITY = "production_flexibility", _("생산 유연성")
        WORKFORCE_FLEXIBILITY = "workforce_flexibility", _("인력 유연성")
        TIME_TO_MARKET = "time_to_market", _("출시 기간")
        TIME_TO_DELIVERY = "time_to_delivery", _("납기")

    code = models.CharField(max_length=40, unique=True)
    name_ko = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80)
    unit = models.CharField(max_length=20)
    direction = models.CharField(max_length=4, choices=Direction.choices)
    category = models.CharField(max_length=30, choices=Category.choices)
    definition_ko = models.TextField()
    definition_en = models.TextField(blank=True)

    def __str__(self) -> str:
        return localized(self, "name")


class Support(models.Model):
    """Linked support (연계지원) that can carry part of an action: a course, voucher, fund, test bed or computing."""

    class Kind(models.TextChoices):
        COURSE = "course", _("교육")
        VOUCHER = "voucher", _("바우처")
        FUND = "fund", _("사업비")
        TEST_BED = "test_bed", _("테스트베드")
        COMPUTING = "computing", _("컴퓨팅 자원")
        ADVICE = "advice", _("자문")

    code = models.CharField(max_length=40, unique=True)
    position = models.PositiveSmallIntegerField(default=0, help_text="센터가 먼저 권하는 차례")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    name_ko = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120, blank=True)
    body_ko = models.CharField(max_length=120, help_text="운영기관")
    cap_krw = models.BigIntegerField(null=True, blank=True, help_text="지원 한도, 모르면 비움")
    note_ko = models.CharField(max_length=300, blank=True)
    source = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["position", "code"]
        constraints = [
            models.CheckConstraint(condition=Q(cap_krw__isnull=True) | Q(cap_krw__gt=0), name="support_cap_is_positive")
        ]

    def __str__(self) -> str:
        return localized(self, "name")


class CatalogueActionQuerySet(models.QuerySet["CatalogueAction"]):
    def active(self) -> "CatalogueActionQuerySet":
        return self.filter(is_active=True)


class CatalogueAction(models.Model):
    """One thing a company can do: an AI use case, or an enabling action that prepares for one.

    `required` maps criterion codes to the band needed before it starts, `improves` to the bands it adds. Costs are
    whole won, with a basis and its source; an assumed range is always shown as an assumption. `lifts_to` is the highest
    band it can bring a criterion to: a first standard helps a beginner, not a leader.
    """

    class Kind(models.TextChoices):
        USECASE = "usecase", _("AI 활용과제")
        ENABLING = "enabling", _("기반과제")

    code = models.CharField(max_length=10, unique=True)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    name_ko = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120)
    summary_ko = models.TextField()
    summary_en = models.TextField(blank=True)
    deliverables_ko = models.JSONField(default=list, help_text="끝났을 때 남는 것")
    industries = models.JSONField(default=list, help_text="시범업종 코드; 비우면 모든 업종")
    industry_codes = models.JSONField(default=list, help_text="KSIC 코드; 비우면 모든 업종")
    required = models.JSONField(default=dict)
    improves = models.JSONField(default=dict)
    lifts_to = models.JSONField(default=dict, help_text="이 과제로 오를 수 있는 가장 높은 수준")
    prerequisites = models.ManyToManyField("self", symmetrical=False, blank=True, related_name="unlocks")
    preparations = models.ManyToManyField(
        "self", symmetrical=False, blank=True, related_name="prepares", help_text="함께 고르면 먼저 시작하는 준비"
    )
    months = models.PositiveSmallIntegerField()
    months_low = models.PositiveSmallIntegerField()
    months_high = models.PositiveSmallIntegerField()
    staff_months = models.DecimalField(max_digits=5, decimal_places=1)
    cost_min_krw = models.BigIntegerField()
    cost_typical_krw = models.BigIntegerField()
    cost_max_krw = models.BigIntegerField()
    cost_basis = models.CharField(max_length=10, choices=Basis.choices)
    source = models.CharField(max_length=300, blank=True, help_text="비용과 기간의 출처 또는 가정의 근거")
    technologies = models.JSONField(default=list)
    data_needs_ko = models.JSONField(default=list, help_text="시작 전에 있어야 하는 데이터")
    skills = models.JSONField(default=list, help_text="협력기관에 필요한 역량 코드")
    barriers = models.JSONField(default=list, help_text="덜어 주는 어려움 코드")
    supports = models.ManyToManyField(Support, blank=True, related_name="actions")
    version = models.PositiveIntegerField(default=1)
    is_active = models.BooleanField(default=True)

    objects = CatalogueActionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(cost_min_krw__gte=0)
                & Q(cost_typical_krw__gte=F("cost_min_krw"))
                & Q(cost_max_krw__gte=F("cost_typical_krw")),
                name="action_costs_are_in_order",
                violation_error_message=_("최소, 보통, 최대 비용의 순서를 확인해 주십시오."),
            ),
            models.CheckConstraint(
                condition=Q(months_low__gte=1) & Q(months__gte=F("months_low")) & Q(months_high__gte=F("months")),
                name="action_months_are_in_order",
                violation_error_message=_("최소, 보통, 최대 기간의 순서를 확인해 주십시오."),
            ),
            models.CheckConstraint(condition=Q(staff_months__gte=Decimal(0)), name="action_staff_months_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("catalogue:action", args=[self.code])

    @property
    def title(self) -> str:
        return localized(self, "name")


class ActionEffect(models.Model):
    """How far an action moves a KPI: expected from a source or an assumption, or measured by a finished pilot.

    `low`, `typical` and `high` are the change in the KPI's good direction in `unit`; empty where no figure is known.
    `strength` (1–3) is what the planner reads: 3 for the KPI the action is made for.
    """

    uid = models.UUIDField(default=uuid4, unique=True, editable=False)
    action = models.ForeignKey(CatalogueAction, on_delete=models.PROTECT, related_name="effects")
    kpi = models.ForeignKey(Kpi, on_delete=models.PROTECT, related_name="effects")
    strength = models.PositiveSmallIntegerField(default=1)
    low = models.DecimalField(max_digits=14, decimal_places=3, null=True, blank=True)
    typical = models.DecimalField(max_digits=14, decimal_places=3, null=True, blank=True)
    high = models.DecimalField(max_digits=14, decimal_places=3, null=True, blank=True)
    unit = models.CharField(max_length=20, blank=True)
    text_ko = models.CharField(max_length=300, blank=True)
    basis = models.CharField(max_length=10, choices=Basis.choices)
    source = models.CharField(max_length=300)
    source_uid = models.UUIDField(null=True, blank=True, help_text="측정한 실증과제")
    recorded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["action", "kpi"], condition=Q(source_uid__isnull=True), name="one_expectation_an_action_and_kpi"
            ),
            models.UniqueConstraint(
                fields=["action", "kpi", "source_uid"],
                condition=Q(source_uid__isnull=False),
                name="one_measurement_a_pilot_and_kpi",
            ),
            models.CheckConstraint(condition=Q(strength__gte=1, strength__lte=3), name="effect_strength_1_to_3"),
        ]
        indexes = [
            models.Index(
                fields=["action", "kpi", "-id"], condition=Q(source_uid__isnull=False), name="effect_newest_measured"
            )
        ]

    def __str__(self) -> str:
        return f"{self.action_id} {self.kpi_id} {self.basis}"


class PublishedCaseQuerySet(models.QuerySet["PublishedCase"]):
    def standing(self) -> "PublishedCaseQuerySet":
        """Those that were not taken down."""
        return self.filter(taken_down_at__isnull=True)


class PublishedCase(models.Model):
    """A finished pilot as others may read it: what was wrong, what was done, what came of it, what was learnt.

    It names the company only in the words the pilot's people agreed to publish, and stands until the company asks to
    have it taken down.
    """

    uid = models.UUIDField(default=uuid4, unique=True, editable=False)
    action = models.ForeignKey(CatalogueAction, on_delete=models.PROTECT, related_name="cases", null=True, blank=True)
    industry = models.CharField(max_length=20, blank=True, help_text="시범업종 코드")
    name = models.CharField(max_length=200)
    company_label = models.CharField(max_length=120, help_text="공개하기로 한 기업 표기")
    problem = models.TextField()
    approach = models.TextField(blank=True)
    results = models.JSONField(default=list, help_text="[{name, unit, baseline, result, target, passed}]")
    lessons = models.TextField(blank=True)
    outcome = models.CharField(max_length=20, default="finished", help_text="finished 또는 stopped")
    source_uid = models.UUIDField(unique=True, help_text="실증과제")
    is_sample = models.BooleanField(default=False)
    published_at = models.DateTimeField()
    taken_down_at = models.DateTimeField(null=True, blank=True)

    objects = PublishedCaseQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["-published_at", "-id"], name="case_newest"),
            models.Index(fields=["action", "-published_at", "-id"], name="case_newest_by_action"),
            models.Index(fields=["industry", "-published_at", "-id"], name="case_newest_by_industry"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("catalogue:case", args=[self.uid])

    @property
    def title(self) -> str:
        return self.name
