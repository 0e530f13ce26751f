"""The pool of reviewers, committees, and sittings with their seats and sheets."""

from apps.panels.models.committees import Case, Committee, Exclusion, Member
from apps.panels.models.pool import MOST_CASES_A_YEAR, Declaration, Expertise, Reviewer
from apps.panels.models.sittings import ScoreSheet, Seat, Sitting, Withheld

__all__ = [
    "MOST_CASES_A_YEAR",
    "Case",
    "Committee",
    "Declaration",
    "Exclusion",
    "Expertise",
    "Member",
    "Reviewer",
    "ScoreSheet",
    "Seat",
    "Sitting",
    "Withheld",
]
