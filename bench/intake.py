"""The assignment of reviewers to a large round, against a person with a list: case after case, the best still free."""

from __future__ import annotations

import random
import statistics
import time
from collections import Counter
from collections.abc import Iterable
from typing import Any

from apps.panels import solver
from apps.panels.solver import Case, Option, Problem, Reviewer

CASES, REVIEWERS, EACH = 500, 60, 3
ROUNDS = 5
MOST_SECONDS = 10.0

Row = dict[str, Any]


def rows() -> Iterable[Row]:
    """500 cases × 3 of 60 reviewers, solved to the proven optimum every time."""
    ours, against, complete, fairer = [], [], 0, 0
    for seed in range(ROUNDS):
        problem = large_round(seed)
        began = time.perf_counter()
        plan = solver.solve(problem)
        ours.append(time.perf_counter() - began)
        began = time.perf_counter()
        load = _by_hand(problem)
        against.append(time.perf_counter() - began)
        complete += not plan.short and len(plan.assigned) == CASES * EACH
        fairer += plan.load <= load
    yield {
        "name": "intake.assign_500",
        "value": statistics.median(ours),
        "unit": "s",
        "against": statistics.median(against),
        "ratio": statistics.median(ours) / statistics.median(against),
        "goal": f"every one < {MOST_SECONDS:g} s, proven",
        "ok": max(ours) < MOST_SECONDS and complete == fairer == ROUNDS,
        "worst": max(ours),
        "instances": ROUNDS,
    }


def large_round(seed: int) -> Problem:
    """Cases of 350 companies; a reviewer is in conflict with one case in sixteen, six in ten come from outside."""
    rnd = random.Random(seed)
    people = tuple(
        Reviewer(f"R{n:03d}", rnd.randint(26, 40), rnd.randint(0, 8), is_outsider=rnd.random() < 0.6)
        for n in range(REVIEWERS)
    )
    cases = tuple(
        Case(
            f"A{n:04d}",
            f"C{rnd.randrange(350):03d}",
            tuple(Option(one.code, rnd.randint(1, 100)) for one in people if rnd.randrange(16)),
        )
        for n in range(CASES)
    )
    return Problem(cases, people, EACH, outsiders=1, most_together=2)


def _by_hand(problem: Problem) -> int:
    """Always those who have least to score, the better fitting first, within every limit; the load this gives."""
    people = {one.code: one for one in problem.reviewers}
    load = {one.code: one.load for one in problem.reviewers}
    most = {one.code: one.load + one.rest for one in problem.reviewers}
    met: Counter[tuple[str, str]] = Counter()
    total = 0
    for case in problem.cases:
        free = [
            option
            for option in sorted(case.options, key=lambda option: (load[option.reviewer], -option.points))
            if load[option.reviewer] < most[option.reviewer]
            and met[option.reviewer, case.company] < problem.most_together
        ]
        outside = [option for option in free if people[option.reviewer].is_outsider][: problem.outsiders]
        others = [option for option in free if option not in outside]
        for option in (*outside, *others[: problem.each - len(outside)]):
            load[option.reviewer] += 1
            met[option.reviewer, case.company] += 1
            total += load[option.reviewer]
    return total
