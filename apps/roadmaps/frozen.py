"""A plan as JSON, to be kept with the roadmap and read back as it was."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from apps.roadmaps.planner import Conflict, LeftOut, Plan, Scheduled


def freeze(plan: Plan, *, bands: dict[str, tuple[int, int, int]], versions: dict[str, int]) -> dict[str, Any]:
    """Everything the pages and the paper say about a plan but its actions, which are rows of their own."""
    return {
        "status": plan.status.value,
        "objective": plan.objective,
        "bound": plan.bound,
        "usage": [{**asdict(row), "staff_months": str(row.staff_months)} for row in plan.usage],
        "left_out": [_plain(row) for row in plan.left_out],
        "conflicts": [_plain(row) for row in plan.conflicts],
        "impacts": [asdict(row) for row in plan.impacts],
        "bands": as_bands(bands),
        "catalogue": dict(sorted(versions.items())),
    }


def as_bands(bands: dict[str, tuple[int, int, int]]) -> dict[str, list[int]]:
    """Diagnosed bands as a plan keeps them."""
    return {code: list(band) for code, band in sorted(bands.items())}


def reasons(row: Scheduled) -> dict[str, Any]:
    """Why an action is in the plan."""
    return {
        "share_bp": row.share_bp,
        "impact": row.impact,
        "weak_points": [asdict(point) for point in row.weak_points],
        "kpis": [asdict(kpi) for kpi in row.kpis],
        "prerequisites": list(row.prerequisites),
        "preparations": list(row.preparations),
        "unlocks": list(row.unlocks),
    }


def _plain(row: LeftOut | Conflict) -> dict[str, Any]:
    values = asdict(row)
    return {**values, "block": row.block.value, "subjects": list(row.subjects)} | (
        {"codes": list(row.codes)} if isinstance(row, Conflict) else {}
    )
