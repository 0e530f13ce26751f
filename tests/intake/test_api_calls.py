"""Calls over the API: the same people, the same refusals, in problem documents."""

from uuid import uuid4

import pytest
from rest_framework.test import APIClient

from apps.accounts.roles import Role
from apps.intake.models import Call
from tests.accounts.factories import person
from tests.intake.factories import DAY, seeded
from tests.intake.test_services_calls import ENTRY

pytestmark = pytest.mark.django_db
BASE = "/api/v1/intake/calls/"


@pytest.fixture(autouse=True)
def _june(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: ENTRY.opens_at + DAY)
    seeded()


def signed_in(role):
    api = APIClient()
    api.force_authenticate(person(role))
    return api


def body(**changes):
    closes_at = (ENTRY.opens_at + 20 * DAY).isoformat()
    return {
        "title_ko": "표본 정기 모집",
        "opens_at": ENTRY.opens_at.isoformat(),
        "closes_at": closes_at,
        **changes,
    }


def test_a_program_makes_amends_and_closes_a_call():
    desk, visitor = signed_in(Role.STAFF), APIClient()
    uid = str(uuid4())
    new = body(uid=uid, programme="ax-demonstration")

    made = desk.post(BASE, new)
    again = desk.post(BASE, new)
    hidden = visitor.get(f"{BASE}{uid}/")
    edited = desk.put(f"{BASE}{uid}/", body(title_ko="새 제목"))
    published = desk.post(f"{BASE}{uid}/publish/")
    late = (ENTRY.opens_at + 30 * DAY).isoformat()
    amended = desk.post(f"{BASE}{uid}/amendments/", body(title_ko="새 제목", closes_at=late, reason="연장합니다."))
    shown = visitor.get(f"{BASE}{uid}/").data
    closed = desk.post(f"{BASE}{uid}/close/", {"reason": "예산을 모두 썼습니다."})

    assert [made.status_code, again.status_code, hidden.status_code, edited.status_code] == [201, 201, 404, 200]
    assert Call.objects.filter(uid=uid).count() == 1
    assert (published.data["standing"], amended.status_code, amended.data["number"]) == ("open", 201, 1)
    assert (shown["title"], shown["standing"]) == ("새 제목", "open")
    assert closed.data["standing"] == "closed"
    assert [one["number"] for one in visitor.get(f"{BASE}{uid}/amendments/").data] == [2, 1]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"closes_at": "2026-05-01T00:00:00Z"}, "closes_at"),
        ({"title_ko": ""}, "title_ko"),
        ({"opens_at": "x"}, "opens_at"),
    ],
)
def test_what_makes_no_sense_names_its_field(changes, field):
    answer = signed_in(Role.STAFF).post(BASE, body(uid=str(uuid4()), programme="ax-diagnosis", **changes))

    assert answer.status_code in {400, 422}
    assert answer.data["errors"][0]["field"] == field


def test_calls_are_run_by_the_centre_alone():
    uid = signed_in(Role.STAFF).post(BASE, body(uid=str(uuid4()), programme="ax-diagnosis")).data["uid"]

    for api in (signed_in(Role.COMPANY), signed_in(Role.CONSULTANT)):
        assert api.post(BASE, body(uid=str(uuid4()), programme="ax-diagnosis")).status_code == 403
        assert api.post(f"{BASE}{uid}/publish/").status_code == 404
    assert APIClient().post(BASE, body()).status_code == 401
