"""One's own API keys: shown once, working until revoked, nobody else's to revoke."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from rest_framework.test import APIClient

from apps.accounts import services
from apps.accounts.models import Token
from apps.accounts.roles import Role
from apps.desk.selectors import history_of
from tests.accounts.factories import JOINED as NOW
from tests.accounts.factories import person
from tests.directory.factories import company, member_of

pytestmark = pytest.mark.django_db
PASSWORD = "표본-열쇠-2026-열두자"


def signed_in(user):
    user.set_password(PASSWORD)
    user.save()
    client = Client()
    client.force_login(user)
    return client


def sent(client, label="품질관리 시스템"):
    """The form for a new key, and the password that is asked for before there is one."""
    asked = client.post(reverse("desk:keys"), {"label": label})
    assert not Token.objects.filter(label=label).exists()
    return client.post(asked["Location"], {"password": PASSWORD})


def asked_by(key):
    return APIClient().get("/api/v1/desk/me/", headers={"Authorization": f"Bearer {key}"})


def made(client):
    page = sent(client).content.decode()
    return re.search(r'id="made-key"[^>]*>([^<]+)<', page)[1]


def test_a_key_is_shown_once_and_opens_the_api_as_its_person():
    user = member_of(company())
    client = signed_in(user)

    key = made(client)

    answer = asked_by(key).data
    assert (answer["email"], answer["roles"]) == (user.email, ["company"])
    assert [one["kind"] for one in answer["organisations"]] == ["company"]
    assert key not in client.get(reverse("desk:keys")).content.decode()


def test_a_revoked_key_opens_nothing():
    user = person(Role.COMPANY)
    client = signed_in(user)
    key = made(client)

    client.post(reverse("desk:revoke-key"), {"key": services.digest_of(key)})

    answer = asked_by(key)
    assert (answer.status_code, answer["Content-Type"]) == (401, "application/problem+json")
    assert [row["label"] for row in history_of(user)][:2] == ["API 키를 폐기함", "API 키를 만듦"]


def test_anothers_key_is_not_there_to_be_revoked():
    owner = person(Role.STAFF)
    key = services.issue_token(user=owner, label="시험", at=NOW)

    answer = signed_in(person(Role.COMPANY)).post(reverse("desk:revoke-key"), {"key": services.digest_of(key)})

    assert answer.status_code == 404
    assert Token.objects.get().revoked_at is None


def test_the_eleventh_key_is_refused_in_its_form():
    user = person(Role.COMPANY)
    for number in range(services.MOST_KEYS):
        services.issue_token(user=user, label=str(number), at=NOW)

    page = sent(signed_in(user), "하나 더")

    assert page.status_code == 409
    assert "열 개까지" in page.content.decode()
    assert Token.objects.count() == services.MOST_KEYS


def test_nobody_makes_a_key_at_a_screen_left_open():
    client = signed_in(person(Role.COMPANY))

    asked = client.post(reverse("desk:keys"), {"label": "시험"})
    wrong = client.post(asked["Location"], {"password": "다른 비밀번호"})

    assert "reauthenticate" in asked["Location"]
    assert "made-key" not in wrong.content.decode()
    assert not Token.objects.exists()


@pytest.mark.parametrize("address", ["/api/v1/nowhere/", "/api/v1/intake/applications/not-a-uid/"])
def test_an_address_that_leads_nowhere_is_a_problem_document(address):
    answer = APIClient().get(address)

    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")
    assert answer.data["detail"] == "찾을 수 없습니다. 주소를 확인해 주십시오."
