"""Settings of a programme: what a call could not be run under is found, and nothing else."""

import json
from copy import deepcopy

import pytest
from django.conf import settings as project
from hypothesis import given
from hypothesis import strategies as st

from apps.intake.terms import Fault, Why, faults, total_weight

SEEDED = {
    row["code"]: row["settings"]
    for row in json.loads((project.SEEDS_DIR / "intake" / "programmes.json").read_text(encoding="utf-8"))
}
MONEY = SEEDED["ax-demonstration"]


def changed(**parts):
    return {**deepcopy(MONEY), **parts}


@pytest.mark.parametrize("code", sorted(SEEDED))
def test_the_settings_the_house_begins_with_hold(code):
    assert faults(SEEDED[code], gives_money=code == "ax-demonstration") == ()


@pytest.mark.parametrize(
    ("parts", "found"),
    [
        ({"colour": "red"}, Fault("colour", Why.UNKNOWN)),
        ({"legal_basis": " "}, Fault("legal_basis", Why.SHAPE)),
        ({"closing_hour": "25:00"}, Fault("closing_hour", Why.SHAPE)),
        ({"counted_site": "moon"}, Fault("counted_site", Why.SHAPE)),
        ({"self_burden_pct": True}, Fault("self_burden_pct", Why.SHAPE)),
        ({"self_burden_pct": 101}, Fault("self_burden_pct", Why.SHAPE)),
        ({"support_cap_krw": -1}, Fault("support_cap_krw", Why.SHAPE)),
        ({"screening": {"length": 0, "basis": "working_days"}}, Fault("screening", Why.SHAPE)),
        ({"screening": {"length": 5, "basis": "moons"}}, Fault("screening", Why.SHAPE)),
        ({"correction": None}, Fault("correction", Why.SHAPE)),
        ({"correction_rounds": 0}, Fault("correction_rounds", Why.SHAPE)),
        ({"objection": {"days": 7}}, Fault("objection", Why.SHAPE)),
        ({"conditions": [{"rule": "luck", "required": True, "params": {}}]}, Fault("conditions", Why.SHAPE)),
        ({"conditions": [{"rule": "size_class", "required": True, "params": {}}]}, Fault("conditions", Why.SHAPE)),
        (
            {"conditions": [{"rule": "window", "required": yes, "params": {}} for yes in (True, False)]},
            Fault("conditions", Why.TWICE, "window"),
        ),
        ({"criteria": []}, Fault("criteria", Why.MISSING)),
        ({"criteria": [{**MONEY["criteria"][0], "weight": 0}]}, Fault("criteria", Why.SHAPE)),
        ({"panel": {"smallest": 9, "largest": 5}}, Fault("panel", Why.TERMS, "smallest")),
        ({"panel": {"mode": "none"}}, Fault("panel", Why.TERMS, "mode")),
        ({"panel": {"tie_break": ["luck"]}}, Fault("panel", Why.TIE_BREAK, "luck")),
        ({"documents": [{"kind": "plan", "required": True}] * 2}, Fault("documents", Why.TWICE, "plan")),
        ({"budgets": [{"year": 2026, "budget_krw": 1, "quota": None}] * 2}, Fault("budgets", Why.TWICE, "2026")),
        ({"budgets": [{"year": 2026, "budget_krw": -1}]}, Fault("budgets", Why.SHAPE)),
        ({"consortium": "at_full_moon"}, Fault("consortium", Why.SHAPE)),
        ({"consortium": ["before_selection"]}, Fault("consortium", Why.SHAPE)),
        ({"support_cap_krw": 1}, Fault("support_cap_krw", Why.DIFFERS)),
        ({"self_burden_pct": 26}, Fault("self_burden_pct", Why.DIFFERS)),
    ],
)
def test_every_fault_is_found_by_its_part(parts, found):
    assert found in faults(changed(**parts), gives_money=True)


@given(st.lists(st.integers(1, 60), min_size=1, max_size=8))
def test_criteria_hold_when_their_weights_make_a_hundred(weights):
    criteria = [
        {"code": f"c{place}", "label_ko": "항목", "label_en": "", "weight": weight, "max": 10}
        for place, weight in enumerate(weights)
    ]

    found = faults(changed(criteria=criteria, panel=None), gives_money=True)

    assert total_weight(criteria) == sum(weights)
    assert (Why.WEIGHTS in {one.why for one in found}) is (sum(weights) != 100)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


@given(st.sampled_from(sorted(MONEY)), JSON)
def test_whatever_stands_in_a_part_is_judged_and_never_breaks(part, value):
    assert isinstance(faults(changed(**{part: value}), gives_money=True), tuple)


@pytest.mark.parametrize("when", [None, "after_selection", "before_selection"])
def test_only_what_gives_money_says_when_its_consortium_forms(when):
    diagnosis = {**deepcopy(SEEDED["ax-diagnosis"]), "consortium": when}

    assert faults(changed(consortium=when), gives_money=True) == ()
    assert faults(diagnosis, gives_money=False) == (Fault("consortium", Why.UNKNOWN),)
