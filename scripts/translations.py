"""Whether every word of the screens has a translation that fits: nothing missing, nothing fuzzy, placeholders kept."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import polib


def problems(path: Path) -> list[str]:
    """What a translator still has to do in this catalogue."""
    catalogue = polib.pofile(str(path))
    found = [f"{path}: no translation: {entry.msgid[:70]!r}" for entry in catalogue.untranslated_entries()]
    found += [f"{path}: to be looked at: {entry.msgid[:70]!r}" for entry in catalogue.fuzzy_entries()]
    formats = subprocess.run(
        ["msgfmt", "--check", "-o", "/dev/null", str(path)], capture_output=True, text=True, check=False
    )
    if formats.returncode != 0:
        found.append(formats.stderr.strip())
    return found


def main() -> None:
    found = [problem for name in sys.argv[1:] for problem in problems(Path(name))]
    if not sys.argv[1:]:
        found = ["locale/en/LC_MESSAGES/django.po is missing: make messages"]
    print("\n".join(found[:40]))
    sys.exit(bool(found))


if __name__ == "__main__":
    main()
