"""The suite against real services: what runs in this process first and in parallel, then browser and processes."""

from __future__ import annotations

import os
import subprocess
import sys

from scripts import bootstrap, processes, services
from scripts.places import ROOT, VENV_PYTHON, environment

HEAVY = "e2e or fault"


def main() -> None:
    processes.end_on_signals()
    bootstrap.prepare(tests=True)
    chosen = sys.argv[1:]
    if chosen:
        runs = [chosen]
    else:
        workers = os.environ.get("TEST_PROCESSES") or str(min(os.cpu_count() or 1, 4))
        runs = [["-n", workers, "-m", f"not ({HEAVY} or verify)"], ["-m", f"({HEAVY}) and not verify"]]
    try:
        with services.running() as addresses:
            results = [_pytest(arguments, addresses) for arguments in runs]
    except KeyboardInterrupt:
        raise SystemExit(130) from None
    sys.exit(max(results))


def _pytest(arguments: list[str], addresses: dict[str, str]) -> int:
    env = environment(**addresses, DJANGO_SETTINGS_MODULE="axcenter.settings.test")
    return subprocess.run([str(VENV_PYTHON), "-m", "pytest", *arguments], cwd=ROOT, env=env, check=False).returncode


if __name__ == "__main__":
    main()
