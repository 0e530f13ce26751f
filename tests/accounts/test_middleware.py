"""People of the centre work behind a second factor where the setting asks for it."""

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.urls import reverse

from apps.accounts.roles import Role
from tests.accounts.factories import person
from tests.directory.factories import seeded

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def asked(settings):
    settings.STAFF_SECOND_FACTOR = True
    seeded()


def test_staff_without_a_second_factor_are_sent_to_set_one_up(client):
    client.force_login(person(Role.STAFF))

    answer = client.get(reverse("desk:home"))

    assert (answer.status_code, answer.url) == (302, reverse("mfa_activate_totp"))


def test_staff_with_a_second_factor_see_their_work(client):
    staff = person(Role.STAFF)
    TOTP.activate(staff, generate_totp_secret())
    client.force_login(staff)

    assert client.get(reverse("desk:home")).status_code == 200


def test_a_company_is_not_asked_for_one(client):
    client.force_login(person(Role.COMPANY))

    assert client.get(reverse("desk:home")).status_code == 200
