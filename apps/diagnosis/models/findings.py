"""What company and consultant say of a case, and the evidence it rests on."""

from __future__ import annotations

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import User
from apps.diagnosis.models.cases import Assessment
from apps.diagnosis.rules import Answer as Value
from apps.documents.models import Attachment


class Answer(models.Model):
    """What the consultant found about one attribute, with the observation it rests on."""

    class Choice(models.TextChoices):
        YES = Value.YES, _("확인함")
        NO = Value.NO, _("아님")
        NOT_APPLICABLE = Value.NOT_APPLICABLE, _("해당 없음")
        NEEDS_EVIDENCE = Value.NEEDS_EVIDENCE, _("증빙 필요")

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="answers")
    attribute = models.CharField(max_length=12)
    value = models.CharField(max_length=16, choices=Choice.choices)
    reason = models.CharField(max_length=300, blank=True, help_text="해당 없음인 이유")
    note = models.CharField(max_length=500, blank=True, help_text="보고 들은 것")
    version = models.PositiveIntegerField(default=0, help_text="이 답변을 마지막으로 적은 때의 answers_version")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["assessment", "attribute"], name="one_answer_an_attribute"),
            models.CheckConstraint(
                condition=~Q(value="not_applicable") | ~Q(reason=""), name="not_applicable_has_its_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assessment_id} {self.attribute} {self.value}"


class SelfScore(models.Model):
    """The band a company says it has; kept apart from what the consultant finds. No band means "don't know"."""

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="self_scores")
    criterion = models.CharField(max_length=4)
    band = models.PositiveSmallIntegerField(null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["assessment", "criterion"], name="one_self_score_a_criterion"),
            models.CheckConstraint(condition=Q(band__isnull=True) | Q(band__lte=5), name="self_score_is_a_band"),
        ]

    def __str__(self) -> str:
        return f"{self.assessment_id} {self.criterion} {self.band}"


class Claim(models.Model):
    """Whether a company says that an attribute is true of it; nothing is "don't know". No evidence stands behind it."""

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="claims")
    attribute = models.CharField(max_length=12)
    holds = models.BooleanField(null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["assessment", "attribute"], name="one_claim_an_attribute")]

    def __str__(self) -> str:
        return f"{self.assessment_id} {self.attribute} {self.holds}"


class AgreedScore(models.Model):
    """The band company and consultant settled on in their meeting; kept apart from what either says alone."""

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="agreed_scores")
    criterion = models.CharField(max_length=4)
    band = models.PositiveSmallIntegerField()
    note = models.CharField(max_length=500, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["assessment", "criterion"], name="one_agreed_score_a_criterion"),
            models.CheckConstraint(condition=Q(band__lte=5), name="agreed_score_is_a_band"),
        ]

    def __str__(self) -> str:
        return f"{self.assessment_id} {self.criterion} {self.band}"


class EvidenceQuerySet(models.QuerySet["Evidence"]):
    def visible_to(self, user: User) -> EvidenceQuerySet:
        """Of assessments this person may read, and of the case that one reads a second time."""
        own = Assessment.objects.with_findings_for(user).filter(pk=OuterRef("assessment"))
        read = Assessment.objects.visible_to(user).filter(second_of=OuterRef("assessment"), consultant=user)
        return self.filter(Exists(own) | Exists(read), removed_at__isnull=True)


class Evidence(models.Model):
    """Something seen or heard that substantiates attributes of one criterion."""

    class Kind(models.TextChoices):
        FILE = "file", _("문서")
        PHOTO = "photo", _("사진")
        OBSERVATION = "observation", _("현장 관찰")
        INTERVIEW = "interview", _("면담")

    personal_fields = {"note": ("to keep what was said in an interview", "case")}

    uid = models.UUIDField(default=uuid4, unique=True, editable=False)
    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="evidence")
    criterion = models.CharField(max_length=4)
    attributes = models.JSONField(default=list, help_text="뒷받침하는 세부 항목의 코드")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    title = models.CharField(max_length=120)
    note = models.TextField(blank=True)
    seen_on = models.DateField()
    attachment = models.ForeignKey(Attachment, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind__in=["file", "photo"]) | Q(attachment__isnull=False),
                name="file_evidence_has_its_file",
            )
        ]
        indexes = [models.Index(fields=["assessment", "criterion"], name="evidence_of_criterion")]

    def __str__(self) -> str:
        return self.title
