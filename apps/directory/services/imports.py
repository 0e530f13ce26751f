"""Companies taken over from a table: all of it or nothing, in a number of queries that does not grow with its rows."""

from collections.abc import Callable, Sequence
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import prefetch_related_objects
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import User
from apps.audit import services as audit
from apps.centre import selectors as centre
from apps.directory import permissions
from apps.directory.checking import (
    UnknownCode,
    check_figures,
    check_said,
    check_status,
    read_number,
)
from apps.directory.entries import CompanyEntry
from apps.directory.models import Company, CompanyYear, District, Industry, Organisation, Site
from apps.directory.rules import size
from apps.directory.rules.numbers import business_number, corporate_number
from apps.directory.selectors.companies import size_facts, thresholds_on
from apps.directory.services.facts import FIGURE_FIELDS, pilot_industry
from apps.documents import services as documents
from apps.documents.models import Batch
from apps.documents.reading import Line
from apps.kernel import clocks
from apps.kernel.errors import DomainError, NotAllowed, RowProblem, RowsRefused

COMPANIES = "directory.companies"
AT_ONCE = 500
Rows = Sequence[tuple[int, CompanyEntry]]


def keep_companies(*, uid: UUID, name: str, data: bytes, lines: Sequence[Line], by: User, at: datetime) -> Batch:
    """Keep a table of companies that was read, to be looked through and taken over. Raises NotAllowed, UidTaken."""
    if not by.can(permissions.MANAGE):
        raise NotAllowed
    return documents.keep_batch(uid=uid, purpose=COMPANIES, name=name, data=data, lines=lines, by=by, at=at)


def import_companies(*, batch_uid: UUID, rows: Rows, by: User, at: datetime) -> Batch:
    """Take over the companies of a table that was kept, all of them or none; asked twice is the same as once.

    Nobody becomes their member: whoever registers with such a number later is looked at by the centre. Raises
    NotAllowed, NotFound, RowsRefused.
    """
    if not by.can(permissions.MANAGE):
        raise NotAllowed
    try:
        return _take_over(batch_uid, rows, by, at)
    except IntegrityError:
        # Somebody registered one of the numbers in this very moment: it shows when we look again.
        problems = refused_companies(rows, at)
        if not problems:
            raise
        raise RowsRefused(problems) from None


def refused_companies(rows: Rows, at: datetime) -> list[RowProblem]:
    """What the house refuses of a table of companies: impossible facts and figures, unknown codes, taken numbers."""
    problems: list[RowProblem] = []
    seen: dict[str, int] = {}
    numbers = {business_number(entry.business_number).digits for _number, entry in rows}
    taken = _taken(numbers)
    industries = set(Industry.objects.values_list("code", flat=True))
    districts = {"", *District.objects.values_list("code", flat=True)}
    for number, entry in rows:
        problems += [RowProblem(number, "", one) for one in _refusals(entry, industries, districts, at)]
        digits = business_number(entry.business_number).digits
        heading = _("사업자등록번호")
        if not digits:
            continue
        if digits in seen:
            words = _("%(row)s번째 줄과 같은 사업자등록번호입니다. 한 줄만 남겨 주십시오.")
            problems.append(RowProblem(number, heading, words % {"row": seen[digits]}))
        elif digits in taken:
            words = _("이미 등록된 기업입니다. 이 줄을 지우고, 고칠 내용은 기업 화면에서 고쳐 주십시오.")
            problems.append(RowProblem(number, heading, words))
        seen.setdefault(digits, number)
    return problems


def _refusals(entry: CompanyEntry, industries: set[str], districts: set[str], at: datetime) -> list[str]:
    def known() -> None:
        if entry.industry_code not in industries:
            raise UnknownCode(field="industry")
        if entry.head.district_code not in districts:
            raise UnknownCode(field="district")

    checks: tuple[Callable[[], object], ...] = (
        lambda: read_number(entry.business_number),
        lambda: check_said(entry, at),
        lambda: check_status(entry.business_status),
        lambda: check_figures(entry.figures, at),
        known,
    )
    told = []
    for one in checks:
        try:
            one()
        except DomainError as refusal:
            told.append(str(refusal))
    return told


def _taken(numbers: set[str]) -> set[str]:
    """Those of the numbers that are registered, asked in pieces that every database takes."""
    asked = sorted(numbers)
    found: set[str] = set()
    for start in range(0, len(asked), AT_ONCE):
        rows = Company.objects.filter(business_number__in=asked[start : start + AT_ONCE])
        found |= set(rows.values_list("business_number", flat=True))
    return found


