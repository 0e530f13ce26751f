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
from tests.documents.files import pdf
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
BOUNDARY = "axcenter-paper"
MULTIPART = f"multipart/form-data; boundary={BOUNDARY}"
WAITING = """
from apps.documents.models import Document
print("WAITING", Document.objects.exclude(state__in=["ready", "superseded"]).count())
"""


def rows() -> Iterator[dict[str, Any]]:
    """One row: median seconds of a submission without broker, against with it."""
    with tempfile.TemporaryDirectory() as folder, running(Path(folder), sample="1", own_broker=True) as service:
        with_broker, without = [], []
        _seconds(service, whole_draft(service))
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
    drafts = [whole_draft(service) for _number in range(EACH)]
    return [_seconds(service, uid) for uid in drafts]


def whole_draft(service: Stack) -> str:
    """A draft of the sample company with everything asked for, ready to be handed in."""
    call = next(one for one in ask(service, "GET", "calls/") if one["door"] == "diagnosis")
    uid = str(uuid4())
    draft = ask(service, "POST", "applications/", {"uid": uid, "call": call["uid"]})
    ask(service, "PATCH", f"applications/{uid}/", {"version": draft["version"], **PROBLEM})
    for paper in call["documents"]:
        if paper["required"]:
            _send(service, "POST", f"applications/{uid}/attachments/", _form(paper["kind"]), MULTIPART)
    return uid


def _seconds(service: Stack, uid: str) -> float:
    began = time.perf_counter()
    handed_in = ask(service, "POST", f"applications/{uid}/submit/", {})
    taken = time.perf_counter() - began
    if handed_in["state"] != "submitted":
        raise RuntimeError(f"{uid} is {handed_in['state']}")
    return taken


def ask(service: Stack, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
    """What the service answers the company's person."""
    return _send(service, method, path, None if body is None else json.dumps(body).encode(), "application/json")


def _send(service: Stack, method: str, path: str, data: bytes | None, content_type: str) -> Any:
    request = Request(  # noqa: S310 the address is this run's own service
        f"{service.base_url}/api/v1/intake/{path}",
        method=method,
        data=data,
        headers={"Authorization": f"Bearer {service.accounts['company']['token']}", "Content-Type": content_type},
    )
    with urlopen(request, timeout=120) as answer:  # noqa: S310 the address is this run's own service
        return json.load(answer)


def _form(kind: str) -> bytes:
    """One paper as a browser would send it."""
    kind_part = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="kind"\r\n\r\n{kind}\r\n'
    file_part = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="{kind}.pdf"\r\n\r\n'
    return kind_part.encode() + file_part.encode() + pdf() + f"\r\n--{BOUNDARY}--\r\n".encode()


def _waiting(service: Stack) -> int:
    said = service.manage("shell", "--verbosity", "0", "--command", WAITING)
    return int(said.split("WAITING", 1)[1])
