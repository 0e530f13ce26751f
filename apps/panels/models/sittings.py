"""Sittings over one case, their seats, and the sheets handed in."""

from __future__ import annotations

from uuid import uuid4

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import User
from apps.directory.models import Organisation
from apps.kernel.among import Among
from apps.panels import permissions
from apps.panels.models.committees import Case
from apps.panels.rules import PAST_YEARS, SCORE_PLACES, Mode
from apps.panels.states import SEAT_MACHINE, SITTING_MACHINE, SeatState, SittingState


class SittingQuerySet(models.QuerySet["Sitting"]):
    def visible_to(self, user: User) -> SittingQuerySet:
        """Centre staff see every sitting; a reviewer those they hold a seat in, unless they stepped back."""
        if user.can(permissions.VIEW_ALL):
            return self
        if not user.can(permissions.SCORE):
            return self.none()
        seats = Seat.objects.filter(user=user).exclude(state=SeatState.RECUSED)
        return self.filter(Among("pk", seats.values("sitting")))


class Sitting(models.Model):
    """One case before a panel. The case itself is known by label and id; reviewers read the masked sheet only.

    A committee opens one for each of its cases and rounds; without a `case` it stands alone.
    """

    class Round(models.TextChoices):
        DOCUMENT = "document", _("서면평가")
        PRESENTATION = "presentation", _("발표평가")

    class Rounding(models.TextChoices):
        HALF_UP = Mode.HALF_UP.value, _("반올림")
        DOWN = Mode.DOWN.value, _("절사")

    machine = SITTING_MACHINE

    uid = models.UUIDField(default=uuid4, unique=True, editable=False)
    subject_label = models.CharField(max_length=60)
    subject_id = models.BigIntegerField()
    subject_uid = models.UUIDField(null=True)
    subject_title = models.CharField(max_length=200)
    subject_path = models.CharField(max_length=200, blank=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    masked_sheet = models.JSONField(default=dict)
    criteria = models.JSONField()
    fewest_sheets = models.PositiveSmallIntegerField(default=1)
    trim_from = models.PositiveSmallIntegerField(null=True, blank=True)
    # Of a sitting alone: how its reviewers have to be made up, and how long a past employer counts.
    make = models.JSONField(null=True, blank=True)
    past_years = models.PositiveSmallIntegerField(default=PAST_YEARS)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="sittings", null=True, blank=True)
    round = models.CharField(max_length=12, choices=Round.choices, default=Round.DOCUMENT)
    rounding_places = models.PositiveSmallIntegerField(default=SCORE_PLACES)
    rounding_mode = models.CharField(max_length=8, choices=Rounding.choices, default=Rounding.HALF_UP)
    state = models.CharField(max_length=20, choices=SittingState.choices, default=SittingState.OPEN)
    due_at = models.DateTimeField()
    convened_at = models.DateTimeField()
    convened_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)
    # Frozen when the sitting closes, with the criteria it was reached by.
    outcome = models.JSONField(null=True, blank=True)

    objects = SittingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subject_label", "subject_id"], condition=Q(state="open"), name="one_open_sitting_a_subject"
            ),
            models.CheckConstraint(
                condition=Q(state="open", closed_at__isnull=True)
                | Q(state__in=["closed", "cancelled"], closed_at__isnull=False),
                name="sitting_is_closed_with_a_time",
            ),
            models.CheckConstraint(condition=Q(fewest_sheets__gte=1), name="sitting_needs_a_sheet"),
            models.CheckConstraint(condition=Q(rounding_places__lte=SCORE_PLACES), name="sitting_rounds_to_two_places"),
            models.UniqueConstraint(
                fields=["case", "round"], condition=~Q(state="cancelled"), name="one_sitting_a_case_and_round"
            ),
        ]
        indexes = [
            models.Index(fields=["subject_label", "subject_id"], name="sitting_subject"),
            models.Index(fields=["state", "due_at"], name="sitting_due"),
            models.Index(fields=["-convened_at", "-id"], name="sitting_newest"),
            models.Index(fields=["state", "-convened_at", "-id"], name="sitting_by_state"),
        ]

    def __str__(self) -> str:
        return self.subject_title

    def get_absolute_url(self) -> str:
        return reverse("panels:sitting", args=[self.uid])

    @property
    def title(self) -> str:
        return self.subject_title


