"""Set up as for tests, start private services, and measure."""

from __future__ import annotations

import subprocess
import sys

from scripts import bootstrap, processes, services
from scripts.places import ROOT, VENV_PYTHON, environment


def main() -> None:
    processes.end_on_signals()
    bootstrap.prepare(tests=True)
    try:
        with services.running() as addresses:
            env = environment(**addresses, DJANGO_SETTINGS_MODULE="bench.settings")
            status = subprocess.run([str(VENV_PYTHON), "-m", "bench"], cwd=ROOT, env=env, check=False).returncode
    except KeyboardInterrupt:
        raise SystemExit(130) from None
    sys.exit(status)


if __name__ == "__main__":
    main()
