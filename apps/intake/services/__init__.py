"""The verbs of intake."""

from apps.intake.errors import NotEditable
from apps.intake.services.calls import (
    TELL_AMENDMENT,
    amend_call,
    close_call,
    close_over,
    create_call,
    edit_call,
    publish_call,
)
from apps.intake.services.drafts import Saved, save_draft, start
from apps.intake.services.files import (
    add_attachment,
    answer_refused_file,
    begin_upload,
    discard_upload,
    dismiss_file,
    finish_upload,
    receive_part,
    remove_attachment,
    reuse_attachment,
    vouch_for_file,
)
from apps.intake.services.imports import (
    APPLICATIONS,
    call_of,
    import_applications,
    keep_applications,
    refused_applications,
)
from apps.intake.services.objections import (
    add_to_objection,
    appoint_to_objection,
    decide_objection,
    file_objection,
    propose_on_objection,
    return_on_objection,
    withdraw_objection,
)
from apps.intake.services.outages import MOVED, Moved, record_outage
from apps.intake.services.results import (
    CONFIRMING,
    ask_for_brief,
    confirm_selection,
    confirm_waitlist,
    decline_selection,
    publish_results,
)
from apps.intake.services.revisions import confirm_revision, propose_revision, return_revision
from apps.intake.services.screening import admit, extend_correction, note_overdue, reject, request_correction, take
from apps.intake.services.selection import (
    committee_concluded,
    convene,
    found_committee,
    panel_moved,
    propose_selection,
    return_proposal,
)
from apps.intake.services.settings import discard_settings, draft_settings, publish_settings, save_settings
from apps.intake.services.submission import fulfil, resubmit, submit, withdraw
from apps.intake.services.telling import REMIND_BEFORE, remind_drafts, tell_amendment
from apps.intake.services.together import Proposed, confirm_results, propose_results, return_results
from apps.intake.services.waivers import decide_waiver, propose_waiver
from apps.intake.states import EDITABLE

__all__ = [
    "APPLICATIONS",
    "CONFIRMING",
    "EDITABLE",
    "MOVED",
    "REMIND_BEFORE",
    "TELL_AMENDMENT",
    "Moved",
    "NotEditable",
    "Proposed",
    "Saved",
    "add_attachment",
    "add_to_objection",
    "admit",
    "amend_call",
    "answer_refused_file",
    "appoint_to_objection",
    "ask_for_brief",
    "begin_upload",
    "call_of",
    "close_call",
    "close_over",
    "committee_concluded",
    "confirm_results",
    "confirm_revision",
    "confirm_selection",
    "confirm_waitlist",
    "convene",
    "create_call",
    "decide_objection",
    "decide_waiver",
    "decline_selection",
    "discard_settings",
    "discard_upload",
    "dismiss_file",
    "draft_settings",
    "edit_call",
    "extend_correction",
    "file_objection",
    "finish_upload",
    "found_committee",
    "fulfil",
    "import_applications",
    "keep_applications",
    "note_overdue",
    "panel_moved",
    "propose_on_objection",
    "propose_results",
    "propose_revision",
    "propose_selection",
    "propose_waiver",
    "publish_call",
    "publish_results",
    "publish_settings",
    "receive_part",
    "record_outage",
    "refused_applications",
    "reject",
    "remind_drafts",
    "remove_attachment",
    "request_correction",
    "resubmit",
    "return_on_objection",
    "return_proposal",
    "return_results",
    "return_revision",
    "reuse_attachment",
    "save_draft",
    "save_settings",
    "start",
    "submit",
    "take",
    "tell_amendment",
    "vouch_for_file",
    "withdraw",
    "withdraw_objection",
]
