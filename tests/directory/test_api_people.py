"""People, facts and places of work for programs."""

from uuid import uuid4

import pytest
from rest_framework.test import APIClient

from apps.accounts.roles import Role
from apps.directory.models import Company, Invitation, Membership
from tests.accounts.factories import person
from tests.directory.factories import company, member_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def api() -> APIClient:
    return APIClient()


FACTS = {
    "name_ko": "표본정밀",
    "representative": "표본 대표",
    "industry": "C26",
    "head": {"kind": "head", "name": "본점", "district": "11530", "address": "표본로 1"},
    "sme_number": "0010-2026-1",
    "sme_until": "2027-03-31",
}


def people(own, *rest):
    return "/".join(["/api/v1/directory/organisations", str(own.uid), "people", *map(str, rest), ""])


def test_inviting_accepting_and_parting(api):
    own, colleague = company(), person(Role.COMPANY)
    body = {"uid": str(uuid4()), "email": colleague.email, "position": "member"}

    api.force_authenticate(member_of(own))
    made = api.post(people(own), body, format="json")
    again = api.post(people(own), body, format="json")
    api.force_authenticate(colleague)
    waiting = api.get("/api/v1/directory/invitations/")
    accepted = api.post(f"/api/v1/directory/invitations/{body['uid']}/accept/")
    seen = api.get(people(own))
    api.force_authenticate(member_of(own))
    risen = api.put(people(own, colleague.uid), {"position": "manager"}, format="json")
    parted = api.delete(people(own, colleague.uid))

    assert (made.status_code, again.status_code) == (201, 201)
    assert [row["organisation"] for row in waiting.data] == [str(own.uid)]
    assert accepted.status_code == risen.status_code == parted.status_code == 204
    assert {row["uid"] for row in seen.data["members"]} == {str(member_of(own).uid), str(colleague.uid)}
    assert seen.data["invitations"] == []
    assert Membership.objects.get(user=colleague).ended_on is not None


def test_an_invitation_is_declined_or_taken_back_and_a_stranger_finds_none(api):
    own, guest = company(), person(Role.COMPANY)
    for answer, who in (("decline", guest), ("withdraw", member_of(own))):
        uid = str(uuid4())
        api.force_authenticate(member_of(own))
        api.post(people(own), {"uid": uid, "email": guest.email, "position": "member"}, format="json")
        api.force_authenticate(person(Role.COMPANY))
        assert api.post(f"/api/v1/directory/invitations/{uid}/{answer}/").status_code == 404
        assert api.get(people(own)).status_code == 404
        api.force_authenticate(who)
        assert api.post(f"/api/v1/directory/invitations/{uid}/{answer}/").status_code == 204
    assert not Invitation.objects.filter(state="open").exists()


def test_facts_and_places_of_work(api):
    own = company()
    base = f"/api/v1/directory/companies/{own.uid}"
    api.force_authenticate(member_of(own))

    changed = api.put(f"{base}/facts/", FACTS, format="json")
    half = api.put(f"{base}/facts/", {**FACTS, "sme_until": None}, format="json")
    site = {"uid": str(uuid4()), "kind": "factory", "name": "2공장", "district": "11545", "address": "표본로 2"}
    added = [api.post(f"{base}/sites/", site, format="json").status_code for _ in range(2)]

    assert (changed.status_code, changed.data["industry_code"]) == (200, "C26")
    assert (half.status_code, half.data["errors"][0]["field"]) == (422, "sme_until")
    assert added == [204, 204]
    assert Company.objects.get(pk=own.pk).sites.filter(kind="factory").count() == 1


def test_a_company_has_no_professors(api):
    own = company()
    leader = member_of(own)
    api.force_authenticate(leader)

    invited = api.post(
        people(own), {"uid": str(uuid4()), "email": "prof@example.org", "position": "professor"}, format="json"
    )
    changed = api.put(people(own, leader.uid), {"position": "professor"}, format="json")

    for answer in (invited, changed):
        assert (answer.status_code, answer.data["errors"][0]["field"]) == (422, "position")
    assert not Invitation.objects.exists()
    assert Membership.objects.current().get(organisation=own).position == "manager"
