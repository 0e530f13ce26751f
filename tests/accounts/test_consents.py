"""Nobody signs up without having read what becomes of their data; what is optional can be taken back."""

import json
from datetime import timedelta

import pytest
from django.conf import settings
from django.urls import reverse

from apps.accounts import seeding, selectors, services
from apps.accounts.models import Consent, ConsentText, User
from apps.accounts.roles import Role
from tests.accounts.factories import JOINED, optional_text, person

pytestmark = pytest.mark.django_db
PERSON = {
    "email": "new@sample.invalid",
    "name": "표본 담당자",
    "password1": "긴 표본 비밀번호 2026",
    "password2": "긴 표본 비밀번호 2026",
}


@pytest.fixture(autouse=True)
def _texts():
    seeding.load(settings.SEEDS_DIR, JOINED)
    optional_text()


def test_the_text_is_shown_and_consent_to_its_version_is_kept(client):
    page = client.get(reverse("account_signup")).content.decode()
    answer = client.post(reverse("account_signup"), {**PERSON, "privacy": "on"})

    consent = Consent.objects.get()
    assert "가지고 있는 기간" in page
    assert answer.status_code == 302
    assert (consent.user.email, consent.text.code, consent.text.version) == (PERSON["email"], "privacy", 1)


def test_without_consent_nobody_is_made(client):
    answer = client.post(reverse("account_signup"), PERSON)

    assert "동의해 주십시오" in answer.content.decode()
    assert not User.objects.exists()


def test_anybody_reads_the_newest_texts(client):
    ConsentText.objects.create(code="privacy", version=2, title_ko="새 동의", body_ko="표본 둘째 판")

    page = client.get(reverse("accounts:privacy")).content.decode()

    assert "표본 둘째 판" in page
    assert "가지고 있는 기간: 계정을" not in page
    assert selectors.consent_text("privacy").version == 2


def test_a_version_people_agreed_to_is_never_changed(tmp_path):
    folder = tmp_path / "accounts"
    folder.mkdir()
    changed = {"code": "privacy", "version": 1, "title_ko": "바뀐 제목", "body_ko": "바뀐 글"}
    (folder / "consents.json").write_text(json.dumps([changed]), encoding="utf-8")

    seeding.load(tmp_path, JOINED)

    assert ConsentText.objects.get(code="privacy").title_ko == "개인정보 수집·이용 동의"


def test_what_is_optional_can_be_given_and_taken_back(client):
    visitor = person(Role.COMPANY)
    client.force_login(visitor)
    address = reverse("accounts:consent", args=["newsletter"])

    client.post(address)
    page = client.get(reverse("accounts:privacy")).content.decode()
    client.post(address, {"revoke": "1"})

    assert "동의 철회" in page
    assert selectors.consents_of(visitor) == {}
    consent = Consent.objects.get(user=visitor)
    assert consent.revoked_at >= consent.given_at


def test_a_newer_text_takes_the_place_of_the_older_one():
    visitor = person(Role.COMPANY)
    services.give_consent(user=visitor, code="newsletter", at=JOINED)
    ConsentText.objects.create(
        code="newsletter", version=2, is_optional=True, title_ko="둘째 판", body_ko="표본 둘째 판"
    )

    services.give_consent(user=visitor, code="newsletter", at=JOINED + timedelta(days=1))

    assert selectors.consents_of(visitor)["newsletter"].text.version == 2
    assert Consent.objects.filter(user=visitor, revoked_at=None).count() == 1


def test_what_an_account_needs_cannot_be_taken_back(client):
    visitor = person(Role.COMPANY)
    services.give_consent(user=visitor, code="privacy", at=JOINED)
    client.force_login(visitor)

    refused = client.post(reverse("accounts:consent", args=["privacy"]), {"revoke": "1"})

    assert (refused.status_code, "꼭 필요한 동의" in refused.content.decode()) == (409, True)
    assert "privacy" in selectors.consents_of(visitor)


@pytest.mark.parametrize("body", [{}, {"revoke": "1"}])
def test_a_consent_that_nobody_asks_for_is_not_found(client, body):
    client.force_login(person(Role.COMPANY))

    assert client.post(reverse("accounts:consent", args=["nothing"]), body).status_code == 404
