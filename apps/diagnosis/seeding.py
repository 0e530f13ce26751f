"""Reading the instruments of `seeds/instrument/`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any


def read(head: Path) -> dict[str, Any]:
    """The whole content of an instrument whose head file names one file for each area."""
    content: dict[str, Any] = json.loads(head.read_text(encoding="utf-8"))
    content["areas"] = [json.loads((head.parent / name).read_text(encoding="utf-8")) for name in content["areas"]]
    return content
