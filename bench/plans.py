"""Seeded planning instances, and the plain model the planner is measured against.

The plain model says the same rules the obvious way: a start month per action as an integer variable, every "if chosen"
as a big-M row, no reasoning about which pairs fit together, HiGHS as it comes.
"""

from __future__ import annotations

from decimal import Decimal
from random import Random

import highspy

from apps.roadmaps.planner import ChosenKpi, Criterion, Horizon, HorizonWeights, Option, PlanInput, Relevance, Weights
from apps.roadmaps.planner.impact import goals
from apps.roadmaps.planner.network import Network

CRITERIA = tuple(f"{area}{number}" for area in "PDO" for number in range(1, 7))
KPIS = tuple(f"kpi_{number:02d}" for number in range(12))
COSTS = tuple(f"cost_{number}" for number in range(10))
CATEGORIES = tuple(f"category_{number}" for number in range(5))
WEIGHTS = Weights(
    "bench",
    "bench",
    60,
    (
        HorizonWeights("short", 60, 20, 20, 100),
        HorizonWeights("middle", 45, 30, 25, 90),
        HorizonWeights("long", 30, 40, 30, 80),
    ),
)
MONTHS = 36


def instance(actions: int, seed: int) -> PlanInput:
    """A company and a catalogue of so many actions; the same seed gives the same instance."""
    draw = Random(seed)
    points = {code: draw.randint(0, 3) for code in CRITERIA}
    codes = [f"A{number:03d}" for number in range(actions)]
    return PlanInput(
        horizons=(
            Horizon("short", 1, 6, 60_000_000, Decimal(12)),
            Horizon("middle", 7, 18, 200_000_000, Decimal(24)),
            Horizon("long", 19, MONTHS, 300_000_000, Decimal(36)),
        ),
        criteria=tuple(Criterion(code, band, band, band, 4) for code, band in points.items()),
        options=tuple(_option(draw, codes, place) for place in range(actions)),
        weights=WEIGHTS,
        cost_shares=tuple((code, draw.randint(0, 30)) for code in COSTS),
        chosen_kpis=tuple(
            ChosenKpi(code, draw.choice(CATEGORIES), draw.randint(1, 3)) for code in draw.sample(KPIS, 4)
        ),
        cost_relevance=tuple(Relevance(code, cost, draw.choice((0, 1, 3))) for code in CRITERIA for cost in COSTS),
        kpi_relevance=tuple(Relevance(code, kind, draw.choice((0, 1, 3))) for code in CRITERIA for kind in CATEGORIES),
        time_limit_seconds=60,
    )


def _option(draw: Random, codes: list[str], place: int) -> Option:
    before = codes[:place]
    cost = draw.randint(1, 200) * 1_000_000 if draw.random() < 0.6 else draw.randint(5, 100) * 100_000
    return Option(
        code=codes[place],
        months=draw.randint(1, 9),
        staff_months=Decimal(draw.randint(5, 80)) / 10,
        cost_krw=cost,
        requires=tuple((code, draw.randint(1, 3)) for code in draw.sample(CRITERIA, draw.randint(0, 3))),
        improves=tuple((code, draw.choice((1, 1, 1, 2))) for code in draw.sample(CRITERIA, draw.randint(1, 3))),
        prerequisites=tuple(draw.sample(before, min(place, draw.choice((0, 0, 0, 1, 1, 2))))),
        moves=tuple((code, draw.randint(1, 3)) for code in draw.sample(KPIS, draw.randint(0, 3))),
    )


class Plain:
    """The obvious model of one instance."""

    def __init__(self, given: PlanInput, seconds: float) -> None:
        self.given = given
        self.network = Network(given)
        self.solver = highspy.Highs()
        self.solver.setOptionValue("output_flag", False)
        self.solver.setOptionValue("mip_rel_gap", 0.0)
        self.solver.setOptionValue("mip_abs_gap", 0.5)
        self.solver.setOptionValue("time_limit", seconds)
        self.places = range(len(given.horizons))
        self.x = {(code, h): self.solver.addBinary() for code in self.network.codes for h in self.places}
        self.start = {code: self.solver.addIntegral(lb=1, ub=MONTHS + 1) for code in self.network.codes}

    def solve(self) -> tuple[int, bool]:
        """The objective found, and whether it is proven."""
        for code in self.network.codes:
            self._action(code)
        for h, row in enumerate(self.given.horizons):
            options = self.network.options.items()
            self.solver.addConstr(sum(o.cost_krw / 10_000 * self.x[c, h] for c, o in options) <= row.budget_krw / 1e4)
            self.solver.addConstr(
                sum(float(o.staff_months) * self.x[c, h] for c, o in options) <= float(row.staff_months)
            )
        self.solver.maximize(self._worth())
        done = self.solver.getModelStatus() == highspy.HighsModelStatus.kOptimal
        return round(self.solver.getInfo().objective_function_value), done

    def _chosen(self, code: str, before: int | None = None) -> object:
        return sum(self.x[code, h] for h in self.places if before is None or h < before)

    def _action(self, code: str) -> None:
        option = self.network.options[code]
        self.solver.addConstr(self._chosen(code) <= 1)
        for h, row in enumerate(self.given.horizons):
            slack = (MONTHS + 10) * (1 - self.x[code, h])
            self.solver.addConstr(self.start[code] >= row.start_month - slack)
            self.solver.addConstr(self.start[code] + option.months - 1 <= row.end_month + slack)
            for need in self.network.needs[code]:
                found = sum(gain * self._chosen(other, before=h) for other, gain in need.providers)
                self.solver.addConstr(found - need.missing * self.x[code, h] >= 0) if h and need.providers else (
                    self.solver.addConstr(self.x[code, h] <= 0)
                )
        for earlier in option.prerequisites:
            self.solver.addConstr(self._chosen(code) <= self._chosen(earlier))
            slack = (MONTHS + 10) * (1 - self._chosen(code))
            self.solver.addConstr(
                self.start[code] >= self.start[earlier] + self.network.options[earlier].months - slack
            )

    def _worth(self) -> object:
        worth: object = 0
        for goal in goals(self.given):
            kind, name = goal.code.split(":", 1)
            counted = [self.solver.addVariable(lb=0, ub=goal.room) for _h in self.places]
            self.solver.addConstr(sum(counted) <= goal.room)
            for h in self.places:
                gains = (
                    (code, gain)
                    for code, option in self.network.options.items()
                    for known, gain in (option.improves if kind == "c" else option.moves)
                    if known == name
                )
                self.solver.addConstr(counted[h] <= sum((gain * self.x[code, h] for code, gain in gains), 0))
            worth = worth + sum(goal.worth[h] * counted[h] for h in self.places)
        return worth
