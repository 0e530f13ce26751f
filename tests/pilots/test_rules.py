"""Figures against their marks, gates and the order of stages."""

from __future__ import annotations

import random
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from apps.pilots.rules import (
    FULL_BP,
    Attainment,
    Check,
    Condition,
    Decision,
    DecisionFault,
    Definition,
    Direction,
    GateBar,
    KpiFault,
    Measure,
    Must,
    Point,
    Progress,
    Recommendation,
    Should,
    Stage,
    Step,
    Thresholds,
    Verdict,
    Why,
    after,
    attainment,
    condition_check,
    decision_faults,
    definition_faults,
    gate_bar,
    kpi_check,
    next_stage,
    overall,
    reading_limits,
    recommend,
)

D = Decimal
TODAY = date(2026, 5, 4)
DEFECTS = Definition(Direction.DOWN, baseline=D("4.8"), target=D("2.4"), pass_mark=D("3.2"))
OUTPUT = Definition(Direction.UP, baseline=D("100"), target=D("130"), pass_mark=D("115"))


@pytest.mark.parametrize(
    ("unit", "definition", "limits"),
    [
        ("%", DEFECTS, (D(0), D(100))),
        ("%", OUTPUT, (None, None)),
        ("건", OUTPUT, (D(0), None)),
        ("분/건", DEFECTS, (D(0), None)),
        ("만원/월", OUTPUT, (None, None)),
        ("℃", DEFECTS, (None, None)),
    ],
)
def test_shares_counts_and_times_have_limits(unit, definition, limits):
    assert reading_limits(unit, definition) == limits


@given(
    unit=st.sampled_from(["%", "건", "분/건", "만원/월", "kWh/단위"]),
    figures=st.tuples(*[st.decimals(-200, 200, places=2)] * 3),
)
def test_the_figures_of_a_kpi_lie_within_its_own_limits(unit, figures):
    least, most = reading_limits(unit, Definition(Direction.UP, *figures))

    assert all((least is None or least <= one) and (most is None or one <= most) for one in figures)


def points(*values: str) -> list[Point]:
    return [Point(date(2026, 1, 1) + timedelta(days=7 * i), D(value), i) for i, value in enumerate(values)]


@pytest.mark.parametrize(
    ("direction", "baseline", "target", "pass_mark", "faults"),
    [
        ("down", "4.8", "2.4", "3.2", ()),
        ("down", "4.8", "2.4", "2.4", ()),
        ("up", "10", "10", "10", (KpiFault.TARGET_IS_BASELINE,)),
        ("up", "10", "8", "9", (KpiFault.TARGET_WRONG_WAY,)),
        ("down", "10", "12", "11", (KpiFault.TARGET_WRONG_WAY,)),
        ("up", "10", "20", "10", (KpiFault.MARK_NOT_BETTER,)),
        ("down", "10", "5", "10.01", (KpiFault.MARK_NOT_BETTER,)),
        ("up", "10", "20", "20.01", (KpiFault.MARK_BEYOND_TARGET,)),
        ("down", "10", "5", "4", (KpiFault.MARK_BEYOND_TARGET,)),
    ],
)
def test_a_pass_mark_lies_after_the_baseline_and_up_to_the_target(direction, baseline, target, pass_mark, faults):
    definition = Definition(Direction(direction), D(baseline), D(target), D(pass_mark))

    assert definition_faults(definition) == faults


def test_the_latest_reading_counts():
    assert attainment(DEFECTS, points("4.6", "2.9", "3.2")) == Attainment(
        Verdict.PASSED, D("3.2"), 6_666, target_reached=False, readings=1
    )


def test_of_two_readings_of_one_day_the_one_entered_later_counts():
    day = date(2026, 3, 2)

    result = attainment(DEFECTS, [Point(day, D("2"), sequence=2), Point(day, D("4"), sequence=1)])

    assert result.value == D("2")


