"""Programmes, calls and applications."""

from apps.intake.models.applications import FIGURE_PLACES, Application, Correction
from apps.intake.models.programmes import Call, Programme, SurveyFigure, Word

__all__ = ["FIGURE_PLACES", "Application", "Call", "Correction", "Programme", "SurveyFigure", "Word"]
