"""Stages and gate criteria from ``seeds/pilots/gates.json``."""

import json
from datetime import datetime
from pathlib import Path

from apps.pilots.models import GateCriterion, StageGuide


def load(base: Path, at: datetime) -> int:  # noqa: ARG001 every floor's loader is called alike
    """Bring stages and criteria up to the file; criteria of another version stay for the gates judged by them."""
    content = json.loads((base / "pilots" / "gates.json").read_text(encoding="utf-8"))
    for guide in content["stages"]:
        StageGuide.objects.update_or_create(
            stage=guide["stage"], defaults={name: guide[name] for name in guide if name != "stage"}
        )
    version = content["version"]
    for position, row in enumerate(content["criteria"]):
        GateCriterion.objects.update_or_create(
            stage=row["stage"],
            code=row["code"],
            version=version,
            defaults={
                "kind": row["kind"],
                "source": row["source"],
                "label_ko": row["label_ko"],
                "label_en": row["label_en"],
                "weight": row.get("weight", 0),
                "is_curable": row.get("is_curable", True),
                "position": position,
                "is_active": True,
            },
        )
    GateCriterion.objects.exclude(version=version).update(is_active=False)
    return len(content["stages"]) + len(content["criteria"])
