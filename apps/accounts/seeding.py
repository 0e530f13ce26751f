"""Texts of consents from ``seeds/accounts/consents.json``."""

import json
from datetime import datetime
from pathlib import Path

from apps.accounts.models import ConsentText


def load(base: Path, at: datetime) -> int:  # noqa: ARG001 every floor's loader is called alike
    """Write new versions; one that people may have agreed to is never changed."""
    rows = json.loads((base / "accounts" / "consents.json").read_text(encoding="utf-8"))
    for row in rows:
        identity = {"code": row["code"], "version": row["version"]}
        ConsentText.objects.get_or_create(**identity, defaults={key: row[key] for key in row if key not in identity})
    return len(rows)
