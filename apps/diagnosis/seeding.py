"""Reading the instruments of `seeds/instrument/`."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

from apps.diagnosis import services


def read(head: Path) -> dict[str, Any]:
    """The whole content of an instrument whose head file names one file for each area, language and industry."""
    content = _read(head)
    content["areas"] = [_read(head.parent / name) for name in content["areas"]]
    content["english"] = _read(head.parent / content["english"])
    content["variants"] = {code: _read(head.parent / name) for code, name in content["variants"].items()}
    return content


def load(base: Path, at: datetime) -> int:
    """Deliver every instrument of the seeds; returns how many the centre has in the shipped version."""
    heads = sorted((base / "instrument").glob("*.json"))
    return sum(services.deliver(content=read(head), at=at) is not None for head in heads)


def _read(file: Path) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return content
