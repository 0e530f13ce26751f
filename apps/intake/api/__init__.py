"""Intake for programs."""

from apps.intake.api.applying import ApplicationCheck, ApplicationDetail, Applications
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
    Reviewers,
    Screeners,
    Submit,
    Take,
    Withdraw,
)
from apps.intake.api.files import AttachmentDetail, Attachments, Receipt
from apps.intake.api.public import Calls, Words

__all__ = [
    "Admit",
    "ApplicationCheck",
    "ApplicationDetail",
    "Applications",
    "AttachmentDetail",
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
    "Reviewers",
    "Screeners",
    "Submit",
    "Take",
    "Withdraw",
    "Words",
]
