"""How much a band gained, and a KPI moved, counts in each horizon: exact fractions, rounded once.

The rule follows the publicly reported form of SIRI's TIER prioritisation. For every criterion d

    C_d = Σ_c relevance_cost[d, c] · cost_share_c        K_d = Σ_k relevance_kpi[d, k] · chosen_k
    P_d = max(best_d − today_d, 0)                        X'_d = X_d / Σ_d X_d  for X in C, K, P
    impact_d,h = (w_C,h · C'_d + w_K,h · K'_d + w_P,h · P'_d) / (sum of the weights of the parts that are not all zero)

A band gained on criterion d in horizon h counts readiness · worth_h · impact_d,h, up to the gap P_d; a step of strength
on a chosen KPI k counts (1 − readiness) · worth_h · chosen'_k / 3, up to three steps. Both are scaled so that the ideal
plan is worth one million.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

from apps.roadmaps.planner.types import MICRO, CriterionImpact, HorizonWeights, PlanInput, Relevance

FULL_STRENGTH = 3

ExactGoal: TypeAlias = tuple[str, int, tuple[Fraction, ...]]


@dataclass(frozen=True, slots=True)
class Goal:
    """Something worth gaining: `room` units in all, each worth `worth[h]` (integers) when gained in horizon h."""

    code: str
    room: int
    worth: tuple[int, ...]


def normalised(values: Sequence[Fraction]) -> tuple[Fraction, ...] | None:
    """Values divided by their sum; None when all are zero, so that the part is left out."""
    total = sum(values, Fraction())
    return tuple(value / total for value in values) if total else None


def weighted(relevance: Sequence[Relevance], shares: dict[str, int], criteria: Sequence[str]) -> tuple[Fraction, ...]:
    """Σ relevance · share for each criterion, in the order of `criteria`."""
    sums = dict.fromkeys(criteria, Fraction())
    for entry in relevance:
        if entry.criterion in sums:
            sums[entry.criterion] += entry.degree * shares.get(entry.subject, 0)
    return tuple(sums[code] for code in criteria)


def parts(given: PlanInput) -> tuple[tuple[Fraction, ...] | None, ...]:
    """The normalised cost, KPI and proximity parts over the criteria sorted by code; None for an empty part."""
    codes = [criterion.code for criterion in sorted(given.criteria, key=lambda row: row.code)]
    wanted: dict[str, int] = {}
    for kpi in given.chosen_kpis:
        wanted[kpi.category] = wanted.get(kpi.category, 0) + kpi.weight
    gaps = {criterion.code: Fraction(criterion.gap) for criterion in given.criteria}
    return (
        normalised(weighted(given.cost_relevance, dict(given.cost_shares), codes)),
        normalised(weighted(given.kpi_relevance, wanted, codes)),
        normalised([gaps[code] for code in codes]),
    )


def combine(pieces: Sequence[tuple[Fraction, ...] | None], weights: HorizonWeights, count: int) -> tuple[Fraction, ...]:
    """Impact of each criterion in one horizon; sums to one unless every part is empty, then all zero."""
    used = [
        (weight, piece)
        for weight, piece in zip(
            (weights.cost_pct, weights.kpi_pct, weights.proximity_pct),
            pieces,
            strict=True,
        )
        if piece is not None and weight
    ]
    total = sum(weight for weight, _ in used)
    return tuple(sum((piece[i] * weight for weight, piece in used), Fraction()) / (total or 1) for i in range(count))


def horizon_weights(given: PlanInput) -> tuple[HorizonWeights, ...]:
    """The weights in the order of the horizons."""
    by_key = {row.horizon: row for row in given.weights.horizons}
    return tuple(by_key[horizon.key] for horizon in given.horizons)


def criterion_impacts(given: PlanInput) -> tuple[CriterionImpact, ...]:
    """What is printed in the method chapter: per horizon and criterion the parts and the impact, in millionths."""
    criteria = sorted(given.criteria, key=lambda row: row.code)
    pieces = parts(given)
    rows = []
    for weights in horizon_weights(given):
        impacts = combine(pieces, weights, len(criteria))
        for i, criterion in enumerate(criteria):
            cost, kpi, proximity = (round(piece[i] * MICRO) if piece else 0 for piece in pieces)
            rows.append(
                CriterionImpact(weights.horizon, criterion.code, cost, kpi, proximity, round(impacts[i] * MICRO))
            )
    return tuple(rows)


def goals(given: PlanInput) -> tuple[Goal, ...]:
    """Gaps to close and KPIs to move, each with integer worth per unit and horizon; worthless goals are left out.

    Codes are prefixed `c:` for criteria and `k:` for KPIs and sorted. The ideal plan is worth `MICRO` up to rounding.
    """
    exact = _criterion_goals(given) + _kpi_goals(given)
    ideal = sum((room * max(worth) for _, room, worth in exact), Fraction())
    scaled = (
        Goal(code, room, tuple(round(value * MICRO / ideal) for value in worth)) for code, room, worth in exact if ideal
    )
    return tuple(sorted((goal for goal in scaled if any(goal.worth)), key=lambda goal: goal.code))


def _criterion_goals(given: PlanInput) -> list[ExactGoal]:
    pieces = parts(given)
    criteria = sorted(given.criteria, key=lambda row: row.code)
    rows = horizon_weights(given)
    share = Fraction(given.weights.readiness_pct if given.chosen_kpis else 100, 100)
    impacts = [combine(pieces, weights, len(criteria)) for weights in rows]
    return [
        (
            f"c:{criterion.code}",
            criterion.gap,
            tuple(share * row.worth_pct * impact[i] / 100 for row, impact in zip(rows, impacts, strict=True)),
        )
        for i, criterion in enumerate(criteria)
        if criterion.gap
    ]


def _kpi_goals(given: PlanInput) -> list[ExactGoal]:
    total = sum(kpi.weight for kpi in given.chosen_kpis)
    share = Fraction(100 - given.weights.readiness_pct, 100)
    return [
        (
            f"k:{kpi.code}",
            FULL_STRENGTH,
            tuple(
                share * row.worth_pct * Fraction(kpi.weight, total * FULL_STRENGTH) / 100
                for row in horizon_weights(given)
            ),
        )
        for kpi in given.chosen_kpis
    ]
