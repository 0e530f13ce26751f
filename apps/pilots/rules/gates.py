"""What a gate should recommend, what a decision lacks, and which stage comes next.

The gate follows the Stage-Gate habit: must-meets knock out, should-meets are scored. Rules recommend; two named
people decide.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction
from math import floor

from apps.pilots.rules.kpis import FULL_BP, Attainment, Verdict, overall

LONGEST_CONDITION = timedelta(days=3 * 366)


class Stage(StrEnum):
    """The four stages of a pilot, in order: 기술설계, 기술검증, 현장실증, 확산."""

    DESIGN = "design"
    POC = "poc"
    FIELD = "field"
    DIFFUSION = "diffusion"


class Decision(StrEnum):
    """What a gate can say."""

    GO = "go"
    CONDITIONAL = "conditional"
    RECYCLE = "recycle"
    HOLD = "hold"
    STOP = "stop"


class Check(StrEnum):
    """The answer to a must-meet criterion."""

    MET = "met"
    NOT_MET = "not_met"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Must:
    """A must-meet: unmet, it ends the pilot, or sends it back when it can be cured (`curable`)."""

    code: str
    answer: Check
    curable: bool


@dataclass(frozen=True, slots=True)
class Should:
    """A should-meet scored 0 to `maximum` and counting `weight` parts; None means not scored yet."""

    code: str
    weight: int
    points: int | None
    maximum: int = 4


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Shares of the should-meet points, in basis points, from which a gate says go or conditional go."""

    go_bp: int = 7_000
    conditional_bp: int = 5_000


class Why(StrEnum):
    """What settled a recommendation."""

    KNOCKED_OUT = "knocked_out"
    MUST_BE_CURED = "must_be_cured"
    MUST_UNKNOWN = "must_unknown"
    SHOULD_UNKNOWN = "should_unknown"
    STRONG = "strong"
    FAIR = "fair"
    WEAK = "weak"


@dataclass(frozen=True, slots=True)
class Recommendation:
    """What the criteria speak for; a named person decides.

    `low_bp` and `high_bp` bound the should-meet share: they differ while some are not scored.
    `because` lists the criteria codes that settled it.
    """

    decision: Decision
    why: Why
    low_bp: int
    high_bp: int
    because: tuple[str, ...]


class DecisionFault(StrEnum):
    """What a decision still lacks."""

    REASON_NEEDED = "reason_needed"
    CONDITION_NEEDED = "condition_needed"
    CONDITION_WITHOUT_DATE = "condition_without_date"
    CONDITION_DATE_PAST = "condition_date_past"
    CONDITION_DATE_FAR = "condition_date_far"
    CONDITIONS_NOT_EXPECTED = "conditions_not_expected"
    KNOCKED_OUT = "knocked_out"


@dataclass(frozen=True, slots=True)
class Condition:
    """What a conditional go asks for, and by when."""

    text: str
    due_on: date | None


class Progress(StrEnum):
    """Where a pilot stands after a decision."""

    ACTIVE = "active"
    ON_HOLD = "on_hold"
    STOPPED = "stopped"
    READY_TO_FINISH = "ready_to_finish"


@dataclass(frozen=True, slots=True)
class Step:
    """The stage a pilot is in after a decision, and whether it works, waits or ends."""

    stage: Stage
    progress: Progress


class GateBar(StrEnum):
    """Why the next gate can't be opened yet."""

    NOT_ACTIVE = "not_active"
    ALREADY_OPEN = "already_open"
    NO_KPI = "no_kpi"
    STAGE_PASSED = "stage_passed"


STAGES: tuple[Stage, ...] = tuple(Stage)
PASSING = (Decision.GO, Decision.CONDITIONAL)
ALWAYS_EXPLAINED = (Decision.RECYCLE, Decision.HOLD, Decision.STOP)


def kpi_check(attainments: Iterable[Attainment]) -> Check:
    """The must-meet 'every KPI reaches its pass mark', answered from the readings."""
    answers = {Verdict.PASSED: Check.MET, Verdict.FAILED: Check.NOT_MET, Verdict.UNKNOWN: Check.UNKNOWN}
    return answers[overall(attainments)]


def condition_check(met: Iterable[bool]) -> Check:
    """The must-meet 'conditions of the gate before are fulfilled'; without conditions it is met."""
    return Check.MET if all(met) else Check.NOT_MET