def test_the_mean_of_a_half_open_period_counts():
    definition = Definition(Direction.UP, D("100"), D("130"), D("115"), Measure.MEAN)
    readings = points("100", "110", "121", "500")

    result = attainment(definition, readings, from_on=readings[1].measured_on, before_on=readings[3].measured_on)

    assert result == Attainment(Verdict.PASSED, D("115.5"), 5_166, target_reached=False, readings=2)


def test_a_figure_just_short_of_the_target_is_not_printed_as_full():
    result = attainment(OUTPUT, points("129.9999"))

    assert (result.attainment_bp, result.target_reached) == (9_999, False)


def test_a_figure_that_got_worse_is_negative():
    assert attainment(DEFECTS, points("5.1")).attainment_bp == -1_250


def test_nothing_measured_is_unknown_not_zero():
    assert attainment(OUTPUT, []) == Attainment(Verdict.UNKNOWN, None, None, target_reached=False, readings=0)


def test_a_faulty_definition_is_not_measured():
    with pytest.raises(ValueError, match="faulty definition"):
        attainment(Definition(Direction.UP, D(1), D(1), D(1)), points("1"))


@pytest.mark.parametrize(
    ("readings", "verdict", "check"),
    [
        (["3", "2"], Verdict.PASSED, Check.MET),
        (["3", "4.7"], Verdict.FAILED, Check.NOT_MET),
        (["3", None], Verdict.UNKNOWN, Check.UNKNOWN),
        (["4.7", None], Verdict.FAILED, Check.NOT_MET),
        ([], Verdict.UNKNOWN, Check.UNKNOWN),
    ],
)
def test_all_kpis_pass_together_or_not_at_all(readings, verdict, check):
    results = [attainment(DEFECTS, points(value) if value else []) for value in readings]

    assert overall(results) is verdict
    assert kpi_check(results) is check


def test_conditions_of_the_gate_before_are_met_only_all_together():
    assert [condition_check(met) for met in ([], [True, True], [True, False])] == [Check.MET, Check.MET, Check.NOT_MET]


MET = Must("safety", Check.MET, curable=False)


@pytest.mark.parametrize(
    ("musts", "shoulds", "expected"),
    [
        ([MET], [], (Decision.GO, Why.STRONG, ())),
        ([Must("law", Check.NOT_MET, curable=False), Must("kpi", Check.NOT_MET, curable=True)], [Should("fit", 1, 4)],
         (Decision.STOP, Why.KNOCKED_OUT, ("law",))),
        ([MET, Must("kpi", Check.NOT_MET, curable=True), Must("law", Check.UNKNOWN, curable=False)], [],
         (Decision.RECYCLE, Why.MUST_BE_CURED, ("kpi",))),
        ([MET, Must("law", Check.UNKNOWN, curable=False)], [], (Decision.HOLD, Why.MUST_UNKNOWN, ("law",))),
        ([MET], [Should("fit", 1, 4), Should("cost", 1, 2)], (Decision.GO, Why.STRONG, ("fit", "cost"))),
        ([MET], [Should("fit", 1, 2)], (Decision.CONDITIONAL, Why.FAIR, ("fit",))),
        ([MET], [Should("fit", 1, 1)], (Decision.RECYCLE, Why.WEAK, ("fit",))),
        ([MET], [Should("fit", 1, 4), Should("cost", 1, None)], (Decision.HOLD, Why.SHOULD_UNKNOWN, ("cost",))),
        ([MET], [Should("fit", 9, 4), Should("cost", 1, None)], (Decision.GO, Why.STRONG, ("fit", "cost"))),
    ],
)  # fmt: skip
def test_must_meets_knock_out_and_should_meets_decide_the_rest(musts, shoulds, expected):
    result = recommend(musts, shoulds)

    assert (result.decision, result.why, result.because) == expected


def recommended(decision: Decision, why: Why = Why.STRONG) -> Recommendation:
    return Recommendation(decision, why, FULL_BP, FULL_BP, ())


TOMORROW = TODAY + timedelta(days=1)


