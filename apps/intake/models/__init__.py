"""Programmes, calls, applications, and changes of what was decided."""

from apps.intake.models.appeals import Revision
from apps.intake.models.applications import FIGURE_PLACES, Application, Correction
from apps.intake.models.calls import Amendment, Call
from apps.intake.models.programmes import Programme, SurveyFigure, Word

__all__ = [
    "FIGURE_PLACES",
    "Amendment",
    "Application",
    "Call",
    "Correction",
    "Programme",
    "Revision",
    "SurveyFigure",
    "Word",
]
