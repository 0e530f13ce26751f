"""Intake for programs."""

from apps.intake.api.applying import ApplicationCheck, ApplicationDetail, Applications
from apps.intake.api.calls import Amendments, CallDetail, Calls, CloseCall, PublishCall
from apps.intake.api.deciding import (
    Admit,
    CallCommittees,
    Confirm,
    ConfirmWaitlist,
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
from apps.intake.api.public import Words
from apps.intake.api.results import ApplicationResult, CommitteeResults, PublishResults
from apps.intake.api.revisions import ConfirmRevision, ReturnRevision, Revisions
from apps.intake.api.uploads import FinishUpload, UploadDetail, Uploads

__all__ = [
    "Admit",
    "Amendments",
    "ApplicationCheck",
    "ApplicationDetail",
    "ApplicationResult",
    "Applications",
    "AttachmentDetail",
    "Attachments",
    "CallCommittees",
    "CallDetail",
    "Calls",
    "CloseCall",
    "CommitteeResults",
    "Confirm",
    "ConfirmRevision",
    "ConfirmWaitlist",
    "Convene",
    "Correction",
    "Decline",
    "DismissAttachment",
    "FinishUpload",
    "Propose",
    "PublishCall",
    "PublishResults",
    "Receipt",
    "Reject",
    "Resubmit",
    "ReturnProposal",
    "ReturnRevision",
    "ReusableAttachments",
    "Reviewers",
    "Revisions",
    "Screeners",
    "Submit",
    "Take",
    "UploadDetail",
    "Uploads",
    "VouchForAttachment",
    "Withdraw",
    "Words",
]
