"""The whole service as real processes on a database and a broker of its own, for tests that meet it as people do."""

from __future__ import annotations

import http.client
import json
import os
import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import redis

from scripts import broker, processes
from scripts.places import ROOT, VENV_PYTHON, environment
from scripts.supervise import Program, Supervisor, programs

SAMPLE_CASES = "8"
BROKER_NUMBERS = range(7, 16)


@dataclass(slots=True)
class Stack:
    """A running service: where it listens, who may sign in, where its files lie."""

    base_url: str
    data_dir: Path
    env: dict[str, str]
    supervisor: Supervisor
    programs: dict[str, Program]
    accounts: dict[str, dict[str, str]] = field(default_factory=dict)

    def manage(self, *arguments: str) -> str:
        """What a management command says; it must succeed."""
        command = [str(VENV_PYTHON), "manage.py", *arguments]
        done = subprocess.run(command, cwd=ROOT, env=self.env, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-6000:]
        return done.stdout

    def start(self, name: str) -> None:
        self.supervisor.start(self.programs[name])

    def kill(self, name: str) -> None:
        """End a program without warning, as a power cut would, with everything it started."""
        child = next(child for child in self.supervisor.running if child.program.name == name)
        os.killpg(child.process.pid, signal.SIGKILL)
        child.process.wait()
        self.supervisor.running.remove(child)

    def status(self, path: str) -> int:
        """Status code of an anonymous GET, 0 when nobody answers."""
        place = urlsplit(self.base_url)
        connection = http.client.HTTPConnection(str(place.hostname), int(place.port or 80), timeout=15)
        try:
            connection.request("GET", path)
            return connection.getresponse().status
        except OSError:
            return 0
        finally:
            connection.close()

    def wait_until_ready(self, seconds: float = 60) -> None:
        """Until it answers; what died meanwhile is started again, as wherever it runs."""
        assert processes.wait_until(self._is_ready, seconds=seconds, every=0.2), self.logs()

    def _is_ready(self) -> bool:
        self.supervisor.look_after()
        return self.status("/readyz") == 200

    def logs(self) -> str:
        texts = [f"== {path.name}\n{path.read_text(errors='replace')[-3000:]}" for path in self._log_files()]
        return "\n".join(texts)

    def _log_files(self) -> list[Path]:
        return sorted((self.data_dir / "log").glob("*.log"))


@contextmanager
def running(
    data_dir: Path,
    *,
    sample: str = SAMPLE_CASES,
    own_broker: bool = False,
    on_sqlite: bool = False,
    **settings: str,
) -> Iterator[Stack]:
    """Migrate and seed a new database, start worker, clock and web, and stop all of it in the end.

    `sample` is the number of sample cases; with "0" there are no accounts either. With `own_broker` the
    broker is one of the programs that a test may kill and start again. The database is one of the server that the
    environment names, or a file where there is none or `on_sqlite` asks for it.
    """
    with ExitStack() as cleanup:
        port = processes.free_port()
        env = environment(
            DJANGO_SETTINGS_MODULE="axcenter.settings.test",
            DATA_DIR=str(data_dir),
            MEDIA_ROOT=str(data_dir / "files"),
            DATABASE_URL=cleanup.enter_context(_database(data_dir, on_sqlite=on_sqlite)),
            SITE_URL=f"http://127.0.0.1:{port}",
            TEST_HASHED_STATIC="1",
            TEST_EMAIL_BACKEND="django.core.mail.backends.filebased.EmailBackend",
            SWEEP_SECONDS="2",
            SWEEP_AFTER_SECONDS="3",
            SWEEP_AGAIN_SECONDS="10",
            **settings,
        )
        supervisor = Supervisor(env=env, log_dir=data_dir / "log")
        cleanup.callback(supervisor.stop)
        given = "" if own_broker else os.environ.get("REDIS_URL", "")
        listed = [] if given else [_broker(data_dir, env, cleanup)]
        if given:
            env["REDIS_URL"] = _emptied(given)
        listed += programs(host="127.0.0.1", port=port, owns_broker=True, env=env)
        by_name = {program.name: program for program in listed}
        stack = Stack(f"http://127.0.0.1:{port}", data_dir, env, supervisor, by_name)
        stack.manage("migrate", "--verbosity", "0")
        stack.manage("seed")
        for name in by_name:
            stack.start(name)
        if sample != "0":
            stack.manage("seed", "--sample", sample)
            stack.accounts = _accounts(data_dir)
        stack.wait_until_ready()
        yield stack


@contextmanager
def _database(data_dir: Path, *, on_sqlite: bool) -> Iterator[str]:
    """A database of its own on the given PostgreSQL server, else a file."""
    server = os.environ.get("DATABASE_URL", "")
    if on_sqlite or not server.startswith(("postgres://", "postgresql://")):
        yield f"sqlite:///{data_dir / 'db.sqlite3'}"
        return
    name = f"stack_{os.getpid()}_{data_dir.name.replace('-', '_')[-20:]}".lower()
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    try:
        yield urlunsplit(urlsplit(server)._replace(path=f"/{name}"))
    finally:
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _emptied(given: str) -> str:
    """A numbered database of a Redis server, with nothing in it; tests that run side by side have one each."""
    place = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    url = urlunsplit(urlsplit(given)._replace(path=f"/{BROKER_NUMBERS[place]}"))
    redis.Redis.from_url(url).flushdb()
    return url


def _broker(data_dir: Path, env: dict[str, str], cleanup: ExitStack) -> Program:
    """An embedded server that keeps its messages when it is killed."""
    path = broker.socket_path()
    cleanup.callback(shutil.rmtree, path.parent, ignore_errors=True)
    env["REDIS_URL"] = broker.url(path)
    command = (*broker.server_command(), *broker.options(path, data_dir / "broker"))
    return Program("broker", command, is_up=lambda: broker.answers(path))


def _accounts(data_dir: Path) -> dict[str, dict[str, str]]:
    listed = json.loads((data_dir / "demo" / "accounts.json").read_text(encoding="utf-8"))
    return {account["role"]: account for account in reversed(listed)}
