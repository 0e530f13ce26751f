"""Pages of the diagnosis."""

from apps.diagnosis.views.calibration import calibration, compare, read_again, set_training
from apps.diagnosis.views.cases import assign, detail, index, open_case, reopen, repeat
from apps.diagnosis.views.claiming import self_question, self_score
from apps.diagnosis.views.instruments import instrument, instrument_file, instruments, publish_instrument
from apps.diagnosis.views.people import appoint, appointment, call_off, consultant, consultants
from apps.diagnosis.views.results import agree, document, document_status, result, result_criterion
from apps.diagnosis.views.scoring import (
    add_evidence,
    complete,
    evidence_file,
    remove_evidence,
    score_area,
    score_criterion,
)
from apps.diagnosis.views.visiting import late_file, offline, settle_late, visit, worker

__all__ = [
    "add_evidence",
    "agree",
    "appoint",
    "appointment",
    "assign",
    "calibration",
    "call_off",
    "compare",
    "complete",
    "consultant",
    "consultants",
    "detail",
    "document",
    "document_status",
    "evidence_file",
    "index",
    "instrument",
    "instrument_file",
    "instruments",
    "late_file",
    "offline",
    "open_case",
    "publish_instrument",
    "read_again",
    "remove_evidence",
    "reopen",
    "repeat",
    "result",
    "result_criterion",
    "score_area",
    "score_criterion",
    "self_question",
    "self_score",
    "set_training",
    "settle_late",
    "visit",
    "worker",
]
