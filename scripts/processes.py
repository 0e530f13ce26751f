"""Processes of our own: each leads its own group, dies with its starter, and is stopped by its own id."""

from __future__ import annotations

import contextlib
import ctypes
import os
import pwd
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import IO, Any

PR_SET_PDEATHSIG = 1
LIBC = ctypes.CDLL(None, use_errno=True)


def start(
    command: Sequence[str],
    *,
    env: Mapping[str, str],
    output: IO[bytes] | int = subprocess.DEVNULL,
    cwd: Path | None = None,
    user: str | None = None,
) -> subprocess.Popen[bytes]:
    """Start a process in a session of its own; the kernel ends it when the process that started it is gone."""
    return subprocess.Popen(
        command,
        env=dict(env),
        cwd=cwd,
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT,
        start_new_session=True,
        preexec_fn=die_with_starter,
        **as_user(user),
    )


def stop(process: subprocess.Popen[bytes], *, gently: signal.Signals, patience: float, then: signal.Signals) -> None:
    """Ask, insist, then end the whole group; returns when nothing of it is left."""
    for wish in (gently, then):
        if process.poll() is None:
            process.send_signal(wish)
            wait_until(lambda: process.poll() is not None, seconds=patience)
    end_group(process)


def end_group(process: subprocess.Popen[bytes]) -> None:
    """End whatever is left of the process and of the children in its group."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def wait_until(condition: Callable[[], bool], *, seconds: float, every: float = 0.05) -> bool:
    """Whether the condition came true in time."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(every)
    return True


def free_port() -> int:
    """A port on the loopback address that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def port_is_free(host: str, port: int) -> bool:
    """Whether a server could listen on this address now."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def end_on_signals() -> None:
    """Turn a hang-up or a polite request to end into SystemExit, so that every `finally` runs."""

    def end(number: int, _frame: object) -> None:
        raise SystemExit(128 + number)

    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, end)
    # A program that a shell put into the background begins deaf to Ctrl-C.
    signal.signal(signal.SIGINT, signal.default_int_handler)


def die_with_starter() -> None:
    """For the moment before a new program begins: have the kernel end it when its starter is gone."""
    LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def as_user(user: str | None) -> dict[str, Any]:
    """Arguments of a subprocess that give up every right but this user's; none for no user."""
    return {"user": user, "group": pwd.getpwnam(user).pw_gid, "extra_groups": []} if user else {}
