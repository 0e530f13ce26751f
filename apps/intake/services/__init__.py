"""The verbs of intake."""

from apps.intake.errors import NotEditable
from apps.intake.services.calls import close_call, create_call, publish_call
from apps.intake.services.drafts import EDITABLE, Saved, add_attachment, remove_attachment, save_draft, start
from apps.intake.services.screening import admit, reject, request_correction, take
from apps.intake.services.selection import (
    confirm_selection,
    convene,
    decline_selection,
    propose_selection,
    return_proposal,
)
from apps.intake.services.submission import fulfil, resubmit, submit, withdraw

__all__ = [
    "EDITABLE",
    "NotEditable",
    "Saved",
    "add_attachment",
    "admit",
    "close_call",
    "confirm_selection",
    "convene",
    "create_call",
    "decline_selection",
    "fulfil",
    "propose_selection",
    "publish_call",
    "reject",
    "remove_attachment",
    "request_correction",
    "resubmit",
    "return_proposal",
    "save_draft",
    "start",
    "submit",
    "take",
    "withdraw",
]
