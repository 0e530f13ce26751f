"""Everything that can be said about the code without running it; the status tells whether all of it passed."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path

from scripts import bootstrap
from scripts.places import ROOT, VENV, VENV_PYTHON, environment, say


def checks() -> dict[str, list[str]]:
    tool = VENV / "bin"
    python = str(VENV_PYTHON)
    catalogues = [str(path) for path in sorted((ROOT / "locale").glob("*/LC_MESSAGES/*.po"))]
    return {
        "format": [f"{tool}/ruff", "format", "--check", "."],
        "lint": [f"{tool}/ruff", "check", "."],
        "templates": [f"{tool}/djlint", "--lint", "--quiet", "templates"],
        "imports": [f"{tool}/lint-imports", "--no-cache"],
        "types": [f"{tool}/mypy"],
        "migrations": [python, "manage.py", "makemigrations", "--check", "--dry-run"],
        "system": [python, "manage.py", "check", "--fail-level", "WARNING"],
        "translations": [python, "-m", "scripts.translations", *catalogues],
    }


def main() -> None:
    bootstrap.prepare(tests=True)
    failed = []
    with tempfile.TemporaryDirectory() as scratch:
        env = environment(
            DJANGO_SETTINGS_MODULE="axcenter.settings.test",
            DATABASE_URL=f"sqlite:///{Path(scratch) / 'check.sqlite3'}",
            DATA_DIR=scratch,
        )
        for name, command in checks().items():
            began = time.monotonic()
            done = subprocess.run(
                command, cwd=ROOT, env=env, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
            )
            passed = done.returncode == 0
            say(f"{'ok    ' if passed else 'FAILED'} {name} ({time.monotonic() - began:.0f} s)")
            if not passed:
                failed.append(name)
                print(done.stdout[-8000:] + done.stderr[-4000:], file=sys.stderr, flush=True)
    if failed:
        say(f"make check: {', '.join(failed)} failed")
    sys.exit(bool(failed))


if __name__ == "__main__":
    main()
