"""The verbs of consortia: open a brief, match, propose, answer, agree, end."""

from apps.consortia.entries import BriefEntry, Draft, RoleEntry
from apps.consortia.services.agreements import (
    draft_agreement,
    drop_agreement,
    end_agreement,
    revise_terms,
    send_back,
    sign,
    sign_as_centre,
)
from apps.consortia.services.briefs import (
    add_role,
    cancel,
    edit_brief,
    edit_role,
    follow,
    let_go,
    open_brief,
    publish,
    remove_role,
)
from apps.consortia.services.matching import SOLVE, fail_run, request_run, score_candidates, solve
from apps.consortia.services.proposals import EXPIRE, accept, decline, expire, propose, withdraw

__all__ = [
    "EXPIRE",
    "SOLVE",
    "BriefEntry",
    "Draft",
    "RoleEntry",
    "accept",
    "add_role",
    "cancel",
    "decline",
    "draft_agreement",
    "drop_agreement",
    "edit_brief",
    "edit_role",
    "end_agreement",
    "expire",
    "fail_run",
    "follow",
    "let_go",
    "open_brief",
    "propose",
    "publish",
    "remove_role",
    "request_run",
    "revise_terms",
    "score_candidates",
    "send_back",
    "sign",
    "sign_as_centre",
    "solve",
    "withdraw",
]
