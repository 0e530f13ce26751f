"""The verbs of the diagnosis."""

from apps.diagnosis.services.appointing import appoint, call_off, keep_profile
from apps.diagnosis.services.benchmarks import count_benchmarks
from apps.diagnosis.services.calibrating import read_again, set_training
from apps.diagnosis.services.claiming import save_self_scores
from apps.diagnosis.services.completing import complete
from apps.diagnosis.services.instruments import deliver, draft, publish_draft
from apps.diagnosis.services.meeting import agree
from apps.diagnosis.services.opening import assign, let_go, open, open_admitted, reopen
from apps.diagnosis.services.scoring import (
    add_evidence,
    remove_evidence,
    save_answer,
    save_answers,
)
from apps.diagnosis.services.visiting import Said, keep_late, keep_visit, lay_aside, take_late

__all__ = [
    "Said",
    "add_evidence",
    "agree",
    "appoint",
    "assign",
    "call_off",
    "complete",
    "count_benchmarks",
    "deliver",
    "draft",
    "keep_late",
    "keep_profile",
    "keep_visit",
    "lay_aside",
    "let_go",
    "open",
    "open_admitted",
    "publish_draft",
    "read_again",
    "remove_evidence",
    "reopen",
    "save_answer",
    "save_answers",
    "save_self_scores",
    "set_training",
    "take_late",
]
