"""Texts of messages from ``seeds/notices/*.json``."""

import json
from datetime import datetime
from pathlib import Path

from apps.notices.models import NoticeText


def load(base: Path, at: datetime) -> int:  # noqa: ARG001 every floor's loader is called alike
    count = 0
    for file in sorted((base / "notices").glob("*.json")):
        for row in json.loads(file.read_text(encoding="utf-8")):
            NoticeText.objects.update_or_create(
                kind=row["kind"], defaults={name: row[name] for name in row if name != "kind"}
            )
            count += 1
    return count
