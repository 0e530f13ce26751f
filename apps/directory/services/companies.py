"""Companies: registration, figures, sites, and disputes about who acts for one."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import User
from apps.audit import services as audit
from apps.centre import selectors as centre
from apps.directory import labels, permissions, selectors
from apps.directory.entries import CompanyEntry, FiguresEntry, SiteEntry
from apps.directory.models import Claim, Company, CompanyYear, District, Industry, Membership, Organisation, Site
from apps.directory.rules.numbers import BusinessNumber, business_number, corporate_number
from apps.directory.services.locks import locked, locked_own
from apps.directory.services.people import join
from apps.directory.states import ClaimAction
from apps.kernel import clocks
from apps.kernel.bounds import EARLIEST_FOUNDED_ON
from apps.kernel.errors import Invalid, NotAllowed, NotFound, UidTaken
from apps.notices import services as notices
from apps.workflow import services as workflow

FIRST_YEAR = 1945


class NumberRefused(Invalid):
    """A business or corporate number cannot be right."""

    code = "number_refused"


class UnknownCode(Invalid):
    """A code that the seeds do not have."""

    message = _("등록되지 않은 코드입니다. 목록에서 다시 골라 주십시오.")
    code = "unknown_code"


class FigureRefused(Invalid):
    """A figure or day that cannot be."""

    message = _("있을 수 없는 값입니다. 다시 확인해 주십시오.")
    code = "figure_refused"


@dataclass(frozen=True, slots=True)
class Registered:
    """What came of a registration: the company, or None when the number needs to be looked at by the centre."""

    organisation: Organisation | None


def register_company(
    *,
    uid: UUID,
    entry: CompanyEntry,
    by: User,
    at: datetime,
    position: str = Membership.Position.MEMBER,
    is_sample: bool = False,
) -> Registered:
    """Register a company and make the registrant its first member; the same `uid` twice is once.

    A number that is taken opens a dispute for the centre and answers without saying anything of its holder.
    Raises NotAllowed, NumberRefused, UnknownCode and FigureRefused.
    """
    if not by.can(permissions.REGISTER):
        raise NotAllowed
    number = read_number(entry.business_number)
    _check(entry, at)
    again = Organisation.objects.visible_to(by).companies().filter(uid=uid).first()
    if again is not None:
        if Company.objects.filter(pk=again.pk, business_number=number.digits).exists():
            return Registered(organisation=again)
        raise UidTaken(field="uid")
    if Organisation.objects.filter(uid=uid).exists():
        raise UidTaken(field="uid")
    if not Company.objects.filter(business_number=number.digits).exists():
        try:
            return Registered(
                organisation=_create(uid, entry, number, by=by, at=at, position=position, is_sample=is_sample)
            )
        except IntegrityError:
            if not Company.objects.filter(business_number=number.digits).exists():
                raise
    return _already_registered(number, entry, by, at)


@transaction.atomic
def update_figures(*, organisation_id: int, entry: FiguresEntry, by: User, at: datetime) -> Company:
    """Replace a company's figures and work out its size class anew. Raises NotYours, FigureRefused."""
    organisation = locked_own(organisation_id, by)
    company = Company.objects.filter(pk=organisation.pk).first()
    if company is None:
        raise NotFound
    _check_figures(entry, at)
    before = {"size_class": company.size_class}
    write_figures(company, entry, at)
    audit.record(
        subject=organisation,
        action="update_figures",
        by=by,
        at=at,
        before=before,
        after={"size_class": company.size_class},
    )
    return company


@transaction.atomic
def add_site(*, organisation_id: int, entry: SiteEntry, by: User, at: datetime, uid: UUID | None = None) -> Site:
    """Add a factory, site or laboratory, or replace the head office; the same `uid` twice is once."""
    organisation = locked_own(organisation_id, by)
    if uid is not None:
        known = Site.objects.filter(uid=uid, company_id=organisation.pk).first()
        if known is not None:
            return known
        if Site.objects.filter(uid=uid).exists():
            raise UidTaken(field="uid")
    site = _write_site(organisation, entry, uid)
    audit.record(subject=organisation, action="add_site", by=by, at=at, after={"kind": entry.kind})
    return site


@transaction.atomic
def confirm_authority(*, organisation_id: int, by: User, at: datetime) -> Company:
    """Note that the centre has seen, from the business registration, that the registrant may act."""
    company = _for_centre(organisation_id, by)
    company.authority_confirmed_at, company.authority_confirmed_by = at, by
    company.save(update_fields=["authority_confirmed_at", "authority_confirmed_by"])
    audit.record(subject=company.organisation, action="confirm_authority", by=by, at=at)
    return company


