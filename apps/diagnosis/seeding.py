"""Reading the instruments of `seeds/instrument/`."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

from apps.diagnosis import services


def read(head: Path) -> dict[str, Any]:
    """The whole content of an instrument whose head file names one file for each area, and one of English words."""
    content: dict[str, Any] = json.loads(head.read_text(encoding="utf-8"))
    content["areas"] = [json.loads((head.parent / name).read_text(encoding="utf-8")) for name in content["areas"]]
    if "english" in content:
        content["english"] = json.loads((head.parent / content["english"]).read_text(encoding="utf-8"))
    return content


def load(base: Path, at: datetime) -> int:
    """Publish every instrument of the seeds that is not published yet; returns how many there are."""
    heads = sorted((base / "instrument").glob("*.json"))
    for head in heads:
        services.publish(content=read(head), at=at)
    return len(heads)
