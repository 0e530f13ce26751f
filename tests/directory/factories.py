"""Codes, companies and partners for tests, made through the services."""

from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import uuid4

from django.conf import settings

from apps.accounts.models import User
from apps.accounts.roles import Role
from apps.centre import seeding as centre_seeding
from apps.centre.models import CentreProfile
from apps.directory import seeding, services
from apps.directory.entries import CompanyEntry, FiguresEntry, PartnerEntry, SiteEntry, YearEntry
from apps.directory.models import (
    Company,
    District,
    Industry,
    Membership,
    Organisation,
    Relation,
    SizeThreshold,
    Skill,
)
from apps.directory.rules.numbers import business_check_digit
from apps.notices import seeding as notice_seeding
from apps.notices.models import NoticeText
from tests.accounts.factories import person
from tests.seeds import once

AT = datetime(2026, 6, 1, 1, 0, tzinfo=UTC)
EOK = 100_000_000
_count = iter(range(1, 1_000_000))


def seeded() -> None:
    """The centre profile and the directory's codes, once a test database."""
    if not CentreProfile.objects.exists():
        centre_seeding.load(settings.SEEDS_DIR, AT)
    if not NoticeText.objects.exists():
        notice_seeding.load(settings.SEEDS_DIR, AT)
    if not District.objects.exists():
        tables = [District, Industry, SizeThreshold, Skill, Organisation, Organisation.skills.through]
        once("directory", lambda: seeding.load(settings.SEEDS_DIR, AT), tables)


def number(kind: str = "81") -> str:
    """A fresh business number that holds."""
    nine = f"{100 + next(_count) % 900}{kind}{next(_count) % 10_000:04d}"
    return f"{nine}{business_check_digit(nine)}"


def figures(revenue_krw: int = 30 * EOK, workers: int = 20, **changes) -> FiguresEntry:
    values = {
        "years": tuple(
            YearEntry(year, revenue_krw, assets_krw=20 * EOK, workers=workers) for year in (2023, 2024, 2025)
        ),
        "group": "none",
        "has_large_owner": False,
        "is_public": False,
        "equity_krw": 8 * EOK,
        "capital_stock_krw": 3 * EOK,
    }
    return FiguresEntry(**{**values, **changes})


def entry(**changes) -> CompanyEntry:
    values = {
        "business_number": number(),
        "name_ko": f"표본기업 {next(_count)}",
        "representative": "표본 대표",
        "industry_code": "C25",
        "head": SiteEntry(kind="head", name="본점", district_code="11530", address="표본로 1"),
        "figures": figures(),
        "founded_on": date(2012, 5, 2),
        "business_status": "active",
    }
    return CompanyEntry(**{**values, **changes})


def company(by: User | None = None, *, confirmed: bool = True, **changes) -> Organisation:
    """A registered company; its person is `by`, or a fresh one. The centre `confirmed` its authority and status."""
    seeded()
    member = by or person(Role.COMPANY)
    done = services.register_company(uid=uuid4(), entry=entry(**changes), by=member, at=AT, is_sample=True)
    if confirmed:
        Company.objects.filter(pk=done.organisation.pk).update(authority_confirmed_at=AT, status_checked_on=AT.date())
    return done.organisation


def member_of(organisation: Organisation) -> User:
    """The first current member of an organisation."""
    first = Membership.objects.current().filter(organisation=organisation).order_by("pk").first()
    return User.objects.with_roles().get(pk=first.user_id)


def tied(user: User, organisation: Organisation, kind: str = Relation.Kind.OWNERSHIP) -> None:
    """Note a tie that keeps a person from deciding about an organisation."""
    services.add_relation(user_id=user.pk, organisation_id=organisation.pk, kind=kind, by=person(Role.STAFF), at=AT)


def partner(kind: str = "laboratory", *, member: User | None = None, **changes) -> Organisation:
    """A partner with capacity for one project of six staff-months unless told otherwise."""
    seeded()
    values = {"name_ko": f"표본 {kind} {next(_count)}", "capacity_months": Decimal(6), "max_projects": 1}
    staff = person(Role.STAFF)
    row = services.register_partner(
        entry=PartnerEntry(kind=kind, **{**values, **changes}), by=staff, at=AT, is_sample=True
    )
    if member is not None:
        services.add_member(organisation_id=row.pk, user_id=member.pk, position="manager", by=staff, at=AT)
    return row
