"""Two centres side by side: every query goes to the database that is chosen at the moment."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections
from psycopg import sql

LARGE, SMALL = DEFAULT_DB_ALIAS, settings.SMALL
_chosen = [LARGE]


class Router:
    """Reads and writes where the benchmark stands now."""

    def db_for_read(self, _model: Any, **_hints: Any) -> str:
        return _chosen[-1]

    db_for_write = db_for_read

    def allow_relation(self, _one: Any, _other: Any, **_hints: Any) -> bool:
        return True


@contextmanager
def side(name: str) -> Iterator[None]:
    """Stand on one side while the block runs."""
    _chosen.append(name)
    try:
        yield
    finally:
        _chosen.pop()


def create(name: str) -> None:
    """An empty database for a side, unless there is one."""
    wanted = connections[name].settings_dict["NAME"]
    connections[LARGE].ensure_connection()
    place = connections[LARGE].get_connection_params()
    arguments = {key: place[key] for key in ("dbname", "user", "host", "port") if key in place}
    with psycopg.connect(**arguments, autocommit=True) as server:
        if not server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [wanted]).fetchone():
            server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(wanted)))
