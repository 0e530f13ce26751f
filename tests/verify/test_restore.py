"""The restore drill: a backup of the running service becomes a second installation that is the same and whole."""

import os
import subprocess
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest

from scripts import processes
from scripts.places import ROOT, VENV_PYTHON

BACKUP = [str(VENV_PYTHON), "-m", "scripts.backup"]

# Documents still with the worker, whose sample cases lie long ago: they would count as overdue in the copy.
WAITING = """
from django.utils import timezone
from apps.documents import selectors
print("WAITING", len(selectors.waiting(timezone.now())))
"""


def waits_for_nothing(stack):
    return "WAITING 0" in stack.manage("shell", "--verbosity", "0", "--command", WAITING)


@pytest.fixture
def empty_database(stack, tmp_path):
    url = stack.env["DATABASE_URL"]
    if url.startswith("sqlite"):
        yield f"sqlite:///{tmp_path / 'restored.sqlite3'}"
        return
    name = f"restored_{os.getpid()}"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    yield urlunsplit(urlsplit(url)._replace(path=f"/{name}"))
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def test_a_backup_of_the_running_service_restores_to_the_same_rows_and_files(stack, empty_database, tmp_path):
    assert processes.wait_until(lambda: waits_for_nothing(stack), seconds=300, every=3), stack.logs()
    stack.kill("beat")
    stack.kill("worker")
    try:
        made = subprocess.run(
            [*BACKUP, "make", str(tmp_path)], check=True, cwd=ROOT, env=stack.env, capture_output=True, text=True
        )
        second = {
            **stack.env,
            "DATABASE_URL": empty_database,
            "DATA_DIR": str(tmp_path / "second"),
            "MEDIA_ROOT": str(tmp_path / "second" / "files"),
        }
        restored = subprocess.run(
            [*BACKUP, "restore", made.stdout.strip()], check=False, cwd=ROOT, env=second, capture_output=True, text=True
        )
        checked = subprocess.run(
            [str(VENV_PYTHON), "manage.py", "check_integrity"],
            check=False,
            cwd=ROOT,
            env=second,
            capture_output=True,
            text=True,
        )
    finally:
        stack.start("worker")
        stack.start("beat")

    assert (restored.returncode, restored.stdout) == (0, "Every table and every file is as the backup says.\n")
    assert checked.returncode == 0, checked.stdout + checked.stderr
