"""Handing in an application while the broker is away, against the same with the broker there.

Both sides meet the running service over HTTP, on one database; the broker is killed and started again between blocks,
and in the end every receipt that waited for it has been made.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from bench.drafts import Draft, copies, hand_in
from scripts import processes
from tests.stack import Stack, running

BLOCKS = 3
EACH = 7
MOST_MORE_SECONDS = 0.05
WAITING = """
from apps.documents.models import Document
print("WAITING", Document.objects.exclude(state__in=["ready", "superseded"]).count())
"""


def rows() -> Iterator[dict[str, Any]]:
    """One row: median seconds of a submission without broker, against with it."""
    with tempfile.TemporaryDirectory() as folder, running(Path(folder), sample="1", own_broker=True) as service:
        with_broker, without = [], []
        drafts = iter(copies(service, 1 + 2 * BLOCKS * EACH).drafts)
        _seconds(service, next(drafts))
        for _block in range(BLOCKS):
            with_broker += _block_of(service, drafts)
            service.kill("broker")
            without += _block_of(service, drafts)
            service.start("broker")
            service.wait_until_ready()
        followed = processes.wait_until(lambda: _waiting(service) == 0, seconds=120, every=1)
    usual, away = statistics.median(with_broker), statistics.median(without)
    yield {
        "name": "road.submit_broker_away",
        "value": away,
        "unit": "s",
        "against": usual,
        "ratio": away / usual,
        "goal": f"≤ {MOST_MORE_SECONDS * 1000:.0f} ms more, and every receipt follows",
        "ok": away - usual <= MOST_MORE_SECONDS and followed,
        "more": away - usual,
        "worst": max(without),
        "rounds": len(without),
    }


def _block_of(service: Stack, drafts: Iterator[Draft]) -> list[float]:
    return [_seconds(service, draft) for draft in islice(drafts, EACH)]


def _seconds(service: Stack, draft: Draft) -> float:
    began = time.perf_counter()
    handed_in = hand_in(service, draft)
    taken = time.perf_counter() - began
    if handed_in["state"] != "submitted":
        raise RuntimeError(f"{draft.uid} is {handed_in['state']}")
    return taken


def _waiting(service: Stack) -> int:
    said = service.manage("shell", "--verbosity", "0", "--command", WAITING)
    return int(said.split("WAITING", 1)[1])
