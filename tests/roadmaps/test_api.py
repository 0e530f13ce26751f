import json
from uuid import uuid4

import pytest

from apps.accounts.roles import Role
from apps.roadmaps.models import Roadmap
from tests.accounts.factories import person
from tests.roadmaps import factories

pytestmark = pytest.mark.django_db
BASE = "/api/v1/roadmaps/"


@pytest.fixture
def ask(client):
    def send(who, method, path="", body=None, **headers):
        client.force_login(who)
        data = {} if body is None else {"data": json.dumps(body), "content_type": "application/json"}
        return getattr(client, method)(BASE + path, **data, headers=headers)

    return send


def test_the_whole_road_by_program(ask):
    factories.seeded()
    assessment = factories.diagnosis.completed(factories.BANDS)
    author, manager = assessment.consultant, person(Role.MANAGER)

    opened = ask(author, "post", body={"assessment": str(assessment.uid)}, **{"Idempotency-Key": "one"})
    again = ask(author, "post", body={"assessment": str(assessment.uid)}, **{"Idempotency-Key": "one"})
    uid = opened.json()["uid"]
    budget = [{"key": "short", "budget_krw": 30_000_000, "staff_months": "8.0"}]
    planned = ask(author, "post", f"{uid}/plan/", {"horizons": budget, "kpis": {"defect_rate": 3}}).json()
    pinned = ask(author, "put", f"{uid}/actions/E21/", {"kind": "pin"}).json()
    ask(author, "put", f"{uid}/swot/", {"headline": "먼저 잽니다.", "corners": {"threats": ["경쟁"]}, "strategies": {}})
    ask(author, "post", f"{uid}/propose/")
    ask(manager, "post", f"{uid}/approve/")
    issued = ask(manager, "post", f"{uid}/issue/").json()

    assert (opened.status_code, again.json()["uid"], Roadmap.objects.count()) == (201, uid, 1)
    assert (planned["status"], planned["inputs"]["horizons"][0]["budget_krw"]) == ("optimal", 30_000_000)
    assert {row["code"]: row["choice"] for row in pinned["actions"]}["E21"] == "pinned"
    assert (issued["state"], issued["headline"], bool(issued["verification_code"])) == ("issued", "먼저 잽니다.", True)
    assert [row["number"] for row in ask(manager, "get").json()["results"]] == [issued["number"]]


def test_the_city_gets_no_reasons(ask):
    roadmap = factories.issued()

    answer = ask(person(Role.OFFICIAL), "get", f"{roadmap.uid}/").json()

    assert (answer["inputs"], answer["swot"], answer["left_out"]) == ({}, {}, [])
    assert "reasons" not in answer["actions"][0]


@pytest.mark.parametrize("role", [Role.COMPANY, Role.CONSULTANT, Role.SUPPLIER, Role.UNIVERSITY, Role.REVIEWER])
def test_a_foreign_roadmap_is_not_found(ask, role):
    roadmap = factories.planned()
    stranger = person(role)

    for method, path in (("get", ""), ("post", "plan/"), ("post", "approve/"), ("post", "issue/"), ("post", "revise/")):
        answer = ask(stranger, method, f"{roadmap.uid}/{path}", None if method == "get" else {})
        assert (answer.status_code, answer.json()["code"]) == (404, "not_found"), path


def test_refusals_are_problem_documents(ask):
    roadmap = factories.proposed()
    author = roadmap.author

    wrong = ask(author, "post", f"{roadmap.uid}/plan/", {})
    unknown = ask(author, "put", f"{roadmap.uid}/actions/E21/", {"kind": "move"})
    nobody = ask(author, "post", body={"assessment": str(uuid4())})

    assert (wrong.status_code, wrong["Content-Type"], wrong.json()["code"]) == (
        409,
        "application/problem+json",
        "not_editable",
    )
    assert (unknown.status_code, unknown.json()["errors"][0]["field"]) == (400, "horizon")
    assert nobody.status_code == 404


def test_no_one_lists_roadmaps_without_a_part_in_them(ask):
    assert ask(person(Role.SUPPLIER), "get").status_code == 403
