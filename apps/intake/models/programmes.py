"""What the centre offers and when it takes applications; the words its forms use; figures of public surveys."""

from datetime import datetime
from uuid import uuid4

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import User
from apps.intake import permissions
from apps.intake.states import CALL, CallState, Door
from apps.kernel.language import localized


class Programme(models.Model):
    """One way the centre supports companies, with versioned settings.

    `settings` holds: `legal_basis`, `conditions` (rule, required, params), `criteria` (code, label_ko, label_en,
    weight, max), `support_cap_krw`, `self_burden_pct`, `documents` (kind, required), `closing_hour`,
    `counted_site`, `screening` and `correction` (length, basis), `reviewers` (least number).
    """

    code = models.SlugField(max_length=40, unique=True)
    door = models.CharField(max_length=15, choices=Door.choices)
    name_ko = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120)
    summary_ko = models.CharField(max_length=300)
    summary_en = models.CharField(max_length=300, blank=True)
    body_ko = models.TextField()
    body_en = models.TextField(blank=True)
    steps = models.JSONField(default=list, help_text="진행 순서: title_ko, title_en, text_ko, text_en")
    settings = models.JSONField(default=dict)
    settings_version = models.PositiveSmallIntegerField(default=1)
    position = models.PositiveSmallIntegerField(default=0)
    is_active = models.BooleanField(default=True)

    def __str__(self) -> str:
        return self.name_ko

    def get_absolute_url(self) -> str:
        return reverse("intake:programme", args=[self.code])

    @property
    def name(self) -> str:
        return localized(self, "name")

    @property
    def summary(self) -> str:
        return localized(self, "summary")

    @property
    def body(self) -> str:
        return localized(self, "body")


class CallQuerySet(models.QuerySet["Call"]):
    def visible_to(self, user: User | None) -> "CallQuerySet":
        """Published calls for everybody, drafts for those who run them."""
        if user is not None and user.is_authenticated and user.can(permissions.RUN_CALLS):
            return self
        return self.exclude(state=CallState.DRAFT)

    def taking(self, at: datetime) -> "CallQuerySet":
        """Calls that take applications at a moment."""
        rolling = Q(closes_at__isnull=True) | Q(closes_at__gte=at)
        return self.filter(rolling, state=CallState.OPEN, opens_at__lte=at)


class Call(models.Model):
    """A call (모집공고): when a programme takes applications, under the settings it had when published."""

    machine = CALL

    uid = models.UUIDField(default=uuid4, unique=True, editable=False)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="calls")
    title_ko = models.CharField(max_length=160)
    title_en = models.CharField(max_length=160, blank=True)
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField(null=True, blank=True, help_text="비우면 상시 모집")
    state = models.CharField(max_length=10, choices=CallState.choices, default=CallState.DRAFT)
    settings = models.JSONField(default=dict, help_text="게시할 때의 프로그램 설정")
    settings_version = models.PositiveSmallIntegerField(default=1)
    is_sample = models.BooleanField(default=False)

    objects = CallQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_at__isnull=True) | Q(closes_at__gt=F("opens_at")), name="call_closes_after_it_opens"
            )
        ]

    def __str__(self) -> str:
        return self.title_ko

    def get_absolute_url(self) -> str:
        return reverse("intake:programme", args=[self.programme.code])

    @property
    def title(self) -> str:
        return localized(self, "title")


class Word(models.Model):
    """One choice of a list that forms offer: barriers, kinds of attachments, reasons of decisions."""

    class List(models.TextChoices):
        BARRIER = "barrier", _("애로사항")
        DOCUMENT = "document", _("첨부서류")
        REJECT = "reject", _("부적격 사유")
        CORRECT = "correct", _("보완 사유")

    list = models.CharField(max_length=10, choices=List.choices)
    code = models.SlugField(max_length=40)
    name_ko = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120, blank=True)
    hint_ko = models.CharField(max_length=200, blank=True)
    hint_en = models.CharField(max_length=200, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["list", "code"], name="one_word_a_list_and_code")]

    def __str__(self) -> str:
        return self.name_ko

    @property
    def name(self) -> str:
        return localized(self, "name")

    @property
    def hint(self) -> str:
        return localized(self, "hint")


class SurveyFigure(models.Model):
    """A figure of a public survey for the home page, always with its source, sample size and period."""

    code = models.SlugField(max_length=40, unique=True)
    label_ko = models.CharField(max_length=120)
    label_en = models.CharField(max_length=120)
    value_pct = models.DecimalField(max_digits=4, decimal_places=1)
    n = models.PositiveIntegerField()
    period = models.CharField(max_length=40)
    source = models.CharField(max_length=160)
    position = models.PositiveSmallIntegerField(default=0)

    def __str__(self) -> str:
        return self.label_ko

    @property
    def label(self) -> str:
        return localized(self, "label")
