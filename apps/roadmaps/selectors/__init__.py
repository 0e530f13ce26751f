"""Reads of roadmaps for pages, API, paper, and the floors above."""

from apps.roadmaps.selectors.planning import (
    cost_shares_for,
    default_settings,
    offers_for,
    plan_input,
    today,
    weights_now,
)
from apps.roadmaps.selectors.roadmaps import (
    ORDER,
    ROW,
    CaseRoadmap,
    chosen_actions,
    completed_without_roadmap,
    document_of,
    for_case,
    issued_by_number,
    roadmaps_for,
    seen,
    versions_of,
)

__all__ = [
    "ORDER",
    "ROW",
    "CaseRoadmap",
    "chosen_actions",
    "completed_without_roadmap",
    "cost_shares_for",
    "default_settings",
    "document_of",
    "for_case",
    "issued_by_number",
    "offers_for",
    "plan_input",
    "roadmaps_for",
    "seen",
    "today",
    "versions_of",
    "weights_now",
]
