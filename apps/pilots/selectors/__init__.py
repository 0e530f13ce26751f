"""Reads of pilots."""

from apps.pilots.selectors.board import Board, Column, StageCount, board
from apps.pilots.selectors.gates import (
    GateView,
    automatic,
    criteria_of,
    criteria_version,
    decided,
    gate_view,
    judged,
    open_conditions,
    recommendation,
)
from apps.pilots.selectors.lists import for_case, pilots_for, to_be_opened
from apps.pilots.selectors.pages import (
    KpiView,
    Step,
    TimelineEntry,
    figures,
    kpi_views,
    readings_of,
    steps,
    timeline,
)
from apps.pilots.selectors.results import (
    agreement_outcome,
    case_of,
    certificate_sheet,
    measured_effects,
    plain,
    standing,
)
from apps.pilots.selectors.sources import Suggestion, agreements, is_signed, locked_agreement, partners_of, suggestions

__all__ = [
    "Board",
    "Column",
    "GateView",
    "KpiView",
    "StageCount",
    "Step",
    "Suggestion",
    "TimelineEntry",
    "agreement_outcome",
    "agreements",
    "automatic",
    "board",
    "case_of",
    "certificate_sheet",
    "criteria_of",
    "criteria_version",
    "decided",
    "figures",
    "for_case",
    "gate_view",
    "is_signed",
    "judged",
    "kpi_views",
    "locked_agreement",
    "measured_effects",
    "open_conditions",
    "partners_of",
    "pilots_for",
    "plain",
    "readings_of",
    "recommendation",
    "standing",
    "steps",
    "suggestions",
    "timeline",
    "to_be_opened",
]
