from dataclasses import replace
from decimal import Decimal
from random import Random

import pytest
from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st

from apps.roadmaps.planner import (
    MICRO,
    Block,
    Choice,
    ChoiceKind,
    Conflict,
    Criterion,
    Horizon,
    PlanInput,
    PlanInputError,
    Status,
    plan,
)
from apps.roadmaps.planner.impact import goals
from tests.roadmaps.cases import (
    Reference,
    brute_force,
    given,
    governing,
    inputs,
    option,
    possible,
)

MODEST = settings(max_examples=60, deadline=None)


@MODEST
@for_all(inputs())
def test_the_plan_is_as_good_and_as_cheap_as_trying_every_plan(case: PlanInput) -> None:
    expected = brute_force(case)

    found = plan(case)

    if expected is None:
        assert found.status == Status.INFEASIBLE
        assert found.conflicts
    else:
        assert found.status == Status.OPTIMAL
        assert Reference(found.objective, sum(row.cost_krw for row in found.actions)) == expected


@MODEST
@for_all(inputs())
def test_a_plan_keeps_budgets_prerequisites_bands_horizons_and_choices(case: PlanInput) -> None:
    found = plan(case)

    keys = [row.key for row in case.horizons]
    assert possible(governing(case), {row.code: keys.index(row.horizon) for row in found.actions}) or (
        found.status == Status.INFEASIBLE
    )


@MODEST
@for_all(inputs())
def test_every_action_starts_in_its_horizon_after_its_prerequisites_have_ended(case: PlanInput) -> None:
    found = plan(case)

    ends = {row.code: row.start_month + row.months for row in found.actions}
    limits = {row.key: row for row in case.horizons}
    moved = {row.code: row.start_month for row in case.choices if row.start_month is not None}
    for row in found.actions:
        assert limits[row.horizon].start_month <= row.start_month
        assert ends[row.code] - 1 <= limits[row.horizon].end_month
        assert all(ends[code] <= row.start_month for code in row.prerequisites)
        assert row.start_month == moved.get(row.code, row.start_month)


@MODEST
@for_all(inputs(), st.integers(0, 1000))
def test_the_order_of_the_input_never_changes_the_plan(case: PlanInput, seed: int) -> None:
    random = Random(seed)
    shuffled = replace(
        case,
        **{
            name: tuple(random.sample(getattr(case, name), len(getattr(case, name))))
            for name in ("criteria", "options", "choices", "cost_shares", "cost_relevance", "kpi_relevance")
        },
    )

    assert plan(shuffled) == plan(case)


@MODEST
@for_all(inputs())
def test_the_credits_of_the_actions_add_up_to_the_objective(case: PlanInput) -> None:
    found = plan(case)

    assert sum(row.impact for row in found.actions) == found.objective
    for row in found.actions:
        assert row.impact == sum(p.counted for p in row.weak_points) + sum(k.counted for k in row.kpis)


@MODEST
@for_all(inputs(with_choices=False))
def test_every_action_left_out_has_a_reason_and_the_runner_up_comes_first(case: PlanInput) -> None:
    found = plan(case)

    assert {row.code for row in found.left_out} | {row.code for row in found.actions} == {r.code for r in case.options}
    assert [row.would_add for row in found.left_out] == sorted((row.would_add for row in found.left_out), reverse=True)
    assert all(row.would_add == 0 for row in found.left_out if row.block == Block.NO_GAIN)


@MODEST
@for_all(inputs(with_choices=False), st.integers(1, 50))
def test_more_money_never_makes_a_plan_worse(case: PlanInput, more: int) -> None:
    richer = replace(
        case, horizons=tuple(replace(row, budget_krw=row.budget_krw + more * 100_000) for row in case.horizons)
    )

    assert plan(richer).objective >= plan(case).objective


@MODEST
@for_all(inputs())
def test_the_ideal_plan_is_worth_one_million(case: PlanInput) -> None:
    ideal = sum(goal.room * max(goal.worth) for goal in goals(case))

    assert abs(ideal - MICRO) <= sum(goal.room for goal in goals(case))


