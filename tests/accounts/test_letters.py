"""What people are told about their account, by mail and on the next page, is in the centre's own words."""

import pytest
from django.core import mail
from django.urls import reverse

from apps.accounts.roles import Role
from tests.accounts.factories import person
from tests.directory.factories import seeded

pytestmark = pytest.mark.django_db
PASSWORD = "표본-암호-2026-abc"


def test_the_letter_to_reset_a_password_names_the_centre_and_the_way(client):
    seeded()
    someone = person(Role.COMPANY)

    client.post(reverse("account_reset_password"), {"email": someone.email})

    letter = mail.outbox[0]
    assert letter.subject == "비밀번호를 다시 정해 주십시오"
    assert "비밀번호를 다시 정하려면 아래 주소를 열어 주십시오." in letter.body
    assert "/accounts/password/reset/key/" in letter.body
    assert "센터" in letter.body.splitlines()[0]


def test_an_unknown_address_is_told_so_by_mail_alone(client):
    seeded()

    answer = client.post(reverse("account_reset_password"), {"email": "nobody@sample.invalid"}, follow=True)

    assert answer.status_code == 200
    assert "nobody@sample.invalid" not in answer.content.decode()
    assert "가입한 사람이 없습니다" in mail.outbox[0].body


def test_a_reader_of_english_is_written_to_in_english(client):
    seeded()
    someone = person(Role.COMPANY)

    client.cookies["language"] = "en"

    client.post(reverse("account_reset_password"), {"email": someone.email})

    assert mail.outbox[0].subject == "Please choose a new password"


def test_signing_in_greets_by_name(client):
    seeded()
    someone = person(Role.COMPANY)
    someone.set_password(PASSWORD)
    someone.save()

    page = client.post(reverse("account_login"), {"login": someone.email, "password": PASSWORD}, follow=True)

    assert f"{someone.name} 님, 로그인했습니다." in page.content.decode()
