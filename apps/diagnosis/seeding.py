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
    """Publish every instrument of the seeds that is not published yet; returns how many there are."""
    heads = sorted((base / "instrument").glob("*.json"))
    for head in heads:
        services.publish(content=read(head), at=at)
    return len(heads)


def _read(file: Path) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return content
