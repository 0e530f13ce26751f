"""What people enter about a pilot, as services take it."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from apps.pilots.rules import Check, Condition, Decision, Direction, Measure


@dataclass(frozen=True, slots=True)
class KpiEntry:
    """One KPI: what is measured, its baseline with period and evidence, its target and pass mark.

    The baseline's period is half-open; all figures are in `unit`. `kpi_code` links the catalogue's KPI, if any.
    """

    name: str
    unit: str
    direction: Direction
    baseline: Decimal
    baseline_start_on: date
    baseline_end_on: date
    baseline_evidence: str
    target: Decimal
    pass_mark: Decimal
    measure: Measure = Measure.LATEST
    definition: str = ""
    kpi_code: str = ""


@dataclass(frozen=True, slots=True)
class DecisionEntry:
    """A proposed decision: answers to the must-meets, points for the should-meets (0–4, None: not scored)."""

    decision: Decision
    answers: dict[str, Check]
    points: dict[str, int | None]
    reason: str = ""
    conditions: tuple[Condition, ...] = field(default=())
