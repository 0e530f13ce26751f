from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.urls import reverse

from apps.accounts.roles import Role
from apps.catalogue import services
from apps.catalogue.models import CatalogueAction
from tests.accounts.factories import person
from tests.catalogue.factories import ActionFactory, EffectFactory
from tests.counting import counted

AT = datetime(2026, 3, 2, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture
def visitor(client):
    def sign_in(role):
        client.force_login(person(role))
        return client

    return sign_in


def test_the_list_asks_for_sign_in(client):
    assert client.get(reverse("catalogue:list")).status_code == 302


def test_the_list_costs_the_same_queries_at_one_and_at_thirty_rows(visitor):
    client = visitor(Role.COMPANY)
    ActionFactory()
    client.get(reverse("catalogue:list"))
    one = counted(lambda: client.get(reverse("catalogue:list")))
    for _ in range(29):
        ActionFactory()

    thirty = counted(lambda: client.get(reverse("catalogue:list")))

    assert one.queries == thirty.queries <= 15


def test_the_page_of_an_action_names_costs_effects_and_what_it_needs(visitor):
    effect = EffectFactory(action__required={"D1": 2}, text_ko="불량이 줄었다는 보도")
    answer = visitor(Role.COMPANY).get(effect.action.get_absolute_url())

    assert answer.status_code == 200
    for words in ("데이터 수집: 수준 2 이상", "불량이 줄었다는 보도", "가정: 시험용", "0만–500만원"):
        assert words in answer.content.decode()
    assert "고치기" not in answer.content.decode()


def test_an_unknown_code_is_not_found(visitor):
    assert visitor(Role.COMPANY).get(reverse("catalogue:action", args=["E00"])).status_code == 404


def revision(action, **changes):
    names = (  # noqa: SIM905 one line reads better
        "name_ko name_en summary_ko months months_low months_high staff_months cost_min_krw cost_typical_krw"
        " cost_max_krw cost_basis source version"
    ).split()
    return {name: getattr(action, name) for name in names} | {"is_active": "on", "reason": "새 견적"} | changes


def test_staff_revise_an_action_on_its_page(visitor):
    action = ActionFactory()
    answer = visitor(Role.STAFF).post(
        reverse("catalogue:revise", args=[action.code]), revision(action, cost_typical_krw=2_500_000)
    )

    assert answer.status_code == 302
    assert CatalogueAction.objects.get().cost_typical_krw == 2_500_000


def test_a_wrong_order_of_costs_is_said_on_the_form(visitor):
    action = ActionFactory()
    answer = visitor(Role.STAFF).post(
        reverse("catalogue:revise", args=[action.code]), revision(action, cost_typical_krw=99_000_000)
    )

    assert answer.status_code == 422
    assert "순서를 확인해 주십시오" in answer.content.decode()
    assert CatalogueAction.objects.get().version == 1


def test_a_company_may_not_revise(visitor):
    action = ActionFactory()

    assert visitor(Role.COMPANY).get(reverse("catalogue:revise", args=[action.code])).status_code == 403


def test_the_case_library_shows_results_and_lessons(visitor):
    action = ActionFactory()
    results = [{"name": "불량률", "unit": "%", "baseline": "3.2", "target": "1.5", "result": "1.4", "passed": True}]
    case = services.publish_case(
        name="표본 사례", company_label="표본 기업", problem="불량이 많음", results=results, lessons="조명이 먼저",
        source_uid=uuid4(), action_code=action.code, industry="manufacturing", by=None, at=AT,
    )  # fmt: skip
    client = visitor(Role.UNIVERSITY)

    assert "표본 사례" in client.get(reverse("catalogue:cases"), {"industry": "manufacturing"}).content.decode()
    assert "표본 사례" not in client.get(reverse("catalogue:cases"), {"industry": "content"}).content.decode()
    shown = client.get(case.get_absolute_url()).content.decode()
    assert "조명이 먼저" in shown
    assert "통과" in shown
