from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from apps.accounts.models import Access, User
from apps.accounts.roles import Role
from apps.documents.models import Document
from apps.workflow import services as workflow
from tests.accounts.factories import JOINED as NOW
from tests.accounts.factories import person
from tests.counting import counted
from tests.documents.factories import requested

pytestmark = pytest.mark.django_db


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def ask(party: str, count: int, about: Document) -> None:
    for number in range(count):
        workflow.open_wait(about, key=f"k{number}", party=party, what="요건검토", path="/x/", at=NOW)


def test_the_inbox_shows_what_waits_for_me_and_my_roles_only():
    staff, other = person(Role.STAFF), person(Role.CONSULTANT)
    about = requested(other, NOW)
    workflow.open_wait(about, key="a", party="role:staff", what="요건검토", path="/a/", at=NOW)
    workflow.open_wait(about, key="b", party=f"user:{other.pk}", what="현장 진단", path="/b/", at=NOW)

    page = signed_in(staff).get(reverse("desk:home")).content.decode()

    assert "/a/" in page
    assert "/b/" not in page


def test_the_inbox_in_the_order_of_deadlines_shows_the_nearest_first_and_what_has_one():
    staff = person(Role.STAFF)
    about, client = requested(staff, NOW), signed_in(staff)
    empty = client.get(reverse("desk:home"), {"order": "due"}).content.decode()
    for key, days in (("late", 9), ("soon", 2), ("none", None)):
        due_at = NOW + timedelta(days=days) if days else None
        workflow.open_wait(about, key=key, party="role:staff", what="요건검토", path=f"/{key}/", at=NOW, due_at=due_at)

    page = client.get(reverse("desk:home"), {"order": "due"})
    usual = client.get(reverse("desk:home"))

    assert "기한이 정해진 일이 없습니다" in empty
    assert [row["path"] for row in page.context["page"].rows] == ["/soon/", "/late/"]
    assert [row["path"] for row in usual.context["page"].rows] == ["/late/", "/soon/", "/none/"]


def test_an_empty_inbox_offers_a_company_its_next_step():
    page = signed_in(person(Role.COMPANY)).get(reverse("desk:home")).content.decode()

    assert reverse("directory:register") in page


def test_the_inbox_costs_the_same_for_one_wait_and_for_thirty():
    staff = person(Role.STAFF)
    about = requested(staff, NOW)
    client = signed_in(staff)
    ask("role:staff", 1, about)
    client.get(reverse("desk:home"))
    one = counted(lambda: client.get(reverse("desk:home")))
    ask("role:staff", 30, about)

    thirty = counted(lambda: client.get(reverse("desk:home")))

    assert one == thirty
    assert thirty.queries <= 15


@pytest.mark.parametrize("name", ["desk:home", "desk:notices", "desk:people", "desk:invite"])
def test_visitors_are_sent_to_sign_in(name):
    response = Client().get(reverse(name))

    assert response.status_code == 302
    assert reverse("account_login") in response["Location"]


@pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMIN])
def test_only_administrators_manage_people(role):
    client, other = signed_in(person(role)), person()

    assert client.get(reverse("desk:people")).status_code == 403
    assert client.post(reverse("desk:person", args=[other.uid]), {"roles": ["admin"]}).status_code == 403
    other.refresh_from_db()
    assert not other.grants.exists()


def test_an_administrator_changes_roles_and_the_look_is_logged():
    admin, other = person(Role.ADMIN), person(Role.COMPANY)

    response = signed_in(admin).post(reverse("desk:person", args=[other.uid]), {"roles": ["consultant", "reviewer"]})

    assert response.status_code == 302
    assert set(other.grants.values_list("role", flat=True)) == {"consultant", "reviewer"}
    assert Access.objects.get().persons == [other.pk]


def test_an_administrator_cannot_lock_itself_out():
    admin = person(Role.ADMIN)
    client = signed_in(admin)

    roles = client.post(reverse("desk:person", args=[admin.uid]), {"roles": ["staff"]})
    client.post(reverse("desk:person-active", args=[admin.uid]), {"active": "0"})

    admin.refresh_from_db()
    assert roles.status_code == 409
    assert "스스로 거둘 수 없습니다" in roles.content.decode()
    assert admin.is_active
    assert admin.grants.get().role == "admin"


def test_inviting_an_address_twice_is_refused_beside_the_field():
    client = signed_in(person(Role.ADMIN))
    fields = {"email": "new@example.invalid", "name": "표본 새사람", "roles": ["staff"]}

    first = client.post(reverse("desk:invite"), fields)
    second = client.post(reverse("desk:invite"), fields)

    assert first.status_code == 302
    assert second.status_code == 409
    assert "이미 등록된 이메일" in second.content.decode()
    assert User.objects.filter(email="new@example.invalid").count() == 1