@pytest.mark.parametrize(
    ("advice", "decision", "reason", "conditions", "faults"),
    [
        (recommended(Decision.GO), Decision.GO, "", [], ()),
        (recommended(Decision.GO), Decision.HOLD, " ", [], (DecisionFault.REASON_NEEDED,)),
        (recommended(Decision.HOLD), Decision.HOLD, "", [], (DecisionFault.REASON_NEEDED,)),
        (recommended(Decision.RECYCLE), Decision.GO, "", [], (DecisionFault.REASON_NEEDED,)),
        (recommended(Decision.RECYCLE), Decision.GO, "현장 사정", [], ()),
        (recommended(Decision.STOP, Why.KNOCKED_OUT), Decision.GO, "그래도", [], (DecisionFault.KNOCKED_OUT,)),
        (recommended(Decision.STOP, Why.KNOCKED_OUT), Decision.RECYCLE, "다시", [], ()),
        (recommended(Decision.CONDITIONAL), Decision.CONDITIONAL, "", [], (DecisionFault.CONDITION_NEEDED,)),
        (recommended(Decision.CONDITIONAL), Decision.CONDITIONAL, "", [Condition("a", TOMORROW)], ()),
        (recommended(Decision.CONDITIONAL), Decision.CONDITIONAL, "", [Condition("a", None), Condition("b", TODAY)],
         (DecisionFault.CONDITION_WITHOUT_DATE, DecisionFault.CONDITION_DATE_PAST)),
        (recommended(Decision.GO), Decision.GO, "", [Condition("a", TOMORROW)],
         (DecisionFault.CONDITIONS_NOT_EXPECTED,)),
    ],
)  # fmt: skip
def test_a_decision_needs_its_reason_and_its_conditions(advice, decision, reason, conditions, faults):
    assert decision_faults(advice, decision, reason=reason, conditions=conditions, today=TODAY) == faults


def test_stages_follow_one_another():
    assert [next_stage(stage) for stage in Stage] == [Stage.POC, Stage.FIELD, Stage.DIFFUSION, None]


@pytest.mark.parametrize(
    ("stage", "decision", "step"),
    [
        (Stage.DESIGN, Decision.GO, Step(Stage.POC, Progress.ACTIVE)),
        (Stage.POC, Decision.CONDITIONAL, Step(Stage.FIELD, Progress.ACTIVE)),
        (Stage.FIELD, Decision.RECYCLE, Step(Stage.FIELD, Progress.ACTIVE)),
        (Stage.FIELD, Decision.HOLD, Step(Stage.FIELD, Progress.ON_HOLD)),
        (Stage.POC, Decision.STOP, Step(Stage.POC, Progress.STOPPED)),
        (Stage.DIFFUSION, Decision.GO, Step(Stage.DIFFUSION, Progress.READY_TO_FINISH)),
    ],
)
def test_a_decision_leads_on_back_aside_or_out(stage, decision, step):
    assert after(stage, decision) == step


@pytest.mark.parametrize(
    ("decided", "active", "gate_open", "kpis", "bar"),
    [
        ([], True, False, 1, None),
        ([(Stage.DESIGN, Decision.GO)], True, False, 1, None),
        ([(Stage.POC, Decision.RECYCLE)], True, False, 1, None),
        ([(Stage.POC, Decision.GO)], True, False, 1, GateBar.STAGE_PASSED),
        ([], False, False, 1, GateBar.NOT_ACTIVE),
        ([], True, True, 1, GateBar.ALREADY_OPEN),
        ([], True, False, 0, GateBar.NO_KPI),
    ],
)
def test_a_gate_opens_once_for_the_stage_in_work(decided, active, gate_open, kpis, bar):
    assert gate_bar(Stage.POC, decided, active=active, gate_open=gate_open, kpis=kpis) is bar


values = st.decimals(-1_000, 1_000, places=3)
directions = st.sampled_from(list(Direction))


