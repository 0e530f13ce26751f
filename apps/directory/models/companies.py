"""Companies that ask for support: numbers, figures by year, sites, and disputed registrations."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import User
from apps.accounts.roles import Role
from apps.directory.models.codes import District, Industry, place_of
from apps.directory.models.organisations import Membership, Organisation, Relation
from apps.directory.states import CLAIM, ClaimState
from apps.kernel.among import Among


class CompanyQuerySet(models.QuerySet["Company"]):
    def visible_to(self, user: User) -> "CompanyQuerySet":
        """Everything for the centre and the city; else one's own and those one serves as a consultant."""
        if user.holds(Role.STAFF, Role.MANAGER, Role.OFFICIAL, Role.ADMIN):
            return self
        own = Among("organisation", Membership.objects.places_of(user))
        return self.filter(own | Among("organisation", Relation.objects.served_by(user)))


class Company(models.Model):
    """What a company says of itself once and every later form reuses; whole won, None where not known."""

    class Group(models.TextChoices):
        NONE = "none", _("속하지 않음")
        DISCLOSURE = "disclosure", _("공시대상기업집단")
        RESTRICTED = "restricted", _("상호출자제한기업집단")

    class Status(models.TextChoices):
        ACTIVE = "active", _("계속사업자")
        SUSPENDED = "suspended", _("휴업")
        CLOSED = "closed", _("폐업")

    class Size(models.TextChoices):
        MICRO = "micro", _("소상공인")
        SMALL = "small", _("소기업")
        MEDIUM = "medium", _("중기업")
        MID_SIZED = "mid_sized", _("중견기업")
        LARGE = "large", _("대기업")
        OTHER = "other", _("그 밖의 기관")
        OPEN = "", _("미정")

    personal_fields = {
        "representative": ("to be named on documents", "case"),
        "business_number": ("names a sole trader", "case"),
    }

    organisation = models.OneToOneField(
        Organisation, primary_key=True, on_delete=models.PROTECT, related_name="company"
    )
    business_number = models.CharField(max_length=10, unique=True)
    business_kind = models.CharField(max_length=20)
    corporate_number = models.CharField(max_length=13, blank=True)
    representative = models.CharField(max_length=60)
    industry = models.ForeignKey(Industry, on_delete=models.PROTECT, related_name="+")
    pilot_industry = models.CharField(max_length=20, blank=True, help_text="센터 설정의 시범업종 코드")
    founded_on = models.DateField(null=True, blank=True)
    business_status = models.CharField(max_length=10, choices=Status.choices, blank=True)
    status_checked_on = models.DateField(null=True, blank=True, help_text="확인한 날. 비면 기업이 적은 상태")
    group = models.CharField(max_length=12, choices=Group.choices, blank=True)
    has_large_owner = models.BooleanField(null=True)
    is_public = models.BooleanField(null=True)
    makes_named_product = models.BooleanField(null=True)
    related_firms = models.JSONField(default=list, help_text="관계기업의 평균매출액과 지분율(bp)")
    outgrown_year = models.PositiveSmallIntegerField(null=True, blank=True)
    recent_revenue_krw = models.BigIntegerField(null=True, blank=True)
    recent_months = models.PositiveSmallIntegerField(null=True, blank=True)
    sme_number = models.CharField(max_length=30, blank=True, help_text="중소기업확인서 발급번호")
    sme_until = models.DateField(null=True, blank=True, help_text="중소기업확인서 유효기간의 마지막 날")
    equity_krw = models.BigIntegerField(null=True, blank=True)
    capital_stock_krw = models.BigIntegerField(null=True, blank=True)
    size_class = models.CharField(max_length=10, choices=Size.choices, blank=True)
    size_until = models.DateField(null=True, blank=True, help_text="이 날부터 다시 판정")
    figures_changed_at = models.DateTimeField()
    authority_confirmed_at = models.DateTimeField(null=True, blank=True)
    authority_confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = CompanyQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(recent_months__isnull=True) | Q(recent_months__gte=1, recent_months__lte=12),
                name="recent_months_within_a_year",
            ),
            models.CheckConstraint(
                condition=Q(recent_revenue_krw__isnull=True) | Q(recent_revenue_krw__gte=0),
                name="recent_revenue_is_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(sme_number="", sme_until__isnull=True) | ~Q(sme_number="") & Q(sme_until__isnull=False),
                name="sme_certificate_has_its_last_day",
            ),
        ]

    def __str__(self) -> str:
        return self.business_number

    @property
    def formatted_number(self) -> str:
        """`123-45-67890`."""
        return f"{self.business_number[:3]}-{self.business_number[3:5]}-{self.business_number[5:]}"


class CompanyYear(models.Model):
    """Figures of one closed fiscal year."""

    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="years")
    year = models.PositiveSmallIntegerField()
    revenue_krw = models.BigIntegerField()
    assets_krw = models.BigIntegerField(null=True, blank=True)
    workers = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company", "year"], name="one_row_a_company_and_year"),
            models.CheckConstraint(condition=Q(revenue_krw__gte=0), name="revenue_is_not_negative"),
            models.CheckConstraint(
                condition=Q(assets_krw__isnull=True) | Q(assets_krw__gte=0), name="assets_are_not_negative"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.company_id} {self.year}"


class SiteQuerySet(models.QuerySet["Site"]):
    def open(self) -> "SiteQuerySet":
        """Where the company works today."""
        return self.filter(closed_at__isnull=True)

    def read(self) -> "SiteQuerySet":
        """Open ones with their district, as a company's page and the rules read them."""
        return self.open().select_related("district").order_by("pk")


class Site(models.Model):
    """A place where the company works; a programme says which kind counts.

    One that was closed counts nowhere and can be chosen no more; what names it goes on naming it.
    """

    personal_fields = {"address": ("to see who may apply; a sole trader may work from home", "case")}

    class Kind(models.TextChoices):
        HEAD = "head", _("본점")
        FACTORY = "factory", _("공장·현장")
        LAB = "lab", _("연구소")

    uid = models.UUIDField(default=uuid4, unique=True, editable=False)
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="sites")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    name = models.CharField(max_length=80)
    district = models.ForeignKey(
        District, null=True, blank=True, on_delete=models.PROTECT, related_name="+", help_text="관할 밖이면 비움"
    )
    address = models.CharField(max_length=200, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = SiteQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company"], condition=Q(kind="head"), name="one_head_office_a_company"),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True) | ~Q(kind="head"), name="a_head_office_is_not_closed"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def place(self) -> str:
        """Where it is, its district named once."""
        return place_of(self.district, self.address)

    @property
    def told(self) -> str:
        """Its name and where it is, as people and papers name it."""
        return f"{self.name} · {self.place}" if self.place else self.name


class ClaimQuerySet(models.QuerySet["Claim"]):
    def visible_to(self, user: User) -> "ClaimQuerySet":
        """The centre's alone: neither side learns of the other from it."""
        return self if user.holds(Role.STAFF, Role.MANAGER) else self.none()


class Claim(models.Model):
    """Somebody else named a business number that is already registered; the centre finds out who may act for it."""

    personal_fields = {"claimant": ("to settle who acts for a company", "case")}
    machine = CLAIM

    uid = models.UUIDField(default=uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    claimant = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=ClaimState.choices, default=ClaimState.OPEN)
    stated_name = models.CharField(max_length=120)
    opened_at = models.DateTimeField()

    objects = ClaimQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "claimant"], condition=Q(state="open"), name="one_open_claim_a_person"
            )
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("directory:claim", args=[self.uid])

    @property
    def title(self) -> str:
        return self.stated_name
