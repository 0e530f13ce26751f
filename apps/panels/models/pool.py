"""The pool that reviewers are drawn from: what each can judge, how much, and what ties they declared."""

from __future__ import annotations

from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import User
from apps.directory.models import Skill
from apps.panels import permissions
from apps.panels.rules import TieKind

MOST_CASES_A_YEAR = 200


class ReviewerQuerySet(models.QuerySet["Reviewer"]):
    def visible_to(self, user: User) -> ReviewerQuerySet:
        """The whole pool for centre staff; a reviewer their own profile."""
        if user.can(permissions.VIEW_ALL):
            return self
        return self.filter(user=user) if user.can(permissions.SCORE) else self.none()


class Reviewer(models.Model):
    """One person of the pool (평가위원 풀). Who works for the centre itself is no outsider."""

    uid = models.UUIDField(default=uuid4, unique=True, editable=False)
    user = models.OneToOneField(User, on_delete=models.PROTECT, related_name="+")
    industries = models.JSONField(default=list, help_text="경험이 있는 시범업종 코드")
    is_outsider = models.BooleanField(default=True)
    is_active = models.BooleanField(default=True)
    yearly_most = models.PositiveSmallIntegerField(default=30)
    enrolled_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    objects = ReviewerQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(yearly_most__gte=1, yearly_most__lte=MOST_CASES_A_YEAR), name="yearly_load_is_sensible"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user_id}"

    def get_absolute_url(self) -> str:
        return reverse("panels:reviewer", args=[self.uid])


class Expertise(models.Model):
    """One thing that a reviewer can judge (전문분야)."""

    reviewer = models.ForeignKey(Reviewer, on_delete=models.PROTECT, related_name="expertise")
    skill = models.ForeignKey(Skill, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["reviewer", "skill"], name="one_row_a_reviewer_and_skill")]

    def __str__(self) -> str:
        return f"{self.reviewer_id} {self.skill_id}"


class Declaration(models.Model):
    """A tie that a reviewer declared themselves (이해관계 신고), by the company's business number.

    The number alone is kept: whether such a company is registered here is not told to the reviewer.
    """

    personal_fields = {
        "business_number": ("to keep conflicted people out of decisions", "case"),
        "stated_name": ("the same", "case"),
        "note": ("the same", "case"),
    }

    class Kind(models.TextChoices):
        EMPLOYMENT = TieKind.EMPLOYMENT.value, _("현재 또는 이전 소속")
        FAMILY = TieKind.FAMILY.value, _("친족")
        OWNERSHIP = TieKind.OWNERSHIP.value, _("지분 보유")
        CONTRACT = TieKind.CONTRACT.value, _("용역·자문 계약")
        MUTUAL_REVIEW = TieKind.MUTUAL_REVIEW.value, _("상호 평가")
        DECLARED = TieKind.DECLARED.value, _("그 밖의 이해관계")

    uid = models.UUIDField(default=uuid4, unique=True, editable=False)
    reviewer = models.ForeignKey(Reviewer, on_delete=models.PROTECT, related_name="declarations")
    business_number = models.CharField(max_length=10)
    stated_name = models.CharField(max_length=120)
    kind = models.CharField(max_length=16, choices=Kind.choices)
    note = models.CharField(max_length=200, blank=True)
    declared_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["reviewer", "business_number", "kind"], name="one_declaration_a_company_and_kind"
            )
        ]
        indexes = [models.Index(fields=["business_number"], name="declaration_of_company")]

    def __str__(self) -> str:
        return f"{self.reviewer_id} {self.kind}"
