import pytest

from apps.catalogue import selectors
from tests.catalogue.factories import ActionFactory, EffectFactory
from tests.counting import counted

pytestmark = pytest.mark.django_db


def test_the_list_filters_by_kind_industry_and_words():
    vision = ActionFactory(code="U01", kind="usecase", name_ko="비전 검사", industries=["manufacturing"])
    common = ActionFactory(code="E01", name_ko="업무 표준서")
    ActionFactory(code="E99", is_active=False)

    assert list(selectors.actions()) == [common, vision]
    assert list(selectors.actions(kind="usecase")) == [vision]
    assert list(selectors.actions(industry="logistics")) == [common]
    assert list(selectors.actions(text="비전")) == [vision]
    assert list(selectors.actions(text="e01")) == [common]


def test_facts_cost_the_same_number_of_queries_for_any_number_of_actions():
    EffectFactory()
    few = counted(selectors.facts).queries
    for _ in range(20):
        EffectFactory()

    assert counted(selectors.facts).queries == few


def test_an_action_suits_its_industries_and_codes():
    ActionFactory(code="E01")
    ActionFactory(code="U05", industries=["manufacturing"], industry_codes=["C20"])
    common, special = selectors.facts()

    assert common.suits("", "")
    assert special.suits("manufacturing", "C20423")
    assert not special.suits("manufacturing", "C25")
    assert not special.suits("logistics", "C20")


def test_an_inactive_prerequisite_is_not_asked_for():
    old = ActionFactory(code="E01", is_active=False)
    new = ActionFactory(code="E02")
    new.prerequisites.add(old)

    assert [row.prerequisites for row in selectors.facts()] == [()]


def test_preparations_are_read_as_codes_without_those_out_of_use():
    action = ActionFactory(code="U01")
    action.preparations.add(
        ActionFactory(code="E22"), ActionFactory(code="E19"), ActionFactory(code="E01", is_active=False)
    )

    assert {row.code: row.preparations for row in selectors.facts()} == {"E19": (), "E22": (), "U01": ("E19", "E22")}
