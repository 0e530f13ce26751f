"""How far reviewers stand apart, on worked examples and on any sheets."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from apps.panels.rules import Severity, Tally, severities, spread

D = Decimal


def test_severity_is_the_mean_distance_from_those_who_scored_the_same_cases():
    found = severities(
        [
            Tally("strict", others=1, sheets=2, own=D("130"), beside=D("155")),
            Tally("mild", others=1, sheets=2, own=D("155"), beside=D("130")),
            Tally("alone", others=0, sheets=1, own=D("50"), beside=D("0")),
        ]
    )

    assert found == (
        Severity("strict", 2, 2, D("65.00"), D("-12.50")),
        Severity("mild", 2, 2, D("77.50"), D("12.50")),
        Severity("alone", 1, 0, D("50.00"), None),
    )


def test_severity_weighs_each_case_alike_however_many_scored_it():
    found = severities(
        [
            Tally("one", others=1, sheets=1, own=D("70"), beside=D("80")),
            Tally("one", others=3, sheets=2, own=D("150"), beside=D("405")),
        ]
    )

    # 70 - 80 = -10 once, and together 150 - 405 / 3 = 15 on the two cases of three others: 5 / 3.
    assert found == (Severity("one", 3, 3, D("73.33"), D("1.67")),)


def test_the_spread_of_a_case_is_from_its_lowest_to_its_highest_sheet():
    found = spread([D("70"), D("91.5"), D("64")])

    assert (found.lowest, found.highest, found.width) == (D("64"), D("91.5"), D("27.5"))
    assert spread([]) is None


totals = st.decimals(0, 100, places=2)


@given(st.dictionaries(st.sampled_from("abcde"), totals, min_size=2))
def test_on_one_case_the_deviations_of_all_reviewers_balance(sheets):
    others, added = len(sheets) - 1, sum(sheets.values())
    found = severities([Tally(name, others, 1, own, added - own) for name, own in sheets.items()])

    assert abs(sum(one.deviation for one in found)) <= D("0.01") * len(found)
