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
from apps.intake.forms.objections import AppointForm, ObjectForm, RulingForm
from apps.intake.forms.steps import AttachForm, MoneyForm, ProblemForm, SituationForm, StartForm, StepForm

__all__ = [
    "AdmitForm",
    "AmendForm",
    "AnswerForm",
    "AppointForm",
    "ApprovalForm",
    "AttachForm",
    "CallForm",
    "CloseForm",
    "CommitteeForm",
    "ConveneForm",
    "CorrectionForm",
    "MoneyForm",
    "NewCallForm",
    "ObjectForm",
    "ProblemForm",
    "ProposeForm",
    "ReasonForm",
    "RejectForm",
    "RulingForm",
    "SituationForm",
    "StartForm",
    "StepForm",
    "TakeForm",
    "initial_of",
]
