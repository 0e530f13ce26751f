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
    ExtendCorrection,
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
from apps.intake.api.objections import (
    ApplicationObjections,
    AppointToObjection,
    DecideObjection,
    ObjectionDetail,
    Objections,
    ProposeOnObjection,
    ReturnOnObjection,
    WithdrawObjection,
)
from apps.intake.api.outages import Outages
from apps.intake.api.public import Words
from apps.intake.api.results import ApplicationResult, CommitteeResults, ConfirmResults, ProposeResults, PublishResults
from apps.intake.api.revisions import ConfirmRevision, ReturnRevision, Revisions
from apps.intake.api.screening import ScreeningQueue
from apps.intake.api.settings import ProgrammeSettings, PublishSettings, SettingsDraft
from apps.intake.api.uploads import FinishUpload, UploadDetail, Uploads
from apps.intake.api.waivers import DecideWaiver, Waivers

__all__ = [
    "Admit",
    "Amendments",
    "ApplicationCheck",
    "ApplicationDetail",
    "ApplicationImport",
    "ApplicationImports",
    "ApplicationObjections",
    "ApplicationResult",
    "Applications",
    "ApplyApplicationImport",
    "AppointToObjection",
    "AttachmentDetail",
    "Attachments",
    "CallCommittees",
    "CallDetail",
    "Calls",
    "CloseCall",
    "CommitteeResults",
    "Confirm",
    "ConfirmResults",
    "ConfirmRevision",
    "ConfirmWaitlist",
    "Convene",
    "Correction",
    "DecideObjection",
    "DecideWaiver",
    "Decline",
    "DismissAttachment",
    "ExtendCorrection",
    "FinishUpload",
    "ObjectionDetail",
    "Objections",
    "Outages",
    "ProgrammeSettings",
    "Propose",
    "ProposeOnObjection",
    "ProposeResults",
    "PublishCall",
    "PublishResults",
    "PublishSettings",
    "Receipt",
    "Reject",
    "Resubmit",
    "ReturnOnObjection",
    "ReturnProposal",
    "ReturnRevision",
    "ReusableAttachments",
    "Reviewers",
    "Revisions",
    "Screeners",
    "ScreeningQueue",
    "SettingsDraft",
    "Submit",
    "Take",
    "UploadDetail",
    "Uploads",
    "VouchForAttachment",
    "Waivers",
    "Withdraw",
    "WithdrawObjection",
    "Words",
]
