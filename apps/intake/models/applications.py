"""Applications and what was asked back about them."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import User
from apps.accounts.roles import Role
from apps.directory.models import Membership, Organisation, Relation, Site
from apps.intake.models.calls import Call
from apps.intake.states import APPLICATION, Door, Outcome, State
from apps.kernel.among import Among

FIGURE_PLACES = 3
SCREENED = (State.SUBMITTED, State.CORRECTING)
# When an application that is being screened is due: mended by its company, or judged by the centre.
SCREENING_DUE = Coalesce("correction_due_at", "screening_due_at", "submitted_at")
SUPPORTED = (
    State.ADMITTED,
    State.IN_REVIEW,
    State.PROPOSED,
    State.DECIDED,
    State.SELECTED,
    State.WAITLISTED,
)


class ApplicationQuerySet(models.QuerySet["Application"]):
    def visible_to(self, user: User) -> "ApplicationQuerySet":
        """Own company's applications; for the centre all that were handed in; for the city the supported ones.

        A consultant sees what was admitted of the companies they serve. Reviewers see only their panel's sheets.
        """
        own = Among("company", Membership.objects.places_of(user))
        if user.holds(Role.STAFF, Role.MANAGER):
            return self.filter(own | Q(submitted_at__isnull=False))
        if user.holds(Role.OFFICIAL):
            return self.filter(own | Q(state__in=SUPPORTED))
        serves = Among("company", Relation.objects.served_by(user))
        return self.filter(own | (serves & Q(state__in=SUPPORTED)))

    def holding_places(self) -> "ApplicationQuerySet":
        """Those that draw on quota and budget: selected, or decided to be and not published yet."""
        decided = Q(state=State.DECIDED, proposed_outcome=Outcome.SELECT)
        return self.filter(Q(state=State.SELECTED) | decided)

    def submitted(self) -> "ApplicationQuerySet":
        """Handed in at least once."""
        return self.filter(submitted_at__isnull=False)

    def alive(self) -> "ApplicationQuerySet":
        """Handed in and not ended by a refusal or a withdrawal."""
        ended = (State.REJECTED, State.NOT_SELECTED, State.CANCELLED, State.WITHDRAWN)
        return self.submitted().exclude(state__in=ended)


class Application(models.Model):
    """A company's answer to a call: a problem in its own words, the figure it wants changed, and what became of it.

    Money in whole won. `field_versions` says in which `draft_version` each field was last written, so that two
    people at one draft are told of each other. `eligibility` keeps each rule's verdict as of `eligibility_at`.
    """

    personal_fields = {"applicant": ("to answer the applicant", "case")}
    machine = APPLICATION

    uid = models.UUIDField(default=uuid4, unique=True, editable=False)
    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="applications")
    door = models.CharField(max_length=15, choices=Door.choices)
    company = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    applicant = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    site = models.ForeignKey(Site, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=15, choices=State.choices, default=State.DRAFT)
    receipt_number = models.CharField(max_length=30, unique=True, null=True, blank=True)

    problem = models.TextField(blank=True)
    figure_name = models.CharField(max_length=80, blank=True)
    figure_unit = models.CharField(max_length=20, blank=True)
    figure_today = models.DecimalField(max_digits=16, decimal_places=FIGURE_PLACES, null=True, blank=True)
    figure_wished = models.DecimalField(max_digits=16, decimal_places=FIGURE_PLACES, null=True, blank=True)
    figure_method = models.CharField(max_length=200, blank=True)
    barriers = models.JSONField(default=list, blank=True)
    process_note = models.TextField(blank=True)
    data_note = models.TextField(blank=True)
    budget_krw = models.BigIntegerField(null=True, blank=True)
    self_burden_krw = models.BigIntegerField(null=True, blank=True)
    staff_months = models.DecimalField(max_digits=5, decimal_places=1, null=True, blank=True)
    cited_roadmap_number = models.CharField(max_length=30, blank=True)

    draft_version = models.PositiveIntegerField(default=1)
    field_versions = models.JSONField(default=dict)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True, blank=True)

    eligibility = models.JSONField(default=list)
    eligibility_at = models.DateTimeField(null=True, blank=True)
    screener = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    screening_due_at = models.DateTimeField(null=True, blank=True)
    correction_due_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    decision_codes = models.JSONField(default=list)
    decision_note = models.TextField(blank=True)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    proposed_at = models.DateTimeField(null=True, blank=True)
    proposed_outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True)
    proposal_note = models.TextField(blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True, blank=True)
    approval_number = models.CharField(max_length=60, blank=True, help_text="결재시스템의 문서번호")
    approved_on = models.DateField(null=True, blank=True, help_text="결재한 날")
    published_at = models.DateTimeField(null=True, blank=True, help_text="선정 결과를 신청인에게 알린 때")
    waitlist_rank = models.PositiveSmallIntegerField(null=True, blank=True, help_text="예비 순위")
    is_from_elsewhere = models.BooleanField(default=False, help_text="다른 곳에서 받아 가져온 신청")
    former_number = models.CharField(max_length=40, blank=True, help_text="가져오기 전의 접수번호")
    fulfilled_at = models.DateTimeField(null=True, blank=True, help_text="신청한 진단이 끝나거나 협약을 맺은 때")

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[State.DRAFT, State.WITHDRAWN])
                | Q(receipt_number__isnull=False, submitted_at__isnull=False),
                name="handed_in_means_receipted",
            ),
            models.CheckConstraint(
                condition=Q(budget_krw__isnull=True) | Q(budget_krw__gte=0), name="budget_is_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(self_burden_krw__isnull=True) | Q(self_burden_krw__gte=0),
                name="self_burden_is_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(approval_number="", approved_on__isnull=True)
                | (~Q(approval_number="") & Q(approved_on__isnull=False)),
                name="an_approval_has_number_and_day",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=models.F("proposed_by")),
                name="two_people_decide_a_selection",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[State.SELECTED, State.WAITLISTED, State.NOT_SELECTED, State.CANCELLED])
                | Q(published_at__isnull=False),
                name="a_told_result_says_when",
            ),
        ]
        indexes = [
            models.Index(
                fields=["-submitted_at", "-id"], condition=Q(submitted_at__isnull=False), name="application_by_receipt"
            ),
            models.Index(
                fields=["state", "-submitted_at", "-id"],
                condition=Q(submitted_at__isnull=False),
                name="application_by_state",
            ),
            models.Index(fields=["company", "-created_at", "-id"], name="application_by_company"),
            models.Index(SCREENING_DUE, "id", name="application_by_due", condition=Q(state__in=SCREENED)),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("intake:detail", args=[self.uid])

    @property
    def title(self) -> str:
        """Receipt number and company; reads the company, so fetch it beforehand."""
        return f"{self.receipt_number or _('작성 중인 신청')} {self.company.name_ko}"

    @property
    def support_krw(self) -> int | None:
        """Support asked for: the budget without the company's own part."""
        if self.budget_krw is None or self.self_burden_krw is None:
            return None
        return self.budget_krw - self.self_burden_krw


class CorrectionQuerySet(models.QuerySet["Correction"]):
    def visible_to(self, user: User) -> "CorrectionQuerySet":
        applications = Application.objects.visible_to(user).filter(pk=OuterRef("application"))
        return self.filter(Exists(applications))


class Correction(models.Model):
    """One correction request (보완요청): what to mend, by when, and when it was answered.

    Nobody requested one that the inspection of a file brought about. `before` and `after` keep what the application
    said when it was asked and when it was answered.
    """

    uid = models.UUIDField(default=uuid4, unique=True, editable=False)
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="corrections")
    codes = models.JSONField(default=list)
    text = models.TextField()
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    requested_at = models.DateTimeField()
    due_at = models.DateTimeField()
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    before = models.JSONField(default=dict, blank=True)
    after = models.JSONField(default=dict, blank=True)

    objects = CorrectionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["application"], condition=Q(answered_at__isnull=True), name="one_open_correction"
            )
        ]

    def __str__(self) -> str:
        return f"{self.application_id} {self.requested_at:%Y-%m-%d}"