@transaction.atomic
def record_business_status(*, organisation_id: int, status: str, on: date, by: User, at: datetime) -> Company:
    """Note the business status (계속, 휴업, 폐업) as checked on a day."""
    company = _for_centre(organisation_id, by)
    if status not in Company.Status.values or on > clocks.local_date(at):
        raise FigureRefused(field="status")
    before = {"status": company.business_status}
    company.business_status, company.status_checked_on = status, on
    company.save(update_fields=["business_status", "status_checked_on"])
    audit.record(
        subject=company.organisation, action="record_status", by=by, at=at, before=before, after={"status": status}
    )
    return company


@transaction.atomic
def settle_claim(*, claim_uid: UUID, accept: bool, reason: str, by: User, at: datetime) -> Claim:
    """Decide a dispute: an accepted claimant joins the company, a refused one does not. Raises NotFound."""
    claims = Claim.objects.visible_to(by).select_for_update(of=("self",)).select_related("claimant")
    claim = claims.filter(uid=claim_uid).first()
    if claim is None:
        raise NotFound
    action = ClaimAction.ACCEPT if accept else ClaimAction.REFUSE
    workflow.fire(claim, action, by=by, at=at, reason=reason)
    if accept:
        organisation = locked(claim.organisation_id, by)
        join(organisation, user_id=claim.claimant_id, position=Membership.Position.MEMBER, by=by, at=at)
    notices.queue(
        "directory.claim_accepted" if accept else "directory.claim_refused",
        to=claim.claimant,
        context={"centre": centre.profile().short_name_ko, "name": claim.claimant.name},
        path=reverse("directory:company"),
        about=claim,
        at=at,
    )
    return claim


def read_number(text: str) -> BusinessNumber:
    """A business number that holds; raises NumberRefused with what is wrong."""
    number = business_number(text)
    if number.problem is not None:
        raise NumberRefused(labels.NUMBER_PROBLEMS[number.problem], field="business_number")
    return number


def write_figures(company: Company, entry: FiguresEntry, at: datetime) -> None:
    """Write figures of a company that the caller holds locked, and the size class that follows from them.

    Assets and workers of a year that are not told now stay as they were told before.
    """
    for year in entry.years:
        told = {"assets_krw": year.assets_krw, "workers": year.workers}
        known = {name: value for name, value in told.items() if value is not None}
        CompanyYear.objects.update_or_create(
            company=company, year=year.year, defaults={"revenue_krw": year.revenue_krw, **known}
        )
    for name in FIGURE_FIELDS:
        setattr(company, name, getattr(entry, name))
    company.related_firms = [list(firm) for firm in entry.related_firms]
    company.figures_changed_at = at
    _write_size(company, at)


@transaction.atomic
def renew_size(*, organisation_id: int, at: datetime) -> None:
    """Work out the size class anew once the last one has run out; before that nothing changes."""
    company = Company.objects.select_for_update(of=("self",)).get(pk=organisation_id)
    if company.size_until is None or company.size_until <= clocks.local_date(at):
        _write_size(company, at)


def _write_size(company: Company, at: datetime) -> None:
    verdict = selectors.size_verdict(company, clocks.local_date(at))
    company.size_class = verdict.size or ""
    company.size_until = verdict.valid_until
    company.save()


FIGURE_FIELDS = (
    "group",
    "has_large_owner",
    "is_public",
    "makes_named_product",
    "outgrown_year",
    "recent_revenue_krw",
    "recent_months",
    "equity_krw",
    "capital_stock_krw",
)


@transaction.atomic
def _create(
    uid: UUID, entry: CompanyEntry, number: BusinessNumber, *, by: User, at: datetime, position: str, is_sample: bool
) -> Organisation:
    organisation = Organisation.objects.create(
        uid=uid,
        kind=Organisation.Kind.COMPANY,
        name_ko=entry.name_ko,
        name_en=entry.name_en,
        district=_district(entry.head.district_code),
        summary=entry.summary,
        email=entry.email,
        phone=entry.phone,
        is_sample=is_sample,
        created_at=at,
    )
    industry = _industry(entry.industry_code)
    company = Company.objects.create(
        organisation=organisation,
        business_number=number.digits,
        business_kind=number.kind or "",
        corporate_number=corporate_number(entry.corporate_number).digits,
        representative=entry.representative,
        industry=industry,
        pilot_industry=pilot_industry(industry.code),
        founded_on=entry.founded_on,
        business_status=entry.business_status,
        status_checked_on=clocks.local_date(at) if entry.business_status else None,
        figures_changed_at=at,
    )
    write_figures(company, entry.figures, at)
    for site in (entry.head, *entry.other_sites):
        _write_site(organisation, site, None)
    audit.record(subject=organisation, action="register", by=by, at=at, after={"kind": "company"})
    join(organisation, user_id=by.pk, position=position, by=by, at=at)
    return organisation


