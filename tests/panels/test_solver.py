"""The assignment of reviewers to cases, against every possibility on small rounds."""

from __future__ import annotations

import random
from itertools import combinations, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.panels.solver import (
    Assigned,
    BadProblem,
    Case,
    NotProven,
    Obstacle,
    Option,
    Passed,
    Problem,
    Reviewer,
    solve,
)

KIM, LEE, HAN = Reviewer("kim", 5), Reviewer("lee", 5), Reviewer("han", 5, is_outsider=False)


def case(code: str, company: str = "mill", held: tuple[str, ...] = (), **points: int) -> Case:
    return Case(code, company, tuple(Option(who, worth) for who, worth in points.items()), held)


def pairs(plan) -> list[tuple[str, str]]:
    return [(one.case, one.reviewer) for one in plan.assigned]


def test_equal_load_comes_before_points_and_the_better_are_named_with_the_reason():
    problem = Problem((case("A", kim=90, lee=40), case("B", "press", kim=80, lee=70)), (KIM, LEE), each=1)

    plan = solve(problem)

    assert plan.assigned == (
        Assigned("A", "kim", 90, 1, ()),
        Assigned("B", "lee", 70, 1, (Passed("kim", 80, Obstacle.BUSIER),)),
    )
    assert (plan.points, plan.load, plan.short) == (160, 2, ())


def test_a_reviewer_is_not_always_with_the_same_company():
    cases = tuple(case(code, kim=90, lee=10) for code in "ABC")

    plan = solve(Problem(cases, (KIM, Reviewer("lee", 5, load=9)), each=1, most_together=2))

    assert sorted(who for _, who in pairs(plan)) == ["kim", "kim", "lee"]
    (away,) = [one for one in plan.assigned if one.reviewer == "lee"]
    assert away.passed_over == (Passed("kim", 90, Obstacle.SAME_COMPANY),)


def test_a_full_reviewer_takes_no_more():
    plan = solve(Problem((case("A", kim=90, lee=40),), (Reviewer("kim", 0), LEE), each=1))

    assert plan.assigned[0].passed_over == (Passed("kim", 90, Obstacle.FULL),)


def test_points_decide_between_equal_loads():
    plan = solve(Problem((case("A", kim=90, lee=80), case("B", "press", kim=90, lee=10)), (KIM, LEE), each=1))

    assert pairs(plan) == [("A", "lee"), ("B", "kim")]
    assert plan.assigned[0].passed_over == (Passed("kim", 90, Obstacle.BUSIER),)


def test_a_missing_outsider_is_said_and_the_seats_are_filled_all_the_same():
    cases = (case("A", held=("lee",), kim=60, han=50), case("B", "press", kim=90, han=70))

    plan = solve(Problem(cases, (KIM, LEE, HAN), each=2, outsiders=2))

    assert plan.short_of_outsiders == (("B", 1),)
    assert pairs(plan) == [("A", "kim"), ("B", "han"), ("B", "kim")]


def test_seats_that_stay_empty_are_said_and_those_held_are_kept():
    problem = Problem(
        (case("A", held=("lee",), lee=50, han=60), case("B", "press", han=60)), (LEE, HAN), 2, outsiders=1
    )

    plan = solve(problem)

    assert pairs(plan) == [("A", "han"), ("B", "han")]
    assert (plan.short, plan.short_of_outsiders) == ((("B", 1),), (("B", 1),))


def test_nothing_to_assign_is_a_plan():
    assert solve(Problem((case("A"),), (), each=1)).short == (("A", 1),)


