"""The exact model for HiGHS: binary x[action, horizon], counted gains u[goal, horizon], and the rows that bind them.

maximise    Σ worth[g,h] · u[g,h]
subject to  u[g,h] ≤ Σ_a gain[a,g] · x[a,h],  Σ_h u[g,h] ≤ room[g]                     each gap is closed once
            Σ_h x[a,h] ≤ 1 (= 1 when pinned or moved, = 0 when excluded)
            Σ_{k≤h} x[a,k] ≤ Σ_{k≤h} x[p,k]                                            prerequisite p not after a
            Σ_{k≤h} x[a,k] ≤ Σ_{k<h} x[p,k] where the chain from p to a exceeds h      so months can be scheduled
            Σ_{k≤h} x[a,k] + Σ_{k>h} x[s,k] ≤ 1                                        preparation s not later than a
            Σ_b min(gain[b,d], missing) · Σ_{k<h} x[b,k] ≥ missing · x[a,h]            band d reached before h begins
            Σ_a cost[a] · x[a,h] ≤ budget[h],  Σ_a staff[a] · x[a,h] ≤ staff[h]
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import highspy
import numpy as np

from apps.roadmaps.planner.impact import Goal
from apps.roadmaps.planner.network import Network

INFINITY = highspy.kHighsInf
PROOF = 0.00001
"""Absolute gap taken as proof. Impacts are whole numbers, and all tie-breaking terms together stay below one."""
COST_TERM, ORDER_TERM = 0.9, 0.00001


@dataclass(slots=True)
class Rows:
    """Sparse rows gathered one by one."""

    lower: list[float] = field(default_factory=list)
    upper: list[float] = field(default_factory=list)
    starts: list[int] = field(default_factory=lambda: [0])
    columns: list[int] = field(default_factory=list)
    values: list[float] = field(default_factory=list)

    def add(self, terms: Sequence[tuple[int, float]], *, lower: float = -INFINITY, upper: float = INFINITY) -> None:
        """One row: lower ≤ Σ value · column ≤ upper."""
        self.columns += [column for column, _ in terms]
        self.values += [value for _, value in terms]
        self.starts.append(len(self.columns))
        self.lower.append(lower)
        self.upper.append(upper)


@dataclass(frozen=True, slots=True)
class Solved:
    """Outcome of one run: chosen (code, horizon) pairs or None, whether it is proven, and the bound."""

    chosen: dict[str, int] | None
    proven: bool
    bound: float
    slack: tuple[float, ...] = ()


class Model:
    """One input as a mixed-integer model; built once, solved for several objectives."""

    def __init__(self, network: Network, goals: Sequence[Goal], *, elastic: bool = False) -> None:
        self.network = network
        self.goals = goals
        self.elastic = elastic
        self.horizons = range(len(network.given.horizons))
        self.index = {code: i for i, code in enumerate(network.codes)}
        self.first_goal = len(network.codes) * len(self.horizons)
        self.first_slack = self.first_goal + len(goals) * len(self.horizons)
        self.width = self.first_slack + (2 * len(self.horizons) if elastic else 0)
        self.rows = Rows()
        self.upper = self._upper()
        self._choices()
        self._gains()
        self._prerequisites()
        self._preparations()
        self._bands()
        self._limits()

    def column(self, code: str, horizon: int) -> int:
        """Column of x[action, horizon]."""
        return self.index[code] * len(self.horizons) + horizon

    def gained(self, goal: int, horizon: int) -> int:
        """Column of u[goal, horizon]."""
        return self.first_goal + goal * len(self.horizons) + horizon

    def _until(self, code: str, horizon: int, value: float) -> list[tuple[int, float]]:
        return [(self.column(code, h), value) for h in range(horizon + 1)]

    def _choices(self) -> None:
        for code in self.network.codes:
            lower = 1.0 if self.network.required(code) else 0.0
            self.rows.add([(self.column(code, h), 1.0) for h in self.horizons], lower=lower, upper=1.0)

    def _gains(self) -> None:
        for g, goal in enumerate(self.goals):
            kind, code = goal.code.split(":", 1)
            givers = [
                (action, gain)
                for action, option in self.network.options.items()
                for name, gain in (option.improves if kind == "c" else option.moves)
                if name == code and gain > 0
            ]
            for h in self.horizons:
                terms = [(self.column(action, h), -float(gain)) for action, gain in givers]
                self.rows.add([(self.gained(g, h), 1.0), *terms], upper=0.0)
            self.rows.add([(self.gained(g, h), 1.0) for h in self.horizons], upper=float(goal.room))

    def _prerequisites(self) -> None:
        for later, earlier_ones in self.network.distances.items():
            for earlier in sorted(earlier_ones):
                direct = earlier in self.network.options[later].prerequisites
                for h in self.horizons:
                    together = self.network.together(earlier, later, h)
                    if direct or not together:
                        before = self._until(earlier, h if together else h - 1, -1.0)
                        self.rows.add([*self._until(later, h, 1.0), *before], upper=0.0)

    def _preparations(self) -> None:
        for later, earlier_ones in self.network.preparations.items():
            for earlier in earlier_ones:
                for h in self.horizons[:-1]:
                    after = [(self.column(earlier, k), 1.0) for k in self.horizons[h + 1 :]]
                    self.rows.add([*self._until(later, h, 1.0), *after], upper=1.0)

    def _bands(self) -> None:
        for code, needs in self.network.needs.items():
            for need in needs:
                for h in self.horizons:
                    terms = [
                        term
                        for other, gain in need.providers
                        for term in self._until(other, h - 1, float(min(gain, need.missing)))
                    ]
                    self.rows.add([(self.column(code, h), -float(need.missing)), *terms], lower=0.0)

    def _limits(self) -> None:
        count = len(self.horizons)
        for h, row in enumerate(self.network.given.horizons):
            money = [(self.column(c, h), o.cost_krw / 10_000) for c, o in self.network.options.items() if o.cost_krw]
            people = [
                (self.column(c, h), float(o.staff_months * 10))
                for c, o in self.network.options.items()
                if o.staff_months
            ]
            if self.elastic:
                money.append((self.first_slack + h, -1.0))
                people.append((self.first_slack + count + h, -1.0))
            self.rows.add(money, upper=row.budget_krw / 10_000)
            self.rows.add(people, upper=float(row.staff_months * 10))

    def impact_objective(self) -> np.ndarray:
        """Impact in millionths of the ideal plan, less terms that in sum stay below one: cost, then horizon and code.

        So a plan of higher impact always wins, and among equals the one cheaper by more than a hundred-thousandth
        of the budgets, then the earlier and lower in code.
        """
        costs = np.zeros(self.width)
        for g, goal in enumerate(self.goals):
            for h in self.horizons:
                costs[self.gained(g, h)] = goal.worth[h]
        money = sum(row.budget_krw for row in self.network.given.horizons) or 1
        count = len(self.network.codes)
        for i, (code, option) in enumerate(self.network.options.items()):
            for h in self.horizons:
                order = (h * count + i + 1) / (count * count * len(self.horizons))
                costs[self.column(code, h)] = -COST_TERM * option.cost_krw / money - ORDER_TERM * order
        return costs

    def solve(
        self, objective: np.ndarray, *, maximise: bool, gap: float, seconds: float, fixed: Rows | None = None
    ) -> Solved:
        """Optimise `objective` under the model's rows and the `fixed` ones; `gap` is the absolute gap that is proof."""
        solver = highspy.Highs()
        for name, value in _options(gap, seconds).items():
            solver.setOptionValue(name, value)
        solver.passModel(self._problem(objective, maximise=maximise, fixed=fixed))
        solver.run()
        return self._read(solver)

    def _problem(self, objective: np.ndarray, *, maximise: bool, fixed: Rows | None) -> highspy.HighsLp:
        rows, more = self.rows, fixed or Rows()
        problem = highspy.HighsLp()
        problem.num_col_ = self.width
        problem.num_row_ = len(rows.lower) + len(more.lower)
        problem.sense_ = highspy.ObjSense.kMaximize if maximise else highspy.ObjSense.kMinimize
        problem.col_cost_ = objective
        problem.col_lower_ = np.zeros(self.width)
        problem.col_upper_ = self.upper
        problem.row_lower_ = np.array(rows.lower + more.lower)
        problem.row_upper_ = np.array(rows.upper + more.upper)
        problem.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        offset = len(rows.columns)
        problem.a_matrix_.start_ = np.array(rows.starts + [offset + s for s in more.starts[1:]], np.int32)
        problem.a_matrix_.index_ = np.array(rows.columns + more.columns, np.int32)
        problem.a_matrix_.value_ = np.array(rows.values + more.values)
        kinds = [highspy.HighsVarType.kInteger] * self.first_goal
        problem.integrality_ = kinds + [highspy.HighsVarType.kContinuous] * (self.width - self.first_goal)
        return problem

    def _upper(self) -> np.ndarray:
        upper = np.full(self.width, INFINITY)
        for code in self.network.codes:
            for h in self.horizons:
                upper[self.column(code, h)] = float(self.network.allowed(code, h))
        for g, goal in enumerate(self.goals):
            upper[self.gained(g, 0) : self.gained(g, 0) + len(self.horizons)] = goal.room
        return upper

    def _read(self, solver: highspy.Highs) -> Solved:
        info = solver.getInfo()
        proven = solver.getModelStatus() == highspy.HighsModelStatus.kOptimal
        if info.primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
            return Solved(None, solver.getModelStatus() == highspy.HighsModelStatus.kInfeasible, info.mip_dual_bound)
        values = solver.getSolution().col_value
        chosen = {code: h for code in self.network.codes for h in self.horizons if values[self.column(code, h)] > 0.5}
        return Solved(chosen, proven, info.mip_dual_bound, tuple(values[self.first_slack :]))


def _options(gap: float, seconds: float) -> dict[str, float | str]:
    return {
        "output_flag": False,
        "threads": 1,
        "random_seed": 0,
        "mip_rel_gap": 0.0,
        "mip_abs_gap": gap,
        "mip_feasibility_tolerance": 1e-9,
        "mip_allow_restart": False,
        "mip_detect_symmetry": False,
        "time_limit": max(seconds, 0.0),
    }
