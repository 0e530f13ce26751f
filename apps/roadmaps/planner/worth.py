"""Exact worth of a choice of actions, and how it is shared out among them: integers only."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from apps.roadmaps.planner.impact import Goal
from apps.roadmaps.planner.network import Network


@dataclass(frozen=True, slots=True)
class Counted:
    """What one action counts towards one goal: its gain and the millionths credited to it."""

    code: str
    goal: str
    gain: int
    micro: int


def gain_of(network: Network, code: str, goal: str) -> int:
    """Bands or steps of strength an action adds to a goal."""
    return network.offered[code].get(goal, 0)


def counted(network: Network, goals: Sequence[Goal], chosen: Mapping[str, int]) -> tuple[Counted, ...]:
    """Credit of every (action, goal).

    A goal's room is filled first where a unit is worth most (the earlier horizon on a tie). Within a horizon the worth
    is shared by gain with the largest remainder, ties by code, so that the credits add up to the objective exactly.
    """
    rows: list[Counted] = []
    for goal in goals:
        gains = {code: gain for code in sorted(chosen) if (gain := gain_of(network, code, goal.code)) > 0}
        room = goal.room
        for horizon in sorted(range(len(goal.worth)), key=lambda h: (-goal.worth[h], h)):
            here = {code: gain for code, gain in gains.items() if chosen[code] == horizon}
            units = min(room, sum(here.values()))
            room -= units
            shares = _shared(units * goal.worth[horizon], here)
            rows += [Counted(code, goal.code, gain, shares[code]) for code, gain in here.items()]
    return tuple(rows)


def value(network: Network, goal: Goal, chosen: Mapping[str, int]) -> int:
    """What a choice gains of one goal: its room filled where a unit is worth most."""
    gained = [0] * len(goal.worth)
    for code, horizon in chosen.items():
        gained[horizon] += gain_of(network, code, goal.code)
    room, total = goal.room, 0
    for horizon in sorted(range(len(goal.worth)), key=lambda h: (-goal.worth[h], h)):
        units = min(room, gained[horizon])
        room -= units
        total += units * goal.worth[horizon]
    return total


def worth(network: Network, goals: Sequence[Goal], chosen: Mapping[str, int]) -> int:
    """The objective of a choice, in millionths of the ideal plan."""
    return sum(value(network, goal, chosen) for goal in goals)


def _shared(total: int, gains: Mapping[str, int]) -> dict[str, int]:
    whole = sum(gains.values())
    if not whole:
        return {}
    shares = {code: total * gain // whole for code, gain in gains.items()}
    rest = total - sum(shares.values())
    for code in sorted(gains, key=lambda code: (-(total * gains[code] % whole), code))[:rest]:
        shares[code] += 1
    return shares
