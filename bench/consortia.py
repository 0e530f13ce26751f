"""The matching of all open briefs, against two usual ways: greedy, and the same levels solved naively one after
another.

Small instances take all three in turn over seeded rounds. On the large one the naive way is stopped when it has had
several times our time; it then counts with the time it had.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterable
from typing import Any

from apps.consortia import solver
from apps.consortia.solver import Status
from bench.families import wanted
from bench.markets import greedy, market, naive

ROUNDS = 11
LARGE_ROUNDS = 3
LARGE_SECONDS = 240.0
NAIVE_SECONDS = 120.0
WORST_SMALL = 1.0
MEDIAN_LARGE = 60.0


def rows() -> Iterable[dict[str, Any]]:
    """One row a size."""
    if wanted("consortia.solve_20x10"):
        yield _small()
    if wanted("consortia.solve_500x100"):
        yield _large()


def _small() -> dict[str, Any]:
    """20 briefs of three roles among 10 laboratories and 15 suppliers: proven, equal to the naive way, never behind
    greedy.
    """
    solver.solve(market(20, 10, 15, seed=ROUNDS))
    ours, against, proven, agree, gained = [], [], 0, 0, 0
    for seed in range(ROUNDS):
        problem = market(20, 10, 15, seed=seed)
        plan, seconds = _timed(lambda p=problem: solver.solve(p))
        (formed, points, load), other = _timed(lambda p=problem: naive(p, seconds=60.0))
        ours.append(seconds)
        against.append(other)
        proven += plan.status == Status.OPTIMAL
        agree += (len(plan.formed), plan.points, plan.load) == (formed, points, load)
        gained += len(plan.formed) - greedy(problem)[0]
    return _row(
        "consortia.solve_20x10",
        ours,
        against,
        goal=f"every one <= {WORST_SMALL:g} s, proven",
        ok=max(ours) <= WORST_SMALL and proven == agree == ROUNDS and gained >= 0,
        proven=proven,
        instances=ROUNDS,
        formed_more_than_greedy=gained,
    )


def _large() -> dict[str, Any]:
    """500 briefs of three roles among 100 laboratories and 400 suppliers, 20 candidates a role, enough room for
    almost all.
    """
    ours, proven, gained, greedy_seconds = [], 0, 0, []
    for seed in range(LARGE_ROUNDS):
        problem = market(500, 100, 400, seed=seed, room=2.0)
        plan, seconds = _timed(lambda p=problem: solver.solve(p, seconds=LARGE_SECONDS))
        (formed, _points, _load), quick = _timed(lambda p=problem: greedy(p))
        ours.append(seconds)
        greedy_seconds.append(quick)
        proven += plan.status == Status.OPTIMAL
        gained += len(plan.formed) - formed
    problem = market(500, 100, 400, seed=0, room=2.0)
    _answer, other = _timed(lambda: naive(problem, seconds=NAIVE_SECONDS))
    return _row(
        "consortia.solve_500x100",
        ours,
        [other],
        goal=f"median <= {MEDIAN_LARGE:g} s, proven",
        ok=statistics.median(ours) <= MEDIAN_LARGE and proven == LARGE_ROUNDS and gained >= 0,
        proven=proven,
        instances=LARGE_ROUNDS,
        formed_more_than_greedy=gained,
        greedy_seconds=statistics.median(greedy_seconds),
    )


def _timed(call: Callable[[], Any]) -> tuple[Any, float]:
    began = time.perf_counter()
    answer = call()
    return answer, time.perf_counter() - began


def _row(name: str, ours: list[float], against: list[float], **more: Any) -> dict[str, Any]:
    median, other = statistics.median(ours), statistics.median(against)
    return {
        "name": name,
        "value": median,
        "unit": "s",
        "against": other,
        "ratio": median / other,
        **more,
        "worst": max(ours),
    }
