"""The review board of a large committee against a bare page of the stored figures, which equal a full recompute."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.db import connection
from django.test import Client

from apps.panels import integrity
from apps.panels.models import Committee
from bench import rows as centre
from bench import sides
from bench.clock import interleaved
from bench.road import clients
from tests.counting import counting
from tests.panels import factories

CASES, MEMBERS = 200, 5
MOST_OF_FLOOR = 2.0

Row = dict[str, Any]


def rows() -> Iterator[Row]:
    """One row: median seconds of the board of 200 cases scored by 5 members each, against the bare page."""
    staff = centre.centre()
    committee = _judged()
    wrong = list(integrity.problems())
    page, bare = clients(staff)
    asks = {
        "board": _asking(page, f"/panels/committees/{committee.uid}/board/"),
        "floor": _asking(bare, f"/floor/board/{committee.uid}/"),
    }
    seconds = interleaved(asks)
    with counting(sides.LARGE) as cost:
        asks["board"]()
    ratio = seconds["board"] / seconds["floor"]
    yield {
        "name": "intake.board",
        "value": seconds["board"],
        "unit": "s",
        "against": seconds["floor"],
        "ratio": ratio,
        "goal": f"≤ {MOST_OF_FLOOR:g} × the bare page, exact",
        "ok": ratio <= MOST_OF_FLOOR and not wrong,
        "queries": cost.queries,
        "instances": cost.instances,
        "cases": CASES,
        "sheets": CASES * MEMBERS,
        "not_following": len(wrong),
    }


def _judged() -> Committee:
    """A committee whose members have handed in every sheet, as they do; its figures are stored on the way."""
    cases = [factories.case_entry(title=f"표본 안건 {number:03d}") for number in range(CASES)]
    people = factories.pooled(MEMBERS, yearly_most=CASES)
    committee = factories.started(people, cases=cases, cut_off="60", tie_break=["plan", "need"], quota=CASES // 2)
    factories.score_all(committee)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return committee


def _asking(client: Client, address: str) -> Callable[[], str]:
    def ask() -> str:
        answer = client.get(address)
        text = answer.content.decode()
        shown = text.count("표본 안건 ")
        if answer.status_code != 200 or shown < CASES:
            raise RuntimeError(f"{address} answered {answer.status_code} with {shown} of {CASES} cases")
        return text

    return ask
