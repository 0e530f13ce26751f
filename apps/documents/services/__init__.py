"""The verbs of documents, received files and uploads."""

from apps.documents.services.attachments import (
    INSPECT,
    attach,
    dismiss,
    give_up_inspecting,
    inspect,
    remove_attachment,
    reuse,
    vouch,
)
from apps.documents.services.papers import (
    RENDER,
    BeingRendered,
    give_up,
    render,
    request,
    retry,
    revoke,
    supersede,
)
from apps.documents.services.uploads import (
    DISCARD,
    abandon_upload,
    begin_upload,
    discard_upload,
    finish_upload,
    receive_part,
)

__all__ = [
    "DISCARD",
    "INSPECT",
    "RENDER",
    "BeingRendered",
    "abandon_upload",
    "attach",
    "begin_upload",
    "discard_upload",
    "dismiss",
    "finish_upload",
    "give_up",
    "give_up_inspecting",
    "inspect",
    "receive_part",
    "remove_attachment",
    "render",
    "request",
    "retry",
    "reuse",
    "revoke",
    "supersede",
    "vouch",
]
