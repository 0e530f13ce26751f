"""Shapes of what people type into applications and decisions."""

from apps.intake.forms.calls import AmendForm, CallForm, CloseForm, NewCallForm, initial_of
from apps.intake.forms.decisions import (
    AdmitForm,
    AnswerForm,
    ApprovalForm,
    CommitteeForm,
    ConveneForm,
    CorrectionForm,
    ExtendForm,
    ProposeForm,
    PublishForm,
    RejectForm,
    SubmitForm,
    TakeForm,
    TogetherForm,
)
from apps.intake.forms.imports import ImportForm, application_headings, read_applications, required_headings
from apps.intake.forms.objections import AppointForm, ObjectForm, PaperForm, RulingForm
from apps.intake.forms.outages import OutageForm
from apps.intake.forms.settings import SettingsForm
from apps.intake.forms.shown import initial_settings
from apps.intake.forms.steps import CHANGED, AttachForm, MoneyForm, ProblemForm, SituationForm, StartForm, StepForm
from apps.intake.forms.waivers import WaiverDecisionForm, WaiverForm

__all__ = [
    "CHANGED",
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
    "ExtendForm",
    "ImportForm",
    "MoneyForm",
    "NewCallForm",
    "ObjectForm",
    "OutageForm",
    "PaperForm",
    "ProblemForm",
    "ProposeForm",
    "PublishForm",
    "RejectForm",
    "RulingForm",
    "SettingsForm",
    "SituationForm",
    "StartForm",
    "StepForm",
    "SubmitForm",
    "TakeForm",
    "TogetherForm",
    "WaiverDecisionForm",
    "WaiverForm",
    "application_headings",
    "initial_of",
    "initial_settings",
    "read_applications",
    "required_headings",
]