@pytest.mark.parametrize(
    "problem",
    [
        Problem((case("A"), case("A")), (), each=1),
        Problem((case("A", kim=1),), (), each=1),
        Problem((case("A", kim=0),), (KIM,), each=1),
        Problem((case("A", kim=101),), (KIM,), each=1),
        Problem((case("A", held=("kim", "kim")),), (KIM,), each=1),
        Problem((), (KIM, KIM), each=1),
        Problem((), (Reviewer("kim", -1),), each=1),
        Problem((), (), each=0),
        Problem((), (), each=1, outsiders=2),
        Problem((), (), each=1, most_together=0),
    ],
)
def test_a_problem_that_contradicts_itself_is_refused(problem):
    with pytest.raises(BadProblem):
        solve(problem)


def test_without_time_there_is_no_plan():
    rnd = random.Random(1)
    people = tuple(Reviewer(f"{n}", 30) for n in range(30))
    cases = tuple(
        Case(f"{n}", f"{n % 60}", tuple(Option(one.code, rnd.randint(1, 100)) for one in people)) for n in range(100)
    )

    with pytest.raises(NotProven):
        solve(Problem(cases, people, each=3), seconds=0.0)


@st.composite
def rounds(draw) -> Problem:
    people = tuple(
        Reviewer(code, draw(st.integers(0, 3)), draw(st.integers(0, 2)), draw(st.booleans())) for code in "pqrs"
    )
    cases = []
    for code in "ABC"[: draw(st.integers(1, 3))]:
        free = draw(st.lists(st.sampled_from("pqrs"), unique=True))
        held = draw(st.lists(st.sampled_from("pqrs"), unique=True, max_size=1))
        options = tuple(Option(who, draw(st.integers(1, 9))) for who in free)
        cases.append(Case(code, draw(st.sampled_from("xy")), options, tuple(held)))
    each = draw(st.integers(1, 2))
    return Problem(tuple(cases), people, each, draw(st.integers(0, each)), draw(st.integers(1, 2)))


def best(problem: Problem) -> tuple[int, int, int]:
    """The best figures over every possibility: missing, load, points lost."""
    people = {one.code: one for one in problem.reviewers}
    ways = [_ways(one, problem.each) for one in problem.cases]
    found = []
    for way in product(*ways):
        new = [option.reviewer for chosen in way for option in chosen]
        if all(new.count(code) <= one.rest for code, one in people.items()) and _apart(problem, way):
            missing = sum(_missing(problem, one, chosen) for one, chosen in zip(problem.cases, way, strict=True))
            load = sum(one.load + n for code, one in people.items() for n in range(1, new.count(code) + 1))
            found.append((missing, load, -sum(option.points for chosen in way for option in chosen)))
    return min(found)


def _ways(one: Case, each: int) -> list[tuple[Option, ...]]:
    free = [option for option in one.options if option.reviewer not in one.held]
    room = max(0, each - len(one.held))
    return [way for size in range(room + 1) for way in combinations(free, size)]


def _apart(problem: Problem, way) -> bool:
    held = [(who, one.company) for one in problem.cases for who in one.held]
    new = [(o.reviewer, one.company) for one, chosen in zip(problem.cases, way, strict=True) for o in chosen]
    return all((held + new).count(pair) <= problem.most_together for pair in new)


def _missing(problem: Problem, one: Case, chosen) -> int:
    people = {person.code: person for person in problem.reviewers}
    seats = {option.reviewer for option in chosen} | set(one.held)
    outside = sum(people[who].is_outsider for who in seats)
    return max(0, problem.each - len(seats)) + max(0, problem.outsiders - outside)


@given(rounds(), st.randoms(use_true_random=False))
def test_every_figure_is_the_best_of_all_possibilities_whatever_the_order(problem, shuffler: random.Random):
    cases, people = list(problem.cases), list(problem.reviewers)
    shuffler.shuffle(cases)
    shuffler.shuffle(people)
    mixed = Problem(tuple(cases), tuple(people), problem.each, problem.outsiders, problem.most_together)

    plan = solve(problem)

    missing = sum(count for _, count in plan.short) + sum(count for _, count in plan.short_of_outsiders)
    assert (missing, plan.load, -plan.points) == best(problem)
    assert pairs(plan) == pairs(solve(mixed))