@st.composite
def definitions(draw: st.DrawFn) -> Definition:
    direction = draw(directions)
    baseline, target = draw(values), draw(values)
    definition = Definition(direction, baseline, target, target, draw(st.sampled_from(list(Measure))))
    assume(not definition_faults(definition))
    return definition


readings = st.lists(st.tuples(st.dates(date(2026, 1, 1), date(2026, 3, 1)), values), max_size=6).map(
    lambda rows: [Point(day, value, i) for i, (day, value) in enumerate(rows)]
)


@settings(max_examples=60, deadline=None)
@given(definitions(), readings, st.randoms(use_true_random=False))
def test_the_order_of_readings_never_matters(definition, rows, shuffler: random.Random):
    mixed = list(rows)
    shuffler.shuffle(mixed)

    assert attainment(definition, mixed) == attainment(definition, rows)


@settings(max_examples=60, deadline=None)
@given(definitions(), values)
def test_attainment_is_whole_points_rounded_down(definition, value):
    result = attainment(definition, [Point(TODAY, value)])
    exact = (Fraction(value) - Fraction(definition.baseline)) / (
        Fraction(definition.target) - Fraction(definition.baseline)
    )

    assert 0 <= exact * FULL_BP - result.attainment_bp < 1
    assert result.target_reached == (exact >= 1)
    assert (result.verdict is Verdict.PASSED) == (exact >= 1)


@settings(max_examples=60, deadline=None)
@given(definitions(), values)
def test_a_kpi_reads_the_same_upside_down(definition, value):
    other = Direction.DOWN if definition.direction is Direction.UP else Direction.UP
    mirrored = Definition(other, -definition.baseline, -definition.target, -definition.pass_mark, definition.measure)

    one = attainment(definition, [Point(TODAY, value)])
    two = attainment(mirrored, [Point(TODAY, -value)])

    assert (one.verdict, one.attainment_bp) == (two.verdict, two.attainment_bp)


musts_drawn = st.lists(
    st.builds(Must, st.text("abc", min_size=1, max_size=2), st.sampled_from(list(Check)), st.booleans()), max_size=4
)
shoulds_drawn = st.lists(
    st.builds(Should, st.text("xyz", min_size=1, max_size=2), st.integers(1, 9), st.none() | st.integers(0, 4)),
    max_size=4,
)
KINDNESS = [Decision.STOP, Decision.RECYCLE, Decision.CONDITIONAL, Decision.GO]


@settings(max_examples=80, deadline=None)
@given(musts_drawn, shoulds_drawn)
def test_a_stage_is_never_passed_over_an_unmet_or_unknown_must(musts, shoulds):
    result = recommend(musts, shoulds)

    if result.decision in (Decision.GO, Decision.CONDITIONAL):
        assert all(must.answer is Check.MET for must in musts)
    assert 0 <= result.low_bp <= result.high_bp <= FULL_BP


@settings(max_examples=80, deadline=None)
@given(st.lists(st.tuples(st.integers(1, 9), st.integers(0, 3)), min_size=1, max_size=4))
def test_more_points_never_make_a_gate_harsher(rows):
    before = recommend([], [Should(str(i), weight, points) for i, (weight, points) in enumerate(rows)])
    better = recommend([], [Should(str(i), weight, points + 1) for i, (weight, points) in enumerate(rows)])

    assert KINDNESS.index(better.decision) >= KINDNESS.index(before.decision)


@settings(max_examples=80, deadline=None)
@given(shoulds_drawn, st.data())
def test_a_clear_recommendation_survives_any_scoring_of_the_rest(shoulds, data):
    result = recommend([], shoulds, Thresholds(6_000, 3_000))
    assume(result.why is not Why.SHOULD_UNKNOWN)
    filled = [
        Should(one.code, one.weight, data.draw(st.integers(0, 4)) if one.points is None else one.points)
        for one in shoulds
    ]

    assert recommend([], filled, Thresholds(6_000, 3_000)).decision is result.decision
