"""Intake for programs."""

from apps.intake.api.applying import ApplicationCheck, ApplicationDetail, Applications
from apps.intake.api.calls import Amendments, CallDetail, Calls, CloseCall, PublishCall
from apps.intake.api.deciding import (
    Admit,
    CallCommittees,
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
from apps.intake.api.files import (
    AttachmentDetail,
    Attachments,
    DismissAttachment,
    Receipt,
    ReusableAttachments,
    VouchForAttachment,
)
from apps.intake.api.imports import ApplicationImport, ApplicationImports, ApplyApplicationImport
from apps.intake.api.public import Words
from apps.intake.api.uploads import FinishUpload, UploadDetail, Uploads

__all__ = [
    "Admit",
    "Amendments",
    "ApplicationCheck",
    "ApplicationDetail",
    "ApplicationImport",
    "ApplicationImports",
    "Applications",
    "ApplyApplicationImport",
    "AttachmentDetail",
    "Attachments",
    "CallCommittees",
    "CallDetail",
    "Calls",
    "CloseCall",
    "Confirm",
    "Convene",
    "Correction",
    "Decline",
    "DismissAttachment",
    "FinishUpload",
    "Propose",
    "PublishCall",
    "Receipt",
    "Reject",
    "Resubmit",
    "ReturnProposal",
    "ReusableAttachments",
    "Reviewers",
    "Screeners",
    "Submit",
    "Take",
    "UploadDetail",
    "Uploads",
    "VouchForAttachment",
    "Withdraw",
    "Words",
]
