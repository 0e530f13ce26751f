"""The real shape on one machine: bring the database up to date, then broker (unless given), worker, clock and web.

Needs SECRET_KEY and DATABASE_URL; REDIS_URL is strongly advised. See docs/operations.md for every variable.
"""

from __future__ import annotations

import os
import subprocess

from scripts import bootstrap, supervise
from scripts.places import ROOT, VENV_PYTHON, environment, give_up, say

NEEDED = {
    "SECRET_KEY": "a long random text that signs sessions and links",
    "DATABASE_URL": "postgres://user:password@host:5432/name",
    "REDIS_URL": "redis://host:6379/0",
}


def main() -> None:
    missing = [f"  {name:<13} {meaning}" for name, meaning in NEEDED.items() if not os.environ.get(name)]
    if missing:
        give_up("make up runs on services given by the environment. Set:\n" + "\n".join(missing))
    supervise.port_number(supervise.asked_port())
    bootstrap.prepare(tests=False)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "axcenter.settings.prod")
    for command in (["migrate", "--verbosity", "0"], ["seed"]):
        done = subprocess.run([str(VENV_PYTHON), "manage.py", *command], cwd=ROOT, env=environment(), check=False)
        if done.returncode != 0:
            give_up(f"'manage.py {' '.join(command)}' failed (see above).")
    say("· database and reference data are up to date")
    supervise.main()


if __name__ == "__main__":
    main()
