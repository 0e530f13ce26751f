"""Wrong passwords lock one account at one place, not the office around it."""

import pytest
from django.core.cache import cache
from django.urls import reverse

from apps.accounts import services
from apps.accounts.roles import Role
from tests.accounts.factories import JOINED

pytestmark = pytest.mark.django_db
PASSWORD = "표본 비밀번호 하나"
ADDRESS = "203.0.113.7"


@pytest.fixture(autouse=True)
def _counting(settings):
    settings.AXES_ENABLED = True
    cache.clear()


def made(email):
    return services.create_user(email=email, name="표본", roles=[Role.COMPANY], password=PASSWORD, at=JOINED)


def sign_in(client, email, password, **extra):
    address = {"REMOTE_ADDR": ADDRESS, **extra}
    return client.post(reverse("account_login"), {"login": email, "password": password}, **address)


def test_ten_wrong_passwords_lock_one_account_at_one_place_in_korean(client):
    tried, other = made("tried@sample.invalid"), made("other@sample.invalid")
    answers = [sign_in(client, tried.email.upper(), "틀린 비밀번호") for _ in range(10)]

    locked = sign_in(client, tried.email, PASSWORD)

    assert {answer.status_code for answer in answers[:9]} == {200}
    assert (locked.status_code, locked["Retry-After"]) == (429, "900")
    assert "15분 뒤에" in locked.content.decode()
    assert sign_in(client, tried.email, PASSWORD, REMOTE_ADDR="203.0.113.8").status_code == 302
    client.logout()
    assert sign_in(client, other.email, PASSWORD).status_code == 302


def test_the_address_is_what_our_own_proxy_says_last(client, settings):
    tried = made("tried@sample.invalid")
    settings.BEHIND_PROXY = True
    for _ in range(10):
        sign_in(client, tried.email, "틀린 비밀번호", HTTP_X_FORWARDED_FOR="198.51.100.1, 203.0.113.9")

    here = sign_in(client, tried.email, PASSWORD, HTTP_X_FORWARDED_FOR="203.0.113.9")
    elsewhere = sign_in(client, tried.email, PASSWORD, HTTP_X_FORWARDED_FOR="203.0.113.9, 198.51.100.2")

    assert (here.status_code, elsewhere.status_code) == (429, 302)


def test_what_a_visitor_claims_about_their_address_is_not_believed_without_a_proxy(client):
    tried = made("tried@sample.invalid")
    for turn in range(10):
        sign_in(client, tried.email, "틀린 비밀번호", HTTP_X_FORWARDED_FOR=f"198.51.100.{turn}")

    assert sign_in(client, tried.email, PASSWORD, HTTP_X_FORWARDED_FOR="198.51.100.99").status_code == 429


def test_no_other_door_lets_one_in(client):
    assert client.get("/admin/").status_code == client.get("/admin/login/").status_code == 404
