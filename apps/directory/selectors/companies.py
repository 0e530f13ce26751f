"""What is known of a company: facts for other apps, figures for the size rule, the list for the centre."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from apps.accounts.models import User
from apps.directory.models import Company, CompanyYear, Membership, Organisation, Site, SizeThreshold
from apps.directory.models.codes import place_of
from apps.directory.rules import size, size_terms
from apps.kernel import clocks
from apps.kernel.errors import NotFound
from apps.kernel.language import localized

MOST_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class CompanyFacts:
    """A company as other floors need it. Money in whole won; `revenue` by year, newest first.

    `address` is what was entered, `place` the same with the district before it where it does not name it.
    """

    organisation_id: int
    uid: UUID
    name: str
    business_number: str
    representative: str
    industry_code: str
    industry: str
    pilot_industry: str
    size_class: str
    size_label: str
    district_code: str
    district: str
    zone: str
    address: str
    place: str
    workers: int | None
    assets_krw: int | None
    revenue: tuple[tuple[int, int], ...]
    is_sample: bool


def company_of(organisation: Organisation) -> Company:
    """The company behind an organisation; raises NotFound for a partner."""
    company = (
        Company.objects.select_related("organisation__district", "industry")
        .prefetch_related("years", Prefetch("sites", Site.objects.read()))
        .filter(pk=organisation.pk)
        .first()
    )
    if company is None:
        raise NotFound
    return company


def own_site(organisation: Organisation, uid: UUID) -> Site:
    """One of the places a company works at today; raises NotFound."""
    site = Site.objects.read().filter(company_id=organisation.pk, uid=uid).first()
    if site is None:
        raise NotFound
    return site


def sites_to_choose(company_id: int, named: int | None) -> QuerySet[Site]:
    """A company's open places of work, and the one that is `named` already although it was closed since."""
    rows = Site.objects.filter(Q(closed_at__isnull=True) | Q(pk=named), company_id=company_id)
    return rows.select_related("district").order_by("kind", "pk")


def company_facts(organisation: Organisation) -> CompanyFacts:
    """What other apps may know of a company. Raises NotFound when the organisation is a partner."""
    return facts_of(company_of(organisation))


def facts_of(company: Company) -> CompanyFacts:
    """The same of a company that `company_of` fetched; no query."""
    years = sorted(company.years.all(), key=lambda row: -row.year)
    head = next((site for site in company.sites.all() if site.kind == site.Kind.HEAD), None)
    district = company.organisation.district
    return CompanyFacts(
        organisation_id=company.pk,
        uid=company.organisation.uid,
        name=company.organisation.name_ko,
        business_number=company.formatted_number,
        representative=company.representative,
        industry_code=company.industry.code,
        industry=localized(company.industry, "name"),
        pilot_industry=company.pilot_industry,
        size_class=company.size_class,
        size_label=str(company.get_size_class_display()),
        district_code=district.code if district else "",
        district=localized(district, "name") if district else "",
        zone=district.zone if district else "",
        address=head.address if head else "",
        place=place_of(district, head.address if head else ""),
        workers=_newest(years, "workers"),
        assets_krw=_newest(years, "assets_krw"),
        revenue=tuple((row.year, row.revenue_krw) for row in years),
        is_sample=company.organisation.is_sample,
    )


def company_sheet(organisation: Organisation) -> dict[str, object]:
    """The `company` part of a document's sheet."""
    return sheet_of(company_facts(organisation))


def sheet_of(facts: CompanyFacts) -> dict[str, object]:
    """The same of facts that were read; no query."""
    return {
        "name": facts.name,
        "business_number": facts.business_number,
        "representative": facts.representative,
        "industry": facts.industry,
        "industry_code": facts.industry_code,
        "size_class": facts.size_label,
        "district": facts.district,
        "address": facts.place,
        "workers": facts.workers,
        "revenue": [{"year": year, "krw": krw} for year, krw in facts.revenue],
    }


def size_verdict(company: Company, on: date) -> size_terms.SizeVerdict:
    """The size class as of a day, with every rule and figure behind it."""
    return size.verdict(size_facts(company, on), thresholds_on(on))


