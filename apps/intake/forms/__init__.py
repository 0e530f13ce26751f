"""Shapes of what people type into applications and decisions."""

from apps.intake.forms.calls import AmendForm, CallForm, CloseForm, NewCallForm, initial_of
from apps.intake.forms.decisions import (
    AdmitForm,
    AnswerForm,
    ApprovalForm,
    CommitteeForm,
    ConveneForm,
    CorrectionForm,
    ProposeForm,
    ReasonForm,
    RejectForm,
    TakeForm,
)
from apps.intake.forms.imports import ImportForm, application_headings, read_applications, required_headings
from apps.intake.forms.steps import AttachForm, MoneyForm, ProblemForm, SituationForm, StartForm, StepForm

__all__ = [
    "AdmitForm",
    "AmendForm",
    "AnswerForm",
    "ApprovalForm",
    "AttachForm",
    "CallForm",
    "CloseForm",
    "CommitteeForm",
    "ConveneForm",
    "CorrectionForm",
    "ImportForm",
    "MoneyForm",
    "NewCallForm",
    "ProblemForm",
    "ProposeForm",
    "ReasonForm",
    "RejectForm",
    "SituationForm",
    "StartForm",
    "StepForm",
    "TakeForm",
    "application_headings",
    "initial_of",
    "read_applications",
    "required_headings",
]
