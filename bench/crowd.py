"""Many hand in at the same time: on PostgreSQL against a bare insert, on SQLite for nothing to go wrong.

Every draft is that of a company and a person of its own, and clients meet the running service over HTTP. Blocks of
submissions and of bare inserts take turns while the worker rests: its receipts would slow down either side by chance.
"""

from __future__ import annotations

import http.client
import json
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from bench.drafts import PROBLEM, Draft, copies, said
from bench.families import wanted
from scripts import processes
from scripts.places import VENV
from scripts.supervise import Program
from tests.stack import Stack, running

DRAFTS, CLIENTS, BLOCK = 5000, 64, 500
WRITERS, EACH = 16, 25
# What a browser's user still waits for at the closing hour; why it is no ratio stands in docs/adr/0005-handing-in.md.
LONGEST_SECONDS = 10.0
COUNTED = "COUNTED"
COUNT = "from bench.copies import count; print('{mark}', count())"

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Answer:
    """What one request was told, after how many seconds."""

    status: int
    seconds: float
    number: str


def rows() -> Iterator[Row]:
    if wanted("intake.submit_64"):
        yield _against_inserts()
    if wanted("intake.submit_sqlite"):
        yield _on_sqlite()


def _against_inserts() -> Row:
    with tempfile.TemporaryDirectory() as folder, running(Path(folder), sample="1") as service:
        copied = copies(service, DRAFTS)
        service.kill("worker")
        bare = _bare_server(service)
        session = {"Cookie": f"sessionid={copied.session}"}
        written = {**PROBLEM, **copied.parents}
        handed_in: list[Answer] = []
        inserted: list[Answer] = []
        with ThreadPoolExecutor(CLIENTS) as clients:
            for start in range(0, DRAFTS, BLOCK):
                drafts = copied.drafts[start : start + BLOCK]
                handed_in += clients.map(_submitting(service.base_url), drafts)
                inserted += clients.map(lambda _number: _post(bare, "/floor/insert/", session, written), drafts)
        faults = _faults(handed_in, _counted(service))
    ours, floor = (statistics.median(one.seconds for one in side) for side in (handed_in, inserted))
    clean = not faults and all(one.status == 200 for one in inserted)
    worst = max(one.seconds for one in handed_in)
    return {
        "name": "intake.submit_64",
        "value": ours,
        "unit": "s",
        "against": floor,
        "ratio": ours / floor,
        "goal": f"every one ≤ {LONGEST_SECONDS:g} s, no fault",
        "ok": worst <= LONGEST_SECONDS and clean,
        "drafts": DRAFTS,
        "clients": CLIENTS,
        "worst": worst,
        "faults": faults,
    }


def _on_sqlite() -> Row:
    """As many threads as writers, and the worker at its receipts as one writer more."""
    total = WRITERS * EACH
    place = tempfile.TemporaryDirectory()
    with place as folder, running(Path(folder), sample="1", on_sqlite=True, WEB_THREADS=str(WRITERS)) as service:
        drafts = copies(service, total).drafts
        with ThreadPoolExecutor(WRITERS) as writers:
            answers = list(writers.map(_submitting(service.base_url), drafts))
        faults = _faults(answers, _counted(service))
    return {
        "name": "intake.submit_sqlite",
        "value": statistics.median(one.seconds for one in answers),
        "unit": "s",
        "against": None,
        "ratio": None,
        "goal": f"{WRITERS} writers, no fault",
        "ok": not faults,
        "drafts": total,
        "worst": max(one.seconds for one in answers),
        "faults": faults,
    }


def _faults(answers: Sequence[Answer], counted: Mapping[str, int]) -> list[str]:
    """What went wrong: refused or failed requests, lost applications or receipts, numbers given twice."""
    total = len(answers)
    numbers = {one.number for one in answers}
    found = {
        "refused": sum(one.status != 200 for one in answers),
        "double": total - len(numbers),
        "lost": total - counted["submitted"],
        "without_receipt": counted["submitted"] - counted["receipts"],
    }
    return [f"{name}: {amount}" for name, amount in found.items() if amount]


def _counted(service: Stack) -> dict[str, int]:
    return dict(said(service, COUNT.format(mark=COUNTED), COUNTED))


def _bare_server(service: Stack) -> str:
    """The bare addresses on the same database, served by as many threads as the service."""
    port = processes.free_port()
    web = service.programs["web"].command
    place = ("--port", str(port), "bench.floor.wsgi:application")
    command = (str(VENV / "bin" / "granian"), *web[1 : web.index("--port")], *place)
    service.supervisor.start(Program("bare", command))
    address = f"http://127.0.0.1:{port}"
    assert processes.wait_until(lambda: _answers(address), seconds=60, every=0.2), service.logs()
    return address


def _answers(address: str) -> bool:
    """It sends whoever is not signed in to the sign-in page."""
    return _request(address, "GET", "/floor/insert/", {}, None).status == 302


def _submitting(address: str) -> Callable[[Draft], Answer]:
    def submit(draft: Draft) -> Answer:
        key = {"Authorization": f"Bearer {draft.token}"}
        return _post(address, f"/api/v1/intake/applications/{draft.uid}/submit/", key, {"consents": ["review_use"]})

    return submit


def _post(address: str, path: str, headers: Mapping[str, str], body: Mapping[str, Any]) -> Answer:
    return _request(address, "POST", path, {**headers, "Content-Type": "application/json"}, json.dumps(body))


def _request(address: str, method: str, path: str, headers: Mapping[str, str], body: str | None) -> Answer:
    """One request on a connection of its own; a status of 0 where nobody answered."""
    began = time.perf_counter()
    with closing(http.client.HTTPConnection(urlsplit(address).netloc, timeout=120)) as connection:
        try:
            connection.request(method, path, body, dict(headers))
            answer = connection.getresponse()
            text = answer.read()
        except (OSError, http.client.HTTPException):
            return Answer(0, time.perf_counter() - began, "")
    seconds = time.perf_counter() - began
    number = json.loads(text).get("receipt_number", "") if answer.status == 200 else ""
    return Answer(answer.status, seconds, number)
