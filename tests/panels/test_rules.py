"""Score sheets become one figure, and figures an order."""

from __future__ import annotations

import random
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from apps.panels.rules import (
    Completeness,
    CriteriaFault,
    Criterion,
    CriterionMean,
    Entry,
    Fault,
    Panelist,
    Ranked,
    ScoreFault,
    Sheet,
    combine,
    compose,
    criteria_faults,
    published,
    rank,
    score_faults,
    sheet_total,
)

D = Decimal
NEED = Criterion("need", 40, 10)
PLAN = Criterion("plan", 35, 5)
TEAM = Criterion("team", 25, 20)
CRITERIA = (NEED, PLAN, TEAM)


def sheet(reviewer: str, need: str, plan: str, team: str) -> Sheet:
    return Sheet(reviewer, (("need", D(need)), ("plan", D(plan)), ("team", D(team))))


scores_of_a_sheet = st.tuples(
    st.decimals(0, 10, places=2), st.decimals(0, 5, places=2), st.decimals(0, 20, places=2)
).map(lambda three: dict(zip(("need", "plan", "team"), three, strict=True)))
panels = st.dictionaries(st.sampled_from("abcdefgh"), scores_of_a_sheet, min_size=1)


def sheets_of(panel: dict[str, dict[str, Decimal]]) -> list[Sheet]:
    return [Sheet(reviewer, tuple(scores.items())) for reviewer, scores in panel.items()]


def test_a_total_weighs_each_score_by_its_share_of_the_maximum():
    assert sheet_total(CRITERIA, {"need": D("8"), "plan": D("4"), "team": D("15")}) == D("78.75")


def test_full_marks_are_one_hundred_whatever_the_weights_sum_to():
    criteria = (Criterion("a", 3, 7), Criterion("b", 4, 9))

    assert sheet_total(criteria, {"a": D(7), "b": D(9)}) == D("100.00")


@pytest.mark.parametrize(
    ("exact", "printed"),
    [
        (Fraction(1, 3), "0.33"),
        (Fraction(2, 3), "0.67"),
        (Fraction(78745, 1000), "78.75"),
        (Fraction(-1, 200), "-0.01"),
        (Fraction(0), "0.00"),
    ],
)
def test_figures_are_printed_with_two_places_halves_away_from_zero(exact, printed):
    assert str(published(exact)) == printed


def test_faulty_scores_are_each_named():
    faults = score_faults(CRITERIA, {"need": D("10.01"), "plan": D("-1"), "looks": D("3")})

    assert faults == (
        Fault(ScoreFault.ABOVE_MAXIMUM, "need"),
        Fault(ScoreFault.NEGATIVE, "plan"),
        Fault(ScoreFault.MISSING, "team"),
        Fault(ScoreFault.UNKNOWN, "looks"),
    )


@pytest.mark.parametrize(
    ("score", "fault"), [("NaN", ScoreFault.MISSING), ("Infinity", ScoreFault.MISSING), ("1.005", ScoreFault.TOO_FINE)]
)
def test_scores_that_are_no_figures_or_too_fine_are_refused(score, fault):
    assert score_faults((NEED,), {"need": D(score)}) == (Fault(fault, "need"),)


def test_a_faulty_sheet_has_no_total():
    with pytest.raises(ValueError, match="cannot total"):
        sheet_total(CRITERIA, {"need": D("1")})


def test_criteria_that_cannot_be_scored_are_named():
    faults = criteria_faults((Criterion("a", 0, 5), Criterion("a", 10, 0)))

    assert faults == (
        Fault(CriteriaFault.WEIGHT_NOT_POSITIVE, "a"),
        Fault(CriteriaFault.REPEATED, "a"),
        Fault(CriteriaFault.MAXIMUM_NOT_POSITIVE, "a"),
    )
    assert criteria_faults(()) == (Fault(CriteriaFault.EMPTY),)


def test_a_panel_has_no_figure_while_a_sheet_is_missing():
    outcome = combine(CRITERIA, ["a", "b"], [sheet("a", "8", "4", "15")])

    assert (outcome.completeness, outcome.total, outcome.missing) == (Completeness.MISSING_SHEETS, None, ("b",))


def test_a_panel_below_its_fewest_sheets_has_no_figure():
    outcome = combine(CRITERIA, ["a"], [sheet("a", "8", "4", "15")], fewest=2)

    assert (outcome.completeness, outcome.total) == (Completeness.TOO_FEW, None)


def test_a_trimmed_mean_sets_the_highest_and_lowest_sheet_aside():
    handed_in = [
        sheet("a", "0", "0", "0"),
        sheet("b", "5", "2.5", "10"),
        sheet("c", "6", "3", "12"),
        sheet("d", "7", "3.5", "14"),
        sheet("e", "10", "5", "20"),
    ]

    outcome = combine(CRITERIA, "abcde", handed_in, trim_from=5)

    assert outcome.total == D("60.00")
    assert outcome.counted == ("b", "c", "d")
    assert outcome.set_aside == ("a", "e")
    assert outcome.means == (
        CriterionMean("need", D("6.00")),
        CriterionMean("plan", D("3.00")),
        CriterionMean("team", D("12.00")),
    )


