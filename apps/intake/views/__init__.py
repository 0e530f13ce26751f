"""Pages of intake."""

from apps.intake.views.applying import add_attachment, attachment, check, edit, new, remove_attachment, save, submit
from apps.intake.views.deciding import admit, convene, correct, decide, propose, reject, screen, take
from apps.intake.views.public import home, programme, programmes
from apps.intake.views.reading import detail, index, receipt, receipt_status, withdraw

__all__ = [
    "add_attachment",
    "admit",
    "attachment",
    "check",
    "convene",
    "correct",
    "decide",
    "detail",
    "edit",
    "home",
    "index",
    "new",
    "programme",
    "programmes",
    "propose",
    "receipt",
    "receipt_status",
    "reject",
    "remove_attachment",
    "save",
    "screen",
    "submit",
    "take",
    "withdraw",
]
