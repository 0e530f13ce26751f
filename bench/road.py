"""The pages of the path against the bare floor, and the walk of one case."""

from __future__ import annotations

import re
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.test import Client, override_settings

from apps.accounts.models import User
from bench import rows as centre
from bench.clock import interleaved
from bench.families import wanted
from tests import stack
from tests.counting import Counts, counting

LIST = "/intake/"
LAST = "/intake/?end=1"
FLOOR = "/floor/applications/"
LISTS = ("road.list_1k", "road.list_10k", "road.list_growth", "road.list_last_page")
SIZES = {"1k": 1_000, "10k": 10_000}
MOST_OF_FLOOR = 2.5
MOST_GROWTH = 1.15
MOST_LAST = 1.3
MOST_QUERIES = 15
MOST_WALKTHROUGH = 60.0

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class ListFigures:
    """One size of the list: seconds of each side, and what a request costs exactly."""

    first: float
    last: float
    floor: float
    counts: Counts
    floor_counts: Counts


def rows() -> Iterator[Row]:
    if any(map(wanted, LISTS)):
        yield from _lists()
    if wanted("road.walkthrough"):
        yield _walkthrough()


def _lists() -> Iterator[Row]:
    staff = centre.centre()
    figures = {}
    for name, size in SIZES.items():
        centre.applications(size, staff)
        figures[name] = _measure(staff)
        yield _list_row(name, figures[name])
    small, large = figures["1k"], figures["10k"]
    growth = large.first / small.first
    yield {
        "name": "road.list_growth",
        "value": large.first,
        "unit": "s",
        "against": small.first,
        "ratio": growth,
        "goal": f"≤ {MOST_GROWTH} × the page at 1,000",
        "ok": growth <= MOST_GROWTH and large.counts == small.counts,
        "queries": [small.counts.queries, large.counts.queries],
        "instances": [small.counts.instances, large.counts.instances],
    }
    yield {
        "name": "road.list_last_page",
        "value": large.last,
        "unit": "s",
        "against": large.first,
        "ratio": large.last / large.first,
        "goal": f"≤ {MOST_LAST} × the first page",
        "ok": large.last / large.first <= MOST_LAST,
    }


def _measure(staff: User) -> ListFigures:
    page, bare = _clients(staff)
    seconds = interleaved(
        {
            "first": lambda: _get(page, LIST),
            "floor": lambda: _get(bare, FLOOR),
            "last": lambda: _get(page, LAST),
        }
    )
    with counting() as counts:
        _get(page, LIST)
    with counting() as floor_counts:
        _get(bare, FLOOR)
    return ListFigures(**seconds, counts=counts, floor_counts=floor_counts)


def _clients(staff: User) -> tuple[Client, Client]:
    """A member of staff at our pages, and at the bare page with nothing but Django's own middleware."""
    page, bare = Client(), Client()
    page.force_login(staff, backend=settings.AUTHENTICATION_BACKENDS[-1])
    bare.force_login(staff, backend=settings.AUTHENTICATION_BACKENDS[-1])
    with override_settings(MIDDLEWARE=settings.BARE_MIDDLEWARE):
        bare.handler.load_middleware()
    return page, bare


def _get(client: Client, address: str) -> str:
    answer = client.get(address)
    text = answer.content.decode()
    shown = len(re.findall(r"BENCH-\d{6}", text))
    if answer.status_code != 200 or shown < 50:
        raise RuntimeError(f"{address} answered {answer.status_code} with {shown} of 50 rows")
    return text


def _list_row(name: str, figures: ListFigures) -> Row:
    ratio = figures.first / figures.floor
    return {
        "name": f"road.list_{name}",
        "value": figures.first,
        "unit": "s",
        "against": figures.floor,
        "ratio": ratio,
        "goal": f"≤ {MOST_OF_FLOOR} × the bare floor page",
        "ok": ratio <= MOST_OF_FLOOR and figures.counts.queries <= MOST_QUERIES,
        "queries": figures.counts.queries,
        "instances": figures.counts.instances,
        "floor_queries": figures.floor_counts.queries,
        "floor_instances": figures.floor_counts.instances,
    }


def _walkthrough() -> Row:
    """One case from application to certificate on real processes, its documents written by the worker."""
    with tempfile.TemporaryDirectory() as folder, stack.running(Path(folder), sample="0") as service:
        began = time.perf_counter()
        said = service.manage("walkthrough")
        seconds = time.perf_counter() - began
    return {
        "name": "road.walkthrough",
        "value": seconds,
        "unit": "s",
        "against": None,
        "ratio": None,
        "goal": f"≤ {MOST_WALKTHROUGH:.0f} s",
        "ok": seconds <= MOST_WALKTHROUGH,
        "steps": len(said.strip().splitlines()),
    }
