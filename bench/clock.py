"""Measuring two sides fairly: in turn, many rounds, the median."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Mapping

ROUNDS = 15
WARMUPS = 3


def interleaved(sides: Mapping[str, Callable[[], object]], *, rounds: int = ROUNDS) -> dict[str, float]:
    """Median seconds of each side; every round runs all sides, one after the other."""
    taken: dict[str, list[float]] = {name: [] for name in sides}
    for round_ in range(rounds + WARMUPS):
        for name, run in sides.items():
            began = time.perf_counter()
            run()
            if round_ >= WARMUPS:
                taken[name].append(time.perf_counter() - began)
    return {name: statistics.median(times) for name, times in taken.items()}
