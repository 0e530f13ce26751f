"""Whether a pilot's figures pass.

Figures come in as decimals and are compared as exact fractions; attainment is given in whole basis
points, rounded down, so that 10,000 is printed only when the target was really reached.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from math import floor

FULL_BP = 10_000
VALUE_PLACES = 4
PERCENT = "%"
WHOLE = Decimal(100)
# What is counted or timed is never below nothing; money, temperatures and changes may be.
COUNTED = frozenset(
    {"건", "회", "개", "대", "명", "번", "벌", "장", "초", "분", "시간", "일", "주", "개월", "km", "kWh"}
)


class Direction(StrEnum):
    """Whether more is better or less."""

    UP = "up"
    DOWN = "down"


class Measure(StrEnum):
    """Which figure of a period counts: its latest reading or the mean of them all."""

    LATEST = "latest"
    MEAN = "mean"


class Verdict(StrEnum):
    """Whether the pass mark was reached; unknown while nothing was measured."""

    PASSED = "pass"
    FAILED = "fail"
    UNKNOWN = "unknown"


class KpiFault(StrEnum):
    """Why a KPI can't be fixed as it stands."""

    TARGET_IS_BASELINE = "target_is_baseline"
    TARGET_WRONG_WAY = "target_wrong_way"
    MARK_NOT_BETTER = "mark_not_better"
    MARK_BEYOND_TARGET = "mark_beyond_target"


@dataclass(frozen=True, slots=True)
class Definition:
    """A KPI fixed before work begins; all figures are in the KPI's own unit."""

    direction: Direction
    baseline: Decimal
    target: Decimal
    pass_mark: Decimal
    measure: Measure = Measure.LATEST


@dataclass(frozen=True, slots=True)
class Point:
    """One reading; `sequence` tells which of two readings of one day was entered later."""

    measured_on: date
    value: Decimal
    sequence: int = 0


@dataclass(frozen=True, slots=True)
class Attainment:
    """How far a KPI has come.

    `attainment_bp` is 0 at the baseline and 10,000 at the target; below 0 the figure got worse.
    `value` is printed with four places at most; `readings` counts those it rests on.
    """

    verdict: Verdict
    value: Decimal | None
    attainment_bp: int | None
    target_reached: bool
    readings: int


def reading_limits(unit: str, definition: Definition) -> tuple[Decimal | None, Decimal | None]:
    """The least and the greatest figure that can be measured of a KPI; None where there is no such limit.

    A share is a percentage whose baseline, target and pass mark all lie between 0 and 100: it stays there. What is
    counted or timed, also by something else ("분/건"), is never negative. The rule is the centre's own.
    """
    figures = (definition.baseline, definition.target, definition.pass_mark)
    if unit.strip() == PERCENT:
        is_share = all(0 <= figure <= WHOLE for figure in figures)
        return (Decimal(0), WHOLE) if is_share else (None, None)
    is_counted = unit.partition("/")[0].strip() in COUNTED and all(figure >= 0 for figure in figures)
    return (Decimal(0) if is_counted else None, None)


def definition_faults(definition: Definition) -> tuple[KpiFault, ...]:
    """What keeps a KPI from being fixed: its pass mark must lie after the baseline, up to the target."""
    if definition.target == definition.baseline:
        return (KpiFault.TARGET_IS_BASELINE,)
    sign = _sign(definition)
    to_target = sign * (Fraction(definition.target) - Fraction(definition.baseline))
    to_pass = sign * (Fraction(definition.pass_mark) - Fraction(definition.baseline))
    if to_target < 0:
        return (KpiFault.TARGET_WRONG_WAY,)
    if to_pass <= 0:
        return (KpiFault.MARK_NOT_BETTER,)
    return (KpiFault.MARK_BEYOND_TARGET,) if to_pass > to_target else ()


def attainment(
    definition: Definition, points: Iterable[Point], *, from_on: date | None = None, before_on: date | None = None
) -> Attainment:
    """How a KPI stands on the readings of a half-open period (all readings when it has no bounds).

    Attainment is (value − baseline) / (target − baseline), rounded down to a basis point.
    Raises ValueError for a definition with faults.
    """
    if faults := definition_faults(definition):
        raise ValueError(f"cannot measure against a faulty definition: {faults}")
    counted = [point for point in points if _within(point.measured_on, from_on, before_on)]
    if not counted:
        return Attainment(Verdict.UNKNOWN, None, None, target_reached=False, readings=0)
    value, resting_on = _measured(definition.measure, counted)
    baseline, target = Fraction(definition.baseline), Fraction(definition.target)
    passed = _sign(definition) * (value - Fraction(definition.pass_mark)) >= 0
    share_bp = floor((value - baseline) / (target - baseline) * FULL_BP)
    return Attainment(
        Verdict.PASSED if passed else Verdict.FAILED, _printed(value), share_bp, share_bp >= FULL_BP, resting_on
    )


def overall(attainments: Iterable[Attainment]) -> Verdict:
    """All KPIs together: failed if one failed, unknown if one is unmeasured, passed only if all are."""
    verdicts = {one.verdict for one in attainments}
    if Verdict.FAILED in verdicts:
        return Verdict.FAILED
    return Verdict.PASSED if verdicts == {Verdict.PASSED} else Verdict.UNKNOWN


def _sign(definition: Definition) -> int:
    return 1 if definition.direction is Direction.UP else -1


def _within(day: date, from_on: date | None, before_on: date | None) -> bool:
    return (from_on is None or day >= from_on) and (before_on is None or day < before_on)


def _measured(measure: Measure, points: Sequence[Point]) -> tuple[Fraction, int]:
    if measure is Measure.MEAN:
        return sum((Fraction(point.value) for point in points), Fraction()) / len(points), len(points)
    latest = max(points, key=lambda point: (point.measured_on, point.sequence, point.value))
    return Fraction(latest.value), 1


def _printed(exact: Fraction) -> Decimal:
    """Four places at most, halves away from zero, without idle zeros."""
    whole = int(abs(exact) * 10**VALUE_PLACES + Fraction(1, 2))
    places = VALUE_PLACES
    while places and whole % 10 == 0:
        whole, places = whole // 10, places - 1
    digits = tuple(int(digit) for digit in str(whole))
    return Decimal((1 if exact < 0 and whole else 0, digits, -places))
