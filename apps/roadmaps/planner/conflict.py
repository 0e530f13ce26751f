"""When nothing fits: the binding constraint and the smallest change that would free it."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from apps.roadmaps.planner.model import Model, Rows
from apps.roadmaps.planner.network import Network
from apps.roadmaps.planner.types import Block, Choice, ChoiceKind, Conflict, PlanInput


def conflicts(given: PlanInput, *, at_least_one: bool = False) -> tuple[Conflict, ...]:
    """Why no plan exists; with `at_least_one`, why no plan with any action exists.

    First money and people are made elastic: if that helps, the answer is the smallest overrun of each horizon, weighed
    as a share of its limit. Otherwise the consultant's own choices contradict each other, and the answer is a smallest
    set of them that cannot hold together.
    """
    network = Network(given)
    too_long = [
        Conflict(Block.TOO_LONG, (code,))
        for code in network.codes
        if network.required(code) and not any(network.allowed(code, h) for h in range(len(given.horizons)))
    ]
    if too_long:
        return tuple(too_long)
    overrun = _overrun(network, at_least_one=at_least_one)
    if overrun is not None:
        return overrun
    if at_least_one:
        return (Conflict(Block.BAND, ()),)
    return (Conflict(Block.PINS, _irreducible(given)),)


def _overrun(network: Network, *, at_least_one: bool) -> tuple[Conflict, ...] | None:
    model = Model(network, (), elastic=True)
    rows = network.given.horizons
    objective = np.zeros(model.width)
    for h, row in enumerate(rows):
        objective[model.first_slack + h] = 1e6 / max(row.budget_krw / 10_000, 1.0)
        objective[model.first_slack + len(rows) + h] = 1e6 / max(float(row.staff_months * 10), 1.0)
    fixed = Rows()
    if at_least_one:
        fixed.add([(column, 1.0) for column in range(model.first_goal)], lower=1.0)
    solved = model.solve(objective, maximise=False, gap=0.5, seconds=network.given.time_limit_seconds, fixed=fixed)
    if solved.chosen is None:
        return None
    return _overruns(network, solved.chosen)


def _overruns(network: Network, chosen: dict[str, int]) -> tuple[Conflict, ...]:
    found = []
    for h, row in enumerate(network.given.horizons):
        codes = tuple(code for code in sorted(chosen) if chosen[code] == h)
        money = sum(network.options[code].cost_krw for code in codes) - row.budget_krw
        people = int(sum(network.options[code].staff_months for code in codes) * 10 - row.staff_months * 10)
        if money > 0:
            found.append(Conflict(Block.BUDGET, codes, row.key, (), money))
        if people > 0:
            found.append(Conflict(Block.STAFF, codes, row.key, (), people))
    return tuple(found)


def _irreducible(given: PlanInput) -> tuple[str, ...]:
    kept = sorted(given.choices, key=lambda row: row.code)
    for choice in tuple(kept):
        fewer = [row for row in kept if row is not choice]
        if not _possible(given, fewer):
            kept = fewer
    return tuple(row.code for row in kept)


def _possible(given: PlanInput, choices: Sequence[Choice]) -> bool:
    network = Network(replace(given, choices=tuple(choices)))
    if any(row.kind != ChoiceKind.EXCLUDED for row in choices):
        model = Model(network, (), elastic=True)
        objective = np.zeros(model.width)
        solved = model.solve(objective, maximise=False, gap=0.5, seconds=given.time_limit_seconds)
        return solved.chosen is not None
    return True
