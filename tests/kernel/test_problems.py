"""Whatever goes wrong at the edge is said in Korean, to people as a page and to programs as a problem document."""

import pytest
from django.test import Client
from rest_framework.test import APIClient

from apps.accounts.roles import Role
from apps.intake import selectors
from apps.intake.models import Application
from tests.accounts.factories import person
from tests.intake.factories import seeded

pytestmark = pytest.mark.django_db
APPLICATIONS = "/api/v1/intake/applications/"
MANY = {f"field{number}": "1" for number in range(2000)}


def problem(answer, status, code):
    assert (answer.status_code, answer["Content-Type"], answer.json()["code"]) == (
        status,
        "application/problem+json",
        code,
    )
    return answer.json()["title"], answer.json()["detail"]


@pytest.fixture
def member():
    seeded()
    return person(Role.COMPANY)


def test_broken_json_is_refused_in_korean(member):
    api = APIClient()
    api.force_authenticate(member)

    title, detail = problem(api.post(APPLICATIONS, "{broken", content_type="application/json"), 400, "unreadable")

    assert title == "요청을 읽을 수 없습니다"
    assert "JSON" in detail
    assert "확인해 주십시오" in detail


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("[" * 100_000, "깊이"),
        ("[" * 40 + "]" * 40, "깊이"),
        ('{"uid": "\\ud800x"}', "문자"),
        ('{"\\udfffx": 1}', "문자"),
        ('{"list": [{"text": "a\\ud800"}]}', "문자"),
    ],
)
def test_a_body_that_cannot_be_kept_is_refused_with_the_reason(member, body, said):
    api = APIClient()
    api.force_authenticate(member)

    _title, detail = problem(api.post(APPLICATIONS, body, content_type="application/json"), 400, "unreadable")

    assert said in detail
    assert "주십시오" in detail
    assert not Application.objects.exists()


def test_a_body_with_pairs_of_surrogates_is_text_like_any_other(member):
    api = APIClient()
    api.force_authenticate(member)

    answer = api.post(APPLICATIONS, '{"uid": "\\ud83d\\ude00"}', content_type="application/json")

    assert answer.json()["code"] == "invalid"


def test_a_missing_token_against_forgery_is_refused_in_korean(member):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(member)

    answer = browser.post(APPLICATIONS, {}, content_type="application/json")

    assert "보안 토큰" in problem(answer, 403, "csrf")[1]


@pytest.mark.parametrize(
    ("send", "status", "title"),
    [
        (lambda api: api.delete(APPLICATIONS), 405, "이 주소에서는 할 수 없는 요청입니다"),
        (lambda api: api.get(APPLICATIONS, headers={"accept": "application/xml"}), 406, "드릴 수 없는 형식입니다"),
        (lambda api: api.post(APPLICATIONS, "x", content_type="text/csv"), 415, "받지 않는 형식입니다"),
    ],
)
def test_what_the_api_does_not_do_has_its_own_words(member, send, status, title):
    api = APIClient()
    api.force_authenticate(member)

    answer = send(api)

    assert (answer.status_code, answer.json()["title"]) == (status, title)


def test_a_failure_nobody_foresaw_is_a_problem_document_to_programs_and_a_page_to_people(member, monkeypatch):
    def fail(*_given, **_named):
        raise RuntimeError

    seeded()
    browser = Client(raise_request_exception=False)
    browser.force_login(member)
    monkeypatch.setattr(selectors, "call_rows", fail)
    monkeypatch.setattr(selectors, "programme_cards", fail)

    to_program, to_person = browser.get("/api/v1/intake/calls/"), browser.get("/programmes/")

    assert "잠시 뒤 다시" in problem(to_program, 500, "broken")[1]
    assert (to_person.status_code, "잠시 문제가 생겼습니다" in to_person.content.decode()) == (500, True)


def test_a_request_nobody_can_take_is_refused_in_korean(member):
    browser = Client()

    page = browser.post("/accounts/login/", MANY)
    browser.force_login(member)
    answer = browser.post(APPLICATIONS, MANY)

    assert (page.status_code, "요청을 읽을 수 없습니다" in page.content.decode()) == (400, True)
    assert "내용을 줄이거나" in problem(answer, 400, "unreadable")[1]
