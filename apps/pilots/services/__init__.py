"""The verbs of pilots."""

from apps.pilots.services.endings import agree_to_case
from apps.pilots.services.gates import (
    call_gate,
    confirm_decision,
    meet_condition,
    propose_decision,
    send_back,
)
from apps.pilots.services.kpis import record_reading, remove_kpi, set_kpi, withdraw_reading
from apps.pilots.services.lifecycle import ask_for_pilot, finish, open_pilot, resume

__all__ = [
    "agree_to_case",
    "ask_for_pilot",
    "call_gate",
    "confirm_decision",
    "finish",
    "meet_condition",
    "open_pilot",
    "propose_decision",
    "record_reading",
    "remove_kpi",
    "resume",
    "send_back",
    "set_kpi",
    "withdraw_reading",
]
