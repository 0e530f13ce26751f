"""Small planning cases for hypothesis, and an independent reference that tries every plan."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import product

from hypothesis import strategies as st

from apps.roadmaps.planner import (
    Choice,
    ChoiceKind,
    ChosenKpi,
    Criterion,
    Horizon,
    HorizonWeights,
    Option,
    PlanInput,
    Relevance,
    Weights,
)
from apps.roadmaps.planner.impact import goals
from apps.roadmaps.planner.network import Network
from apps.roadmaps.planner.worth import worth

CRITERIA = ("D1", "O1", "P1")
CODES = ("E01", "E02", "E03", "E04", "E05")
WEIGHTS = Weights(
    "test",
    "test",
    60,
    (HorizonWeights("short", 60, 20, 20, 100), HorizonWeights("middle", 45, 30, 25, 85)),
)


def option(code: str, **changes: object) -> Option:
    """A cheap three-month action that lifts P1 by one band."""
    values = {"months": 3, "staff_months": Decimal(1), "cost_krw": 1_000_000, "improves": (("P1", 1),)}
    return Option(code, **(values | changes))


def given(*options: Option, choices: tuple[Choice, ...] = (), **changes: object) -> PlanInput:
    """A company with three weak criteria, 10 million won a horizon and 4 staff-months."""
    values = {
        "horizons": (
            Horizon("short", 1, 6, 10_000_000, Decimal(4)),
            Horizon("middle", 7, 18, 10_000_000, Decimal(4)),
        ),
        "criteria": tuple(Criterion(code, 1, 1, 2, 4) for code in CRITERIA),
        "options": options,
        "weights": WEIGHTS,
        "cost_shares": (("labour", 50), ("materials", 50)),
        "chosen_kpis": (ChosenKpi("defects", "quality", 2),),
        "cost_relevance": (Relevance("P1", "labour", 3), Relevance("D1", "materials", 1)),
        "kpi_relevance": (Relevance("P1", "quality", 3), Relevance("O1", "quality", 1)),
        "choices": choices,
    }
    return PlanInput(**(values | changes))


@st.composite
def options(draw: st.DrawFn, code: str, before: tuple[str, ...]) -> Option:
    """One random action that may depend on those before it."""
    criterion = st.sampled_from(CRITERIA)
    return Option(
        code=code,
        months=draw(st.integers(1, 8)),
        staff_months=Decimal(draw(st.integers(0, 30))) / 10,
        cost_krw=draw(st.integers(0, 60)) * 100_000,
        requires=tuple(sorted(draw(st.dictionaries(criterion, st.integers(1, 3), max_size=2)).items())),
        improves=tuple(sorted(draw(st.dictionaries(criterion, st.integers(1, 2), max_size=2)).items())),
        prerequisites=tuple(sorted(draw(st.sets(st.sampled_from(before), max_size=2)) if before else ())),
        moves=draw(st.sampled_from(((), (("defects", 1),), (("defects", 3),)))),
        preparations=tuple(sorted(draw(st.sets(st.sampled_from(before), max_size=2)) if before else ())),
    )


@st.composite
def choices(draw: st.DrawFn, code: str) -> Choice:
    """A pin, an exclusion or a move of one action."""
    kind = draw(st.sampled_from((ChoiceKind.PINNED, ChoiceKind.EXCLUDED, ChoiceKind.MOVED)))
    if kind != ChoiceKind.MOVED:
        return Choice(code, kind)
    horizon, months = draw(st.sampled_from((("short", (None, 1, 3)), ("middle", (None, 7, 12)))))
    return Choice(code, kind, horizon, draw(st.sampled_from(months)))


@st.composite
def inputs(draw: st.DrawFn, *, with_choices: bool = True) -> PlanInput:
    """Up to five actions over two horizons with tight limits."""
    count = draw(st.integers(1, len(CODES)))
    rows = tuple(draw(options(code, CODES[:i])) for i, code in enumerate(CODES[:count]))
    decided = draw(st.sets(st.sampled_from(CODES[:count]), max_size=2)) if with_choices else set()
    return given(
        *rows,
        choices=tuple(draw(choices(code)) for code in sorted(decided)),
        criteria=tuple(Criterion(code, b, b, b, 4) for code in CRITERIA for b in (draw(st.integers(0, 3)),)),
        horizons=(
            Horizon("short", 1, 6, draw(st.integers(0, 80)) * 100_000, Decimal(draw(st.integers(0, 60))) / 10),
            Horizon("middle", 7, 18, draw(st.integers(0, 80)) * 100_000, Decimal(draw(st.integers(0, 60))) / 10),
        ),
    )


@dataclass(frozen=True, slots=True)
class Reference:
    """What trying every plan finds: the best worth and its cheapest cost, or None when no plan keeps the choices."""

    objective: int
    cost_krw: int


def unprepared(case: PlanInput) -> PlanInput:
    """The same case in which no action prepares another."""
    return replace(case, options=tuple(replace(row, preparations=()) for row in case.options))


def governing(case: PlanInput) -> PlanInput:
    """The case a plan has to answer: preparations give way where they leave no plan, or none with any action."""
    return case if _best(case) not in (None, (0, 0, 0)) else unprepared(case)


def brute_force(case: PlanInput) -> Reference | None:
    """The best of all plans, and the cheapest of them."""
    best = _best(governing(case))
    return Reference(-best[0], best[1]) if best else None


def _best(case: PlanInput) -> tuple[int, int, int] | None:
    """Least of (minus worth, cost, number of actions) over every assignment of actions to horizons."""
    codes = [row.code for row in case.options]
    wanted = goals(case)
    network = Network(case)
    found = []
    for homes in product((None, *range(len(case.horizons))), repeat=len(codes)):
        chosen = {code: home for code, home in zip(codes, homes, strict=True) if home is not None}
        if possible(case, chosen):
            cost = sum(row.cost_krw for row in case.options if row.code in chosen)
            found.append((-worth(network, wanted, chosen), cost, len(chosen)))
    return min(found, default=None)


def possible(case: PlanInput, chosen: dict[str, int]) -> bool:
    """Whether an assignment keeps every rule of planning, told from the input alone."""
    rows = {row.code: row for row in case.options}
    return (
        _choices_kept(case, chosen)
        and all(set(rows[code].prerequisites) <= chosen.keys() for code in chosen)
        and all(chosen[earlier] <= chosen[code] for code, earlier in prepared(case, chosen))
        and all(_within_limits(case, chosen, h) for h in range(len(case.horizons)))
        and all(_bands_held(case, code, chosen) for code in chosen)
        and _months_exist(case, chosen)
    )


def prepared(case: PlanInput, chosen: Collection[str]) -> list[tuple[str, str]]:
    """Planned actions, each with a planned preparation that the consultant has not moved."""
    moved = {row.code for row in case.choices if row.kind == ChoiceKind.MOVED}
    return [
        (row.code, earlier)
        for row in case.options
        for earlier in row.preparations
        if row.code in chosen and earlier in chosen and earlier not in moved
    ]


def months_can_follow(case: PlanInput, chosen: dict[str, int]) -> bool:
    """Whether first months exist in which every planned preparation begins no later than what it prepares."""
    return _months_exist(case, chosen, prepared(case, chosen))


def _choices_kept(case: PlanInput, chosen: dict[str, int]) -> bool:
    for choice in case.choices:
        if choice.kind == ChoiceKind.EXCLUDED and choice.code in chosen:
            return False
        if choice.kind == ChoiceKind.PINNED and choice.code not in chosen:
            return False
        if choice.kind == ChoiceKind.MOVED and (
            choice.code not in chosen or case.horizons[chosen[choice.code]].key != choice.horizon
        ):
            return False
    return True


def _within_limits(case: PlanInput, chosen: dict[str, int], horizon: int) -> bool:
    here = [row for row in case.options if chosen.get(row.code) == horizon]
    limit = case.horizons[horizon]
    return sum(row.cost_krw for row in here) <= limit.budget_krw and (
        sum((row.staff_months for row in here), Decimal(0)) <= limit.staff_months
    )


def _bands_held(case: PlanInput, code: str, chosen: dict[str, int]) -> bool:
    rows = {row.code: row for row in case.options}
    before = _ancestors(rows, code) | {other for other, home in chosen.items() if home < chosen[code]}
    today = {row.code: row.point for row in case.criteria}
    return all(
        today[criterion] + sum(dict(rows[other].improves).get(criterion, 0) for other in before - {code}) >= band
        for criterion, band in rows[code].requires
    )


def _ancestors(rows: dict[str, Option], code: str) -> set[str]:
    found = set(rows[code].prerequisites)
    for earlier in rows[code].prerequisites:
        found |= _ancestors(rows, earlier)
    return found


def _months_exist(case: PlanInput, chosen: dict[str, int], prepared: Collection[tuple[str, str]] = ()) -> bool:
    """Earliest first months, in the order of the codes (which is that of prerequisites), stay inside the horizons."""
    rows = {row.code: row for row in case.options}
    fixed = {row.code: row.start_month for row in case.choices if row.start_month is not None}
    starts: dict[str, int] = {}
    for code in sorted(chosen):
        limit = case.horizons[chosen[code]]
        after = [starts[p] + rows[p].months for p in rows[code].prerequisites]
        after += [starts[earlier] for later, earlier in prepared if later == code]
        earliest = max([limit.start_month, *after])
        if code in fixed and fixed[code] < earliest:
            return False
        starts[code] = fixed.get(code, earliest)
        if starts[code] < limit.start_month or starts[code] + rows[code].months - 1 > limit.end_month:
            return False
    return True
