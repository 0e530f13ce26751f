"""First months inside the horizons: a deterministic list schedule that spreads the work and never breaks the order."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import TypeAlias

from apps.roadmaps.planner.network import Network

Before: TypeAlias = dict[str, list[tuple[str, int]]]
"""For each action, what comes before it in its horizon, with the months between the two starts at least."""


def start_months(network: Network, chosen: Mapping[str, int]) -> dict[str, int]:
    """First month of every chosen action.

    Actions are placed in the order of their prerequisites and preparations, then by code, each at the month between
    its earliest and its latest start where the busiest month gets the least extra work; the earliest such month wins.
    Horizons, chains of prerequisites and months set by the consultant are always kept, because the model admits only
    plans that fit. A preparation is finished before what it prepares, or begins a month before it or with it, whatever
    the months of the horizon allow.
    """
    months = sum(row.length for row in network.given.horizons) + network.given.horizons[0].start_month
    load = [Decimal(0)] * (months + 1)
    starts: dict[str, int] = {}
    before = _before(network, chosen)
    windows = _windows(network, chosen, before)
    for code in windows:
        option = network.options[code]
        monthly = option.staff_months / option.months
        first, last = windows[code]
        first = max([first, *(starts[earlier] + lag for earlier, lag in before[code])])
        best = min(range(first, last + 1), key=lambda month: (max(load[month : month + option.months]), month))
        starts[code] = best
        for month in range(best, best + option.months):
            load[month] += monthly
    return starts


def _before(network: Network, chosen: Mapping[str, int]) -> Before:
    """Prerequisites in the same horizon, and one by one the preparations that still leave every action a month.

    A preparation is finished before what it prepares where the months allow that, else begun a month before, else in
    the same month.
    """
    before: Before = {
        code: [(p, network.options[p].months) for p in network.options[code].prerequisites if chosen[p] == chosen[code]]
        for code in chosen
    }

    def keep(code: str, earlier: str, lag: int) -> bool:
        """Put one before another, unless an action were left without a month."""
        before[code].append((earlier, lag))
        fits = all(first <= last for first, last in _windows(network, chosen, before).values())
        if not fits:
            before[code].pop()
        return fits

    for code, earlier in [pair for pair in _preparations(network, chosen) if keep(*pair, 0)]:
        before[code].remove((earlier, 0))
        next(lag for lag in (network.options[earlier].months, 1, 0) if keep(code, earlier, lag))
    return before


def _preparations(network: Network, chosen: Mapping[str, int]) -> Iterator[tuple[str, str]]:
    for code in sorted(chosen):
        for earlier in network.preparations[code]:
            if chosen.get(earlier) == chosen[code]:
                yield code, earlier


def _windows(network: Network, chosen: Mapping[str, int], before: Before) -> dict[str, tuple[int, int]]:
    """Earliest and latest first month of every chosen action, in the order of placing."""
    order = [code for code in network.order if code in chosen]
    first: dict[str, int] = {}
    last: dict[str, int] = {}
    for code in order:
        row, fixed = network.given.horizons[chosen[code]], network.fixed_start(code)
        first[code] = max([fixed or row.start_month, *(first[earlier] + lag for earlier, lag in before[code])])
        last[code] = fixed or row.end_month - network.options[code].months + 1
    for code in reversed(order):
        for earlier, lag in before[code]:
            last[earlier] = min(last[earlier], last[code] - lag)
    return {code: (first[code], last[code]) for code in order}
