"""What to do about data first: tasks that lift a company's data to where a use case can begin. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

# Below this band data cannot carry a use case yet; the tasks lift to it.
ENOUGH = 2


@dataclass(frozen=True, slots=True)
class Candidate:
    """A task of the catalogue: to which bands it can lift (criterion code → 0 to 5), its months, what goes before."""

    code: str
    lifts_to: Mapping[str, int]
    months: int
    after: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Task:
    """A proposed task and the low criteria it is proposed for, in the instrument's order."""

    code: str
    criteria: tuple[str, ...]


def proposed(bands: Mapping[str, int], figure: Decimal, candidates: Sequence[Candidate]) -> tuple[Task, ...]:
    """Tasks for every data criterion below ENOUGH, where the area's figure is below it; nothing where it is not.

    For each criterion the shortest task that lifts it to ENOUGH, by code where they are equal. What goes before
    another proposed task stands before it.
    """
    if figure >= ENOUGH:
        return ()
    chosen: dict[str, list[str]] = {}
    for criterion in (code for code, band in bands.items() if band < ENOUGH):
        fitting = [one for one in candidates if one.lifts_to.get(criterion, 0) >= ENOUGH]
        if fitting:
            best = min(fitting, key=lambda one: (one.months, one.code))
            chosen.setdefault(best.code, []).append(criterion)
    after = {one.code: one.after & chosen.keys() for one in candidates if one.code in chosen}
    return tuple(Task(code, tuple(chosen[code])) for code in _in_order(after))


def _in_order(after: Mapping[str, frozenset[str]]) -> list[str]:
    """Codes so that each follows what goes before it, else by code."""
    done: list[str] = []
    while len(done) < len(after):
        free = [code for code in sorted(after) if code not in done and after[code] <= set(done)]
        done += free[:1] or sorted(after.keys() - set(done))[:1]
    return done
