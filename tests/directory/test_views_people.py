"""Pages of an organisation's people and of a company's facts."""

from uuid import uuid4

import pytest
from django.urls import reverse

from apps.accounts.roles import Role
from apps.directory import services
from apps.directory.models import Invitation, Membership
from tests.accounts.factories import person
from tests.counting import counted
from tests.directory.factories import AT, company, member_of, partner, seeded

pytestmark = pytest.mark.django_db


def url(name, *args):
    return reverse(f"directory:{name}", args=args)


def joined(own, position="member"):
    colleague = person(Role.COMPANY)
    services.add_member(organisation_id=own.pk, user_id=colleague.pk, position=position, by=member_of(own), at=AT)
    return colleague


def invite(client, own, email, **changes):
    return client.post(url("people", own.uid), {"uid": uuid4(), "email": email, "position": "member", **changes})


def test_a_leader_invites_and_the_invited_one_accepts_in_pages(client):
    own, colleague = company(), person(Role.COMPANY)
    client.force_login(member_of(own))
    answer = invite(client, own, colleague.email)
    assert answer.url == url("people", own.uid)
    assert colleague.email in client.get(answer.url).content.decode()

    client.force_login(colleague)
    assert "초대가 와 있습니다" in client.get(url("register")).content.decode()
    page = client.get(url("invitations")).content.decode()
    assert own.name_ko in page
    taken = client.post(url("accept-invitation", Invitation.objects.get().uid))

    assert taken.url == own.get_absolute_url()
    assert colleague.name in client.get(url("company")).content.decode()


def test_refusals_stand_at_their_field_and_keep_what_was_typed(client):
    own = company()
    client.force_login(member_of(own))

    wrong = invite(client, own, "no address")
    twice = invite(client, own, member_of(own).email)

    assert (wrong.status_code, twice.status_code) == (422, 409)
    assert "이미 이 기관의 구성원입니다." in twice.content.decode()
    assert member_of(own).email in twice.content.decode()
    assert not Invitation.objects.exists()


def test_members_see_one_another_and_others_see_nothing(client):
    own = company()
    colleague = joined(own)
    client.force_login(colleague)
    page = client.get(url("people", own.uid)).content.decode()
    assert "구성원 초대" not in page
    assert "나가기" in page

    for stranger in (person(Role.COMPANY), person(Role.REVIEWER), person(Role.OFFICIAL)):
        client.force_login(stranger)
        assert client.get(url("people", own.uid)).status_code == 404


def test_the_people_of_a_partner_are_for_its_own_and_the_centre(client):
    lab = partner(member=person(Role.UNIVERSITY))
    client.force_login(person(Role.COMPANY))
    assert client.get(url("people", lab.uid)).status_code == 404
    client.force_login(person(Role.STAFF))
    assert client.get(url("people", lab.uid)).status_code == 200


def test_positions_change_and_people_leave(client):
    own = company()
    colleague, leader = joined(own), member_of(own)
    client.force_login(leader)

    client.post(url("change-position", own.uid, colleague.uid), {"position": "manager"})
    assert Membership.objects.get(user=colleague).position == "manager"
    wrong = client.post(url("change-position", own.uid, colleague.uid), {"position": "king"})
    assert wrong.status_code == 422
    assert "직책: " in wrong.content.decode()
    left = client.post(url("end-member", own.uid, leader.uid))

    assert left.url == reverse("desk:home")
    assert client.get(own.get_absolute_url()).status_code == 404
    client.force_login(colleague)
    last = client.post(url("end-member", own.uid, colleague.uid))
    assert last.status_code == 409
    assert "마지막 구성원은 나갈 수 없습니다" in last.content.decode()


def test_an_invitation_is_taken_back_or_declined(client):
    own, guest = company(), person(Role.COMPANY)
    client.force_login(member_of(own))
    invite(client, own, guest.email)
    client.post(url("withdraw-invitation", Invitation.objects.get().uid))
    client.force_login(guest)
    gone = client.post(url("accept-invitation", Invitation.objects.get().uid))
    assert gone.status_code == 409
    assert "초대 기한이 지났거나 취소된 초대입니다" in gone.content.decode()

    client.force_login(member_of(own))
    invite(client, own, guest.email)
    client.force_login(guest)
    client.post(url("decline-invitation", Invitation.objects.get(state="open").uid))
    assert "받은 초대가 없습니다" in client.get(url("invitations")).content.decode()


def test_the_page_of_people_costs_the_same_however_many_there_are(client):
    own = company()
    client.force_login(member_of(own))
    joined(own)
    few = counted(lambda: client.get(url("people", own.uid)))
    for _ in range(8):
        joined(own)

    many = counted(lambda: client.get(url("people", own.uid)))

    assert many.queries == few.queries


def test_a_company_corrects_its_facts_in_a_page(client):
    seeded()
    own = company()
    client.force_login(member_of(own))
    form = {
        "name_ko": "표본정밀 새이름",
        "representative": "표본 대표",
        "industry": "C25",
        "founded_on": "2012-05-02",
        "district": "11530",
        "address": "표본로 1",
        "corporate_number": "110111-1234567",
        "sme_number": "0010-2026-7",
        "sme_until": "2027-03-31",
    }

    incomplete = client.post(url("facts"), {**form, "sme_until": ""})
    saved = client.post(url("facts"), form)
    page = client.get(url("company")).content.decode()

    assert incomplete.status_code == 422
    assert "번호와 유효기간을 함께" in incomplete.content.decode()
    assert saved.url == url("company")
    for words in ("표본정밀 새이름", "0010-2026-7", "2027-03-31", "110111-1234567"):
        assert words in page
    assert "검증번호가 맞지 않습니다" in page
    assert 'value="0010-2026-7"' in client.get(url("facts")).content.decode()


@pytest.mark.parametrize(("kind", "offered"), [("company", False), ("supplier", False), ("laboratory", True)])
def test_only_positions_that_fit_the_kind_of_organisation_are_offered(client, kind, offered):
    own = company() if kind == "company" else partner(kind, member=person(Role.SUPPLIER))
    client.force_login(member_of(own))

    page = client.get(url("people", own.uid)).content.decode()
    answer = invite(client, own, "prof@example.org", position="professor")
    changed = client.post(url("change-position", own.uid, member_of(own).uid), {"position": "professor"})

    assert ("교수" in page) is offered
    assert answer.status_code == (302 if offered else 422)
    assert changed.status_code == (302 if offered else 422)
    assert Invitation.objects.exists() is offered
    assert Membership.objects.current().get(organisation=own).position == ("professor" if offered else "manager")
