"""Roles, shares and terms in figures."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.consortia import rules
from apps.consortia.rules import Fault, Limits, RoleCode, TermFault, Terms

GOOD = Terms(
    starts_on=date(2026, 7, 1),
    ends_on=date(2027, 2, 1),
    support_krw=75_000_000,
    cash_krw=15_000_000,
    in_kind_krw=10_000_000,
    roles_krw=80_000_000,
    ip={"company": 6_000, "role1": 4_000},
)
TODAY = date(2026, 6, 20)
LIMITS = Limits(support_cap_krw=150_000_000, burden_pct=25, selected_krw=90_000_000)
money = st.integers(0, 10**11)


@given(st.dictionaries(st.text("abcd", min_size=1, max_size=2), money, max_size=6))
def test_shares_are_whole_and_follow_the_amounts(amounts):
    shares = rules.shares(amounts)

    assert sum(shares.values()) == (10_000 if amounts else 0)
    assert set(shares) == set(amounts)
    for one in amounts:
        for other in amounts:
            assert not (amounts[one] > amounts[other] and shares[one] < shares[other])


names = st.lists(st.text("xyz", min_size=1, max_size=3), max_size=2)


@given(names, names, st.integers(1, 60), money)
def test_the_proposed_roles_spend_exactly_the_cost(lab, supplier, months, cost):
    roles = rules.default_roles(lab, supplier, months, cost)

    assert [role.role for role in roles] == [RoleCode.LEAD_LAB, RoleCode.SUPPLIER]
    assert sum(role.budget_krw for role in roles) == cost
    assert [role.skills for role in roles] == [tuple(lab), tuple(supplier)]
    assert all(role.months >= Decimal("0.5") for role in roles)


def test_every_role_is_played_by_one_kind_of_organisation():
    assert set(rules.KIND_OF) == set(RoleCode)


@given(money, st.integers(0, 100))
def test_the_least_burden_is_the_smallest_that_suffices(total, pct):
    burden = rules.least_burden_krw(total, pct)

    assert burden * 100 >= total * pct
    assert burden == 0 or (burden - 1) * 100 < total * pct


@given(money, money, money, st.integers(-400, 400), st.integers(0, 100))
def test_terms_without_faults_keep_every_limit(support, cash, in_kind, days, pct):
    terms = replace(
        GOOD, support_krw=support, cash_krw=cash, in_kind_krw=in_kind, ends_on=GOOD.starts_on + timedelta(days=days)
    )

    if not rules.faults(terms, Limits(150_000_000, pct), today=TODAY):
        assert terms.ends_on > terms.starts_on
        assert terms.total_krw > 0
        assert terms.support_krw <= 150_000_000
        assert (terms.cash_krw + terms.in_kind_krw) * 100 >= terms.total_krw * pct
        assert terms.roles_krw <= terms.support_krw + terms.cash_krw


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, ()),
        ({"ends_on": GOOD.starts_on}, (Fault(TermFault.ENDS_BEFORE_START, "ends_on"),)),
        ({"starts_on": date(2026, 1, 1), "ends_on": date(2026, 6, 21)}, (Fault(TermFault.OVER, "ends_on"),)),
        ({"starts_on": date(2026, 1, 1), "ends_on": date(2026, 6, 22)}, ()),
        ({"ends_on": date(2036, 7, 1)}, ()),
        ({"ends_on": date(2036, 7, 2)}, (Fault(TermFault.TOO_LONG, "ends_on", 10),)),
        ({"starts_on": date(2028, 2, 29), "ends_on": date(2038, 3, 1)}, ()),
        ({"starts_on": date(2028, 2, 29), "ends_on": date(2038, 3, 2)}, (Fault(TermFault.TOO_LONG, "ends_on", 10),)),
        ({"cash_krw": -1}, (Fault(TermFault.NEGATIVE, "cash_krw"),)),
        ({"ip": {"company": 10_001, "role1": -1}}, (Fault(TermFault.NEGATIVE, "ip"),)),
        ({"ip": {"company": 9_999}}, (Fault(TermFault.SHARES_NOT_WHOLE, "ip", 10_000),)),
        ({"cash_krw": 14_999_999}, (Fault(TermFault.BURDEN_TOO_LOW, "cash_krw", 25_000_000),)),
        ({"roles_krw": 90_000_001}, (Fault(TermFault.ROLES_ABOVE_MONEY, "support_krw", 90_000_001),)),
        (
            {"support_krw": 150_000_001, "cash_krw": 60_000_000},
            (
                Fault(TermFault.SUPPORT_ABOVE_CAP, "support_krw", 150_000_000),
                Fault(TermFault.SUPPORT_ABOVE_SELECTED, "support_krw", 90_000_000),
            ),
        ),
        (
            {"support_krw": 90_000_001, "cash_krw": 60_000_000},
            (Fault(TermFault.SUPPORT_ABOVE_SELECTED, "support_krw", 90_000_000),),
        ),
        (
            {"support_krw": 0, "cash_krw": 0, "in_kind_krw": 0, "roles_krw": 0},
            (Fault(TermFault.NO_MONEY, "support_krw"),),
        ),
    ],
)
def test_each_fault_is_named_at_its_field(changes, expected):
    assert rules.faults(replace(GOOD, **changes), LIMITS, today=TODAY) == expected
