"""What a gate is judged by, and what it said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Max

from apps.kernel.language import is_english, localized
from apps.pilots import rules
from apps.pilots.models import Gate, GateCondition, GateCriterion, Pilot
from apps.pilots.states import GateState
from apps.pilots.words import TONES, WHYS, CheckName, DecisionName

POINTS_MAXIMUM = 4
Source = GateCriterion.Source


@dataclass(frozen=True, slots=True)
class CheckView:
    """One criterion of a gate with its answer in words."""

    code: str
    label: str
    is_must: bool
    answer: str
    tone: str


@dataclass(frozen=True, slots=True)
class GateView:
    """A gate as a page shows it."""

    checks: tuple[CheckView, ...]
    recommended: str
    recommended_tone: str
    why: str
    share: str
    decision: str
    decision_tone: str
    conditions: tuple[Mapping[str, str], ...]


@dataclass(frozen=True, slots=True)
class Question:
    """One criterion as a program asks and reads it; `answer` is empty and `points` None while nobody judged."""

    code: str
    kind: str
    label: str
    source: str
    weight: int
    answer: str
    points: int | None


def criteria_version(stage: str) -> int:
    """The version of the criteria a gate of this stage is judged by now."""
    newest = GateCriterion.objects.filter(stage=stage, is_active=True).aggregate(version=Max("version"))
    return newest["version"] or 0


def criteria_of(gate: Gate) -> list[GateCriterion]:
    """The criteria this gate is judged by, must-meets first."""
    rows = GateCriterion.objects.filter(stage=gate.stage, version=gate.criteria_version)
    return sorted(rows, key=lambda row: (row.kind != GateCriterion.Kind.MUST, row.position))


def questions_of(gate: Gate) -> tuple[Question, ...]:
    """The gate's criteria with what was answered, or what already follows from what is recorded."""
    kept = {row["code"]: row for row in gate.checks}
    known = automatic(gate.pilot)
    return tuple(
        Question(
            code=criterion.code,
            kind=criterion.kind,
            label=localized(criterion, "label"),
            source=criterion.source,
            weight=criterion.weight,
            answer=str(kept.get(criterion.code, {}).get("answer") or known.get(criterion.source, "")),
            points=kept.get(criterion.code, {}).get("points"),
        )
        for criterion in criteria_of(gate)
    )


def decided(pilot: Pilot) -> list[tuple[rules.Stage, rules.Decision]]:
    """The decisions made so far, oldest first."""
    rows = pilot.gates.filter(state=GateState.DECIDED).order_by("decided_at", "pk")
    return [(rules.Stage(stage), rules.Decision(decision)) for stage, decision in rows.values_list("stage", "decision")]


def automatic(pilot: Pilot) -> dict[str, rules.Check]:
    """The answers that follow from what is recorded, by their source."""
    kpis = list(pilot.kpis.order_by("position", "pk"))
    measured = rules.Check.MET if all(kpi.readings_count for kpi in kpis) else rules.Check.UNKNOWN
    verdicts = [
        rules.Attainment(
            rules.Verdict(kpi.verdict), kpi.value, kpi.attainment_bp, target_reached=False, readings=kpi.readings_count
        )
        for kpi in kpis
    ]
    met = GateCondition.objects.filter(gate__pilot=pilot).values_list("met_at", flat=True)
    return {
        Source.READINGS: measured,
        Source.MARKS: rules.kpi_check(verdicts),
        Source.CONDITIONS: rules.condition_check(one is not None for one in met),
    }


def judged(
    gate: Gate, pilot: Pilot, answers: Mapping[str, rules.Check], points: Mapping[str, int | None]
) -> list[dict[str, Any]]:
    """The gate's criteria with their answers, as they are kept with it."""
    known = automatic(pilot)
    rows = []
    for criterion in criteria_of(gate):
        row: dict[str, Any] = {
            "code": criterion.code,
            "kind": criterion.kind,
            "source": criterion.source,
            "label_ko": criterion.label_ko,
            "label_en": criterion.label_en,
        }
        if criterion.kind == GateCriterion.Kind.MUST:
            given = answers.get(criterion.code, rules.Check.UNKNOWN)
            row["answer"] = str(known.get(criterion.source, given))
            row["is_curable"] = criterion.is_curable
        else:
            given_points = points.get(criterion.code)
            row["points"] = None if given_points is None else min(max(given_points, 0), POINTS_MAXIMUM)
            row["weight"] = criterion.weight
        rows.append(row)
    return rows


def recommendation(checks: Sequence[Mapping[str, Any]]) -> rules.Recommendation:
    """What kept answers speak for."""
    musts = [
        rules.Must(row["code"], rules.Check(row["answer"]), row["is_curable"])
        for row in checks
        if row["kind"] == GateCriterion.Kind.MUST
    ]
    shoulds = [
        rules.Should(row["code"], row["weight"], row["points"], POINTS_MAXIMUM)
        for row in checks
        if row["kind"] == GateCriterion.Kind.SHOULD
    ]
    return rules.recommend(musts, shoulds)


def gate_view(gate: Gate) -> GateView:
    """A proposed or decided gate in words."""
    kept = gate.recommendation or {}
    shown = gate.decision or gate.proposed_decision
    low, high = kept.get("low_bp", 0), kept.get("high_bp", 0)
    return GateView(
        checks=tuple(_check_view(row) for row in gate.checks),
        recommended=str(DecisionName(kept["decision"]).label) if kept else "",
        recommended_tone=TONES[kept["decision"]] if kept else "neutral",
        why=str(WHYS[rules.Why(kept["why"])]) if kept else "",
        share=f"{low // 100}%" if low == high else f"{low // 100}–{high // 100}%",
        decision=str(DecisionName(shown).label) if shown else "",
        decision_tone=TONES[shown] if shown else "neutral",
        conditions=tuple(gate.proposed_conditions),
    )


def open_conditions(pilot: Pilot) -> list[GateCondition]:
    """Conditions still to be fulfilled, the most urgent first."""
    rows = GateCondition.objects.filter(gate__pilot=pilot, met_at__isnull=True)
    return list(rows.order_by("due_on", "pk"))


def _check_view(row: Mapping[str, Any]) -> CheckView:
    label = (row["label_en"] if is_english() else "") or row["label_ko"]
    if row["kind"] == GateCriterion.Kind.MUST:
        answer = CheckName(row["answer"])
        return CheckView(row["code"], label, True, str(answer.label), TONES[answer])
    points = row["points"]
    return CheckView(row["code"], label, False, "–" if points is None else f"{points}/{POINTS_MAXIMUM}", "neutral")
