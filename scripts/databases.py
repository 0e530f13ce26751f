"""Dump, load and describe a database of either kind: PostgreSQL by its own tools, SQLite by its backup interface."""

from __future__ import annotations

import hashlib
import shutil
import sqlite3
import subprocess
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import unquote, urlsplit

import psycopg
from psycopg import sql

from scripts.places import environment, give_up

Tables = dict[str, dict[str, Any]]


class Database(Protocol):
    """What a backup needs of a database; `tables` gives rows and SHA-256 of every table."""

    dump_name: str

    def dump(self, target: Path) -> Tables: ...

    def load(self, source: Path) -> None: ...

    def tables(self) -> Tables: ...


def database(url: str) -> Database:
    """The database an address names."""
    if url.startswith(("postgres://", "postgresql://")):
        return PostgreSQL(url)
    if not url.startswith("sqlite:///"):
        give_up("A database is named postgres://… or sqlite:///…")
    return SQLite(Path(unquote(urlsplit(url).path).replace("//", "/")))


@dataclass(frozen=True, slots=True)
class PostgreSQL:
    """Dumped in PostgreSQL's own archive form, in the very snapshot that the rows are counted in."""

    url: str
    dump_name: str = "database.dump"

    def dump(self, target: Path) -> Tables:
        with psycopg.connect(self.url) as connection:
            connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            snapshot = _one(connection, "SELECT pg_export_snapshot()")
            self._tool("pg_dump", "--format=custom", f"--snapshot={snapshot}", f"--file={target}", self.url)
            return self._describe(connection)

    def load(self, source: Path) -> None:
        settings = ("--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction")
        self._tool("pg_restore", *settings, f"--dbname={self.url}", str(source))

    def tables(self) -> Tables:
        with psycopg.connect(self.url) as connection:
            return self._describe(connection)

    def _describe(self, connection: psycopg.Connection[Any]) -> Tables:
        names = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename"
        return {name: self._table(connection, name) for (name,) in connection.execute(names).fetchall()}

    @staticmethod
    def _table(connection: psycopg.Connection[Any], name: str) -> dict[str, Any]:
        rows = sql.SQL('SELECT t::text FROM {} t ORDER BY t::text COLLATE "C"').format(sql.Identifier(name))
        with connection.cursor(name="rows") as cursor:
            cursor.itersize = 5000
            cursor.execute(rows)
            return _described(row for (row,) in cursor)

    @staticmethod
    def _tool(name: str, *arguments: str) -> None:
        newest = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: float(path.parts[-3]))
        program = str(newest[-1]) if newest else shutil.which(name)
        if not program:
            give_up(f"{name} was not found: apt-get install -y postgresql-client")
        done = subprocess.run(
            [program, *arguments],
            check=False,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            env=environment(),
        )
        if done.returncode != 0:
            give_up(f"{name} failed:\n{done.stderr[-2000:]}")


@dataclass(frozen=True, slots=True)
class SQLite:
    """Copied page by page by SQLite itself, also while others write."""

    path: Path
    dump_name: str = "database.sqlite3"

    def dump(self, target: Path) -> Tables:
        with closing(sqlite3.connect(self.path)) as source, closing(sqlite3.connect(target)) as copy:
            source.backup(copy)
        return SQLite(target).tables()

    def load(self, source: Path) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(source)) as copy, closing(sqlite3.connect(self.path)) as target:
            copy.backup(target)

    def tables(self) -> Tables:
        if not self.path.exists():
            return {}
        with closing(sqlite3.connect(f"file:{self.path}?mode=ro", uri=True)) as connection:
            listed = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"
            names = [name for (name,) in connection.execute(listed).fetchall()]
            return {name: self._table(connection, name) for name in names}

    @staticmethod
    def _table(connection: sqlite3.Connection, name: str) -> dict[str, Any]:
        quoted = name.replace('"', '""')
        rows = connection.execute(f'SELECT * FROM "{quoted}"')  # noqa: S608 - a name from sqlite_master, quoted
        return _described(sorted(repr(row) for row in rows))


def _described(rows: Iterable[str]) -> dict[str, Any]:
    """Number and hash of rows that come in a fixed order."""
    content, count = hashlib.sha256(), 0
    for row in rows:
        content.update(row.encode() + b"\n")
        count += 1
    return {"rows": count, "sha256": content.hexdigest()}


def _one(connection: psycopg.Connection[Any], question: str) -> Any:
    row = connection.execute(question).fetchone()
    assert row is not None
    return row[0]
