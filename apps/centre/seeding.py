"""The centre profile from ``seeds/centre/profile.json``."""

import json
from datetime import datetime
from pathlib import Path

from apps.centre.models import CentreProfile


def load(base: Path, at: datetime) -> int:  # noqa: ARG001 every floor's loader is called alike
    fields = json.loads((base / "centre" / "profile.json").read_text(encoding="utf-8"))
    CentreProfile.objects.update_or_create(only=True, defaults=fields)
    return 1
