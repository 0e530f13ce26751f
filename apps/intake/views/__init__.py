"""Pages of intake."""

from apps.intake.views.applying import add_attachment, attachment, check, edit, new, remove_attachment, save, submit
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
from apps.intake.views.public import home, programme, programmes
from apps.intake.views.reading import detail, index, receipt, receipt_status, withdraw

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
    "edit",
    "edit_call",
    "found_committee",
    "home",
    "index",
    "new",
    "new_call",
    "preview",
    "programme",
    "programmes",
    "propose",
    "publish_call",
    "receipt",
    "receipt_status",
    "reject",
    "remove_attachment",
    "run_call",
    "save",
    "screen",
    "submit",
    "take",
    "withdraw",
]
