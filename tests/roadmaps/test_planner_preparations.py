"""Preparations: what begins no later than what it prepares, and gives way to people."""

from decimal import Decimal

from hypothesis import given as for_all
from hypothesis import settings

from apps.roadmaps.planner import Block, Choice, ChoiceKind, Horizon, PlanInput, Status, plan
from tests.roadmaps.cases import given, governing, inputs, months_can_follow, option, prepared, unprepared

MODEST = settings(max_examples=60, deadline=None)


@MODEST
@for_all(inputs())
def test_a_preparation_begins_no_later_than_what_it_prepares_where_the_months_allow_it(case: PlanInput) -> None:
    found = plan(case)

    keys = [row.key for row in case.horizons]
    homes = {row.code: keys.index(row.horizon) for row in found.actions}
    starts = {row.code: row.start_month for row in found.actions}
    pairs = prepared(governing(case), homes)
    assert all(homes[earlier] <= homes[code] for code, earlier in pairs)
    if months_can_follow(governing(case), homes):
        assert all(starts[earlier] <= starts[code] for code, earlier in pairs)


@MODEST
@for_all(inputs())
def test_an_action_names_the_planned_preparations_that_do_begin_no_later(case: PlanInput) -> None:
    found = plan(case)

    rows = {row.code: row for row in governing(case).options}
    starts = {row.code: row.start_month for row in found.actions}
    for row in found.actions:
        kept = [code for code in sorted(rows[row.code].preparations) if starts.get(code, 99) <= row.start_month]
        assert list(row.preparations) == kept


@MODEST
@for_all(inputs())
def test_preparations_never_make_a_plan_impossible_or_empty(case: PlanInput) -> None:
    found, free = plan(case), plan(unprepared(case))

    assert (found.status, bool(found.actions), found.conflicts) == (free.status, bool(free.actions), free.conflicts)
    assert found.objective <= free.objective


def test_a_preparation_is_planned_no_later_than_what_it_prepares() -> None:
    ready = option("E02", months=1, cost_krw=6_000_000, improves=(("D1", 1),))
    case = given(option("E01", cost_krw=6_000_000, improves=(("P1", 2),), preparations=("E02",)), ready)

    found = plan(case)

    assert [(row.code, row.horizon) for row in plan(unprepared(case)).actions] == [("E01", "short"), ("E02", "middle")]
    assert [row.code for row in found.actions] == ["E01"]
    assert [(r.code, r.block, r.horizon, r.shortfall) for r in found.left_out] == [
        ("E02", Block.BUDGET, "short", 2_000_000)
    ]


def test_a_preparation_of_the_same_horizon_begins_first_even_when_higher_in_code() -> None:
    found = plan(given(option("E01", preparations=("E02",)), option("E02", months=2, improves=(("D1", 1),))))

    assert [(row.code, row.start_month, row.preparations) for row in found.actions] == [
        ("E02", 1, ()),
        ("E01", 3, ("E02",)),
    ]


def test_an_action_kept_out_by_the_order_names_what_it_would_have_to_precede() -> None:
    long = option("E02", months=8, improves=(("D1", 1),))
    found = plan(given(option("E01", improves=(("P1", 2),), preparations=("E02",)), long))

    assert [(row.code, row.block, row.horizon, row.subjects) for row in found.left_out] == [
        ("E02", Block.ORDER, "middle", ("E01",))
    ]


def test_an_action_kept_out_by_a_later_preparation_names_it() -> None:
    rows = (Horizon("short", 1, 6, 1_000_000, Decimal(4)), Horizon("middle", 7, 8, 10_000_000, Decimal(4)))
    last = option("E02", months=2, cost_krw=9_000_000, improves=(("P1", 3),))
    found = plan(given(option("E01", improves=(("D1", 1),), preparations=("E02",)), last, horizons=rows))

    assert [row.code for row in found.actions] == ["E02"]
    assert [(row.code, row.block, row.horizon, row.subjects) for row in found.left_out] == [
        ("E01", Block.ORDER, "short", ("E02",))
    ]


def test_a_preparation_the_consultant_moved_is_not_waited_for() -> None:
    later = option("E02", months=1, improves=(("D1", 1),))
    found = plan(
        given(option("E01", preparations=("E02",)), later, choices=(Choice("E02", ChoiceKind.MOVED, "middle"),))
    )

    assert [(row.code, row.horizon, row.preparations) for row in found.actions] == [
        ("E01", "short", ()),
        ("E02", "middle", ()),
    ]


def test_what_the_consultant_moved_still_gathers_its_preparations_before_it() -> None:
    ready = option("E02", months=1, cost_krw=9_000_000, improves=(("D1", 1),))
    choices = (Choice("E01", ChoiceKind.MOVED, "short", 3),)
    found = plan(given(option("E01", preparations=("E02",)), ready, choices=choices))

    assert [(row.code, row.start_month) for row in found.actions] == [("E02", 1), ("E01", 3)]


def test_pins_that_cannot_keep_a_preparation_are_planned_without_it() -> None:
    pins = (Choice("E01", ChoiceKind.MOVED, "short"), Choice("E02", ChoiceKind.PINNED))
    found = plan(given(option("E01", preparations=("E02",)), option("E02", months=8), choices=pins))

    assert (found.status, found.conflicts) == (Status.OPTIMAL, ())
    assert [(row.code, row.horizon) for row in found.actions] == [("E01", "short"), ("E02", "middle")]
