"""Organisations the centre works with, and people's places in and ties to them."""

from decimal import Decimal
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import F, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import User
from apps.accounts.roles import Role
from apps.directory.models.codes import District, Skill
from apps.directory.states import ORGANISATION, OrganisationState
from apps.kernel.among import Among
from apps.kernel.language import localized


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    def visible_to(self, user: User) -> "OrganisationQuerySet":
        """Everything for the centre and the city; partners' profiles for all who are signed in; else one's own."""
        if user.holds(Role.STAFF, Role.MANAGER, Role.OFFICIAL, Role.ADMIN):
            return self
        partner = Q(kind__in=Organisation.PARTNER_KINDS, state=OrganisationState.ACTIVE)
        return self.filter(self.held_by(user) | Among("pk", Relation.objects.served_by(user)) | partner)

    @staticmethod
    def held_by(user: User) -> Q:
        """The condition that a person acts for it now; a university's people act for its laboratories too."""
        own = Membership.objects.places_of(user)
        return Among("pk", own) | Among("parent", own)

    def companies(self) -> "OrganisationQuerySet":
        return self.filter(kind=Organisation.Kind.COMPANY)

    def partners(self) -> "OrganisationQuerySet":
        return self.filter(kind__in=Organisation.PARTNER_KINDS)

    def active(self) -> "OrganisationQuerySet":
        return self.filter(state=OrganisationState.ACTIVE)


class Organisation(models.Model):
    """A company, university, laboratory, supplier or adviser's practice.

    A partner's capacity is a counter kept under the row's lock: staff-months a year and projects at a time.
    """

    class Kind(models.TextChoices):
        COMPANY = "company", _("기업")
        UNIVERSITY = "university", _("대학")
        LABORATORY = "laboratory", _("연구실")
        SUPPLIER = "supplier", _("공급기업")
        ADVISER = "adviser", _("자문위원")

    PARTNER_KINDS = (Kind.UNIVERSITY, Kind.LABORATORY, Kind.SUPPLIER, Kind.ADVISER)

    personal_fields = {
        "name_ko": ("an adviser is a person", "case"),
        "name_en": ("the same", "case"),
        "summary": ("to say what an adviser can do", "case"),
        "email": ("to reach the organisation's contact", "case"),
        "phone": ("the same", "case"),
    }
    machine = ORGANISATION

    uid = models.UUIDField(default=uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    state = models.CharField(max_length=10, choices=OrganisationState.choices, default=OrganisationState.ACTIVE)
    name_ko = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120, blank=True)
    district = models.ForeignKey(District, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    parent = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="children",
        help_text="연구실이 속한 대학",
    )
    summary = models.TextField(blank=True)
    website = models.URLField(blank=True)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=30, blank=True)
    skills = models.ManyToManyField(Skill, blank=True, related_name="+")
    industries = models.JSONField(default=list, help_text="경험이 있는 시범업종 코드")
    capacity_months = models.DecimalField(max_digits=7, decimal_places=1, default=0)
    capacity_used_months = models.DecimalField(max_digits=7, decimal_places=1, default=0)
    max_projects = models.PositiveSmallIntegerField(default=0)
    projects_running = models.PositiveSmallIntegerField(default=0)
    source = models.CharField(max_length=120, blank=True)
    is_council_member = models.BooleanField(default=False)
    is_sample = models.BooleanField(default=False)
    created_at = models.DateTimeField()

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(capacity_used_months__gte=0, capacity_used_months__lte=F("capacity_months")),
                name="capacity_is_not_overdrawn",
            ),
            models.CheckConstraint(
                condition=Q(projects_running__lte=F("max_projects")), name="projects_within_the_most_allowed"
            ),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | Q(kind="laboratory"), name="only_a_laboratory_has_a_parent"
            ),
        ]
        indexes = [models.Index(fields=["kind", "name_ko", "id"], name="organisation_by_kind_and_name")]

    def __str__(self) -> str:
        return self.name_ko

    def get_absolute_url(self) -> str:
        return reverse("directory:organisation", args=[self.uid])

    @property
    def name(self) -> str:
        """The name in the reader's language."""
        return localized(self, "name")

    @property
    def title(self) -> str:
        return self.name_ko

    @property
    def capacity_left_months(self) -> Decimal:
        """Staff-months a year that are still free."""
        return self.capacity_months - self.capacity_used_months


