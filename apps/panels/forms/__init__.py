"""What a browser sends to panels."""

from apps.panels.forms.committees import (
    AppointForm,
    BonusForm,
    ConcludeForm,
    DismissForm,
    MoveForm,
    PresentForm,
    TrialForm,
)
from apps.panels.forms.pool import DeclareForm, EnrolForm, ProfileForm, StandingForm
from apps.panels.forms.sittings import InviteForm, ReleaseForm, ScoreForm, SetAsideForm, WithholdForm

__all__ = [
    "AppointForm",
    "BonusForm",
    "ConcludeForm",
    "DeclareForm",
    "DismissForm",
    "EnrolForm",
    "InviteForm",
    "MoveForm",
    "PresentForm",
    "ProfileForm",
    "ReleaseForm",
    "ScoreForm",
    "SetAsideForm",
    "StandingForm",
    "TrialForm",
    "WithholdForm",
]