def test_a_trimmed_mean_waits_for_enough_sheets():
    handed_in = [sheet("a", "0", "0", "0"), sheet("b", "10", "5", "20")]

    assert combine(CRITERIA, "ab", handed_in, trim_from=2).total == D("50.00")


@pytest.mark.parametrize(
    ("sheets", "message"),
    [
        ([sheet("z", "1", "1", "1")], "no seat"),
        ([sheet("a", "1", "1", "1"), sheet("a", "2", "2", "2")], "second sheet"),
        ([sheet("a", "11", "1", "1")], "cannot total"),
    ],
)
def test_sheets_of_strangers_second_sheets_and_faulty_ones_are_refused(sheets, message):
    with pytest.raises(ValueError, match=message):
        combine(CRITERIA, ["a"], sheets)


def test_equal_totals_are_parted_by_the_tie_break_in_its_order():
    entries = [
        Entry("y", D("80.00"), (CriterionMean("need", D("8")), CriterionMean("plan", D("4")))),
        Entry("x", D("80.00"), (CriterionMean("need", D("8")), CriterionMean("plan", D("5")))),
        Entry("z", D("91.00"), (CriterionMean("need", D("1")), CriterionMean("plan", D("1")))),
    ]

    assert rank(entries, tie_break=("need", "plan"), cut_off=D("80.01")) == (
        Ranked("z", 1, D("91.00"), reaches_cut_off=True, tied=False, settled_by="", final=D("91.00")),
        Ranked("x", 2, D("80.00"), reaches_cut_off=False, tied=False, settled_by="plan", final=D("80.00")),
        Ranked("y", 3, D("80.00"), reaches_cut_off=False, tied=False, settled_by="plan", final=D("80.00")),
    )


def test_cases_equal_in_everything_share_a_rank_and_the_next_one_is_skipped():
    ranked = rank([Entry("c", D(70)), Entry("a", D(80)), Entry("b", D(80)), Entry("d", D(60))])

    assert [(one.key, one.rank, one.tied) for one in ranked] == [
        ("a", 1, True),
        ("b", 1, True),
        ("c", 3, False),
        ("d", 4, False),
    ]


def test_people_with_a_conflict_are_not_seated():
    composition = compose([Panelist("b"), Panelist("c", ("employer",)), Panelist("a")], fewest=3)

    assert composition.seated == ("a", "b")
    assert composition.excluded == (Panelist("c", ("employer",)),)
    assert composition.short_by == 1


@settings(max_examples=40, deadline=None)
@given(panels, st.randoms(use_true_random=False), st.sampled_from([None, 3, 5]))
def test_the_order_of_the_sheets_never_matters(panel, shuffler: random.Random, trim_from):
    sheets = sheets_of(panel)
    mixed = list(sheets)
    shuffler.shuffle(mixed)

    assert combine(CRITERIA, panel, mixed, trim_from=trim_from) == combine(CRITERIA, panel, sheets, trim_from=trim_from)


@settings(max_examples=40, deadline=None)
@given(panels, st.sampled_from([None, 3]))
def test_the_figure_lies_between_the_lowest_and_highest_sheet(panel, trim_from):
    totals = [sheet_total(CRITERIA, scores) for scores in panel.values()]

    outcome = combine(CRITERIA, panel, sheets_of(panel), trim_from=trim_from)

    assert min(totals) <= outcome.total <= max(totals)
    assert 0 <= outcome.total <= 100
    assert sorted(outcome.counted + outcome.set_aside) == sorted(panel)


@settings(max_examples=40, deadline=None)
@given(scores_of_a_sheet, st.sampled_from(["need", "plan", "team"]))
def test_a_higher_score_never_lowers_the_total(scores, code):
    raised = {**scores, code: D({"need": 10, "plan": 5, "team": 20}[code])}

    assert sheet_total(CRITERIA, raised) >= sheet_total(CRITERIA, scores)


figures = st.sampled_from([D("60"), D("70.5"), D("70.51"), D("99.99")])
entries_of_a_call = st.dictionaries(st.text("abcdef", min_size=1, max_size=3), st.tuples(figures, figures), max_size=8)


@settings(max_examples=40, deadline=None)
@given(entries_of_a_call, st.randoms(use_true_random=False))
def test_a_ranking_is_the_same_from_any_order_and_never_inverts_totals(cases, shuffler: random.Random):
    entries = [Entry(key, total, (CriterionMean("need", mean),)) for key, (total, mean) in cases.items()]
    mixed = list(entries)
    shuffler.shuffle(mixed)

    ranked = rank(mixed, tie_break=("need",))

    assert ranked == rank(entries, tie_break=("need",))
    assert [one.total for one in ranked] == sorted((one.total for one in ranked), reverse=True)
    better = {one.key: sum(cases[other] > cases[one.key] for other in cases) for one in ranked}
    assert all(one.rank == better[one.key] + 1 for one in ranked)
    assert all(one.tied == (list(cases.values()).count(cases[one.key]) > 1) for one in ranked)
