"""Versions of the impact weights from ``seeds/roadmaps/*.json``."""

import json
from datetime import datetime
from pathlib import Path

from apps.roadmaps.models import ImpactWeights


def load(base: Path, at: datetime) -> int:
    """Add the versions that are not there yet; a version that was published never changes."""
    folder = base / "roadmaps"
    shares = json.loads((folder / "cost_shares.json").read_text(encoding="utf-8"))
    versions = json.loads((folder / "impact_weights.json").read_text(encoding="utf-8"))
    for row in versions:
        own = ("version", "name_ko", "name_en", "source")
        content = {name: value for name, value in row.items() if name not in own} | {"cost_shares": shares}
        ImpactWeights.objects.get_or_create(
            version=row["version"],
            defaults={**{name: row[name] for name in own}, "content": content, "published_at": at},
        )
    return len(versions)