@transaction.atomic
def _already_registered(number: BusinessNumber, entry: CompanyEntry, by: User, at: datetime) -> Registered:
    company = Company.objects.select_for_update(of=("self",)).get(business_number=number.digits)
    organisation = company.organisation
    if Membership.objects.current().filter(user=by, organisation=organisation).exists():
        return Registered(organisation=organisation)
    claim, created = Claim.objects.get_or_create(
        organisation=organisation,
        claimant=by,
        state=Claim.machine.initial,
        defaults={"stated_name": entry.name_ko, "opened_at": at},
    )
    if created:
        audit.record(subject=claim, action="open", by=by, at=at, after={"state": claim.state})
        workflow.open_state_waits(claim, at=at)
    return Registered(organisation=None)


def pilot_industry(code: str) -> str:
    """The centre's pilot industry that covers a KSIC code best, or an empty text."""
    best = ("", "")
    for row in centre.profile().industries:
        for prefix in row.get("ksic", []):
            if code.startswith(prefix) and len(prefix) > len(best[0]):
                best = (prefix, row["code"])
    return best[1]


def _for_centre(organisation_id: int, by: User) -> Company:
    if not by.can(permissions.MANAGE):
        raise NotAllowed
    organisation = locked(organisation_id, by)
    company = Company.objects.filter(pk=organisation.pk).first()
    if company is None:
        raise NotFound
    company.organisation = organisation
    return company


def _check(entry: CompanyEntry, at: datetime) -> None:
    if entry.founded_on is not None and entry.founded_on > clocks.local_date(at):
        raise FigureRefused(_("설립일은 오늘보다 늦을 수 없습니다."), field="founded_on")
    if entry.founded_on is not None and entry.founded_on < EARLIEST_FOUNDED_ON:
        raise FigureRefused(_("설립일을 다시 확인해 주십시오."), field="founded_on")
    if entry.corporate_number and corporate_number(entry.corporate_number).problem is not None:
        raise NumberRefused(_("법인등록번호는 숫자 13자리입니다. 다시 입력해 주십시오."), field="corporate_number")
    if entry.business_status and entry.business_status not in Company.Status.values:
        raise UnknownCode(field="business_status")
    _industry(entry.industry_code)
    _check_figures(entry.figures, at)


def _check_figures(entry: FiguresEntry, at: datetime) -> None:
    this_year = clocks.local_date(at).year
    for year in entry.years:
        if not FIRST_YEAR <= year.year < this_year:
            raise FigureRefused(_("끝난 회계연도의 값만 적을 수 있습니다."), field="years")
        if min(year.revenue_krw, year.assets_krw or 0, year.workers or 0) < 0:
            raise FigureRefused(_("0보다 작은 값은 적을 수 없습니다."), field="years")
    if len({year.year for year in entry.years}) != len(entry.years):
        raise FigureRefused(_("같은 연도를 두 번 적을 수 없습니다."), field="years")
    if (entry.recent_revenue_krw or 0) < 0 or not 1 <= (entry.recent_months or 1) <= 12:
        raise FigureRefused(field="recent_revenue_krw")
    if entry.group and entry.group not in Company.Group.values:
        raise UnknownCode(field="group")


def _industry(code: str) -> Industry:
    industry = Industry.objects.filter(code=code).first()
    if industry is None:
        raise UnknownCode(field="industry")
    return industry


def _district(code: str) -> District | None:
    if not code:
        return None
    district = District.objects.filter(code=code).first()
    if district is None:
        raise UnknownCode(field="district")
    return district


def _write_site(organisation: Organisation, entry: SiteEntry, uid: UUID | None) -> Site:
    if entry.kind not in Site.Kind.values:
        raise UnknownCode(field="kind")
    district = _district(entry.district_code)
    values = {"name": entry.name, "district": district, "address": entry.address}
    if entry.kind == Site.Kind.HEAD:
        site, _created = Site.objects.update_or_create(company_id=organisation.pk, kind=entry.kind, defaults=values)
        organisation.district = district
        organisation.save(update_fields=["district"])
        return site
    identity = {"uid": uid} if uid is not None else {}
    return Site.objects.create(company_id=organisation.pk, kind=entry.kind, **identity, **values)
