"""Nobody signs up without having read what becomes of their data and agreed to it."""

import json

import pytest
from django.conf import settings
from django.urls import reverse

from apps.accounts import seeding, selectors
from apps.accounts.models import Consent, ConsentText, User
from tests.accounts.factories import JOINED

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
    assert "가지고 있는 기간" not in page
    assert selectors.consent_text("privacy").version == 2


def test_a_version_people_agreed_to_is_never_changed(tmp_path):
    folder = tmp_path / "accounts"
    folder.mkdir()
    changed = {"code": "privacy", "version": 1, "title_ko": "바뀐 제목", "body_ko": "바뀐 글"}
    (folder / "consents.json").write_text(json.dumps([changed]), encoding="utf-8")

    seeding.load(tmp_path, JOINED)

    assert ConsentText.objects.get().title_ko == "개인정보 수집·이용 동의"
