"""Set up the checkout: Debian packages, Python environment, front-end assets, translations, static files.

Every step keeps a stamp of what it was made from and is skipped while that is unchanged, so running it again is quick.
"""

from __future__ import annotations

import argparse
import fcntl
import hashlib
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from scripts import debian
from scripts.places import ROOT, VENV, VENV_PYTHON, environment, give_up, say

REQUIREMENTS = ROOT / "requirements"
STAMPS = VENV / "axcenter-stamps.json"
ASSET_PRODUCTS = (ROOT / "static" / "vendor", ROOT / "assets" / "pdf-fonts")
STATIC_ROOT = ROOT / "staticfiles"
# Says how the files are named.
STORAGE = ROOT / "apps" / "kernel" / "statics.py"
OLDEST_PYTHON = (3, 11)
# Static files are hashed as the service will serve them; nothing is signed while they are collected.
COLLECTING = {
    "DJANGO_SETTINGS_MODULE": "axcenter.settings.prod",
    "SECRET_KEY": "collecting",
    "DATABASE_URL": "sqlite://:memory:",
}


def prepare(*, tests: bool) -> None:
    """Make the checkout ready to run, with `tests` also the tools and services that tests need."""
    began = time.monotonic()
    _check_python()
    debian.ensure((*debian.TO_RUN, *debian.TO_TEST) if tests else debian.TO_RUN)
    with _alone():
        _make_environment()
        _install_requirements("test" if tests else "base")
        _fetch_assets()
        _compile_messages()
        _collect_static()
    say(f"· set up ({time.monotonic() - began:.0f} s)")


def _check_python() -> None:
    if sys.version_info < OLDEST_PYTHON:
        found = ".".join(str(part) for part in sys.version_info[:3])
        give_up(
            f"axcenter needs Python 3.11 or newer; this is {found}. Name another: make PYTHON=/path/to/python3.11 ..."
        )


@contextmanager
def _alone() -> Iterator[None]:
    """One set-up at a time in this checkout; a second one waits."""
    handle = os.open(ROOT, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _make_environment() -> None:
    check = "import sys, pip; sys.exit(sys.version_info < (3, 11))"
    if VENV_PYTHON.exists() and _succeeds([str(VENV_PYTHON), "-c", check]):
        return
    say("· Python environment")
    shutil.rmtree(VENV, ignore_errors=True)
    _run([sys.executable, "-m", "venv", str(VENV)], "the Python environment could not be made")


def _install_requirements(name: str) -> None:
    """Install one pinned list; the list for tests contains the one for running."""
    wanted = {part: _digest([REQUIREMENTS / f"{part}.txt"]) for part in ("base", "test")}
    have = _stamp("requirements") or {}
    if have.get(name) == wanted[name] and have.get("base") == wanted["base"]:
        return
    say(f"· Python packages ({name})")
    _pip(REQUIREMENTS / f"{name}.txt")
    installed = {"base": wanted["base"]}
    if name == "test":
        installed["test"] = wanted["test"]
    _write_stamp("requirements", installed)


def _pip(requirements: Path) -> None:
    command = [str(VENV_PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    _run(
        [*command, "--require-hashes", "-r", str(requirements)],
        f"{requirements.name} could not be installed",
    )


def _fetch_assets() -> None:
    """Front-end files come from npm; a machine without it gets Node.js as a pinned Python package."""
    made_from = _digest([ROOT / "package-lock.json", ROOT / "scripts" / "assets"])
    if _stamp("assets") == made_from and all(folder.is_dir() for folder in ASSET_PRODUCTS):
        return
    if not shutil.which("npm", path=environment()["PATH"]):
        say("· Node.js (no npm on this machine)")
        _pip(REQUIREMENTS / "node.txt")
    say("· front-end assets")
    _run([str(ROOT / "scripts" / "assets")], "the front-end assets could not be fetched")
    _write_stamp("assets", made_from)


def _compile_messages() -> None:
    catalogues = sorted((ROOT / "locale").glob("*/LC_MESSAGES/*.po"))
    made_from = _digest(catalogues)
    if _stamp("messages") == made_from and all(path.with_suffix(".mo").exists() for path in catalogues):
        return
    say("· translations")
    for catalogue in catalogues:
        product = catalogue.with_suffix(".mo")
        _run(["msgfmt", "--check-format", "-o", str(product), str(catalogue)], f"{catalogue} could not be compiled")
    _write_stamp("messages", made_from)


def _collect_static() -> None:
    sources = sorted(path for folder in _static_folders() for path in folder.rglob("*") if path.is_file())
    made_from = f"{_digest(sources)} {_digest([REQUIREMENTS / 'base.txt', STORAGE])}"
    if _stamp("static") == made_from and (STATIC_ROOT / "staticfiles.json").exists():
        return
    say("· static files")
    command = [str(VENV_PYTHON), "manage.py", "collectstatic", "--noinput", "--clear", "--verbosity", "0"]
    command += ["--ignore", "redoc"]
    _run(command, "the static files could not be collected", **COLLECTING)
    _write_stamp("static", made_from)


def _static_folders() -> Iterable[Path]:
    return [folder for folder in (ROOT / "static", *(ROOT / "apps").glob("*/static")) if folder.is_dir()]


def _digest(paths: Iterable[Path]) -> str:
    content = hashlib.sha256()
    for path in paths:
        content.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes() + b"\0")
    return content.hexdigest()


def _stamps() -> dict[str, object]:
    try:
        return dict(json.loads(STAMPS.read_text(encoding="utf-8")))
    except (OSError, ValueError):
        return {}


def _stamp(name: str):  # type: ignore[no-untyped-def]  # whatever JSON the step wrote
    return _stamps().get(name)


def _write_stamp(name: str, value: object) -> None:
    fresh = STAMPS.with_suffix(".new")
    fresh.write_text(json.dumps({**_stamps(), name: value}), encoding="utf-8")
    fresh.replace(STAMPS)


def _succeeds(command: Sequence[str]) -> bool:
    return subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=False).returncode == 0


def _run(command: Sequence[str], failure: str, **changes: str) -> None:
    """Run one step quietly, with changes to its environment; on failure show what it said."""
    done = subprocess.run(
        command,
        cwd=ROOT,
        env=environment(**changes),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        print(done.stdout[-4000:], file=sys.stderr)
        give_up(f"Set-up stopped: {failure} (see above).")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tests", action="store_true", help="also what tests, checks and benchmarks need")
    prepare(tests=parser.parse_args().tests)


if __name__ == "__main__":
    main()
