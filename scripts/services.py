"""A private PostgreSQL and a private Redis for tests and benchmarks, made in a temporary folder and always removed.

    python -m scripts.services run -- COMMAND ...     runs COMMAND with DATABASE_URL and REDIS_URL set

The database trusts whoever reaches it, so it listens on the loopback address and a private socket only.
"""

from __future__ import annotations

import argparse
import glob
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from scripts import broker, processes
from scripts.places import ROOT, environment, give_up

OWNER = "axcenter"
POSTGRES_SETTINGS = {
    # Nothing here outlives the run: durability is given up for speed.
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "120",
    "shared_buffers": "128MB",
    "listen_addresses": "127.0.0.1",
    "timezone": "UTC",
}


@contextmanager
def running() -> Iterator[dict[str, str]]:
    """DATABASE_URL and REDIS_URL of services that live as long as this context."""
    folder = Path(tempfile.mkdtemp(prefix="axs-", dir="/tmp"))
    folder.chmod(0o755)
    try:
        with _postgres(folder) as database, _redis(folder) as redis:
            yield {"DATABASE_URL": database, "REDIS_URL": redis}
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _postgres(folder: Path) -> Iterator[str]:
    programs = _postgres_programs()
    user = _unprivileged_user()
    home = folder / "pg"
    home.mkdir(mode=0o700)
    if user:
        shutil.chown(home, user)
    data = home / "data"
    _make_cluster(programs / "initdb", data, user)
    port = processes.free_port()
    command = [str(programs / "postgres"), "-D", str(data), "-p", str(port), "-k", str(home)]
    for name, value in POSTGRES_SETTINGS.items():
        command += ["-c", f"{name}={value}"]
    with (folder / "postgres.log").open("ab") as log:
        server = processes.start(command, env=_plain_environment(), output=log, cwd=folder, user=user)
    try:
        ready = [str(programs / "pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(port), "-d", "postgres"]
        if not processes.wait_until(lambda: subprocess.run(ready, check=False).returncode == 0, seconds=60, every=0.1):
            give_up("The private PostgreSQL did not start:\n" + (folder / "postgres.log").read_text()[-2000:])
        create = [str(programs / "createdb"), "-h", "127.0.0.1", "-p", str(port), "-U", OWNER, OWNER]
        subprocess.run(create, check=True, env=_plain_environment())
        yield f"postgres://{OWNER}@127.0.0.1:{port}/{OWNER}"
    finally:
        processes.stop(server, gently=signal.SIGINT, patience=10, then=signal.SIGQUIT)


def _make_cluster(initdb: Path, data: Path, user: str | None) -> None:
    command = [str(initdb), "-D", str(data), "-U", OWNER, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-N"]
    done = subprocess.run(
        command,
        env=_plain_environment(),
        cwd=data.parent,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        **processes.as_user(user),
        check=False,
    )
    if done.returncode != 0:
        give_up(f"The private PostgreSQL could not be made:\n{done.stderr[-2000:]}")


@contextmanager
def _redis(folder: Path) -> Iterator[str]:
    port = processes.free_port()
    command = [*broker.server_command(), "--port", str(port), "--bind", "127.0.0.1", "--dir", str(folder)]
    command += ["--save", "", "--appendonly", "no", "--daemonize", "no"]
    with (folder / "redis.log").open("ab") as log:
        server = processes.start(command, env=_plain_environment(), output=log, cwd=folder)
    try:
        if not processes.wait_until(lambda: broker.answers(("127.0.0.1", port)), seconds=20):
            give_up("The private Redis did not start:\n" + (folder / "redis.log").read_text()[-2000:])
        yield f"redis://127.0.0.1:{port}/0"
    finally:
        processes.stop(server, gently=signal.SIGTERM, patience=5, then=signal.SIGKILL)


def _postgres_programs() -> Path:
    """The folder of the newest PostgreSQL server programs."""
    found = [Path(path) for path in glob.glob("/usr/lib/postgresql/*/bin/initdb")]
    if found:
        return max(found, key=lambda path: float(path.parts[-3])).parent
    on_path = shutil.which("initdb")
    if not on_path:
        give_up("PostgreSQL's server programs were not found: apt-get install -y postgresql")
    return Path(on_path).resolve().parent


def _unprivileged_user() -> str | None:
    """PostgreSQL refuses to run as root, so root lends it another user."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    return next(name for name in ("postgres", "nobody") if name in known)


def _plain_environment() -> dict[str, str]:
    """No PG… variable of the caller may steer the private server."""
    return {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C.UTF-8", "HOME": "/nonexistent"}


def run(command: list[str]) -> int:
    """Run a command against fresh services; its exit status."""
    with running() as addresses:
        child = subprocess.Popen(command, cwd=ROOT, env=environment(**addresses), preexec_fn=processes.die_with_starter)
        try:
            return child.wait()
        finally:
            if child.poll() is None:
                child.terminate()
                if not processes.wait_until(lambda: child.poll() is not None, seconds=20):
                    child.kill()
                    child.wait()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("verb", choices=["run"])
    parser.add_argument("command", nargs=argparse.REMAINDER)
    chosen = parser.parse_args()
    command = chosen.command[1:] if chosen.command[:1] == ["--"] else chosen.command
    if not command:
        parser.error("say which command to run")
    processes.end_on_signals()
    try:
        sys.exit(run(command))
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
