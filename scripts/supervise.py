"""Broker, worker, clock and web as one service: started in order, restarted when they die, stopped together.

    python -m scripts.supervise        serve with the settings of the environment (see docs/operations.md)

With `REDIS_URL` given no broker is started. Each process writes `$DATA_DIR/log/<name>.log`.
"""

from __future__ import annotations

import argparse
import fcntl
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from scripts import broker, processes
from scripts.places import ROOT, VENV, VENV_PYTHON, data_dir, environment, give_up, say

LONGEST_PAUSE = 30.0
STEADY_AFTER = 60.0
LARGEST_LOG = 20_000_000


@dataclass(frozen=True, slots=True)
class Program:
    """What to run; `prepare` runs before every start, `is_up` says when the next one may follow."""

    name: str
    command: tuple[str, ...]
    patience: float = 5.0
    then: signal.Signals = signal.SIGKILL
    prepare: Callable[[], None] = lambda: None
    is_up: Callable[[], bool] = lambda: True


@dataclass(slots=True)
class Running:
    """One program's present process, and when it may be started again after it died."""

    program: Program
    process: subprocess.Popen[bytes]
    started: float
    failures: int = 0
    restart_at: float | None = None


@dataclass(slots=True)
class Supervisor:
    """Starts programs in the order given and stops them in the reverse order."""

    env: dict[str, str]
    log_dir: Path
    echo: bool = False
    running: list[Running] = field(default_factory=list)

    def start(self, program: Program) -> None:
        process = self._launch(program)
        self.running.append(Running(program, process, time.monotonic()))
        if not processes.wait_until(lambda: program.is_up() or process.poll() is not None, seconds=60):
            give_up(f"{program.name} did not start; see {self._log(program)}")
        if process.poll() is not None and not program.is_up():
            give_up(f"{program.name} ended at once; see {self._log(program)}")

    def watch(self) -> None:
        """Restart what dies, with growing pauses, until a signal ends this process."""
        while True:
            self.look_after()
            time.sleep(0.2)

    def look_after(self) -> None:
        """One round of it: note what died, start again what has waited long enough."""
        for child in self.running:
            self._look_after(child)

    def stop(self) -> None:
        """Everything but the first program (the broker) is asked to end at once, then the broker."""
        for child in reversed(self.running):
            if child.process.poll() is None and child is not self.running[0]:
                child.process.send_signal(signal.SIGTERM)
        for child in reversed(self.running):
            program = child.program
            processes.stop(child.process, gently=signal.SIGTERM, patience=program.patience, then=program.then)
        self.running.clear()

    def _look_after(self, child: Running) -> None:
        now = time.monotonic()
        if child.restart_at is None:
            if child.process.poll() is None:
                return
            steady = now - child.started > STEADY_AFTER
            child.failures = 1 if steady else child.failures + 1
            pause = min(2.0 ** (child.failures - 1), LONGEST_PAUSE)
            say(
                f"{child.program.name} ended with status {child.process.returncode}; starting it again in {pause:.0f} s"
            )
            processes.end_group(child.process)
            child.restart_at = now + pause
        elif now >= child.restart_at:
            child.process = self._launch(child.program)
            child.started, child.restart_at = now, None

    def _launch(self, program: Program) -> subprocess.Popen[bytes]:
        program.prepare()
        log = self._open_log(program)
        if not self.echo:
            with log:
                return processes.start(program.command, env=self.env, output=log, cwd=ROOT)
        process = processes.start(program.command, env=self.env, output=subprocess.PIPE, cwd=ROOT)
        assert process.stdout is not None
        threading.Thread(target=_copy_lines, args=(process.stdout, log, program.name), daemon=True).start()
        return process

    def _log(self, program: Program) -> Path:
        return self.log_dir / f"{program.name}.log"

    def _open_log(self, program: Program) -> IO[bytes]:
        path = self._log(program)
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.exists() and path.stat().st_size > LARGEST_LOG:
            path.replace(path.with_suffix(".log.1"))
        return path.open("ab", buffering=0)