def sizes_over(before: datetime) -> QuerySet[Company, int]:
    """Companies whose size class was worked out for a time that is over."""
    day = clocks.local_date(before)
    over = Company.objects.filter(Q(size_until__isnull=True) | Q(size_until__lte=day))
    return over.order_by("pk").values_list("pk", flat=True)[:MOST_AT_ONCE]


def size_facts(company: Company, on: date) -> size_terms.SizeFacts:
    """What the size rule reads of a company."""
    years = sorted(company.years.all(), key=lambda row: -row.year)
    recent = None
    if company.recent_revenue_krw is not None and company.recent_months is not None:
        recent = size_terms.RecentRevenue(revenue_krw=company.recent_revenue_krw, months=company.recent_months)
    return size_terms.SizeFacts(
        industry=company.industry.code,
        as_of=on,
        revenue_by_year=tuple((row.year, row.revenue_krw) for row in years),
        founded_on=company.founded_on,
        recent=recent,
        assets_krw=_newest(years, "assets_krw"),
        workers=_newest(years, "workers"),
        group=size_terms.Group(company.group) if company.group else None,
        has_large_owner=company.has_large_owner,
        related=tuple(size_terms.RelatedFirm(krw, share) for krw, share in company.related_firms),
        makes_named_product=company.makes_named_product,
        is_public=company.is_public,
        outgrown_year=company.outgrown_year,
    )


def known_thresholds() -> list[dict[str, Any]]:
    """Every table of caps, to be read for more than one day."""
    return list(SizeThreshold.objects.order_by("code").values())


def thresholds_on(day: date, known: Sequence[Mapping[str, Any]] | None = None) -> tuple[size_terms.Threshold, ...]:
    """The table of caps in force on a day; before the first known one, the first. `known` where they were read."""
    known = known_thresholds() if known is None else known
    starts = {row["valid_from"] for row in known}
    in_force = max((start for start in starts if start <= day), default=min(starts, default=None))
    return tuple(
        size_terms.Threshold(
            code=row["code"],
            sme_cap_krw=row["sme_cap_krw"],
            small_cap_krw=row["small_cap_krw"],
            excludes=tuple(row["excludes"]),
            named_product=row["named_product"],
        )
        for row in known
        if row["valid_from"] == in_force
    )


WITHOUT = "none"
COMPANY_ROW = (
    "pk",
    "organisation__uid",
    "organisation__name_ko",
    "organisation__district__name_ko",
    "organisation__district__name_en",
    "organisation__created_at",
    "business_number",
    "industry__name_ko",
    "industry__name_en",
    "size_class",
    "authority_confirmed_at",
)
PARTNER_ROW = (
    "pk",
    "uid",
    "name_ko",
    "name_en",
    "kind",
    "summary",
    "parent__name_ko",
    "parent__name_en",
    "capacity_months",
    "capacity_used_months",
    "is_council_member",
)


def company_list(
    user: User, *, text: str = "", district: str = "", size_class: str = "", members: str = ""
) -> QuerySet[Company]:
    """Companies for the centre's list, to be read as `COMPANY_ROW`; searched by name or number.

    `members` is ``WITHOUT`` for those for whom nobody acts, as those that were taken over from a table.
    """
    rows = Company.objects.visible_to(user)
    digits = text.replace("-", "").strip()
    if digits:
        named = Q(organisation__name_ko__icontains=text.strip())
        rows = rows.filter(named | Q(business_number=digits) if digits.isdigit() else named)
    if district:
        rows = rows.filter(organisation__district__code=district)
    if size_class:
        rows = rows.filter(size_class=size_class)
    if members == WITHOUT:
        rows = rows.exclude(Exists(Membership.objects.current().filter(organisation=OuterRef("pk"))))
    return rows


def partner_rows(user: User, *, kind: str = "", text: str = "") -> QuerySet[Organisation]:
    """Active partners, to be read as `PARTNER_ROW`; searched by name and summary."""
    rows = Organisation.objects.visible_to(user).partners().active()
    if kind:
        rows = rows.filter(kind=kind)
    if text.strip():
        rows = rows.filter(Q(name_ko__icontains=text.strip()) | Q(summary__icontains=text.strip()))
    return rows


def _newest(years: list[CompanyYear], name: str) -> int | None:
    """The newest year's value that is known; `years` newest first."""
    return next((getattr(row, name) for row in years if getattr(row, name) is not None), None)
