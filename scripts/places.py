"""Where things lie: the checkout, its environment, and the folder that holds an installation's data."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
VENV_PYTHON = VENV / "bin" / "python"


def data_dir() -> Path:
    """The folder of this installation's data: `DATA_DIR`, or `var/` in the checkout."""
    given = Path(os.environ.get("DATA_DIR") or "var").expanduser()
    return given if given.is_absolute() else ROOT / given


def environment(**changes: str | None) -> dict[str, str]:
    """This process's environment with the checkout's own tools first; a change of None removes the name."""
    merged: dict[str, str | None] = {**os.environ, "PYTHONUNBUFFERED": "1", **changes}
    merged["PATH"] = f"{VENV / 'bin'}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
    merged["DATA_DIR"] = changes.get("DATA_DIR") or str(data_dir())
    return {name: value for name, value in merged.items() if value is not None}


def say(line: str) -> None:
    print(line, flush=True)


def give_up(message: str, status: int = 1) -> NoReturn:
    """End the command with a message that says what to do next."""
    print(f"\n{message}\n", file=sys.stderr, flush=True)
    raise SystemExit(status)