def _copy_lines(source: IO[bytes], log: IO[bytes], name: str) -> None:
    with source, log:
        for line in source:
            log.write(line)
            sys.stdout.write(f"{name:>6} | {line.decode(errors='replace')}")
            sys.stdout.flush()


@contextmanager
def only_one(folder: Path) -> Iterator[None]:
    """One supervisor at a time on a data folder: two would give each other's unfinished work back."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "supervisor.lock").open("w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            give_up(f"axcenter already runs on {folder}. Stop it first, or name another folder: DATA_DIR=...")
        yield


@contextmanager
def broker_running(supervisor: Supervisor) -> Iterator[bool]:
    """The embedded broker, started first and its address given to everything after it; False when one was given."""
    if supervisor.env.get("REDIS_URL"):
        yield False
        return
    path = broker.socket_path()
    command = (*broker.server_command(), *broker.options(path, data_dir() / "broker"))
    supervisor.env["REDIS_URL"] = broker.url(path)
    address = data_dir() / "broker" / "url"
    address.write_text(broker.url(path), encoding="utf-8")
    try:
        supervisor.start(Program("broker", command, is_up=lambda: broker.answers(path)))
        yield True
    finally:
        address.unlink(missing_ok=True)
        supervisor.stop()
        shutil.rmtree(path.parent, ignore_errors=True)


def programs(*, host: str, port: int, owns_broker: bool, env: dict[str, str]) -> list[Program]:
    """Worker, clock and web of one installation on one machine."""
    celery = (str(VENV / "bin" / "celery"), "--app", "axcenter", "--quiet")
    level = ("--loglevel", env.get("LOG_LEVEL", "INFO").lower())
    worker = (
        "worker",
        "--concurrency",
        env.get("WORKER_PROCESSES", "2"),
        "--without-gossip",
        "--without-mingle",
        *level,
    )
    web = ("--interface", "wsgi", "--workers", env.get("WEB_PROCESSES", "1"), "--respawn-failed-workers")
    threads = ("--blocking-threads", env.get("WEB_THREADS", "4"))
    place = ("--host", host, "--port", str(port))

    def give_back() -> None:
        if owns_broker:
            command = [str(VENV_PYTHON), "-m", "scripts.requeue"]
            subprocess.run(command, env=env, cwd=ROOT, stdin=subprocess.DEVNULL, check=True)

    return [
        Program("worker", (*celery, *worker), patience=4.0, then=signal.SIGQUIT, prepare=give_back),
        Program("beat", (*celery, "beat", *level)),
        Program("web", (str(VENV / "bin" / "granian"), *web, *threads, *place, "axcenter.wsgi:application")),
    ]


def asked_port() -> str:
    """The port as the environment writes it."""
    return os.environ.get("PORT") or "8000"


def port_number(given: str) -> int:
    """The port to listen on; ends the command with what to do where it is none."""
    if not given.isdecimal() or not 0 < int(given) < 65536:
        give_up(f"PORT is {given!r}; give a number between 1 and 65535: make up PORT=8000")
    return int(given)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--host", default=os.environ.get("HOST") or "127.0.0.1")
    parser.add_argument("--port", default=asked_port())
    chosen = parser.parse_args()
    port = port_number(chosen.port)
    processes.end_on_signals()
    if not processes.port_is_free(chosen.host, port):
        give_up(f"Port {port} is in use. Choose another: PORT={port + 1}")
    env = environment()
    supervisor = Supervisor(env=env, log_dir=data_dir() / "log", echo=True)
    try:
        with only_one(data_dir()), broker_running(supervisor) as owns_broker:
            for program in programs(host=chosen.host, port=port, owns_broker=owns_broker, env=env):
                supervisor.start(program)
            supervisor.watch()
    except KeyboardInterrupt:
        raise SystemExit(130) from None
    finally:
        supervisor.stop()


if __name__ == "__main__":
    main()
