"""Programmes, calls, applications, and what follows a decision."""

from apps.intake.models.appeals import Objection, Revision
from apps.intake.models.applications import FIGURE_PLACES, Application, Correction
from apps.intake.models.calls import Amendment, Call
from apps.intake.models.programmes import Programme, SurveyFigure, Word
from apps.intake.models.settings import SettingsVersion
from apps.intake.models.waivers import Waiver

__all__ = [
    "FIGURE_PLACES",
    "Amendment",
    "Application",
    "Call",
    "Correction",
    "Objection",
    "Programme",
    "Revision",
    "SettingsVersion",
    "SurveyFigure",
    "Waiver",
    "Word",
]
