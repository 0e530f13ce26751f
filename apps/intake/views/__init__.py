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
from apps.intake.views.public import home, programme, programmes
from apps.intake.views.reading import detail, index, receipt, receipt_status, withdraw
from apps.intake.views.results import publish_results, results
from apps.intake.views.revisions import revise

__all__ = [
    "add_attachment",
    "admit",
    "attachment",
    "calendar",
    "call",
    "calls",
    "check",
    "close_call",
    "convene",
    "correct",
    "decide",
    "detail",
    "dismiss",
    "edit",
    "edit_call",
    "found_committee",
    "home",
    "index",
    "list_attachments",
    "new",
    "new_call",
    "preview",
    "programme",
    "programmes",
    "propose",
    "publish_call",
    "publish_results",
    "receipt",
    "receipt_status",
    "reject",
    "remove_attachment",
    "results",
    "reuse_attachment",
    "revise",
    "run_call",
    "save",
    "screen",
    "submit",
    "take",
    "vouch",
    "withdraw",
]
