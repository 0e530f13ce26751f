"""The planner on seeded instances of 60 and of 200 actions, against the plain model of the same instance.

Each round is another instance; both sides take it in turn. Where both prove their answer, the answers must be equal.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterable
from typing import Any

from apps.roadmaps import planner
from bench.families import wanted
from bench.plans import Plain, instance

ROUNDS = 11
# What the plain model is given before it is stopped; it then counts with the time it had.
PLAIN_SECONDS = {60: 10.0, 200: 10.0}
WORST_60 = 0.3
MEDIAN_200, WORST_200 = 5.0, 20.0


def rows() -> Iterable[dict[str, Any]]:
    """One row a size."""
    if wanted("roadmaps.plan_60"):
        yield _row(60, goal=f"every one <= {WORST_60} s, proven")
    if wanted("roadmaps.plan_200"):
        yield _row(200, goal=f"median <= {MEDIAN_200:g} s, worst <= {WORST_200:g} s, proven")


def _row(actions: int, *, goal: str) -> dict[str, Any]:
    planner.plan(instance(actions, ROUNDS))
    ours: list[float] = []
    plain: list[float] = []
    proven = agree = 0
    for seed in range(ROUNDS):
        given = instance(actions, seed)
        began = time.perf_counter()
        found = planner.plan(given)
        ours.append(time.perf_counter() - began)
        began = time.perf_counter()
        objective, is_proven = Plain(given, PLAIN_SECONDS[actions]).solve()
        plain.append(time.perf_counter() - began)
        proven += found.status == planner.Status.OPTIMAL
        agree += not is_proven or objective == found.objective
    median, worst, against = statistics.median(ours), max(ours), statistics.median(plain)
    quick = worst <= WORST_60 if actions == 60 else median <= MEDIAN_200 and worst <= WORST_200
    return {
        "name": f"roadmaps.plan_{actions}",
        "value": median,
        "unit": "s",
        "against": against,
        "ratio": median / against,
        "goal": goal,
        "ok": bool(quick and proven == agree == ROUNDS),
        "worst": worst,
        "proven": proven,
        "instances": ROUNDS,
    }
