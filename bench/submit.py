"""Handing in an application while the broker is away, against the same with the broker there.

Both sides meet the running service over HTTP, on one database; the broker is killed and started again between blocks,
and in the end every receipt that waited for it has been made.
"""

from __future__ import annotations

import json
import statistics
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen
from uuid import uuid4

from scripts import processes
from tests.stack import Stack, running

BLOCKS = 3
EACH = 7
MOST_MORE_SECONDS = 0.05
PROBLEM = {
    "problem": "표본: 검사자마다 판정이 달라 불량이 고객에게 나갑니다.",
    "figure_name": "출하 불량률",
    "figure_unit": "%",
    "figure_today": "3.2",
    "figure_wished": "1.0",
    "figure_method": "월별 반품 대장",
    "barriers": ["data"],
}
WAITING = """
from apps.documents.models import Document
print("WAITING", Document.objects.exclude(state__in=["ready", "superseded"]).count())
"""


def rows() -> Iterator[dict[str, Any]]:
    """One row: median seconds of a submission without broker, against with it."""
    with tempfile.TemporaryDirectory() as folder, running(Path(folder), sample="1", own_broker=True) as service:
        with_broker, without = [], []
        _seconds(service, _draft(service))
        for _block in range(BLOCKS):
            with_broker += _block_of(service)
            service.kill("broker")
            without += _block_of(service)
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


def _block_of(service: Stack) -> list[float]:
    drafts = [_draft(service) for _number in range(EACH)]
    return [_seconds(service, uid) for uid in drafts]


def _draft(service: Stack) -> str:
    """A whole draft of the sample company, ready to be handed in."""
    calls = _ask(service, "GET", "calls/")
    call = next(one["uid"] for one in calls if one["door"] == "diagnosis")
    uid = str(uuid4())
    draft = _ask(service, "POST", "applications/", {"uid": uid, "call": call})
    _ask(service, "PATCH", f"applications/{uid}/", {"version": draft["version"], **PROBLEM})
    return uid


def _seconds(service: Stack, uid: str) -> float:
    began = time.perf_counter()
    handed_in = _ask(service, "POST", f"applications/{uid}/submit/", {})
    taken = time.perf_counter() - began
    if handed_in["state"] != "submitted":
        raise RuntimeError(f"{uid} is {handed_in['state']}")
    return taken


def _ask(service: Stack, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
    request = Request(  # noqa: S310 the address is this run's own service
        f"{service.base_url}/api/v1/intake/{path}",
        method=method,
        data=None if body is None else json.dumps(body).encode(),
        headers={
            "Authorization": f"Bearer {service.accounts['company']['token']}",
            "Content-Type": "application/json",
        },
    )
    with urlopen(request, timeout=30) as answer:  # noqa: S310 the address is this run's own service
        return json.load(answer)


def _waiting(service: Stack) -> int:
    said = service.manage("shell", "--verbosity", "0", "--command", WAITING)
    return int(said.split("WAITING", 1)[1])
