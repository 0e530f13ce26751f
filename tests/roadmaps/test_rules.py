from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from apps.roadmaps import rules
from apps.roadmaps.rules import Offer, Payment

CODES = ("P1", "D1", "O1")
bands = st.dictionaries(st.sampled_from(CODES), st.integers(0, 5))
small = st.dictionaries(st.sampled_from(CODES), st.integers(1, 3))


def offer(code="E01", **changes):
    values = {"required": {}, "improves": {}, "lifts_to": {}, "prerequisites": ()}
    return Offer(code, **(values | changes))


@given(small, small, bands)
def test_a_gain_never_lifts_above_what_the_action_can_bring(improves, lifts_to, today):
    for criterion, gain in rules.gains(offer(improves=improves, lifts_to=lifts_to), today).items():
        assert 0 < gain <= improves[criterion]
        assert today.get(criterion, 0) + gain <= lifts_to.get(criterion, 5)


def test_a_first_standard_gives_nothing_to_a_leader():
    assert rules.gains(offer(improves={"P1": 1}, lifts_to={"P1": 2}), {"P1": 2}) == {}


@given(small, bands)
def test_a_prerequisite_is_waived_exactly_when_all_it_brings_is_held(required, today):
    first = offer("E01", improves={"P1": 1, "D1": 1})
    later = offer("E02", required=required, prerequisites=("E01",))
    brought = {code: band for code, band in required.items() if code in first.improves}

    kept = rules.needed_prerequisites(later, {"E01": first, "E02": later}, today)

    waived = bool(brought) and all(today.get(code, 0) >= band for code, band in brought.items())
    assert kept == (() if waived else ("E01",))


def test_a_prerequisite_that_is_not_offered_falls_away():
    assert rules.needed_prerequisites(offer("E02", prerequisites=("E01",)), {}, {}) == ()


costs = st.lists(st.tuples(st.integers(0, 300_000_000), st.booleans()), max_size=8)


@given(costs, st.integers(0, 100), st.integers(0, 400_000_000))
def test_support_never_pays_more_than_its_share_or_its_cap(rows, burden, cap):
    named = [(f"A{i}", cost, fundable) for i, (cost, fundable) in enumerate(rows)]

    paid = rules.payments(named, self_burden_pct=burden, support_cap_krw=cap)

    assert sum(row.support_krw for row in paid) <= cap
    for (code, cost, fundable), row in zip(named, paid, strict=True):
        assert (row.code, row.support_krw + row.own_krw) == (code, cost)
        assert 0 <= row.support_krw * 100 <= cost * (100 - burden) * fundable


def test_payments_by_hand():
    rows = [("E01", 2_000_000, False), ("U01", 90_000_000, True), ("U02", 90_000_000, True)]

    assert rules.payments(rows, self_burden_pct=25, support_cap_krw=100_000_000) == (
        Payment("E01", 0, 2_000_000),
        Payment("U01", 67_500_000, 22_500_000),
        Payment("U02", 32_500_000, 57_500_000),
    )


@given(st.dictionaries(st.text(max_size=3), st.decimals(0, 10**6, places=2), max_size=6))
def test_shares_lie_between_zero_and_a_hundred(values):
    shares = rules.shares_of_largest(values)

    assert all(0 <= share <= 100 for share in shares.values())
    assert not any(values.values()) or max(shares.values()) == 100


def test_effort_is_half_money_and_half_people():
    costs = {"A": Decimal(100), "B": Decimal(50)}
    staff = {"A": Decimal(1), "B": Decimal(2)}

    assert rules.effort(costs, staff) == {"A": 75, "B": 75}


def test_figures_are_the_same_when_one_name_holds_the_other():
    assert rules.overlaps("불량률", "외관 불량률")
    assert not rules.overlaps("불량률", "")
    assert not rules.overlaps("납기", "불량률")


@given(
    st.dictionaries(st.sampled_from(CODES), st.integers(0, 5).map(lambda b: (b, b, min(b + 1, 5)))),
    st.dictionaries(st.sampled_from(CODES), st.integers(0, 9)),
    st.lists(st.sampled_from(["cost", "data"]), unique=True),
)
def test_strengths_and_weaknesses_are_those_of_the_diagnosis(today, impacts, barriers):
    strengths = sorted(code for code, band in today.items() if band[1] >= 2)
    gaps = sorted(set(today) - set(strengths))

    points = rules.swot_draft(
        today, impacts, strengths=strengths, gaps=gaps, barriers=barriers, supports=["s"], usecases=["U01"]
    )

    found = [(p.corner, p.code) for p in points if p.kind == "criterion"]
    assert [code for corner, code in found if corner == "strengths"] == strengths
    assert sorted(code for corner, code in found if corner == "weaknesses") == gaps
    hindered = [(p.corner, p.code) for p in points if p.kind == "barrier"]
    assert hindered == [("threats" if code in rules.OUTSIDE else "weaknesses", code) for code in barriers]
    assert {p.corner for p in points if p.kind == "evidence"} <= {"weaknesses"}
