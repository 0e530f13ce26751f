"""Where a company works: its places are added, corrected and closed."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import User
from apps.audit import services as audit
from apps.directory.checking import UnknownCode, district_of
from apps.directory.entries import SiteEntry
from apps.directory.models import Organisation, Site
from apps.directory.services.locks import locked_led, locked_own
from apps.kernel.errors import Conflict, NotFound, UidTaken


class HeadOffice(Conflict):
    """The head office follows the business registration: it is neither closed nor edited like another place."""

    message = _("본점은 닫을 수 없습니다. 옮겼으면 기본정보에서 본점 소재지를 고쳐 주십시오.")
    code = "head_office"


class SiteClosed(Conflict):
    message = _("닫은 사업장은 고칠 수 없습니다. 다시 쓰는 곳이면 새로 추가해 주십시오.")
    code = "site_closed"


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
    site = write_site(organisation, entry, uid)
    audit.record(subject=organisation, action="add_site", by=by, at=at, after={"kind": entry.kind})
    return site


@transaction.atomic
def edit_site(*, organisation_id: int, site_uid: UUID, entry: SiteEntry, by: User, at: datetime) -> Site:
    """Correct a factory, site or laboratory; what was handed in keeps the verdict it got.

    Raises NotFound, NotYours, NotLeading, HeadOffice, SiteClosed, UnknownCode.
    """
    organisation, site = _locked_site(organisation_id, site_uid, by)
    if site.closed_at is not None:
        raise SiteClosed
    if entry.kind not in set(Site.Kind.values) - {Site.Kind.HEAD}:
        raise UnknownCode(field="kind")
    before = _told(site)
    was_at = site.address
    site.kind, site.name, site.address = entry.kind, entry.name, entry.address
    site.district = district_of(entry.district_code)
    site.save(update_fields=["kind", "name", "address", "district"])
    # The address may be a home: the history says that it changed, not what it was.
    after = {**_told(site), "address_changed": was_at != site.address}
    audit.record(subject=organisation, action="edit_site", by=by, at=at, before=before, after=after)
    return site


@transaction.atomic
def close_site(*, organisation_id: int, site_uid: UUID, by: User, at: datetime) -> Site:
    """Note that the company works there no more; twice is once. Raises NotFound, NotYours, NotLeading, HeadOffice."""
    organisation, site = _locked_site(organisation_id, site_uid, by)
    if site.closed_at is None:
        site.closed_at = at
        site.save(update_fields=["closed_at"])
        audit.record(subject=organisation, action="close_site", by=by, at=at, before=_told(site))
    return site


def write_site(organisation: Organisation, entry: SiteEntry, uid: UUID | None) -> Site:
    """Add a place of work, or replace the head office, of a company that the caller holds locked."""
    if entry.kind not in Site.Kind.values:
        raise UnknownCode(field="kind")
    district = district_of(entry.district_code)
    values = {"name": entry.name, "district": district, "address": entry.address}
    if entry.kind == Site.Kind.HEAD:
        site, _created = Site.objects.update_or_create(company_id=organisation.pk, kind=entry.kind, defaults=values)
        organisation.district = district
        organisation.save(update_fields=["district"])
        return site
    identity = {"uid": uid} if uid is not None else {}
    return Site.objects.create(company_id=organisation.pk, kind=entry.kind, **identity, **values)


def _locked_site(organisation_id: int, uid: UUID, by: User) -> tuple[Organisation, Site]:
    organisation = locked_led(organisation_id, by)
    site = Site.objects.select_related("district").filter(company_id=organisation.pk, uid=uid).first()
    if site is None:
        raise NotFound
    if site.kind == Site.Kind.HEAD:
        raise HeadOffice
    return organisation, site


def _told(site: Site) -> dict[str, str]:
    """A place of work as the history keeps it."""
    district = site.district.code if site.district else ""
    return {"site": str(site.uid), "kind": site.kind, "name": site.name, "district": district}
