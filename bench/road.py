"""The pages of the path against the bare floor, and the walk of one case."""

from __future__ import annotations

import re
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.test import Client, override_settings

from apps.accounts.models import User
from bench import rows as centre
from bench import sides
from bench.clock import interleaved
from bench.families import wanted
from tests import stack
from tests.counting import Counts, counting

LIST = "/intake/"
LAST = "/intake/?end=1"
FLOOR = "/floor/applications/"
# The list of applications is the list of the road and the staff list of intake: measured once, told under both names.
STAFF_LIST = "intake.list_10k"
LISTS = ("road.list_1k", "road.list_10k", "road.list_growth", "road.list_last_page", STAFF_LIST)
SIDES = {"1k": (sides.SMALL, 1_000), "10k": (sides.LARGE, 10_000)}
MOST_OF_FLOOR = 2.5
MOST_GROWTH = 1.15
MOST_LAST = 1.3
MOST_QUERIES = 15
MOST_WALKTHROUGH = 60.0

Row = dict[str, Any]


def rows() -> Iterator[Row]:
    if any(map(wanted, LISTS)):
        yield from _lists()
    if wanted("road.walkthrough"):
        yield _walkthrough()


def _lists() -> Iterator[Row]:
    """Six requests in turn, three on each side: our first page, the bare page, our last page."""
    asks: dict[str, Callable[[], str]] = {}
    counts: dict[str, Counts] = {}
    for name, (side, size) in SIDES.items():
        with sides.side(side):
            staff = centre.centre(side)
            centre.applications(size, staff)
            page, bare = clients(staff)
        asks[f"first_{name}"] = _asking(side, page, LIST)
        asks[f"floor_{name}"] = _asking(side, bare, FLOOR)
        asks[f"last_{name}"] = _asking(side, page, LAST)
    seconds = interleaved(asks)
    for name, (side, _size) in SIDES.items():
        for what in ("first", "floor"):
            with counting(side) as counts[f"{what}_{name}"]:
                asks[f"{what}_{name}"]()
        yield _list_row(name, seconds, counts)
    yield {**_list_row("10k", seconds, counts), "name": STAFF_LIST}
    yield _growth_row(seconds, counts)
    yield _last_row(seconds)


def _asking(side: str, client: Client, address: str) -> Callable[[], str]:
    def ask() -> str:
        with sides.side(side):
            return _get(client, address)

    return ask


def clients(staff: User) -> tuple[Client, Client]:
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


def _list_row(name: str, seconds: dict[str, float], counts: dict[str, Counts]) -> Row:
    ours, floor = seconds[f"first_{name}"], seconds[f"floor_{name}"]
    cost, bare = counts[f"first_{name}"], counts[f"floor_{name}"]
    return {
        "name": f"road.list_{name}",
        "value": ours,
        "unit": "s",
        "against": floor,
        "ratio": ours / floor,
        "goal": f"≤ {MOST_OF_FLOOR} × the bare floor page",
        "ok": ours / floor <= MOST_OF_FLOOR and cost.queries <= MOST_QUERIES,
        "queries": cost.queries,
        "instances": cost.instances,
        "floor_queries": bare.queries,
        "floor_instances": bare.instances,
    }


def _growth_row(seconds: dict[str, float], counts: dict[str, Counts]) -> Row:
    growth = seconds["first_10k"] / seconds["first_1k"]
    small, large = counts["first_1k"], counts["first_10k"]
    return {
        "name": "road.list_growth",
        "value": seconds["first_10k"],
        "unit": "s",
        "against": seconds["first_1k"],
        "ratio": growth,
        "goal": f"≤ {MOST_GROWTH} × the page at 1,000",
        "ok": growth <= MOST_GROWTH and small == large,
        "queries": [small.queries, large.queries],
        "instances": [small.instances, large.instances],
    }


def _last_row(seconds: dict[str, float]) -> Row:
    ratio = seconds["last_10k"] / seconds["first_10k"]
    return {
        "name": "road.list_last_page",
        "value": seconds["last_10k"],
        "unit": "s",
        "against": seconds["first_10k"],
        "ratio": ratio,
        "goal": f"≤ {MOST_LAST} × the first page",
        "ok": ratio <= MOST_LAST,
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
