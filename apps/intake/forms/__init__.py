"""Shapes of what people type into applications and decisions."""

from apps.intake.forms.decisions import (
    AdmitForm,
    AnswerForm,
    ConveneForm,
    CorrectionForm,
    ProposeForm,
    ReasonForm,
    RejectForm,
    TakeForm,
)
from apps.intake.forms.steps import AttachForm, MoneyForm, ProblemForm, SituationForm, StartForm, StepForm

__all__ = [
    "AdmitForm",
    "AnswerForm",
    "AttachForm",
    "ConveneForm",
    "CorrectionForm",
    "MoneyForm",
    "ProblemForm",
    "ProposeForm",
    "ReasonForm",
    "RejectForm",
    "SituationForm",
    "StartForm",
    "StepForm",
    "TakeForm",
]