@transaction.atomic
def _take_over(batch_uid: UUID, rows: Rows, by: User, at: datetime) -> Batch:
    batch = documents.locked_batch(batch_uid=batch_uid, purpose=COMPANIES, by=by)
    if batch.applied_at is not None:
        return batch
    problems = refused_companies(rows, at)
    missing = {number for number, _cells in batch.rows} - {number for number, _entry in rows}
    problems += [RowProblem(number, "", _("읽을 수 없는 줄입니다.")) for number in sorted(missing)]
    if problems:
        raise RowsRefused(problems)
    entries = [entry for _number, entry in rows]
    organisations = _write_organisations(entries, at)
    companies = _write_companies(organisations, entries, at)
    _write_years(companies, entries)
    _write_sites(organisations, entries)
    _write_sizes(companies, at)
    audit.record_births(subjects=organisations, action="take_over", by=by, at=at, after={"kind": "company"})
    documents.close_batch(batch, by=by, at=at)
    return batch


def _write_organisations(entries: Sequence[CompanyEntry], at: datetime) -> list[Organisation]:
    districts = {district.code: district for district in District.objects.all()}
    return Organisation.objects.bulk_create(
        [
            Organisation(
                kind=Organisation.Kind.COMPANY,
                name_ko=entry.name_ko,
                name_en=entry.name_en,
                district=districts.get(entry.head.district_code),
                summary=entry.summary,
                email=entry.email,
                phone=entry.phone,
                created_at=at,
            )
            for entry in entries
        ],
        batch_size=AT_ONCE,
    )


def _write_companies(
    organisations: Sequence[Organisation], entries: Sequence[CompanyEntry], at: datetime
) -> list[Company]:
    industries = {row.code: row for row in Industry.objects.filter(code__in={one.industry_code for one in entries})}
    known = centre.profile().industries
    pilots = {code: pilot_industry(code, known) for code in industries}
    companies = []
    for organisation, entry in zip(organisations, entries, strict=True):
        number = read_number(entry.business_number)
        company = Company(
            organisation=organisation,
            business_number=number.digits,
            business_kind=number.kind or "",
            corporate_number=corporate_number(entry.corporate_number).digits,
            representative=entry.representative,
            industry=industries[entry.industry_code],
            pilot_industry=pilots[entry.industry_code],
            founded_on=entry.founded_on,
            business_status=entry.business_status,
            sme_number=entry.sme_number,
            sme_until=entry.sme_until,
            related_firms=[list(firm) for firm in entry.figures.related_firms],
            figures_changed_at=at,
        )
        for name in FIGURE_FIELDS:
            setattr(company, name, getattr(entry.figures, name))
        companies.append(company)
    return Company.objects.bulk_create(companies, batch_size=AT_ONCE)


def _write_years(companies: Sequence[Company], entries: Sequence[CompanyEntry]) -> None:
    CompanyYear.objects.bulk_create(
        [
            CompanyYear(
                company=company,
                year=year.year,
                revenue_krw=year.revenue_krw,
                assets_krw=year.assets_krw,
                workers=year.workers,
            )
            for company, entry in zip(companies, entries, strict=True)
            for year in entry.figures.years
        ],
        batch_size=AT_ONCE,
    )


def _write_sites(organisations: Sequence[Organisation], entries: Sequence[CompanyEntry]) -> None:
    Site.objects.bulk_create(
        [
            Site(
                company_id=organisation.pk,
                kind=Site.Kind.HEAD,
                name=entry.head.name,
                district=organisation.district,
                address=entry.head.address,
            )
            for organisation, entry in zip(organisations, entries, strict=True)
        ],
        batch_size=AT_ONCE,
    )


def _write_sizes(companies: Sequence[Company], at: datetime) -> None:
    """The size class of each, by one reading of the table of caps."""
    today = clocks.local_date(at)
    thresholds = thresholds_on(today)
    for start in range(0, len(companies), AT_ONCE):
        prefetch_related_objects(companies[start : start + AT_ONCE], "years")
    for company in companies:
        verdict = size.verdict(size_facts(company, today), thresholds)
        company.size_class, company.size_until = verdict.size or "", verdict.valid_until
    Company.objects.bulk_update(companies, ["size_class", "size_until"], batch_size=AT_ONCE)
