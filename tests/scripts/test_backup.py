"""A backup is proved by restoring it: every table and every file comes back, and damage is found."""

import io
import os
import sqlite3
import tarfile
from contextlib import closing
from datetime import UTC, datetime
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest

from scripts.backup import Installation, _unpack, compare, make, restore
from scripts.databases import database

AT = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
TABLES = """
CREATE TABLE company (id integer PRIMARY KEY, name text NOT NULL);
CREATE TABLE application (id integer PRIMARY KEY, company_id integer REFERENCES company (id), problem text);
INSERT INTO company VALUES (1, '표본정밀'), (2, '표본물류');
INSERT INTO application VALUES (1, 1, '불량률이 높습니다'), (2, 2, NULL);
"""


@pytest.fixture(params=["sqlite", "postgresql"])
def two_databases(request, tmp_path):
    """Addresses of a filled database and of an empty one."""
    if request.param == "sqlite":
        with closing(sqlite3.connect(tmp_path / "filled.sqlite3")) as connection:
            connection.executescript(TABLES)
        yield [f"sqlite:///{tmp_path / name}" for name in ("filled.sqlite3", "empty.sqlite3")]
        return
    server = os.environ.get("DATABASE_URL", "")
    if not server.startswith("postgres"):
        pytest.skip("no PostgreSQL server is given by DATABASE_URL")
    names = [f"backup_{os.getpid()}_{part}" for part in ("filled", "empty")]
    urls = [urlunsplit(urlsplit(server)._replace(path=f"/{name}")) for name in names]
    with psycopg.connect(server, autocommit=True) as connection:
        for name in names:
            connection.execute(f"CREATE DATABASE {name}")
    with psycopg.connect(urls[0]) as connection:
        connection.execute(TABLES)
    yield urls
    with psycopg.connect(server, autocommit=True) as connection:
        for name in names:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def filled(two_databases, tmp_path):
    files = tmp_path / "files"
    (files / "documents").mkdir(parents=True)
    (files / "documents" / "로드맵.pdf").write_bytes(b"%PDF-1.7 sample")
    (files / "empty").write_bytes(b"")
    return Installation(database(two_databases[0]), files)


@pytest.fixture
def empty(two_databases, tmp_path):
    return Installation(database(two_databases[1]), tmp_path / "restored")


def test_what_is_restored_is_what_was_backed_up(filled, empty, tmp_path):
    backup = make(filled, tmp_path / "backups", AT)

    differences = restore(empty, backup)

    assert differences == []
    assert backup.name == "axcenter-20260302T010000Z"
    assert (empty.files / "documents" / "로드맵.pdf").read_bytes() == b"%PDF-1.7 sample"
    assert {name: table["rows"] for name, table in empty.database.tables().items()} == {"application": 2, "company": 2}


def test_a_changed_row_and_a_changed_file_are_found(filled, empty, tmp_path):
    backup = make(filled, tmp_path / "backups", AT)
    restore(empty, backup)
    (empty.files / "documents" / "로드맵.pdf").write_bytes(b"%PDF-1.7 forged")
    (empty.files / "empty").unlink()

    differences = compare(empty, backup)

    assert [line.split(":")[0] for line in differences] == [
        "file empty is missing",
        "file documents/로드맵.pdf differs",
    ]


def test_a_damaged_backup_is_refused_before_anything_is_written(filled, empty, tmp_path):
    backup = make(filled, tmp_path / "backups", AT)
    with (backup / "files.tar").open("ab") as archive:
        archive.write(b"damage")

    with pytest.raises(SystemExit):
        restore(empty, backup)

    assert empty.database.tables() == {}
    assert not empty.files.exists()


def test_nothing_is_restored_over_living_data(filled, tmp_path):
    backup = make(filled, tmp_path / "backups", AT)
    before = filled.database.tables()

    with pytest.raises(SystemExit):
        restore(filled, backup)

    assert filled.database.tables() == before


def test_an_archive_never_writes_outside_its_folder(tmp_path):
    path = tmp_path / "files.tar"
    with tarfile.open(path, "w") as archive:
        member = tarfile.TarInfo("../outside")
        member.size = 3
        archive.addfile(member, io.BytesIO(b"bad"))

    with pytest.raises(SystemExit):
        _unpack(path, tmp_path / "inside")

    assert not (tmp_path / "outside").exists()
