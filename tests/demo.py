"""The demo as a person starts it, in a data folder of its own."""

import json
import os
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from scripts import processes
from scripts.places import ROOT, VENV_PYTHON

PATIENCE = 900


@contextmanager
def demo(data_dir: Path, port: int, **settings: str) -> Iterator[float]:
    """`make demo` until it is ready; the seconds that took. It is stopped as by Ctrl-C, and must end by itself."""
    env = {**os.environ, "DATA_DIR": str(data_dir), "PORT": str(port), **settings}
    ready = data_dir / "demo" / "ready"
    began = time.monotonic()
    with (data_dir.parent / f"{data_dir.name}.log").open("ab") as log:
        command = [str(VENV_PYTHON), "-m", "scripts.demo"]
        running = subprocess.Popen(command, cwd=ROOT, env=env, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
    try:
        processes.wait_until(lambda: running.poll() is not None or _is_newer(ready, began), seconds=PATIENCE, every=0.1)
        if running.poll() is not None or not ready.exists():
            raise RuntimeError(Path(log.name).read_text(encoding="utf-8")[-3000:])
        yield time.monotonic() - began
    finally:
        running.send_signal(signal.SIGINT)
        ended = running.wait(timeout=60)
    if ended != 0:
        raise RuntimeError(f"the demo stopped by Ctrl-C ended with {ended}")


def _is_newer(path: Path, began: float) -> bool:
    """Whether the file was written by this run: an older one is taken away before anything is served."""
    return path.exists() and time.time() - path.stat().st_mtime <= time.monotonic() - began


def accounts(data_dir: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((data_dir / "demo" / "accounts.json").read_text(encoding="utf-8"))
    return found
