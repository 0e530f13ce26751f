"""Debian packages the system needs: found by what they give, installed as root, named exactly to everyone else."""

from __future__ import annotations

import ctypes
import glob
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from scripts.places import give_up, say

POLICY = Path("/usr/sbin/policy-rc.d")


@dataclass(frozen=True, slots=True)
class Need:
    """One package, and the command, library, module or file by which one sees that it is there."""

    package: str
    commands: tuple[str, ...] = ()
    library: str = ""
    module: str = ""
    pattern: str = ""

    def is_met(self) -> bool:
        if any(shutil.which(command) for command in self.commands):
            return True
        if self.pattern and glob.glob(self.pattern):
            return True
        if self.module and importlib.util.find_spec(self.module):
            return True
        return bool(self.library) and _loads(self.library)


TO_RUN = (
    Need(f"python{sys.version_info.major}.{sys.version_info.minor}-venv", module="ensurepip"),
    Need("libpango-1.0-0", library="libpango-1.0.so.0"),
    Need("libpangoft2-1.0-0", library="libpangoft2-1.0.so.0"),
    Need("libharfbuzz0b", library="libharfbuzz.so.0"),
    Need("libharfbuzz-subset0", library="libharfbuzz-subset.so.0"),
    Need("gettext", commands=("msgfmt",)),
)
TO_TEST = (
    Need("postgresql", commands=("initdb",), pattern="/usr/lib/postgresql/*/bin/initdb"),
    Need("redis-server", commands=("redis-server", "valkey-server")),
    Need("chromium", commands=("chromium", "chromium-browser")),
    Need("poppler-utils", commands=("pdftotext",)),
    Need("qpdf", commands=("qpdf",)),
)


def missing(needs: Sequence[Need]) -> list[str]:
    """Names of the packages whose command, library or module is not on this machine."""
    return [need.package for need in needs if not need.is_met()]


def ensure(needs: Sequence[Need]) -> None:
    """Install what is missing as root; as anyone else say what is missing and stop."""
    packages = missing(needs)
    if not packages:
        return
    line = "apt-get install -y --no-install-recommends " + " ".join(packages)
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        give_up(
            f"These Debian packages are missing: {', '.join(packages)}\n"
            f"Have them installed, then run the same command again:\n\n    sudo {line}"
        )
    say(f"· Debian packages: {' '.join(packages)}")
    with _no_service_starts():
        _install(packages)
    still = missing(needs)
    if still:
        give_up(f"Still missing after the installation: {', '.join(still)}\nTry it by hand:\n\n    {line}")


def _install(packages: Sequence[str]) -> None:
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive", "RUNLEVEL": "1"}
    apt = ["apt-get", "-qq", "-o", "DPkg::Lock::Timeout=300", "-o", "Dpkg::Use-Pty=0"]
    install = [*apt, "install", "-y", "--no-install-recommends", *packages]
    has_lists = any(Path("/var/lib/apt/lists").glob("*_Packages*"))
    quiet = {"env": environment, "stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL}
    if has_lists and subprocess.run(install, stderr=subprocess.DEVNULL, **quiet, check=False).returncode == 0:  # type: ignore[call-overload]
        return
    for command in ([*apt, "update"], install):
        if subprocess.run(command, **quiet, check=False).returncode != 0:  # type: ignore[call-overload]
            give_up(f"Debian's package manager could not finish: {' '.join(command)}")


@contextmanager
def _no_service_starts() -> Iterator[None]:
    """Keep a freshly installed database or broker from being started as a service of the machine."""
    if POLICY.exists():
        yield
        return
    POLICY.write_text("#!/bin/sh\nexit 101\n", encoding="ascii")
    POLICY.chmod(0o755)
    try:
        yield
    finally:
        POLICY.unlink(missing_ok=True)


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True
