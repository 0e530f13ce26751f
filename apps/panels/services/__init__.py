"""The verbs of panels: the pool, committees and their rounds, sittings and sheets."""

from apps.panels.services.committees import appoint, dismiss, found, pledge
from apps.panels.services.dues import give_back
from apps.panels.services.pool import declare, enrol, update_profile
from apps.panels.services.rounds import conclude, grant_bonuses, move, present, record, start
from apps.panels.services.sheets import CONFLICT, Saved, hand_in, recuse, release, save_draft, set_aside, withhold
from apps.panels.services.sittings import cancel, close, convene, invite

__all__ = [
    "CONFLICT",
    "Saved",
    "appoint",
    "cancel",
    "close",
    "conclude",
    "convene",
    "declare",
    "dismiss",
    "enrol",
    "found",
    "give_back",
    "grant_bonuses",
    "hand_in",
    "invite",
    "move",
    "pledge",
    "present",
    "record",
    "recuse",
    "release",
    "save_draft",
    "set_aside",
    "start",
    "update_profile",
    "withhold",
]
