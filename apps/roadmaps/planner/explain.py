"""Why each action is in the plan, and what keeps the others out."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from apps.roadmaps.planner.impact import Goal
from apps.roadmaps.planner.network import Network
from apps.roadmaps.planner.schedule import start_months
from apps.roadmaps.planner.types import (
    Block,
    ChoiceKind,
    KpiMove,
    LeftOut,
    Scheduled,
    Usage,
    WeakPoint,
)
from apps.roadmaps.planner.worth import Counted, counted, value


def scheduled(network: Network, goals: Sequence[Goal], chosen: Mapping[str, int]) -> tuple[Scheduled, ...]:
    """The planned actions in order of first month, then code, each with its reasons."""
    starts = start_months(network, chosen)
    credits = counted(network, goals, chosen)
    rows = [_one(network, chosen, starts, code, [row for row in credits if row.code == code]) for code in chosen]
    total = sum(row.impact for row in rows)
    shared = (replace(row, share_bp=row.impact * 10_000 // total if total else 0) for row in rows)
    return tuple(sorted(shared, key=lambda row: (row.start_month, row.code)))


def _one(
    network: Network, chosen: Mapping[str, int], starts: Mapping[str, int], code: str, credits: Sequence[Counted]
) -> Scheduled:
    option = network.options[code]
    return Scheduled(
        code=code,
        horizon=network.given.horizons[chosen[code]].key,
        start_month=starts[code],
        months=option.months,
        staff_months=option.staff_months,
        cost_krw=option.cost_krw,
        impact=sum(row.micro for row in credits),
        share_bp=0,
        choice=network.choices[code].kind if code in network.choices else ChoiceKind.SOLVER,
        weak_points=_weak_points(network, credits),
        kpis=_kpis(credits),
        prerequisites=tuple(sorted(option.prerequisites)),
        preparations=tuple(s for s in sorted(option.preparations) if s in chosen and starts[s] <= starts[code]),
        unlocks=tuple(later for later in sorted(chosen) if _unlocks(network, code, later, chosen)),
    )


def _weak_points(network: Network, credits: Sequence[Counted]) -> tuple[WeakPoint, ...]:
    rows = [
        WeakPoint(name, network.bands.get(name, 0), row.gain, row.micro)
        for row in credits
        if (name := row.goal.removeprefix("c:")) != row.goal
    ]
    return tuple(sorted(rows, key=lambda row: (-row.counted, row.criterion)))


def _kpis(credits: Sequence[Counted]) -> tuple[KpiMove, ...]:
    rows = [KpiMove(name, row.gain, row.micro) for row in credits if (name := row.goal.removeprefix("k:")) != row.goal]
    return tuple(sorted(rows, key=lambda row: (-row.counted, row.kpi)))


def _unlocks(network: Network, code: str, later: str, chosen: Mapping[str, int]) -> bool:
    if code in network.options[later].prerequisites:
        return True
    return chosen[code] < chosen[later] and any(code in dict(need.providers) for need in network.needs[later])


def usage(network: Network, chosen: Mapping[str, int]) -> tuple[Usage, ...]:
    """Money and people used per horizon."""
    return tuple(
        Usage(
            row.key,
            sum(network.options[code].cost_krw for code, h in chosen.items() if h == i),
            sum((network.options[code].staff_months for code, h in chosen.items() if h == i), Decimal(0)),
        )
        for i, row in enumerate(network.given.horizons)
    )


def left_out(network: Network, goals: Sequence[Goal], chosen: Mapping[str, int]) -> tuple[LeftOut, ...]:
    """The actions outside the plan, the runner-up first (by what it would still add), each with what blocks it."""
    now = {goal.code: value(network, goal, chosen) for goal in goals}
    rows = []
    for code in network.codes:
        if code not in chosen:
            touched = [goal for goal in goals if network.offered[code].get(goal.code)]
            adds = max(
                sum(value(network, goal, {**chosen, code: h}) - now[goal.code] for goal in touched)
                for h in range(len(network.given.horizons))
            )
            rows.append(_blocked(network, code, adds, chosen))
    return tuple(sorted(rows, key=lambda row: (-row.would_add, row.code)))


def _blocked(network: Network, code: str, adds: int, chosen: Mapping[str, int]) -> LeftOut:
    choice = network.choices.get(code)
    if choice is not None and choice.kind == ChoiceKind.EXCLUDED:
        return LeftOut(code, adds, Block.EXCLUDED)
    homes = [h for h in range(len(network.given.horizons)) if network.allowed(code, h)]
    if not homes:
        return LeftOut(code, adds, Block.TOO_LONG)
    if not adds:
        return LeftOut(code, adds, Block.NO_GAIN)
    missing = tuple(earlier for earlier in sorted(network.distances[code]) if earlier not in chosen)
    if missing:
        return LeftOut(code, adds, Block.PREREQUISITE, subjects=missing)
    return min((_obstacle(network, code, adds, h, chosen) for h in homes), key=_nearness)


def _obstacle(network: Network, code: str, adds: int, horizon: int, chosen: Mapping[str, int]) -> LeftOut:
    key = network.given.horizons[horizon].key
    late = tuple(p for p in sorted(network.distances[code]) if chosen[p] > horizon)
    late += tuple(
        p for p in sorted(network.distances[code]) if chosen[p] == horizon and not network.together(p, code, horizon)
    )
    late += _out_of_order(network, code, horizon, chosen)
    if late:
        return LeftOut(code, adds, Block.ORDER, key, late)
    short = {
        need.criterion: gap
        for need in network.needs[code]
        if (gap := need.missing - sum(gain for p, gain in need.providers if chosen.get(p, horizon) < horizon)) > 0
    }
    if short:
        return LeftOut(code, adds, Block.BAND, key, tuple(short), sum(short.values()))
    row, used = network.given.horizons[horizon], usage(network, chosen)[horizon]
    option = network.options[code]
    if (over := used.cost_krw + option.cost_krw - row.budget_krw) > 0:
        return LeftOut(code, adds, Block.BUDGET, key, (), over)
    if (over_staff := used.staff_months + option.staff_months - row.staff_months) > 0:
        return LeftOut(code, adds, Block.STAFF, key, (), int(over_staff * 10))
    return LeftOut(code, adds, Block.NO_GAIN, key)


def _out_of_order(network: Network, code: str, horizon: int, chosen: Mapping[str, int]) -> tuple[str, ...]:
    """Planned preparations of an action that come later than a horizon, and what it prepares that comes earlier."""
    behind = tuple(s for s in network.preparations[code] if chosen.get(s, horizon) > horizon)
    ahead = (later for later in sorted(chosen) if code in network.preparations[later] and chosen[later] < horizon)
    return (*behind, *ahead)


_NEARNESS = (Block.STAFF, Block.BUDGET, Block.BAND, Block.ORDER, Block.NO_GAIN)


def _nearness(row: LeftOut) -> tuple[int, int]:
    return _NEARNESS.index(row.block), row.shortfall
