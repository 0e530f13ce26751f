"""Panels for programs."""

from apps.panels.api.committees import (
    Appoint,
    BoardOfCommittee,
    Bonuses,
    CommitteeDetail,
    Committees,
    Conclude,
    Dismiss,
    Move,
    Pledge,
    Present,
    ProposalOfCommittee,
    Record,
    SetAside,
    SheetDraft,
    Start,
)
from apps.panels.api.pool import Declare, Pool, PoolDetail
from apps.panels.api.sittings import CaseFile, HandIn, Recuse, SeatDetail, Seats, SittingOutcome, Sittings

__all__ = [
    "Appoint",
    "BoardOfCommittee",
    "Bonuses",
    "CaseFile",
    "CommitteeDetail",
    "Committees",
    "Conclude",
    "Declare",
    "Dismiss",
    "HandIn",
    "Move",
    "Pledge",
    "Pool",
    "PoolDetail",
    "Present",
    "ProposalOfCommittee",
    "Record",
    "Recuse",
    "SeatDetail",
    "Seats",
    "SetAside",
    "SheetDraft",
    "SittingOutcome",
    "Sittings",
    "Start",
]
