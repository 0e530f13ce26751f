"""Pages of panels."""

from apps.panels.views.board import board, bonuses, fees, minutes, ranking
from apps.panels.views.committees import (
    appoint,
    committee,
    committees,
    conclude,
    dismiss,
    move,
    pledge,
    present,
    proposal,
    record,
    start,
)
from apps.panels.views.pool import declare, enrol, pool, profile, reviewer
from apps.panels.views.sittings import close, index, invite, recuse, release, save, seat, set_aside, sitting, sittings

__all__ = [
    "appoint",
    "board",
    "bonuses",
    "close",
    "committee",
    "committees",
    "conclude",
    "declare",
    "dismiss",
    "enrol",
    "fees",
    "index",
    "invite",
    "minutes",
    "move",
    "pledge",
    "pool",
    "present",
    "profile",
    "proposal",
    "ranking",
    "record",
    "recuse",
    "release",
    "reviewer",
    "save",
    "seat",
    "set_aside",
    "sitting",
    "sittings",
    "start",
]
