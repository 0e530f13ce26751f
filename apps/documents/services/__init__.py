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
from apps.documents.services.batches import DISCARD_BATCH, close_batch, discard_batch, keep_batch, locked_batch
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
    "DISCARD_BATCH",
    "INSPECT",
    "RENDER",
    "BeingRendered",
    "abandon_upload",
    "attach",
    "begin_upload",
    "close_batch",
    "discard_batch",
    "discard_upload",
    "dismiss",
    "finish_upload",
    "give_up",
    "give_up_inspecting",
    "inspect",
    "keep_batch",
    "locked_batch",
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
