"""Every page of the path in a large centre against the same page in a small one, and last pages against first ones.

The centres are copies of the same played cases, ten times as many in the large one; whoever looks keeps one company
and its messages in both, as a person does in a centre that grows. Each page is asked many times in turn; its least time
counts, since noise only ever adds. A page above the goal is asked more often before it is called so.

A list that one page holds in the small centre shows more rows in the large one: it is named, not compared.
A search for words, and the filter by the step a case has come to, read what they look through: they stand in a row of
their own, which asks that they grow no faster than the centre.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import parse_qs, urlsplit

from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper

from apps.accounts.models import User
from apps.accounts.roles import Role
from apps.directory.models import Membership
from apps.notices.models import Notice
from bench.families import wanted
from tests import routes
from tests.centres import Centres, centres, standing_on
from tests.verify.test_growth import ACTS, LARGE, SMALL

ROUNDS, MORE_ROUNDS = 15, 60
ROLES = (Role.STAFF, Role.COMPANY)
MOST_GROWTH = 1.15
MOST_LAST = 1.3
MOST_SEARCH = 10.0
SEARCHES = {"text", "q", "step"}
FEW_MESSAGES = 20
_LAST = re.compile(r'href="[^"?]*(\?[^"]*\bend=1[^"]*)"')

Row = dict[str, Any]


def rows() -> Iterator[Row]:
    """The three rows: the worst of all pages, with its address."""
    with _empty_database(), centres(ACTS, small=SMALL, large=LARGE) as made:
        for side in (made.small, made.large):
            with standing_on(side):
                _keep_one_place(made)
        pages = [(role, address) for role in ROLES for address in _addresses(made, role)]
        searches = [page for page in pages if SEARCHES & set(parse_qs(urlsplit(page[1]).query))]
        pages = [page for page in pages if page not in searches]
        if wanted("road.pages_growth"):
            goal = f"every page ≤ {MOST_GROWTH} × the same at 1,000 rows"
            longer = [page for page in pages if _is_longer(made, page)]
            ratios = _growth(made, [page for page in pages if page not in longer], MOST_GROWTH)
            told = [" ".join(page) for page in longer]
            yield {**_row("road.pages_growth", ratios, goal, MOST_GROWTH), "longer": told}
        if wanted("road.search_growth"):
            goal = f"every search ≤ {MOST_SEARCH:.0f} × the same at 1,000 rows"
            yield _row("road.search_growth", _growth(made, searches, MOST_SEARCH), goal, MOST_SEARCH)
        if wanted("road.pages_last"):
            yield _row("road.pages_last", _last(made, pages), f"every last page ≤ {MOST_LAST} × its first", MOST_LAST)


@contextmanager
def _empty_database() -> Iterator[None]:
    """A migrated database with nothing in it, beside those of the other families."""
    name = f"{connection.settings_dict['NAME']}_pages"
    connection.close()
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        cursor.execute(f'CREATE DATABASE "{name}"')
    with standing_on(name):
        call_command("migrate", verbosity=0)
        connection.close()
        yield


def _keep_one_place(made: Centres) -> None:
    """The copies of the looking person's places and messages go to somebody else."""
    looking = User.objects.get(pk=made.clients[Role.COMPANY].session["_auth_user_id"])
    other = User.objects.create(email="somebody-else@axcenter.invalid", name="표본 다른 사람", is_sample=True)
    places = Membership.objects.filter(user=looking)
    first = places.order_by("pk")[0]
    places.exclude(pk=first.pk).update(user=other)
    theirs = Notice.objects.filter(to=looking)
    theirs.exclude(pk__in=list(theirs.order_by("pk").values_list("pk", flat=True)[:FEW_MESSAGES])).update(to=other)
    with connection.cursor() as cursor:
        # As autovacuum leaves a table that has stood for a while.
        cursor.execute("VACUUM ANALYZE")


def _addresses(made: Centres, role: str) -> list[str]:
    with standing_on(made.small):
        return routes.pages(made.clients[role])


def _growth(made: Centres, pages: list[tuple[str, str]], most: float) -> dict[tuple[str, str], float]:
    # One page here, the same page there, and so on: a machine that slows down for a while slows both.
    least: dict[str, dict[tuple[str, str], float]] = {made.small: {}, made.large: {}}

    def ratios() -> dict[tuple[str, str], float]:
        return {page: least[made.large][page] / least[made.small][page] for page in pages}

    with _connected(list(least)) as ways:

        def ask(asked: list[tuple[str, str]], rounds: int) -> None:
            for _round in range(rounds):
                for page in asked:
                    for side, times in least.items():
                        connections[DEFAULT_DB_ALIAS] = ways[side]
                        _time(made, page, times)

        ask(pages, ROUNDS)
        ask([page for page, ratio in ratios().items() if ratio > most], MORE_ROUNDS)
    return ratios()


def _is_longer(made: Centres, page: tuple[str, str]) -> bool:
    """Whether the page shows more rows in the large centre, as a list does that one page holds in the small one."""
    role, address = page
    rows = []
    for side in (made.small, made.large):
        with standing_on(side):
            rows.append(made.clients[role].get(address).content.count(b"<tr"))
    return rows[1] > rows[0]


@contextmanager
def _connected(names: list[str]) -> Iterator[dict[str, BaseDatabaseWrapper]]:
    """An open way to each database; the one that stood before is put back afterwards."""
    before = connections[DEFAULT_DB_ALIAS]
    ways = {name: before.copy() for name in names}
    for name, way in ways.items():
        way.settings_dict["NAME"] = name
    try:
        yield ways
    finally:
        connections[DEFAULT_DB_ALIAS] = before
        for way in ways.values():
            way.close()


def _last(made: Centres, pages: list[tuple[str, str]]) -> dict[tuple[str, str], float]:
    with standing_on(made.large):
        lists = {page: last for page in pages if (last := _last_of(made, page))}
        least: dict[tuple[str, str], float] = {}
        for _round in range(ROUNDS):
            _time_all(made, [*lists, *lists.values()], least)
    return {page: least[last] / least[page] for page, last in lists.items()}


def _last_of(made: Centres, page: tuple[str, str]) -> tuple[str, str] | None:
    role, address = page
    found = _LAST.search(made.clients[role].get(address).content.decode(errors="replace"))
    return (role, address.partition("?")[0] + found[1].replace("&amp;", "&")) if found else None


def _time_all(made: Centres, pages: list[tuple[str, str]], least: dict[tuple[str, str], float]) -> None:
    for page in pages:
        _time(made, page, least)


def _time(made: Centres, page: tuple[str, str], least: dict[tuple[str, str], float]) -> None:
    role, address = page
    began = time.perf_counter()
    made.clients[role].get(address).close()
    taken = time.perf_counter() - began
    least[page] = min(taken, least.get(page, taken))


def _row(name: str, ratios: dict[tuple[str, str], float], goal: str, most: float) -> Row:
    worst = max(ratios, key=lambda page: ratios[page])
    return {
        "name": name,
        "value": ratios[worst],
        "unit": "x",
        "against": None,
        "ratio": ratios[worst],
        "goal": goal,
        "ok": ratios[worst] <= most,
        "pages": len(ratios),
        "worst": " ".join(worst),
        "over": [f"{ratio:.2f} {' '.join(page)}" for page, ratio in ratios.items() if ratio > most],
    }
