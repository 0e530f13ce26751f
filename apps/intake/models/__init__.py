"""Programmes, calls and applications."""

from apps.intake.models.applications import Application, Correction
from apps.intake.models.programmes import Call, Programme, SurveyFigure, Word

__all__ = ["Application", "Call", "Correction", "Programme", "SurveyFigure", "Word"]