class MembershipQuerySet(models.QuerySet["Membership"]):
    def current(self) -> "MembershipQuerySet":
        return self.filter(ended_on__isnull=True)

    def leading(self) -> "MembershipQuerySet":
        return self.filter(position__in=Membership.LEADING)

    def places_of(self, user: User) -> QuerySet["Membership", int]:
        """Keys of the organisations a person has a place in now, to be looked up with `Among`."""
        return self.current().filter(user=user).values_list("organisation", flat=True)

    def visible_to(self, user: User) -> "MembershipQuerySet":
        """Colleagues of one's own organisations; all for the centre."""
        if user.holds(Role.STAFF, Role.MANAGER, Role.ADMIN):
            return self
        return self.filter(Among("organisation", Membership.objects.places_of(user)))


class Membership(models.Model):
    """A person's place in an organisation, now or in the past."""

    class Position(models.TextChoices):
        REPRESENTATIVE = "representative", _("대표")
        MEMBER = "member", _("담당자")
        MANAGER = "manager", _("실무 책임자")
        PROFESSOR = "professor", _("교수")

    # The positions that only some kinds of organisation know.
    ONLY_IN = {Position.PROFESSOR: (Organisation.Kind.UNIVERSITY, Organisation.Kind.LABORATORY)}

    # Those who answer for an organisation: they invite and part with people and change its facts.
    LEADING = (Position.REPRESENTATIVE, Position.MANAGER, Position.PROFESSOR)

    personal_fields = {"user": ("to act for the organisation", "case")}

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="memberships")
    position = models.CharField(max_length=16, choices=Position.choices)
    started_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "organisation"], condition=Q(ended_on__isnull=True), name="one_current_membership"
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("started_on")),
                name="membership_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.organisation_id} {self.position}"

    @classmethod
    def positions_in(cls, kind: str) -> "list[Membership.Position]":
        """The positions that a kind of organisation knows."""
        return [one for one in cls.Position if kind in cls.ONLY_IN.get(one, (kind,))]


class RelationQuerySet(models.QuerySet["Relation"]):
    def served_by(self, user: User) -> QuerySet["Relation", int]:
        """Keys of the companies given to a consultant, to be looked up with `Among`."""
        return self.filter(user=user, kind=Relation.Kind.SERVES).values_list("organisation", flat=True)

    def visible_to(self, user: User) -> "RelationQuerySet":
        """One's own ties; all for the centre."""
        return self if user.holds(Role.STAFF, Role.MANAGER, Role.ADMIN) else self.filter(user=user)


class Relation(models.Model):
    """A tie between a person and an organisation: a fact for conflicts of interest, or a task there (`serves`)."""

    class Kind(models.TextChoices):
        EMPLOYMENT = "employment", _("현재 또는 이전 소속")
        FAMILY = "family", _("친족")
        OWNERSHIP = "ownership", _("지분 보유")
        CONTRACT = "contract", _("용역·자문 계약")
        MUTUAL_REVIEW = "mutual_review", _("상호 평가")
        DECLARED = "declared", _("본인 신고")
        SERVES = "serves", _("담당 배정")

    CONFLICTS = (
        Kind.EMPLOYMENT,
        Kind.FAMILY,
        Kind.OWNERSHIP,
        Kind.CONTRACT,
        Kind.MUTUAL_REVIEW,
        Kind.DECLARED,
    )

    personal_fields = {"note": ("to keep conflicted people out of decisions", "case")}

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=16, choices=Kind.choices)
    note = models.CharField(max_length=200, blank=True)
    noted_at = models.DateTimeField()

    objects = RelationQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "organisation", "kind"], name="one_relation_a_kind")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.kind} {self.organisation_id}"
