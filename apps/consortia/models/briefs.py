"""Project briefs (과제 개요서) and the roles they need filled."""

from decimal import Decimal
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import User
from apps.consortia import permissions
from apps.consortia.states import BRIEF_MACHINE, BriefState
from apps.directory.models import Membership, Organisation, Relation
from apps.intake.models import Application
from apps.kernel.among import Among
from apps.roadmaps.models import PlannedAction, Roadmap


class BriefQuerySet(models.QuerySet["Brief"]):
    def visible_to(self, user: User) -> "BriefQuerySet":
        """The centre sees all; a company its own once published, and so does the consultant who serves it.

        Partners never see a brief: they see the proposals made to them.
        """
        if user.can(permissions.VIEW_ALL):
            return self
        own = Among("company", Membership.objects.places_of(user))
        serves = Among("company", Relation.objects.served_by(user))
        return self.exclude(state=BriefState.DRAFT).filter(own | serves)

    def alive(self) -> "BriefQuerySet":
        """Not cancelled."""
        return self.exclude(state=BriefState.CANCELLED)


class Brief(models.Model):
    """A project the company's demonstration pays for: the roadmap's chosen action, the roles it needs, its money
    and time.

    What it says is copied when it is opened, so that a later roadmap does not rewrite a project under way.
    """

    machine = BRIEF_MACHINE

    uid = models.UUIDField(default=uuid4, unique=True, editable=False)
    number = models.CharField(max_length=30, unique=True)
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="+")
    roadmap = models.ForeignKey(Roadmap, on_delete=models.PROTECT, related_name="+")
    planned_action = models.ForeignKey(PlannedAction, on_delete=models.PROTECT, related_name="+")
    company = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=BriefState.choices, default=BriefState.DRAFT)
    title = models.CharField(max_length=200)
    summary = models.TextField()
    months = models.PositiveSmallIntegerField()
    budget_krw = models.BigIntegerField()
    skills = models.JSONField(default=list, help_text="필요한 역량 코드")
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    scored_at = models.DateTimeField(null=True, blank=True)

    objects = BriefQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["application"], condition=~Q(state=BriefState.CANCELLED), name="one_live_brief_an_application"
            ),
            models.CheckConstraint(condition=Q(budget_krw__gte=0), name="brief_budget_is_not_negative"),
            models.CheckConstraint(condition=Q(months__gte=1), name="brief_lasts_a_month_or_more"),
        ]
        indexes = [
            models.Index(fields=["-opened_at", "-id"], name="brief_newest"),
            models.Index(fields=["state", "-opened_at", "-id"], name="brief_by_state"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("consortia:brief", args=[self.uid])


class BriefRole(models.Model):
    """One part to be played in a project: by which kind of organisation, with which skills, for how many staff-
    months.
    """

    class Code(models.TextChoices):
        LEAD_LAB = "lead_lab", _("주관 연구실")
        TECHNICAL_ADVICE = "technical_advice", _("기술자문 연구실")
        JOINT_RESEARCH = "joint_research", _("공동연구 연구실")
        DEMONSTRATION_SUPPORT = "demonstration_support", _("실증지원 연구실")
        SUPPLIER = "supplier", _("공급기업")
        ADVISER = "adviser", _("자문위원")
        TEST_BED = "test_bed", _("테스트베드")

    uid = models.UUIDField(default=uuid4, unique=True, editable=False)
    brief = models.ForeignKey(Brief, on_delete=models.PROTECT, related_name="roles")
    position = models.PositiveSmallIntegerField()
    role = models.CharField(max_length=24, choices=Code.choices)
    organisation_kind = models.CharField(max_length=12, choices=Organisation.Kind.choices)
    skills = models.JSONField(default=list)
    months_needed = models.DecimalField(max_digits=6, decimal_places=1)
    budget_krw = models.BigIntegerField()
    duties = models.TextField(blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["brief", "position"], name="one_role_a_place"),
            models.CheckConstraint(
                condition=Q(months_needed__gt=Decimal(0), budget_krw__gte=0),
                name="role_asks_time_and_no_negative_money",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.brief_id} {self.get_role_display()}"

    @property
    def tenths(self) -> int:
        """Staff-months in whole tenths, as the solver counts."""
        return int(self.months_needed * 10)
