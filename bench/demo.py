"""The second start of the demo: everything is there already, and it serves again soon."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from scripts import processes
from tests.demo import demo

MOST_SECONDS = 15.0
ROUNDS = 3


def rows() -> Iterator[dict[str, Any]]:
    """One row: the slowest of some starts after the first, which is told beside it."""
    port = processes.free_port()
    with tempfile.TemporaryDirectory() as folder:
        with demo(Path(folder) / "data", port) as first:
            pass
        again = []
        for _round in range(ROUNDS):
            with demo(Path(folder) / "data", port) as seconds:
                again.append(seconds)
    yield {
        "name": "road.demo_again",
        "value": max(again),
        "unit": "s",
        "against": first,
        "ratio": max(again) / first,
        "goal": f"≤ {MOST_SECONDS:.0f} s",
        "ok": max(again) <= MOST_SECONDS,
    }
