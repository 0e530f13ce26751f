"""Committees (차수): members who judge a dated group of cases by the terms of their programme, in one round or two."""

from __future__ import annotations

from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import User
from apps.directory.models import Organisation
from apps.kernel.among import Among
from apps.panels import permissions
from apps.panels.states import COMMITTEE_MACHINE, CommitteeState


class CommitteeQuerySet(models.QuerySet["Committee"]):
    def visible_to(self, user: User) -> CommitteeQuerySet:
        """Every committee for centre staff; a reviewer those they are a member of."""
        if user.can(permissions.VIEW_ALL):
            return self
        if not user.can(permissions.SCORE):
            return self.none()
        return self.filter(Among("pk", Member.objects.filter(user=user, left_at=None).values("committee")))


class Committee(models.Model):
    """One sitting group over cases of one origin (a call), which is known by label and key alone.

    `terms` are those of `apps.panels.terms`, `criteria` as a sitting takes them; both are frozen when it is founded.
    """

    class Mode(models.TextChoices):
        ALL = "all", _("모든 위원이 모든 안건 평가")
        EACH = "each", _("안건마다 정해진 수의 위원 배정")

    machine = COMMITTEE_MACHINE

    uid = models.UUIDField(default=uuid4, unique=True, editable=False)
    title = models.CharField(max_length=120)
    about_label = models.CharField(max_length=60)
    about_id = models.BigIntegerField()
    about_title = models.CharField(max_length=200)
    mode = models.CharField(max_length=10, choices=Mode.choices)
    terms = models.JSONField()
    criteria = models.JSONField()
    state = models.CharField(max_length=15, choices=CommitteeState.choices, default=CommitteeState.PREPARING)
    due_at = models.DateTimeField()
    founded_at = models.DateTimeField()
    founded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    presents_from = models.DateTimeField(null=True, blank=True)
    minutes = models.TextField(blank=True)
    place = models.CharField(max_length=120, blank=True, help_text="회의 장소")
    concluded_at = models.DateTimeField(null=True, blank=True)
    recorded_at = models.DateTimeField(null=True, blank=True)

    objects = CommitteeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=["concluded", "recorded"]) | Q(concluded_at__isnull=False),
                name="a_concluded_committee_says_when",
            )
        ]
        indexes = [
            models.Index(fields=["about_label", "about_id"], name="committee_about"),
            models.Index(fields=["-founded_at", "-id"], name="committee_newest"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("panels:committee", args=[self.uid])


class Member(models.Model):
    """One person of a committee. Nobody is given anything to read before the pledge (서약)."""

    uid = models.UUIDField(default=uuid4, unique=True, editable=False)
    committee = models.ForeignKey(Committee, on_delete=models.PROTECT, related_name="members")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    is_outsider = models.BooleanField()
    is_chair = models.BooleanField(default=False)
    appointed_at = models.DateTimeField()
    pledged_at = models.DateTimeField(null=True, blank=True)
    left_at = models.DateTimeField(null=True, blank=True)
    left_reason = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["committee", "user"], condition=Q(left_at__isnull=True), name="one_place_a_member"
            ),
            models.UniqueConstraint(
                fields=["committee"], condition=Q(is_chair=True, left_at__isnull=True), name="one_chair_a_committee"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.committee_id} {self.user_id}"


class Case(models.Model):
    """One case (안건) before a committee, with the figures of its closed sittings kept beside it.

    `means` and the totals follow from the sheets at any time; a check of integrity compares them.
    """

    uid = models.UUIDField(default=uuid4, unique=True, editable=False)
    committee = models.ForeignKey(Committee, on_delete=models.PROTECT, related_name="cases")
    position = models.PositiveSmallIntegerField()
    subject_label = models.CharField(max_length=60)
    subject_id = models.BigIntegerField()
    subject_uid = models.UUIDField()
    subject_title = models.CharField(max_length=200)
    subject_path = models.CharField(max_length=200, blank=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    industry = models.CharField(max_length=20, blank=True, help_text="시범업종 코드")
    skills = models.JSONField(default=list, help_text="필요한 전문분야 코드")
    masked_sheet = models.JSONField()
    amount_krw = models.BigIntegerField(default=0)
    bonuses = models.JSONField(default=list, help_text="인정한 가점 코드")
    presents_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    document_total = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    presentation_total = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    total = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    lowest = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    highest = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    means = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["committee", "subject_label", "subject_id"], name="one_case_a_subject_and_committee"
            ),
            models.CheckConstraint(condition=Q(amount_krw__gte=0), name="asked_amount_is_not_negative"),
        ]

    def __str__(self) -> str:
        return self.subject_title


class Exclusion(models.Model):
    """A member who was kept off a case by rule (제척), with the grounds, for the minutes."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="exclusions")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    grounds = models.JSONField()
    noted_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "user"], name="one_exclusion_a_case_and_member")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.user_id}"
