"""What the centre offers, the words its forms use, figures of public surveys."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.documents.rules import Term
from apps.intake.states import Door
from apps.kernel.language import localized


class Programme(models.Model):
    """One way the centre supports companies, with versioned settings.

    `settings` holds: `legal_basis`, `conditions` (rule, required, params), `criteria` (code, label_ko, label_en,
    weight, max), `support_cap_krw`, `self_burden_pct`, `documents` (kind, required), `closing_hour`, `counted_site`,
    `screening` and `correction` (length, basis), `reviewers` (least number), `panel` (mode and terms of a committee,
    as `panels.rules.terms_of` reads them), and as wanted `correction_rounds`, `objection` (days to object, `handling`
    as a clock), `consents` (code of the text, required), `budgets` (year, budget_krw, quota) and `consortium` (whether
    it forms before or after the selection). `terms.faults` tells what is wrong with them. What is here is the version
    in force; `SettingsVersion` keeps the others.
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
    def settings_url(self) -> str:
        """The page on which its settings are written and published."""
        return reverse("intake:settings", args=[self.code])

    @property
    def name(self) -> str:
        return localized(self, "name")

    @property
    def summary(self) -> str:
        return localized(self, "summary")

    @property
    def body(self) -> str:
        return localized(self, "body")


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
    # Of a kind of attachment: what it says of its validity, for how many days, and whether it is a paper of the company
    # itself, which is not asked for again while it counts.
    term = models.CharField(max_length=8, choices=[(term, term) for term in Term], default=Term.NONE)
    valid_days = models.PositiveSmallIntegerField(default=0)
    is_of_company = models.BooleanField(default=False)

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
