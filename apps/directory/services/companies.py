"""Companies: registration, what the centre notes of them, and disputes about who acts for one."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.urls import reverse

from apps.accounts.models import User
from apps.audit import services as audit
from apps.centre import selectors as centre
from apps.directory import permissions, tax_office
from apps.directory.checking import (
    FigureRefused,
    check_facts,
    check_figures,
    check_status,
    demand_all,
    district_of,
    industry_of,
    read_number,
)
from apps.directory.entries import CompanyEntry
from apps.directory.models import Claim, Company, Membership, Organisation
from apps.directory.rules.numbers import BusinessNumber, corporate_number
from apps.directory.services.facts import pilot_industry, write_figures
from apps.directory.services.locks import locked
from apps.directory.services.people import join
from apps.directory.services.sites import write_site
from apps.directory.states import ClaimAction
from apps.kernel import clocks
from apps.kernel.errors import NotAllowed, NotFound, UidTaken
from apps.notices import services as notices
from apps.workflow import services as workflow


@dataclass(frozen=True, slots=True)
class Registered:
    """What came of a registration: the company, or None when the number needs to be looked at by the centre.

    `is_known` says that one's own company already bore the number: nothing of what was sent was taken.
    """

    organisation: Organisation | None
    is_known: bool = False


def register_company(
    *,
    uid: UUID,
    entry: CompanyEntry,
    by: User,
    at: datetime,
    position: str = Membership.Position.MANAGER,
    is_sample: bool = False,
) -> Registered:
    """Register a company and make the registrant its first member; the same `uid` twice is once.

    A number that is taken opens a dispute for the centre and answers without saying anything of its holder.
    Raises NotAllowed, NumberRefused, UnknownCode and FigureRefused.
    """
    if not by.can(permissions.REGISTER):
        raise NotAllowed
    demand_all(
        lambda: read_number(entry.business_number),
        lambda: check_facts(entry, at),
        lambda: check_status(entry.business_status),
        lambda: check_figures(entry.figures, at),
    )
    number = read_number(entry.business_number)
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


def ask_tax_office(*, organisation_id: int, by: User, at: datetime) -> Company:
    """Ask the tax office for a company's status and note the answer of today.

    Raises NotAllowed, NotFound, StatusUnavailable, NotRegistered; then nothing is noted.
    """
    if not by.can(permissions.MANAGE):
        raise NotAllowed
    company = Company.objects.visible_to(by).filter(pk=organisation_id).first()
    if company is None or not tax_office.is_asked():
        raise NotFound
    status = tax_office.status_of(company.business_number)
    return record_business_status(
        organisation_id=organisation_id, status=status, on=clocks.local_date(at), by=by, at=at
    )


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
        # Where nobody acts for the company, as after taking it over from a table, the first one answers for it.
        is_first = not Membership.objects.current().filter(organisation=organisation).exists()
        position = Membership.Position.MANAGER if is_first else Membership.Position.MEMBER
        join(organisation, user_id=claim.claimant_id, position=position, by=by, at=at)
    notices.queue(
        "directory.claim_accepted" if accept else "directory.claim_refused",
        to=claim.claimant,
        context={"centre": centre.profile().short_name_ko, "name": claim.claimant.name},
        path=reverse("directory:company"),
        about=claim,
        at=at,
    )
    return claim


@transaction.atomic
def _create(
    uid: UUID, entry: CompanyEntry, number: BusinessNumber, *, by: User, at: datetime, position: str, is_sample: bool
) -> Organisation:
    organisation = Organisation.objects.create(
        uid=uid,
        kind=Organisation.Kind.COMPANY,
        name_ko=entry.name_ko,
        name_en=entry.name_en,
        district=district_of(entry.head.district_code),
        summary=entry.summary,
        email=entry.email,
        phone=entry.phone,
        is_sample=is_sample,
        created_at=at,
    )
    industry = industry_of(entry.industry_code)
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
        sme_number=entry.sme_number,
        sme_until=entry.sme_until,
        figures_changed_at=at,
    )
    write_figures(company, entry.figures, at)
    for site in (entry.head, *entry.other_sites):
        write_site(organisation, site, None)
    audit.record(subject=organisation, action="register", by=by, at=at, after={"kind": "company"})
    join(organisation, user_id=by.pk, position=position, by=by, at=at)
    return organisation


@transaction.atomic
def _already_registered(number: BusinessNumber, entry: CompanyEntry, by: User, at: datetime) -> Registered:
    company = Company.objects.select_for_update(of=("self",)).get(business_number=number.digits)
    organisation = company.organisation
    if Membership.objects.current().filter(user=by, organisation=organisation).exists():
        return Registered(organisation=organisation, is_known=True)
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


def _for_centre(organisation_id: int, by: User) -> Company:
    if not by.can(permissions.MANAGE):
        raise NotAllowed
    organisation = locked(organisation_id, by)
    company = Company.objects.filter(pk=organisation.pk).first()
    if company is None:
        raise NotFound
    company.organisation = organisation
    return company
