"""Opening, planning, deciding and issuing roadmaps."""

from apps.roadmaps.services.deciding import approve, issue, propose, send_back
from apps.roadmaps.services.opening import open, revise
from apps.roadmaps.services.planning import exclude, move, pin, plan, release
from apps.roadmaps.services.telling import diagnosis_completed, document_ready
from apps.roadmaps.services.wording import edit_swot

__all__ = [
    "approve",
    "diagnosis_completed",
    "document_ready",
    "edit_swot",
    "exclude",
    "issue",
    "move",
    "open",
    "pin",
    "plan",
    "propose",
    "release",
    "revise",
    "send_back",
]