def recommend(
    musts: Sequence[Must], shoulds: Sequence[Should], thresholds: Thresholds = Thresholds()
) -> Recommendation:
    """What a gate's criteria speak for.

    In this order: an unmet must-meet that can't be cured stops; one that can be cured recycles; an
    unanswered one holds. Then the should-meet share decides between go, conditional go and recycle;
    should-meets not scored count as 0 and as full, and if that makes a difference the gate holds.
    Without should-meets, met must-meets mean go.
    """
    low, high = _share_bp(shoulds, unscored_as_full=False), _share_bp(shoulds, unscored_as_full=True)
    unmet = [must for must in musts if must.answer is Check.NOT_MET]
    if fatal := tuple(must.code for must in unmet if not must.curable):
        return Recommendation(Decision.STOP, Why.KNOCKED_OUT, low, high, fatal)
    if unmet:
        return Recommendation(Decision.RECYCLE, Why.MUST_BE_CURED, low, high, tuple(must.code for must in unmet))
    if unknown := tuple(must.code for must in musts if must.answer is Check.UNKNOWN):
        return Recommendation(Decision.HOLD, Why.MUST_UNKNOWN, low, high, unknown)
    decision, why = _by_share(low, thresholds)
    if decision is not _by_share(high, thresholds)[0]:
        unscored = tuple(should.code for should in shoulds if should.points is None)
        return Recommendation(Decision.HOLD, Why.SHOULD_UNKNOWN, low, high, unscored)
    return Recommendation(decision, why, low, high, tuple(should.code for should in shoulds))


def decision_faults(
    recommendation: Recommendation,
    decision: Decision,
    *,
    reason: str,
    conditions: Sequence[Condition],
    today: date,
) -> tuple[DecisionFault, ...]:
    """What a decision lacks before it can be proposed.

    Recycle, hold, stop and whatever departs from the recommendation need a reason. A conditional go
    needs conditions, each with a day after today and within three years; other decisions carry none.
    A stage can't be passed against a knock-out.
    """
    faults: list[DecisionFault] = []
    if decision in PASSING and recommendation.why is Why.KNOCKED_OUT:
        faults.append(DecisionFault.KNOCKED_OUT)
    if not reason.strip() and (decision in ALWAYS_EXPLAINED or decision is not recommendation.decision):
        faults.append(DecisionFault.REASON_NEEDED)
    return (*faults, *_condition_faults(decision, conditions, today))


def after(stage: Stage, decision: Decision) -> Step:
    """Where a decision on a stage leads: a passed stage opens the next, the last one leads to the end."""
    if decision is Decision.STOP:
        return Step(stage, Progress.STOPPED)
    if decision is Decision.HOLD:
        return Step(stage, Progress.ON_HOLD)
    if decision is Decision.RECYCLE:
        return Step(stage, Progress.ACTIVE)
    following = next_stage(stage)
    return Step(stage, Progress.READY_TO_FINISH) if following is None else Step(following, Progress.ACTIVE)


def next_stage(stage: Stage) -> Stage | None:
    """The stage that follows, None after diffusion."""
    place = STAGES.index(stage) + 1
    return STAGES[place] if place < len(STAGES) else None


def gate_bar(
    stage: Stage, decided: Sequence[tuple[Stage, Decision]], *, active: bool, gate_open: bool, kpis: int
) -> GateBar | None:
    """Why the gate of this stage can't be opened now, or None when it can.

    `decided` are the gates decided so far; only the stage the pilot is in may come next, and once.
    """
    if not active:
        return GateBar.NOT_ACTIVE
    if gate_open:
        return GateBar.ALREADY_OPEN
    if kpis == 0:
        return GateBar.NO_KPI
    if any(passed is stage and decision in PASSING for passed, decision in decided):
        return GateBar.STAGE_PASSED
    return None


def _share_bp(shoulds: Sequence[Should], *, unscored_as_full: bool) -> int:
    weights = sum(should.weight for should in shoulds)
    if weights == 0:
        return FULL_BP
    spare = 1 if unscored_as_full else 0
    parts = (
        Fraction(should.weight * (should.maximum * spare if should.points is None else should.points), should.maximum)
        for should in shoulds
    )
    return floor(sum(parts, Fraction()) / weights * FULL_BP)


def _by_share(share_bp: int, thresholds: Thresholds) -> tuple[Decision, Why]:
    if share_bp >= thresholds.go_bp:
        return Decision.GO, Why.STRONG
    if share_bp >= thresholds.conditional_bp:
        return Decision.CONDITIONAL, Why.FAIR
    return Decision.RECYCLE, Why.WEAK


def _condition_faults(decision: Decision, conditions: Sequence[Condition], today: date) -> tuple[DecisionFault, ...]:
    if decision is not Decision.CONDITIONAL:
        return (DecisionFault.CONDITIONS_NOT_EXPECTED,) if conditions else ()
    if not conditions:
        return (DecisionFault.CONDITION_NEEDED,)
    faults: list[DecisionFault] = []
    if any(condition.due_on is None for condition in conditions):
        faults.append(DecisionFault.CONDITION_WITHOUT_DATE)
    if any(condition.due_on is not None and condition.due_on <= today for condition in conditions):
        faults.append(DecisionFault.CONDITION_DATE_PAST)
    if any(condition.due_on is not None and condition.due_on > today + LONGEST_CONDITION for condition in conditions):
        faults.append(DecisionFault.CONDITION_DATE_FAR)
    return tuple(faults)
