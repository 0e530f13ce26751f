"""Places of work: corrected, closed, and what that changes."""

from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from rest_framework.test import APIClient

from apps.accounts.roles import Role
from apps.audit.models import Event
from apps.directory import selectors, services
from apps.directory.entries import SiteEntry
from apps.directory.models import Site
from apps.directory.services.locks import NotLeading
from apps.directory.services.sites import HeadOffice, SiteClosed
from apps.kernel.errors import Invalid, NotFound
from tests.accounts.factories import person
from tests.directory.factories import AT, company, member_of

pytestmark = pytest.mark.django_db
ENTRY = SiteEntry(kind="factory", name="2공장", district_code="11545", address="표본로 2")
TYPED = {"kind": "lab", "name": "표본연구소", "district": "11530", "address": "표본로 3"}


def url(name, *args):
    return reverse(f"directory:{name}", args=args)


def site_of(own):
    return services.add_site(organisation_id=own.pk, entry=ENTRY, by=member_of(own), at=AT)


def told(site):
    row = Site.objects.select_related("district").get(pk=site.pk)
    return row.kind, row.name, row.district.code, row.address, row.closed_at


def same(site):
    return told(site) == ("factory", "2공장", "11545", "표본로 2", None)


def test_a_place_is_corrected_and_closed_on_its_page(client):
    own = company()
    site = site_of(own)
    client.force_login(member_of(own))
    address = url("edit-site", site.uid)
    assert address in client.get(url("company")).content.decode()
    assert 'value="head"' not in client.get(address).content.decode()

    wrong = client.post(address, {**TYPED, "name": ""})
    assert (wrong.status_code, same(site)) == (422, True)
    assert client.post(address, {**TYPED, "kind": "head"}).status_code == 422
    assert client.post(address, TYPED).url == url("company")
    assert told(site) == ("lab", "표본연구소", "11530", "표본로 3", None)
    changed = Event.objects.get(action="edit_site")
    assert (changed.before["name"], changed.after["name"]) == ("2공장", "표본연구소")
    assert "표본로" not in str([changed.before, changed.after])

    for _click in range(2):
        assert client.post(url("close-site", site.uid)).url == url("company")
    assert Event.objects.filter(action="close_site").count() == 1
    assert "표본연구소" not in client.get(url("company")).content.decode()
    assert client.get(address).status_code == 404
    assert [one.kind for one in selectors.company_of(own).sites.all()] == ["head"]


def test_the_head_office_stays_and_a_closed_place_is_left_alone():
    own = company()
    leader, head, site = member_of(own), Site.objects.get(company_id=own.pk, kind="head"), site_of(own)
    of_head = {"organisation_id": own.pk, "site_uid": head.uid, "by": leader, "at": AT}

    with pytest.raises(HeadOffice):
        services.close_site(**of_head)
    with pytest.raises(HeadOffice):
        services.edit_site(**of_head, entry=ENTRY)
    with pytest.raises(Invalid):
        services.edit_site(**{**of_head, "site_uid": site.uid}, entry=SiteEntry(kind="head", name="본점"))
    with pytest.raises(IntegrityError), transaction.atomic():
        Site.objects.filter(pk=head.pk).update(closed_at=AT)
    head.refresh_from_db()
    assert (head.name, head.closed_at, same(site)) == ("본점", None, True)
    services.close_site(organisation_id=own.pk, site_uid=site.uid, by=leader, at=AT)
    with pytest.raises(SiteClosed):
        services.edit_site(**{**of_head, "site_uid": site.uid}, entry=SiteEntry(kind="lab", name="연구소"))
    assert told(site) == ("factory", "2공장", "11545", "표본로 2", AT)


def test_who_may_not_change_facts_changes_no_place(client):
    own, colleague, stranger = company(), person(Role.COMPANY), company()
    site = site_of(own)
    services.add_member(organisation_id=own.pk, user_id=colleague.pk, position="member", by=member_of(own), at=AT)

    client.force_login(colleague)
    assert url("edit-site", site.uid) not in client.get(url("company")).content.decode()
    assert client.post(url("edit-site", site.uid), TYPED).status_code == 403
    for by, refusal in ((colleague, NotLeading), (member_of(stranger), NotFound)):
        with pytest.raises(refusal):
            services.close_site(organisation_id=own.pk, site_uid=site.uid, by=by, at=AT)
    client.force_login(member_of(stranger))
    assert client.post(url("edit-site", site.uid), TYPED).status_code == 404
    with pytest.raises(NotFound):
        services.close_site(organisation_id=stranger.pk, site_uid=site.uid, by=member_of(stranger), at=AT)
    assert same(site)
    assert not Event.objects.filter(action__in=["edit_site", "close_site"]).exists()


def test_programs_list_correct_and_close_places():
    own = company()
    site = site_of(own)
    api, base = APIClient(), f"/api/v1/directory/companies/{own.uid}/sites/"
    api.force_authenticate(member_of(own))

    rows = api.get(base).data
    head = next(row["uid"] for row in rows if row["kind"] == "head")
    nameless = api.put(f"{base}{site.uid}/", {"kind": "lab"}, format="json")
    assert (nameless.status_code, same(site)) == (400, True)
    changed = api.put(f"{base}{site.uid}/", TYPED, format="json")
    of_head = api.delete(f"{base}{head}/")
    unknown = api.delete(f"{base}{uuid4()}/")
    closed = [api.delete(f"{base}{site.uid}/").status_code for _ in range(2)]

    assert {(row["kind"], row["district"]) for row in rows} == {("head", "11530"), ("factory", "11545")}
    assert changed.status_code == 204
    assert (of_head.status_code, of_head.data["code"]) == (409, "head_office")
    assert (unknown.status_code, closed) == (404, [204, 204])
    assert [row["uid"] for row in api.get(base).data] == [head]
    api.force_authenticate(member_of(company()))
    assert api.get(base).status_code == 404
