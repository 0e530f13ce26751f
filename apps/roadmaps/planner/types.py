"""What goes into the planner and what comes out of it, frozen, in whole won and in months from 1."""

from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

MICRO = 1_000_000
"""Value of the ideal plan, in which every gap is closed and every chosen KPI is fully moved at its best time."""


class PlanInputError(ValueError):
    """The input contradicts itself; `code` names the reason and `subject` what it is about."""

    def __init__(self, code: str, subject: str) -> None:
        super().__init__(f"{code}: {subject}")
        self.code = code
        self.subject = subject


class Status(StrEnum):
    """How far the plan can be trusted: only OPTIMAL is proven best."""

    OPTIMAL = "optimal"
    TIME_LIMITED = "time_limited"
    INFEASIBLE = "infeasible"


class ChoiceKind(StrEnum):
    """Who put an action where it is: the solver, or the consultant by pinning, excluding or moving it."""

    SOLVER = "solver"
    PINNED = "pinned"
    EXCLUDED = "excluded"
    MOVED = "moved"


class Block(StrEnum):
    """The constraint that keeps an action out or makes a plan impossible."""

    EXCLUDED = "excluded"
    TOO_LONG = "too_long"
    NO_GAIN = "no_gain"
    PREREQUISITE = "prerequisite"
    BAND = "band"
    BUDGET = "budget"
    STAFF = "staff"
    ORDER = "order"
    PINS = "pins"
    TIME = "time"


@dataclass(frozen=True, slots=True)
class Horizon:
    """A stretch of months `start_month`..`end_month` (counted from 1, both included) with its money and people."""

    key: str
    start_month: int
    end_month: int
    budget_krw: int
    staff_months: Decimal

    @property
    def length(self) -> int:
        """Months in the horizon."""
        return self.end_month - self.start_month + 1


@dataclass(frozen=True, slots=True)
class Criterion:
    """Today's band of one diagnosis criterion with its range, and the band held by the best in class (0–5)."""

    code: str
    low: int
    point: int
    high: int
    best: int

    @property
    def gap(self) -> int:
        """Bands between today and the best in class, never negative."""
        return max(self.best - self.point, 0)


@dataclass(frozen=True, slots=True)
class Relevance:
    """Degree of relevance (0, 1 or 3) of one criterion to a cost category or a KPI category."""

    criterion: str
    subject: str
    degree: int


@dataclass(frozen=True, slots=True)
class HorizonWeights:
    """Percentages of the cost, KPI and proximity parts in one horizon; `worth_pct` is how much a gain in it counts."""

    horizon: str
    cost_pct: int
    kpi_pct: int
    proximity_pct: int
    worth_pct: int


@dataclass(frozen=True, slots=True)
class Weights:
    """One version of the impact weights; `readiness_pct` is the share of closed gaps against moved KPIs."""

    version: str
    source: str
    readiness_pct: int
    horizons: tuple[HorizonWeights, ...]


@dataclass(frozen=True, slots=True)
class ChosenKpi:
    """A KPI the company wants to move, its category and its weight among the chosen (any positive integer)."""

    code: str
    category: str
    weight: int


@dataclass(frozen=True, slots=True)
class Option:
    """One catalogue action as the planner sees it.

    `requires` and `improves` pair a criterion with a band and with a gain in bands; `moves` pairs a KPI with a
    strength of 1 to 3; `prerequisites` are codes of actions that must be finished before this one starts.
    `preparations` are codes of actions that need not be done, but begin no later than this one when both are planned.
    """

    code: str
    months: int
    staff_months: Decimal
    cost_krw: int
    requires: tuple[tuple[str, int], ...] = ()
    improves: tuple[tuple[str, int], ...] = ()
    prerequisites: tuple[str, ...] = ()
    moves: tuple[tuple[str, int], ...] = ()
    preparations: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Choice:
    """What the consultant has decided about an action; a move names the horizon and may name the first month."""

    code: str
    kind: ChoiceKind
    horizon: str | None = None
    start_month: int | None = None


@dataclass(frozen=True, slots=True)
class PlanInput:
    """Everything a plan depends on. The order of any tuple but `horizons` has no influence on the plan."""

    horizons: tuple[Horizon, ...]
    criteria: tuple[Criterion, ...]
    options: tuple[Option, ...]
    weights: Weights
    cost_shares: tuple[tuple[str, int], ...] = ()
    chosen_kpis: tuple[ChosenKpi, ...] = ()
    cost_relevance: tuple[Relevance, ...] = ()
    kpi_relevance: tuple[Relevance, ...] = ()
    choices: tuple[Choice, ...] = ()
    time_limit_seconds: float = 8.0


@dataclass(frozen=True, slots=True)
class CriterionImpact:
    """Impact of one criterion in one horizon, and its three parts, in millionths of the sum over all criteria."""

    horizon: str
    criterion: str
    cost_part: int
    kpi_part: int
    proximity_part: int
    impact: int


@dataclass(frozen=True, slots=True)
class WeakPoint:
    """A gap an action helps to close: the band today, the bands it adds and what they count in the objective."""

    criterion: str
    band: int
    gain: int
    counted: int


@dataclass(frozen=True, slots=True)
class KpiMove:
    """A chosen KPI an action moves, with its strength (1–3) and what that counts in the objective."""

    kpi: str
    strength: int
    counted: int


@dataclass(frozen=True, slots=True)
class Scheduled:
    """A planned action: when, for how much, and why. `impact` is in millionths of the ideal plan.

    `preparations` are those in the plan that do begin no later than this action.
    """

    code: str
    horizon: str
    start_month: int
    months: int
    staff_months: Decimal
    cost_krw: int
    impact: int
    share_bp: int
    choice: ChoiceKind
    weak_points: tuple[WeakPoint, ...]
    kpis: tuple[KpiMove, ...]
    prerequisites: tuple[str, ...]
    preparations: tuple[str, ...]
    unlocks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An action that is not in the plan: the impact it would still add, and what keeps it out.

    `subjects` are the codes the block is about (prerequisites, criteria; for ORDER the actions whose place
    in the plan leaves it none in `horizon`); `shortfall` is in won or tenths of
    staff-months for BUDGET and STAFF, in bands for BAND.
    """

    code: str
    would_add: int
    block: Block
    horizon: str | None = None
    subjects: tuple[str, ...] = ()
    shortfall: int = 0


@dataclass(frozen=True, slots=True)
class Usage:
    """Money and people used in one horizon."""

    horizon: str
    cost_krw: int
    staff_months: Decimal


@dataclass(frozen=True, slots=True)
class Conflict:
    """The binding constraint and the smallest change that would free it (`shortfall`, units as in `LeftOut`)."""

    block: Block
    codes: tuple[str, ...]
    horizon: str | None = None
    subjects: tuple[str, ...] = ()
    shortfall: int = 0


@dataclass(frozen=True, slots=True)
class Plan:
    """The plan; `objective` is in millionths of the ideal plan and equals the sum of the actions' impacts.

    `bound` is the proven upper limit of the objective (equal to it when optimal). `conflicts` explain an infeasible
    plan, or an optimal one that is empty.
    """

    status: Status
    objective: int
    bound: int
    actions: tuple[Scheduled, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    usage: tuple[Usage, ...] = ()
    impacts: tuple[CriterionImpact, ...] = ()
    conflicts: tuple[Conflict, ...] = field(default=())
