"""Intake for programs."""

from apps.intake.api.applying import ApplicationCheck, ApplicationDetail, Applications, Attachments, Receipt
from apps.intake.api.deciding import (
    Admit,
    Confirm,
    Convene,
    Correction,
    Decline,
    Propose,
    Reject,
    Resubmit,
    ReturnProposal,
    Submit,
    Take,
    Withdraw,
)
from apps.intake.api.public import Calls

__all__ = [
    "Admit",
    "ApplicationCheck",
    "ApplicationDetail",
    "Applications",
    "Attachments",
    "Calls",
    "Confirm",
    "Convene",
    "Correction",
    "Decline",
    "Propose",
    "Receipt",
    "Reject",
    "Resubmit",
    "ReturnProposal",
    "Submit",
    "Take",
    "Withdraw",
]