def test_impacts_of_a_horizon_add_up_to_one_million() -> None:
    found = plan(given(option("E01")))

    for key in ("short", "middle"):
        rows = [row for row in found.impacts if row.horizon == key]
        for part in ("impact", "cost_part", "kpi_part", "proximity_part"):
            assert abs(sum(getattr(row, part) for row in rows) - MICRO) <= len(rows)


def test_the_impact_follows_the_formula_by_hand() -> None:
    # C: P1 3·50=150, D1 1·50=50 → .75/.25; K: P1 .75, O1 .25; P: a gap of three each → 1/3.
    found = plan(given(option("E01")))

    short = {row.criterion: row.impact for row in found.impacts if row.horizon == "short"}
    assert short == {
        "P1": round(MICRO * (0.6 * 0.75 + 0.2 * 0.75 + 0.2 / 3)),
        "D1": round(MICRO * (0.6 * 0.25 + 0.2 / 3)),
        "O1": round(MICRO * (0.2 * 0.25 + 0.2 / 3)),
    }


def test_a_part_without_figures_is_left_out_and_the_weights_are_rescaled() -> None:
    found = plan(given(option("E01"), cost_shares=(), chosen_kpis=()))

    assert {row.impact for row in found.impacts} == {round(MICRO / 3)}
    assert {row.cost_part for row in found.impacts} == {0}


def test_a_gap_is_closed_only_once() -> None:
    almost = (Criterion("P1", 3, 3, 3, 4), Criterion("D1", 4, 4, 4, 4), Criterion("O1", 4, 4, 4, 4))
    found = plan(given(option("E01"), option("E02", cost_krw=900_000), criteria=almost, chosen_kpis=()))

    assert [row.code for row in found.actions] == ["E02"]
    assert [(row.code, row.block) for row in found.left_out] == [("E01", Block.NO_GAIN)]


def test_a_band_is_reached_by_an_action_of_an_earlier_horizon() -> None:
    found = plan(
        given(option("E01", improves=(("D1", 1),)), option("E02", requires=(("D1", 2),), improves=(("P1", 2),)))
    )

    assert [(row.code, row.horizon) for row in found.actions] == [("E01", "short"), ("E02", "middle")]
    assert found.actions[0].unlocks == ("E02",)


def test_a_prerequisite_may_bring_the_band_within_the_same_horizon() -> None:
    first = option("E01", improves=(("D1", 1),))
    found = plan(given(first, option("E02", requires=(("D1", 2),), prerequisites=("E01",))))

    assert [(row.code, row.horizon, row.start_month) for row in found.actions] == [
        ("E01", "short", 1),
        ("E02", "short", 4),
    ]


def test_a_chain_too_long_for_one_horizon_is_split() -> None:
    found = plan(given(option("E01", months=4), option("E02", months=4, prerequisites=("E01",))))

    assert [(row.code, row.horizon) for row in found.actions] == [("E01", "short"), ("E02", "middle")]


def test_pins_over_the_budget_name_the_horizon_and_the_missing_money() -> None:
    pins = tuple(Choice(code, ChoiceKind.MOVED, "short") for code in ("E01", "E02"))
    found = plan(given(option("E01", cost_krw=8_000_000), option("E02", cost_krw=5_000_000), choices=pins))

    assert found.status == Status.INFEASIBLE
    assert found.actions == ()
    assert found.conflicts == (Conflict(Block.BUDGET, ("E01", "E02"), "short", (), 3_000_000),)


def test_pins_over_the_staff_name_the_missing_tenths() -> None:
    choices = (Choice("E01", ChoiceKind.MOVED, "short"),)
    found = plan(given(option("E01", staff_months=Decimal("4.5")), choices=choices))

    assert found.conflicts == (Conflict(Block.STAFF, ("E01",), "short", (), 5),)


