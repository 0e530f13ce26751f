"""Pilots for programs."""

from apps.pilots.api.gates import Confirm, GateDetail, Gates, MeetCondition, Propose, SendBack
from apps.pilots.api.pilots import (
    AgreeToCase,
    Certificate,
    Finish,
    KpiDetail,
    Kpis,
    PilotDetail,
    Pilots,
    Readings,
    Resume,
    WithdrawReading,
)

__all__ = [
    "AgreeToCase",
    "Certificate",
    "Confirm",
    "Finish",
    "GateDetail",
    "Gates",
    "KpiDetail",
    "Kpis",
    "MeetCondition",
    "PilotDetail",
    "Pilots",
    "Propose",
    "Readings",
    "Resume",
    "SendBack",
    "WithdrawReading",
]
