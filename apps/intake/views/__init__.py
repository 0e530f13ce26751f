"""Pages of intake."""

from apps.intake.views.applying import check, edit, new, save, submit
from apps.intake.views.calls import (
    calendar,
    call,
    calls,
    close_call,
    edit_call,
    new_call,
    preview,
    publish_call,
    run_call,
)
from apps.intake.views.deciding import (
    admit,
    convene,
    correct,
    decide,
    found_committee,
    propose,
    reject,
    screen,
    take,
)
from apps.intake.views.files import (
    add_attachment,
    attachment,
    dismiss,
    list_attachments,
    remove_attachment,
    reuse_attachment,
    vouch,
)
from apps.intake.views.imports import import_applications, import_batch, import_template
from apps.intake.views.objections import (
    appoint_to_objection,
    decide_objection,
    file_objection,
    objection,
    objections,
    propose_on_objection,
    return_on_objection,
    withdraw_objection,
)
from apps.intake.views.outages import outages
from apps.intake.views.public import home, programme, programmes
from apps.intake.views.reading import detail, index, receipt, receipt_status, withdraw
from apps.intake.views.results import publish_results, results
from apps.intake.views.revisions import revise
from apps.intake.views.screening import screening
from apps.intake.views.settings import (
    discard_settings,
    draft_settings,
    edit_settings,
    publish_settings,
    settings,
    settings_list,
)
from apps.intake.views.waivers import exceptions

__all__ = [
    "add_attachment",
    "admit",
    "appoint_to_objection",
    "attachment",
    "calendar",
    "call",
    "calls",
    "check",
    "close_call",
    "convene",
    "correct",
    "decide",
    "decide_objection",
    "detail",
    "discard_settings",
    "dismiss",
    "draft_settings",
    "edit",
    "edit_call",
    "edit_settings",
    "exceptions",
    "file_objection",
    "found_committee",
    "home",
    "import_applications",
    "import_batch",
    "import_template",
    "index",
    "list_attachments",
    "new",
    "new_call",
    "objection",
    "objections",
    "outages",
    "preview",
    "programme",
    "programmes",
    "propose",
    "propose_on_objection",
    "publish_call",
    "publish_results",
    "publish_settings",
    "receipt",
    "receipt_status",
    "reject",
    "remove_attachment",
    "results",
    "return_on_objection",
    "reuse_attachment",
    "revise",
    "run_call",
    "save",
    "screen",
    "screening",
    "settings",
    "settings_list",
    "submit",
    "take",
    "vouch",
    "withdraw",
    "withdraw_objection",
]