def test_a_pin_whose_prerequisite_is_excluded_names_both() -> None:
    choices = (Choice("E01", ChoiceKind.EXCLUDED), Choice("E02", ChoiceKind.PINNED), Choice("E03", ChoiceKind.PINNED))
    found = plan(given(option("E01"), option("E02", prerequisites=("E01",)), option("E03"), choices=choices))

    assert found.conflicts == (Conflict(Block.PINS, ("E01", "E02")),)


def test_an_action_too_long_for_its_horizon_is_named() -> None:
    found = plan(given(option("E01", months=7), choices=(Choice("E01", ChoiceKind.MOVED, "short"),)))

    assert found.conflicts == (Conflict(Block.TOO_LONG, ("E01",)),)


def test_an_empty_plan_names_the_smallest_change_that_would_free_it() -> None:
    found = plan(given(option("E01", cost_krw=11_000_000), option("E02", cost_krw=14_000_000)))

    assert (found.status, found.actions) == (Status.OPTIMAL, ())
    assert len(found.conflicts) == 1
    assert (found.conflicts[0].block, found.conflicts[0].codes, found.conflicts[0].shortfall) == (
        Block.BUDGET,
        ("E01",),
        1_000_000,
    )


def test_what_blocks_an_action_is_told_with_its_shortfall() -> None:
    found = plan(
        given(
            option("E01", cost_krw=9_000_000, improves=(("P1", 3),)),
            option("E02", cost_krw=9_500_000, improves=(("D1", 3),)),
            option("E03", cost_krw=3_000_000, improves=(("O1", 1),)),
            option("E04", requires=(("O1", 4),), improves=(("O1", 1),)),
            option("E05", months=13),
        )
    )

    blocks = {row.code: (row.block, row.shortfall) for row in found.left_out}
    assert blocks == {
        "E03": (Block.BUDGET, 2_000_000),
        "E04": (Block.BAND, 3),
        "E05": (Block.TOO_LONG, 0),
    }


def test_work_is_spread_over_the_months_of_a_horizon() -> None:
    found = plan(
        given(
            option("E01", improves=(("P1", 1),)),
            option("E02", improves=(("D1", 1),)),
            horizons=(Horizon("short", 1, 6, 10_000_000, Decimal(4)), Horizon("middle", 7, 18, 0, Decimal(0))),
        )
    )

    assert [(row.code, row.start_month) for row in found.actions] == [("E01", 1), ("E02", 4)]


def test_a_run_without_time_is_never_called_optimal() -> None:
    rows = [
        option(f"E{i:02d}", cost_krw=1_000_000 + 37_000 * (i * 7 % 11), improves=((("P1", "D1", "O1")[i % 3], 1),))
        for i in range(40)
    ]

    found = plan(given(*rows, time_limit_seconds=0.0))

    assert found.status == Status.TIME_LIMITED
    assert found.bound >= found.objective


@pytest.mark.parametrize(
    ("case", "code"),
    [
        (given(option("E01"), option("E01")), "duplicate_action"),
        (given(option("E01"), choices=(Choice("E09", ChoiceKind.PINNED),)), "unknown_action"),
        (given(option("E01", prerequisites=("E09",))), "unknown_prerequisite"),
        (given(option("E01", preparations=("E09",))), "unknown_preparation"),
        (given(option("E01", preparations=("E01",))), "circular_prerequisites"),
        (
            given(option("E01", prerequisites=("E02",)), option("E02", preparations=("E01",))),
            "circular_prerequisites",
        ),
        (
            given(option("E01", prerequisites=("E02",)), option("E02", prerequisites=("E01",))),
            "circular_prerequisites",
        ),
        (given(option("E01"), horizons=(Horizon("far", 1, 6, 1, Decimal(1)),)), "missing_weights"),
    ],
)
def test_contradictory_input_is_refused_with_its_reason(case: PlanInput, code: str) -> None:
    with pytest.raises(PlanInputError) as refused:
        plan(case)

    assert refused.value.code == code
