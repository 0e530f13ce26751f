"""Which reviewers of a pool score which cases, for all cases of a round together.

Pure: frozen dataclasses in and out, the same problem gives the same plan in whatever order its parts are listed. In
strict order the plan has

1. as few missing seats (`each` a case) and missing outsiders as possible,
2. the most equal load: the smallest sum over reviewers of 1 + 2 + … + n, n being what a reviewer then has this year,
3. the highest sum of points (how well a reviewer's expertise fits a case).

Nobody takes more than their yearly rest, nor more than `most_together` cases of one company.

The limits of a reviewer nest (a company's cases within all), and so do those of a case (its outsiders within all its
seats): such a programme is totally unimodular (Schrijver, Combinatorial Optimization, 2003, theorem 41.11), so that the
optimum of the linear programme that HiGHS proves is whole.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

import highspy
import numpy as np

MAX_POINTS = 100
_TOLERANCE = 1e-6
_EXPLAINED = 3


class Obstacle(StrEnum):
    """Why a reviewer who fits a case better is not on it."""

    FULL = "full"  # their yearly rest is used up by other cases
    SAME_COMPANY = "same_company"  # they already score the most cases of this company
    BUSIER = "busier"  # they have more to score than those who got it
    OUTWEIGHED = "outweighed"  # they were free, and the whole plan is better or equal without them here


@dataclass(frozen=True, slots=True)
class Reviewer:
    """Somebody of the pool: how many cases they may still take, how many they had this year, outsider or not."""

    code: str
    rest: int
    load: int = 0
    is_outsider: bool = True


@dataclass(frozen=True, slots=True)
class Option:
    """A reviewer without a conflict with the case, and how well they fit it, 1 to 100."""

    reviewer: str
    points: int


@dataclass(frozen=True, slots=True)
class Case:
    """A case of a company with those who may score it; `held` already do, and their rest and load know of it."""

    code: str
    company: str
    options: tuple[Option, ...]
    held: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Problem:
    """All cases and reviewers, how many score each case, and how many of them come from outside at least."""

    cases: tuple[Case, ...]
    reviewers: tuple[Reviewer, ...]
    each: int
    outsiders: int = 0
    most_together: int = 2


@dataclass(frozen=True, slots=True)
class Passed:
    """A reviewer who fits better than somebody chosen, and what stood in the way."""

    reviewer: str
    points: int
    obstacle: Obstacle


@dataclass(frozen=True, slots=True)
class Assigned:
    """One pair: how well it fits, the reviewer's load in the end, and the best of those passed over."""

    case: str
    reviewer: str
    points: int
    load: int
    passed_over: tuple[Passed, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """A proven optimum: the pairs, the cases that stay short (and by how many, and of how many outsiders), the
    figures of each level, and the solver's seconds.
    """

    assigned: tuple[Assigned, ...]
    short: tuple[tuple[str, int], ...]
    short_of_outsiders: tuple[tuple[str, int], ...]
    points: int
    load: int
    seconds: float


class BadProblem(ValueError):
    """The problem contradicts itself: a repeated code, an unknown reviewer, points or counts out of range."""


class NotProven(RuntimeError):
    """The time ran out before the optimum was proven; there is no plan."""


def solve(problem: Problem, *, seconds: float = 60.0) -> Plan:
    """The best plan. Raises BadProblem, and NotProven when `seconds` did not suffice."""
    tidy = _tidied(problem)
    model = _Model(tidy)
    chosen, spent = model.solved(seconds)
    return _told(tidy, chosen, spent)


def _tidied(problem: Problem) -> Problem:
    reviewers = {one.code: one for one in problem.reviewers}
    cases = {one.code: one for one in problem.cases}
    if len(reviewers) != len(problem.reviewers) or len(cases) != len(problem.cases):
        raise BadProblem("a code is repeated")
    if min((problem.each, problem.most_together)) < 1 or not 0 <= problem.outsiders <= problem.each:
        raise BadProblem("a count is out of range")
    if any(one.rest < 0 or one.load < 0 for one in problem.reviewers):
        raise BadProblem("a reviewer's rest or load is negative")
    for case in problem.cases:
        codes = [option.reviewer for option in case.options]
        if len(set(codes)) != len(codes) or len(set(case.held)) != len(case.held):
            raise BadProblem(f"a reviewer is repeated in {case.code}")
        if not {*codes, *case.held} <= reviewers.keys():
            raise BadProblem(f"a reviewer of {case.code} is unknown")
        if any(not 1 <= option.points <= MAX_POINTS for option in case.options):
            raise BadProblem(f"points of {case.code} are out of range")
    return Problem(
        cases=tuple(_tidied_case(cases[code]) for code in sorted(cases)),
        reviewers=tuple(reviewers[code] for code in sorted(reviewers)),
        each=problem.each,
        outsiders=problem.outsiders,
        most_together=problem.most_together,
    )


def _tidied_case(case: Case) -> Case:
    free = sorted((one for one in case.options if one.reviewer not in case.held), key=lambda one: one.reviewer)
    return Case(case.code, case.company, tuple(free), tuple(sorted(case.held)))


class _Rows:
    """Constraints as HiGHS takes them, row after row."""

    def __init__(self) -> None:
        self.starts: list[int] = [0]
        self.columns: list[int] = []
        self.values: list[float] = []
        self.lower: list[float] = []
        self.upper: list[float] = []

    def add(self, entries: Iterable[tuple[int, float]], lower: float, upper: float) -> None:
        for column, value in entries:
            self.columns.append(column)
            self.values.append(value)
        self.starts.append(len(self.columns))
        self.lower.append(lower)
        self.upper.append(upper)


class _Model:
    """One column a possible pair, then the ranks of each reviewer's load, then what stays short of each case."""

    def __init__(self, problem: Problem) -> None:
        self._problem = problem
        self._reviewers = {one.code: one for one in problem.reviewers}
        self._pairs = [(c, option) for c, case in enumerate(problem.cases) for option in case.options]
        self._costs = [float(-option.points) for _, option in self._pairs]
        self._upper = [1.0] * len(self._pairs)
        self._rows = _Rows()
        # One step of load outweighs all points together, one seat outweighs the steepest step of load.
        self._step = MAX_POINTS * problem.each * max(len(problem.cases), 1) + 1
        steepest = max((one.load + one.rest for one in problem.reviewers), default=0) + 1
        self._seat = self._step * (steepest + 1)
        self._reviewer_rows()
        self._case_rows()

    def solved(self, seconds: float) -> tuple[list[tuple[int, Option]], float]:
        """The chosen pairs and the time it took."""
        if not self._pairs:
            return [], 0.0
        highs = highspy.Highs()
        for option, value in (("output_flag", False), ("threads", 1), ("random_seed", 0), ("time_limit", seconds)):
            highs.setOptionValue(option, value)
        highs.passModel(self._programme())
        highs.run()
        values = np.array(highs.getSolution().col_value[: len(self._pairs)])
        proven = highs.getModelStatus() == highspy.HighsModelStatus.kOptimal
        if not proven or np.abs(values - np.rint(values)).max() > _TOLERANCE:
            raise NotProven
        return [self._pairs[at] for at in np.flatnonzero(values > 0.5)], highs.getRunTime()

    def _column(self, cost: float, most: float) -> int:
        self._costs.append(cost)
        self._upper.append(most)
        return len(self._costs) - 1

    def _reviewer_rows(self) -> None:
        own: dict[str, list[int]] = defaultdict(list)
        at_company: dict[tuple[str, str], list[int]] = defaultdict(list)
        for column, (c, option) in enumerate(self._pairs):
            own[option.reviewer].append(column)
            at_company[option.reviewer, self._problem.cases[c].company].append(column)
        held = _held_by_company(self._problem)
        for code, columns in own.items():
            one = self._reviewers[code]
            most = min(one.rest, len(columns))
            ranks = [self._column(float(self._step * (one.load + n)), 1.0) for n in range(1, most + 1)]
            self._rows.add([*((c, 1.0) for c in columns), *((r, -1.0) for r in ranks)], 0.0, 0.0)
        for key, columns in at_company.items():
            room = max(0, self._problem.most_together - held.get(key, 0))
            if len(columns) > room:
                self._rows.add([(c, 1.0) for c in columns], 0.0, room)

    def _case_rows(self) -> None:
        columns: dict[int, list[int]] = defaultdict(list)
        for column, (c, _) in enumerate(self._pairs):
            columns[c].append(column)
        for c, case in enumerate(self._problem.cases):
            open_ = max(0, self._problem.each - len(case.held))
            short = self._column(float(self._seat), float(open_))
            self._rows.add([*((x, 1.0) for x in columns[c]), (short, 1.0)], open_, open_)
            needed = self._problem.outsiders - sum(self._reviewers[one].is_outsider for one in case.held)
            if needed > 0:
                few = self._column(float(self._seat), float(needed))
                outside = [x for x in columns[c] if self._reviewers[self._pairs[x][1].reviewer].is_outsider]
                self._rows.add([*((x, 1.0) for x in outside), (few, 1.0)], needed, highspy.kHighsInf)

    def _programme(self) -> highspy.HighsLp:
        lp = highspy.HighsLp()
        lp.num_col_, lp.num_row_ = len(self._costs), len(self._rows.lower)
        lp.col_cost_ = np.array(self._costs)
        lp.col_lower_, lp.col_upper_ = np.zeros(len(self._costs)), np.array(self._upper)
        lp.row_lower_, lp.row_upper_ = np.array(self._rows.lower), np.array(self._rows.upper)
        lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        lp.a_matrix_.start_ = np.array(self._rows.starts, dtype=np.int32)
        lp.a_matrix_.index_ = np.array(self._rows.columns, dtype=np.int32)
        lp.a_matrix_.value_ = np.array(self._rows.values, dtype=float)
        return lp


def _held_by_company(problem: Problem) -> Mapping[tuple[str, str], int]:
    held: dict[tuple[str, str], int] = defaultdict(int)
    for case in problem.cases:
        for reviewer in case.held:
            held[reviewer, case.company] += 1
    return held


def _told(problem: Problem, chosen: list[tuple[int, Option]], seconds: float) -> Plan:
    """The plan that the chosen pairs mean, with its figures and reasons."""
    reviewers = {one.code: one for one in problem.reviewers}
    new: dict[str, int] = defaultdict(int)
    together = dict(_held_by_company(problem))
    on_case: dict[int, list[Option]] = defaultdict(list)
    for c, option in chosen:
        new[option.reviewer] += 1
        key = (option.reviewer, problem.cases[c].company)
        together[key] = together.get(key, 0) + 1
        on_case[c].append(option)
    loads = {code: one.load + new[code] for code, one in reviewers.items()}

    def obstacle(case: Case, option: Option, against: int) -> Obstacle:
        code = option.reviewer
        if new[code] >= reviewers[code].rest:
            return Obstacle.FULL
        if together.get((code, case.company), 0) >= problem.most_together:
            return Obstacle.SAME_COMPANY
        return Obstacle.BUSIER if loads[code] >= against else Obstacle.OUTWEIGHED

    assigned, short, few = [], [], []
    for c, case in enumerate(problem.cases):
        seated = {option.reviewer for option in on_case[c]}
        others = sorted((o for o in case.options if o.reviewer not in seated), key=lambda o: (-o.points, o.reviewer))
        for option in on_case[c]:
            load = loads[option.reviewer]
            better = [other for other in others if other.points > option.points][:_EXPLAINED]
            passed = tuple(Passed(o.reviewer, o.points, obstacle(case, o, load)) for o in better)
            assigned.append(Assigned(case.code, option.reviewer, option.points, load, passed))
        seats = seated | set(case.held)
        outside = sum(reviewers[code].is_outsider for code in seats)
        short += [(case.code, problem.each - len(seats))] if len(seats) < problem.each else []
        few += [(case.code, problem.outsiders - outside)] if outside < problem.outsiders else []
    load = sum(one.load * new[code] + new[code] * (new[code] + 1) // 2 for code, one in reviewers.items())
    points = sum(option.points for _, option in chosen)
    return Plan(tuple(assigned), tuple(short), tuple(few), points, load, seconds)
