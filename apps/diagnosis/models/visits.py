"""What happens at the company: the visit with its pledge, permission and log, and what came back from it too late."""

from __future__ import annotations

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from apps.diagnosis.models.cases import Assessment
from apps.documents.models import Attachment


class Visit(models.Model):
    """One visit: what was pledged and permitted before it, and the log the company signs after it."""

    class Photos(models.TextChoices):
        GRANTED = "granted", _("허락함")
        REFUSED = "refused", _("허락하지 않음")

    personal_fields = {
        "permitted_by": ("to know who let photos be taken", "case"),
        "people": ("to know who was spoken with", "case"),
        "signer": ("to know who confirmed the visit", "case"),
        "signature": ("to show that the visit was confirmed", "case"),
    }

    uid = models.UUIDField(default=uuid4, unique=True, editable=False)
    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="visits")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    pledge = models.TextField(help_text="컨설턴트가 서약한 보안 서약문")
    pledged_at = models.DateTimeField()
    photos = models.CharField(max_length=8, choices=Photos.choices)
    permitted_by = models.CharField(max_length=60, help_text="촬영 여부를 정한 기업 담당자")
    began_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    people = models.CharField(max_length=200, blank=True, help_text="만난 사람")
    summary = models.TextField(blank=True, help_text="한 일")
    signer = models.CharField(max_length=60, blank=True)
    signature = models.JSONField(null=True, blank=True, help_text="점의 목록인 획의 목록")
    signed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(began_at__isnull=True) | Q(ended_at__isnull=True) | Q(ended_at__gt=models.F("began_at")),
                name="visit_ends_after_it_began",
            ),
            models.CheckConstraint(
                condition=Q(signed_at__isnull=True)
                | Q(began_at__isnull=False, ended_at__isnull=False, signature__isnull=False) & ~Q(signer=""),
                name="signed_visit_is_whole",
            ),
        ]
        indexes = [models.Index(fields=["assessment", "at"], name="visit_of_assessment")]

    def __str__(self) -> str:
        return f"{self.assessment_id} {self.at:%Y-%m-%d}"

    @property
    def signature_path(self) -> str:
        """The signature as the path of an SVG, on a field 1000 wide and 300 high."""
        strokes = self.signature or ()
        return " ".join("M" + "L".join(f"{x} {y}" for x, y in (*stroke, stroke[-1])) for stroke in strokes)


class LateRecord(models.Model):
    """Something noted at a visit that reached the centre when the diagnosis was no longer being scored.

    It changes nothing by itself: the consultant takes it over once the case is open again, or it is laid aside.
    """

    class Outcome(models.TextChoices):
        TAKEN = "taken", _("반영함")
        LAID_ASIDE = "laid_aside", _("반영하지 않음")

    personal_fields = {"content": ("to keep what was said in an interview", "case")}

    uid = models.UUIDField(default=uuid4, unique=True, editable=False)
    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="late_records")
    content = models.JSONField(help_text="함께 도착한 답변이나 증빙 하나")
    attachment = models.ForeignKey(Attachment, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="", settled_at__isnull=True) | ~Q(outcome="") & Q(settled_at__isnull=False),
                name="settled_late_record_has_its_time",
            )
        ]
        indexes = [models.Index(fields=["assessment", "at"], name="late_record_of_assessment")]

    def __str__(self) -> str:
        return f"{self.assessment_id} {self.at:%Y-%m-%d}"
