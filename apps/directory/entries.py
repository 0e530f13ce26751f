"""What doors hand to the services: a company's registration, its figures, a partner's profile."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class YearEntry:
    """Figures of one closed fiscal year in whole won; None where not known."""

    year: int
    revenue_krw: int
    assets_krw: int | None = None
    workers: int | None = None


@dataclass(frozen=True, slots=True)
class SiteEntry:
    """A place of work; an empty district code means outside the centre's districts."""

    kind: str
    name: str
    district_code: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class FiguresEntry:
    """Figures and ties that the size class and eligibility are worked out from; None and "" mean not known.

    `related_firms` are (average revenue in won, share in basis points).
    """

    years: tuple[YearEntry, ...] = ()
    group: str = ""
    has_large_owner: bool | None = None
    is_public: bool | None = None
    makes_named_product: bool | None = None
    related_firms: tuple[tuple[int, int], ...] = ()
    outgrown_year: int | None = None
    recent_revenue_krw: int | None = None
    recent_months: int | None = None
    equity_krw: int | None = None
    capital_stock_krw: int | None = None


@dataclass(frozen=True, slots=True)
class FactsEntry:
    """What a registered company changes of itself; the number and last valid day of its 중소기업확인서 go together."""

    name_ko: str
    representative: str
    industry_code: str
    head: SiteEntry
    founded_on: date | None = None
    corporate_number: str = ""
    sme_number: str = ""
    sme_until: date | None = None


@dataclass(frozen=True, slots=True)
class CompanyEntry:
    """A company as its person registers it."""

    business_number: str
    name_ko: str
    representative: str
    industry_code: str
    head: SiteEntry
    figures: FiguresEntry = field(default_factory=FiguresEntry)
    founded_on: date | None = None
    corporate_number: str = ""
    name_en: str = ""
    other_sites: tuple[SiteEntry, ...] = ()
    summary: str = ""
    email: str = ""
    phone: str = ""
    business_status: str = ""
    sme_number: str = ""
    sme_until: date | None = None


@dataclass(frozen=True, slots=True)
class PartnerEntry:
    """A partner's profile: what it can do, and how many staff-months a year and projects at a time."""

    kind: str
    name_ko: str
    name_en: str = ""
    district_code: str = ""
    parent_id: int | None = None
    summary: str = ""
    skill_codes: tuple[str, ...] = ()
    industries: tuple[str, ...] = ()
    capacity_months: Decimal = Decimal(0)
    max_projects: int = 0
    email: str = ""
    phone: str = ""
    website: str = ""
