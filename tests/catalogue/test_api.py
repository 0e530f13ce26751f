from uuid import uuid4

import pytest

from apps.accounts.roles import Role
from tests.accounts.factories import person
from tests.catalogue.factories import ActionFactory, EffectFactory

pytestmark = pytest.mark.django_db


def test_actions_need_a_sign_in(client):
    assert client.get("/api/v1/catalogue/actions/").status_code in {401, 403}


def test_actions_are_listed_and_filtered(client):
    client.force_login(person(Role.COMPANY))
    ActionFactory(code="E01")
    ActionFactory(code="U01", kind="usecase")

    answer = client.get("/api/v1/catalogue/actions/?kind=usecase").json()

    assert [row["code"] for row in answer["results"]] == ["U01"]


def test_one_action_carries_its_relations(client):
    client.force_login(person(Role.COMPANY))
    effect = EffectFactory(action__code="E02")
    effect.action.prerequisites.add(ActionFactory(code="E01"))
    effect.action.preparations.add(ActionFactory(code="E03"))

    answer = client.get("/api/v1/catalogue/actions/E02/").json()

    assert answer["preparations"] == ["E03"]
    assert (answer["prerequisites"], answer["effects"][0]["kpi"]) == (["E01"], effect.kpi.code)


def test_an_unknown_action_or_case_is_a_problem_document(client):
    client.force_login(person(Role.COMPANY))

    for address in ("actions/E00/", f"cases/{uuid4()}/"):
        answer = client.get(f"/api/v1/catalogue/{address}")
        assert (answer.status_code, answer["Content-Type"], answer.json()["code"]) == (
            404,
            "application/problem+json",
            "not_found",
        )


def test_kpis_and_cases_are_listed(client):
    client.force_login(person(Role.COMPANY))
    effect = EffectFactory()

    assert [row["code"] for row in client.get("/api/v1/catalogue/kpis/").json()] == [effect.kpi.code]
    assert client.get("/api/v1/catalogue/cases/").json()["results"] == []


def test_the_schema_of_the_whole_api_can_be_read(client):
    answer = client.get("/api/schema/?format=json")

    assert answer.status_code == 200
    action = answer.json()["components"]["schemas"]["Action"]["properties"]
    assert action["prerequisites"]["items"]["type"] == "string"
