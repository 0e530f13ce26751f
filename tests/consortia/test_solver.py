"""The solver's plan is allowed, the best there is, the same in any order of input, and explains what it leaves out."""

import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from apps.consortia import solver
from apps.consortia.solver import Blocked, Brief, Filled, Obstacle, Option, Partner, Plan, Problem, Role, Status, Unmet
from tests.consortia.problems import allowed, best_by_trying, figures, problems


def choices_of(problem: Problem, plan: Plan) -> frozenset[solver.Choice]:
    places = {(row.brief, row.role): row.organisation for row in plan.filled}
    return frozenset(
        (b, r, o)
        for b, brief in enumerate(problem.briefs)
        for r, role in enumerate(brief.roles)
        for o, option in enumerate(role.options)
        if places.get((brief.code, role.code)) == option.organisation
    )


def shuffled(problem: Problem, seed: int) -> Problem:
    rnd = random.Random(seed)

    def mixed(rows: tuple) -> tuple:
        return tuple(rnd.sample(rows, len(rows)))

    briefs = tuple(
        replace(brief, roles=mixed(tuple(replace(role, options=mixed(role.options)) for role in brief.roles)))
        for brief in problem.briefs
    )
    return replace(problem, briefs=mixed(briefs), partners=mixed(problem.partners))


@settings(max_examples=150, deadline=None)
@given(problems())
def test_the_plan_equals_the_best_of_all_possibilities(problem: Problem) -> None:
    plan = solver.solve(problem)

    chosen = choices_of(problem, plan)
    assert plan.status == Status.OPTIMAL
    assert allowed(problem, chosen)
    assert figures(problem, chosen) == best_by_trying(problem)
    assert (len(plan.formed), plan.points, -plan.load, 0) == figures(problem, chosen)


@settings(max_examples=60, deadline=None)
@given(problems(), st.integers(0, 1000))
def test_the_order_of_input_never_changes_the_plan(problem: Problem, seed: int) -> None:
    plan = solver.solve(problem)
    other = solver.solve(shuffled(problem, seed))

    assert replace(other, seconds=plan.seconds) == plan


@settings(max_examples=60, deadline=None)
@given(problems())
def test_every_open_role_is_either_filled_or_explained(problem: Problem) -> None:
    plan = solver.solve(problem)

    told = [(row.brief, row.role) for row in (*plan.filled, *plan.unmet)]
    open_roles = [(brief.code, role.code) for brief in problem.briefs for role in brief.roles if not role.holder]
    assert sorted(told) == sorted(open_roles)
    assert all(blocked.obstacle in Obstacle for row in plan.unmet for blocked in row.candidates)


def test_forming_two_briefs_beats_one_with_more_points() -> None:
    strong, weak = Option("strong", 100), Option("weak", 10)
    problem = Problem(
        briefs=(Brief("one", (Role("lead", 10, (strong, weak)),)), Brief("two", (Role("lead", 10, (strong,)),))),
        partners=(Partner("strong", 10, 5), Partner("weak", 10, 5)),
    )

    plan = solver.solve(problem)

    passed = (Blocked("strong", 100, Obstacle.TAKEN, ("two",)),)
    assert plan.filled == (Filled("one", "lead", "weak", 10, passed), Filled("two", "lead", "strong", 100))
    assert plan.formed == ("one", "two")


def test_equal_points_are_shared_out_fairly() -> None:
    both = (Option("a", 50), Option("b", 50))
    briefs = tuple(Brief(f"brief {n}", (Role("lead", 1, both),)) for n in range(4))

    plan = solver.solve(Problem(briefs, (Partner("a", 10, 9, running=2), Partner("b", 10, 9))))

    assert sorted(row.organisation for row in plan.filled) == ["a", "b", "b", "b"]


def test_what_is_still_equal_goes_to_the_earlier_code() -> None:
    brief = Brief("brief", (Role("lead", 1, (Option("b", 50), Option("a", 50))),))

    plan = solver.solve(Problem((brief,), (Partner("b", 10, 1), Partner("a", 10, 1))))

    assert [row.organisation for row in plan.filled] == ["a"]


@pytest.mark.parametrize(
    ("partner", "rivals", "expected"),
    [
        (Partner("lab", 5, 5), (), Blocked("lab", 50, Obstacle.TOO_SMALL)),
        (Partner("lab", 50, 0), (), Blocked("lab", 50, Obstacle.TOO_SMALL)),
        (Partner("lab", 50, 5), (("lab", "holder"),), Blocked("lab", 50, Obstacle.RIVAL, ("holder",))),
    ],
)
def test_an_unmet_role_names_what_stands_in_the_way(partner: Partner, rivals: tuple, expected: Blocked) -> None:
    brief = Brief("brief", (Role("lead", 10, (Option("lab", 50),)), Role("supplier", 1, (), holder="holder")))
    problem = Problem((brief,), (partner, Partner("holder", 0, 0)), frozenset(frozenset(pair) for pair in rivals))

    plan = solver.solve(problem)

    assert plan.unmet == (Unmet("brief", "lead", (expected,)),)
    assert plan.formed == ()


def test_a_role_without_candidates_is_unmet_with_none_named() -> None:
    plan = solver.solve(Problem((Brief("brief", (Role("lead", 1),)),), ()))

    assert plan.unmet == (Unmet("brief", "lead"),)


def test_nothing_to_do_is_an_empty_plan() -> None:
    plan = solver.solve(Problem((), ()))

    assert (plan.status, plan.filled, plan.unmet) == (Status.OPTIMAL, (), ())


def test_a_plan_stopped_by_time_is_allowed_and_never_called_optimal() -> None:
    rnd = random.Random(3)
    labs = [f"lab {n:02d}" for n in range(40)]
    briefs = tuple(
        Brief(
            f"brief {n:03d}",
            tuple(
                Role(role, rnd.randint(5, 40), tuple(Option(c, rnd.randint(1, 100)) for c in rnd.sample(labs, 20)))
                for role in ("lead", "advice", "research")
            ),
        )
        for n in range(200)
    )
    problem = Problem(briefs, tuple(Partner(code, 150, 5) for code in labs))

    plan = solver.solve(problem, seconds=0.05)

    assert plan.status == Status.TIME_LIMITED
    assert plan.filled
    assert allowed(problem, choices_of(problem, plan))


@pytest.mark.parametrize(
    "problem",
    [
        Problem((Brief("b", (Role("r", 1, (Option("nobody", 5),)),)),), ()),
        Problem((Brief("b", (Role("r", 1, (Option("a", 0),)),)),), (Partner("a", 1, 1),)),
        Problem((Brief("b", (Role("r", 1, (Option("a", 101),)),)),), (Partner("a", 1, 1),)),
        Problem((Brief("b", (Role("r", -1, ()),)),), ()),
        Problem((Brief("b", ()), Brief("b", ())), ()),
        Problem((), (Partner("a", 1, 1), Partner("a", 2, 2))),
        Problem((Brief("b", (Role("r", 1, (Option("a", 5), Option("a", 6))),)),), (Partner("a", 1, 1),)),
    ],
)
def test_a_problem_that_contradicts_itself_is_refused(problem: Problem) -> None:
    with pytest.raises(solver.BadProblem):
        solver.solve(problem)