class SeatQuerySet(models.QuerySet["Seat"]):
    def visible_to(self, user: User) -> SeatQuerySet:
        """Centre staff see who sits where; a reviewer only their own seats."""
        if user.can(permissions.VIEW_ALL):
            return self
        if not user.can(permissions.SCORE):
            return self.none()
        return self.filter(user=user)


class Seat(models.Model):
    """One reviewer's place in one sitting."""

    machine = SEAT_MACHINE

    uid = models.UUIDField(default=uuid4, unique=True, editable=False)
    sitting = models.ForeignKey(Sitting, on_delete=models.PROTECT, related_name="seats")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=20, choices=SeatState.choices, default=SeatState.INVITED)
    invited_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True, blank=True)
    left_reason = models.TextField(blank=True)
    why = models.JSONField(default=dict, help_text="배정 근거: points, shared, knows_industry, met_before, passed_over")
    # What is being written, field by field, until the sheet is handed in.
    draft = models.JSONField(default=dict)
    draft_version = models.PositiveIntegerField(default=0)
    draft_versions = models.JSONField(default=dict)

    objects = SeatQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sitting", "user"], name="one_seat_a_reviewer")]
        indexes = [models.Index(fields=["user", "-invited_at", "-id"], name="seat_of_reviewer")]

    def __str__(self) -> str:
        return f"{self.sitting_id} {self.user_id}"

    def get_absolute_url(self) -> str:
        return reverse("panels:seat", args=[self.uid])

    @property
    def title(self) -> str:
        return self.sitting.subject_title


class ScoreSheetQuerySet(models.QuerySet["ScoreSheet"]):
    def visible_to(self, user: User) -> ScoreSheetQuerySet:
        """Centre staff see sheets once the sitting is closed, a reviewer their own; of a committee's case also those
        of the others, but not before their own is handed in.
        """
        own = Q(seat__user=user)
        if user.can(permissions.VIEW_ALL):
            return self.filter(own | Q(seat__sitting__state=SittingState.CLOSED))
        if not user.can(permissions.SCORE):
            return self.none()
        handed_in = Seat.objects.filter(sitting=OuterRef("seat__sitting"), user=user, state=SeatState.HANDED_IN)
        return self.filter(own | (Q(seat__sitting__case__isnull=False) & Exists(handed_in)))


class ScoreSheet(models.Model):
    """What a reviewer handed in, once and for good."""

    seat = models.OneToOneField(Seat, on_delete=models.PROTECT, related_name="sheet")
    # Criterion code to the score as decimal text, so that nothing is lost to floats.
    scores = models.JSONField()
    total = models.DecimalField(max_digits=5, decimal_places=2)
    comment = models.TextField()
    signature = models.CharField(
        max_length=64,
        blank=True,
        default="",
        help_text="서명한 사람, 때, 점수, 의견의 SHA-256 (서명 이전의 평가표는 비움)",
    )
    handed_in_at = models.DateTimeField()
    # Kept while the sitting is closed and the sheet counts: how many others count beside it, and their totals added up.
    others = models.PositiveSmallIntegerField(null=True)
    others_total = models.DecimalField(max_digits=7, decimal_places=2, null=True)

    objects = ScoreSheetQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(total__gte=0) & Q(total__lte=100), name="sheet_total_is_out_of_100"),
            models.CheckConstraint(
                condition=Q(others__isnull=True, others_total__isnull=True)
                | Q(others__isnull=False, others_total__isnull=False),
                name="sheet_has_both_figures_of_others",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.seat_id}: {self.total}"


class Withheld(models.Model):
    """The opinion of a sheet that the applicant is not shown (비공개), and why: it names somebody, say."""

    sheet = models.OneToOneField(ScoreSheet, on_delete=models.PROTECT, related_name="withheld")
    reason = models.TextField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.sheet_id}"
