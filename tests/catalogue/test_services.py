from datetime import UTC, datetime
from decimal import Decimal
from uuid import uuid4

import pytest
from django.urls import reverse

from apps.accounts.roles import Role
from apps.audit.models import Event
from apps.catalogue import selectors, services
from apps.catalogue.errors import Stale, UnknownAction, UnknownKpi, Unordered
from apps.catalogue.models import ActionEffect, Basis, PublishedCase
from apps.kernel.errors import NotAllowed
from apps.workflow.services import ReasonMissing
from tests.accounts.factories import person
from tests.catalogue.factories import ActionFactory, EffectFactory, KpiFactory

AT = datetime(2026, 3, 2, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture
def staff():
    return person(Role.STAFF)


def catalogue_events():
    return Event.objects.filter(subject_label__startswith="catalogue.")


def revise(action, by, **changes):
    return services.revise_action(
        code=action.code,
        version=changes.pop("version", action.version),
        changes=changes,
        by=by,
        at=AT,
        reason="새 견적",
    )


def test_a_revision_counts_up_and_keeps_both_figures_in_the_history(staff):
    action = ActionFactory()

    revised = revise(action, staff, cost_typical_krw=3_000_000)

    event = catalogue_events().get()
    assert (revised.version, revised.cost_typical_krw) == (2, 3_000_000)
    assert (event.before, event.after) == (
        {"cost_typical_krw": "2000000", "version": 1},
        {"cost_typical_krw": "3000000", "version": 2},
    )


def test_a_revision_that_changes_nothing_writes_nothing(staff):
    action = ActionFactory()

    assert revise(action, staff, months=3).version == 1
    assert catalogue_events().count() == 0


def test_a_revision_of_an_older_version_is_refused(staff):
    action = ActionFactory(version=3)

    with pytest.raises(Stale):
        revise(action, staff, version=2, months=4)


def test_costs_out_of_order_are_refused_and_nothing_is_written(staff):
    action = ActionFactory()

    with pytest.raises(Unordered):
        revise(action, staff, cost_typical_krw=9_000_000)

    action.refresh_from_db()
    assert (action.cost_typical_krw, action.version, catalogue_events().count()) == (2_000_000, 1, 0)


@pytest.mark.parametrize("role", [Role.COMPANY, Role.CONSULTANT, Role.OFFICIAL, Role.SUPPLIER])
def test_only_the_centre_revises(role):
    with pytest.raises(NotAllowed):
        revise(ActionFactory(), person(role), months=4)


def measured(action, kpi, by, **changes):
    values = {
        "action_code": action.code,
        "kpi_code": kpi.code,
        "value": Decimal("1.8"),
        "unit": "%p",
        "text": "불량률 3.2 → 1.4",
        "source": "표본 실증과제",
        "source_uid": uuid4(),
        "by": by,
        "at": AT,
    }
    return services.record_effect(**(values | changes))


def test_what_a_pilot_measured_is_added_once_and_expected_from_then_on(staff):
    effect = EffectFactory(strength=2)
    uid = uuid4()

    measured(effect.action, effect.kpi, staff, source_uid=uid)
    measured(effect.action, effect.kpi, staff, source_uid=uid, value=Decimal(9))

    action = selectors.action_detail(effect.action.code)
    assert ActionEffect.objects.count() == 2
    assert selectors.best_effects(action)[effect.kpi.code].basis == Basis.MEASURED
    assert selectors.best_effects(action)[effect.kpi.code].typical == Decimal("1.8")
    assert selectors.facts()[0].moves == {effect.kpi.code: 3}


def test_a_pilot_without_a_gain_promises_nothing_to_the_next_plan(staff):
    action, kpi = ActionFactory(), KpiFactory()

    measured(action, kpi, staff, value=Decimal("-0.4"))

    assert ActionEffect.objects.count() == 1
    assert selectors.facts()[0].moves == {}


def test_an_effect_of_an_unknown_action_or_kpi_is_refused(staff):
    action, kpi = ActionFactory(), KpiFactory()

    with pytest.raises(UnknownAction):
        measured(action, kpi, staff, action_code="E00")
    with pytest.raises(UnknownKpi):
        measured(action, kpi, staff, kpi_code="nothing")

    assert ActionEffect.objects.count() == 0


def test_a_case_is_published_once(staff):
    action, uid = ActionFactory(), uuid4()
    values = {"name": "표본 사례", "company_label": "표본 기업", "problem": "불량", "results": [], "source_uid": uid}

    first = services.publish_case(**values, action_code=action.code, by=staff, at=AT)
    second = services.publish_case(**values, action_code=action.code, by=staff, at=AT)

    assert (first.pk, PublishedCase.objects.count(), catalogue_events().count()) == (second.pk, 1, 1)


def test_a_case_without_an_action_is_possible_but_not_with_an_unknown_one(staff):
    values = {"name": "표본", "company_label": "표본", "problem": "불량", "results": [], "by": staff, "at": AT}

    assert services.publish_case(**values, source_uid=uuid4()).action is None
    with pytest.raises(UnknownAction):
        services.publish_case(**values, source_uid=uuid4(), action_code="E00")


def test_a_page_shows_the_last_three_measurements_of_each_kpi_and_a_roadmap_the_last(staff):
    often = EffectFactory(strength=2)
    seldom = EffectFactory(action=often.action)
    first = measured(often.action, seldom.kpi, staff, source_uid=uuid4())
    made = [measured(often.action, often.kpi, staff, source_uid=uuid4(), value=Decimal(n)) for n in range(1, 6)]

    shown = set(selectors.action_detail(often.action.code).effects.all())
    newest = set(selectors.newest_effects([often.action_id]).filter(action=often.action))

    assert shown == {often, seldom, first, *made[-3:]}
    assert newest == {often, seldom, first, made[-1]}


def published(staff) -> PublishedCase:
    values = {
        "name": "표본 사례",
        "company_label": "표본 기업",
        "problem": "불량",
        "results": [],
        "source_uid": uuid4(),
    }
    return services.publish_case(**values, action_code=ActionFactory().code, by=staff, at=AT)


def test_a_case_that_was_taken_down_is_read_nowhere_and_not_published_again(staff, client):
    case = published(staff)
    client.force_login(staff)
    address = reverse("catalogue:take-down", args=[case.uid])

    empty = client.post(address, {"reason": ""})
    told = client.post(address, {"reason": "기업이 요청함"}, follow=True).content.decode()

    assert empty.status_code == 422
    assert "사례를 내렸습니다" in told
    assert client.get(case.get_absolute_url()).status_code == 404
    assert list(selectors.cases()) == selectors.newest_cases(case.action) == []
    assert selectors.case_from(case.source_uid).taken_down_at is not None
    again = services.publish_case(
        name="다시", company_label="표본", problem="불량", results=[], source_uid=case.source_uid, by=staff, at=AT
    )
    assert (again.pk, list(selectors.cases())) == (case.pk, [])


def test_only_the_centre_takes_a_case_down_with_a_reason_and_once(staff, client):
    case = published(staff)
    for by, reason, refusal in (
        (person(Role.COMPANY), "사유", NotAllowed),
        (staff, " ", ReasonMissing),
    ):
        with pytest.raises(refusal):
            services.take_down(case_uid=case.uid, reason=reason, by=by, at=AT)
    assert list(selectors.cases()) == [case]
    client.force_login(staff)
    address = f"/api/v1/catalogue/cases/{case.uid}/take-down/"

    answers = [client.post(address, {"reason": "기업이 요청함"}).status_code for _time in range(2)]

    assert answers == [204, 404]
