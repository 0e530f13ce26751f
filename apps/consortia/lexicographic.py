"""Integer programmes with several goals in strict order of importance, solved exactly by HiGHS.

Goals are whole-numbered. Neighbouring goals whose product stays small are solved in one run by weighting the more
important one above the whole range of the others; between runs each goal is locked at its best value, and columns
that the reduced costs of the relaxation prove useless are fixed, so that later runs only choose among what is still
equally good.
"""

import math
from dataclasses import dataclass

import highspy
import numpy as np

_MERGE_LIMIT = 1e8
"""Largest weighted goal solved in one run: above it the solver's tolerance of 1e-9 would blur whole units."""
_TOLERANCE = 1e-6


@dataclass(frozen=True, slots=True)
class Row:
    """A constraint: the coefficients by column, and the bounds of their sum."""

    columns: tuple[int, ...]
    coefficients: tuple[int, ...]
    lower: float
    upper: float


@dataclass(frozen=True, slots=True)
class Goal:
    """One level of the order: a whole-numbered coefficient for each named column, the sum of which is made as large
    as possible.

    `spread` is an upper bound of the difference between the best and the worst value the sum can take.
    """

    coefficients: dict[int, int]
    spread: int


@dataclass(frozen=True, slots=True)
class Programme:
    """Columns from 0 to their upper bound 1, the first `binaries` of them whole; rows; goals in order of importance."""

    columns: int
    binaries: int
    rows: tuple[Row, ...]
    goals: tuple[Goal, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """Values of the whole columns, whether every goal is proven best, and the solver's own seconds."""

    values: tuple[int, ...]
    proven: bool
    seconds: float


def maximise(programme: Programme, start: tuple[int, ...], *, seconds: float) -> Answer:
    """Solve every goal in order within `seconds` in all; `start` is an allowed answer for the whole columns, never
    made worse.
    """
    if programme.columns == 0:
        return Answer((), True, 0.0)
    run = _Run(programme, seconds)
    values = np.array([*start, *(0 for _ in range(programme.columns - len(start)))], dtype=float)
    goals = programme.goals
    hoped = run.hoped(goals[0], goals[1])
    if hoped is not None:
        values, proven = hoped
        goals = goals[2:] if proven else ()
    for group in _merged(goals):
        values, proven = run.best(group, values)
        if not proven:
            break
        run.lock(group, values)
    return Answer(_whole(values, programme.binaries), proven, run.spent())


def _merged(goals: tuple[Goal, ...]) -> list[tuple[Goal, ...]]:
    groups: list[tuple[Goal, ...]] = []
    size = float("inf")
    for goal in goals:
        width = goal.spread + 1
        if size * width <= _MERGE_LIMIT:
            groups[-1] = (*groups[-1], goal)
            size *= width
        else:
            groups.append((goal,))
            size = width
    return groups


def _whole(values: np.ndarray, count: int) -> tuple[int, ...]:
    return tuple(int(v) for v in np.rint(values[:count]))


class _Run:
    """One HiGHS instance carried through the goals; single-threaded and seeded, so that the same programme gives
    the same answer.
    """

    def __init__(self, programme: Programme, seconds: float) -> None:
        self._programme = programme
        self._seconds = seconds
        self._highs = highspy.Highs()
        for option, value in (
            ("output_flag", False),
            ("threads", 1),
            ("parallel", "off"),
            ("random_seed", 0),
            ("mip_rel_gap", 0.0),
            ("mip_abs_gap", 0.99),
        ):
            self._highs.setOptionValue(option, value)
        self._upper = np.ones(programme.columns)
        self._lower = np.zeros(programme.columns)
        self._highs.passModel(_model(programme))

    def spent(self) -> float:
        return self._highs.getRunTime()

    def best(self, goals: tuple[Goal, ...], start: np.ndarray) -> tuple[np.ndarray, bool]:
        """Best values for the weighted goals, and whether they are proven; `start` is allowed and never lost."""
        costs = self._cost(goals)
        relaxed = self._relaxed()
        if relaxed is None:
            return start, False
        if _is_whole(relaxed.col_value, self._programme.binaries):
            values, proven = np.array(relaxed.col_value), True
        else:
            values, proven = self._branched(start, costs)
        if proven:
            self._fix(np.array(relaxed.col_dual), costs @ np.array(relaxed.col_value) - costs @ values, values)
        return values, proven

    def hoped(self, first: Goal, second: Goal) -> tuple[np.ndarray, bool] | None:
        """Best values for two goals if the first reaches the bound of its relaxation, as it mostly does; None when
        it does not.

        Choosing by the second goal among what is best for the first is far easier than searching for the first by
        itself.
        """
        self._cost((first,))
        relaxed = self._relaxed()
        if relaxed is None:
            return None
        bound = math.floor(sum(weight * relaxed.col_value[c] for c, weight in first.coefficients.items()) + _TOLERANCE)
        row = self._at_least(first, bound)
        nothing = np.zeros(self._programme.columns)
        values, proven = self.best((second,), nothing)
        if values is nothing and bound > 0:
            self._highs.deleteRows(1, np.array([row], dtype=np.int32))
            return None
        self.lock((second,), values)
        return values, proven

    def lock(self, goals: tuple[Goal, ...], values: np.ndarray) -> None:
        """Keep each goal at least as good as it is now."""
        for goal in goals:
            self._at_least(goal, round(sum(weight * values[c] for c, weight in goal.coefficients.items())))

    def _at_least(self, goal: Goal, amount: int) -> int:
        columns = np.array(sorted(goal.coefficients), dtype=np.int32)
        coefficients = np.array([goal.coefficients[c] for c in columns], dtype=float)
        self._highs.addRow(amount - 0.5, highspy.kHighsInf, len(columns), columns, coefficients)
        return self._highs.getNumRow() - 1

    def _cost(self, goals: tuple[Goal, ...]) -> np.ndarray:
        costs = np.zeros(self._programme.columns)
        weight = 1
        for goal in reversed(goals):
            for column, coefficient in goal.coefficients.items():
                costs[column] += weight * coefficient
            weight *= goal.spread + 1
        self._highs.changeColsCost(self._programme.columns, np.arange(self._programme.columns, dtype=np.int32), costs)
        return costs

    def _relaxed(self) -> highspy.HighsSolution | None:
        self._integrality(highspy.HighsVarType.kContinuous)
        return self._highs.getSolution() if self._solved(self._seconds) else None

    def _branched(self, start: np.ndarray, costs: np.ndarray) -> tuple[np.ndarray, bool]:
        self._integrality(highspy.HighsVarType.kInteger)
        whole = np.arange(self._programme.binaries, dtype=np.int32)
        self._highs.setSolution(len(whole), whole, start[: len(whole)])
        proven = self._solved(self._seconds - self.spent())
        found = np.array(self._highs.getSolution().col_value)
        usable = self._highs.getInfo().primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
        if not usable or costs @ found < costs @ start:
            return start, False
        return found, proven

    def _solved(self, limit: float) -> bool:
        # HiGHS holds the limit of a relaxation against its clock over all runs, of a search against that search alone.
        self._highs.setOptionValue("time_limit", max(0.0, limit))
        self._highs.run()
        return self._highs.getModelStatus() == highspy.HighsModelStatus.kOptimal

    def _integrality(self, kind: highspy.HighsVarType) -> None:
        count = self._programme.binaries
        self._highs.changeColsIntegrality(
            count, np.arange(count, dtype=np.int32), np.array([int(kind)] * count, dtype=np.uint8)
        )

    def _fix(self, duals: np.ndarray, gap: float, values: np.ndarray) -> None:
        """Columns that would cost more than the gap to the relaxation stay as they are in every equally good answer."""
        settled = np.abs(duals) > max(gap, 0.0) + _TOLERANCE
        settled[self._programme.binaries :] = False
        self._lower[settled] = self._upper[settled] = np.rint(values[settled])
        which = np.flatnonzero(settled).astype(np.int32)
        self._highs.changeColsBounds(len(which), which, self._lower[which], self._upper[which])


def _is_whole(values: list[float], count: int) -> bool:
    whole = np.array(values[:count])
    return bool(np.all(np.abs(whole - np.rint(whole)) < _TOLERANCE))


def _model(programme: Programme) -> highspy.HighsLp:
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = programme.columns, len(programme.rows)
    lp.sense_ = highspy.ObjSense.kMaximize
    lp.col_cost_ = np.zeros(programme.columns)
    lp.col_lower_, lp.col_upper_ = np.zeros(programme.columns), np.ones(programme.columns)
    lp.row_lower_ = np.array([row.lower for row in programme.rows], dtype=float)
    lp.row_upper_ = np.array([row.upper for row in programme.rows], dtype=float)
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_ = np.cumsum([0, *(len(row.columns) for row in programme.rows)], dtype=np.int32)
    lp.a_matrix_.index_ = np.array([c for row in programme.rows for c in row.columns], dtype=np.int32)
    lp.a_matrix_.value_ = np.array([v for row in programme.rows for v in row.coefficients], dtype=float)
    return lp
