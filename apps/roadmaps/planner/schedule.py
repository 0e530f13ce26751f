"""First months inside the horizons: a deterministic list schedule that spreads the work and never breaks the order."""

from collections.abc import Mapping
from decimal import Decimal

from apps.roadmaps.planner.network import Network


def start_months(network: Network, chosen: Mapping[str, int]) -> dict[str, int]:
    """First month of every chosen action.

    Actions are placed in the order of their prerequisites, then by code, each at the month between its earliest and
    its latest start where the busiest month gets the least extra work; the earliest such month wins. Horizons, chains
    of prerequisites and months set by the consultant are always kept, because the model admits only plans that fit.
    """
    months = sum(row.length for row in network.given.horizons) + network.given.horizons[0].start_month
    load = [Decimal(0)] * (months + 1)
    starts: dict[str, int] = {}
    for code in (code for code in network.order if code in chosen):
        option = network.options[code]
        monthly = option.staff_months / option.months
        first, last = _window(network, chosen, starts, code)
        best = min(range(first, last + 1), key=lambda month: (max(load[month : month + option.months]), month))
        starts[code] = best
        for month in range(best, best + option.months):
            load[month] += monthly
    return starts


def _window(network: Network, chosen: Mapping[str, int], starts: Mapping[str, int], code: str) -> tuple[int, int]:
    horizon = chosen[code]
    row = network.given.horizons[horizon]
    fixed = network.fixed_start(code)
    if fixed is not None:
        return fixed, fixed
    first = row.start_month
    for earlier in network.options[code].prerequisites:
        first = max(first, starts[earlier] + network.options[earlier].months)
    last = row.end_month - network.options[code].months + 1
    for later, later_horizon in chosen.items():
        if later_horizon == horizon and code in network.distances[later]:
            end = network.fixed_start(later) or row.end_month - network.options[later].months + 1
            last = min(last, end - network.distances[later][code])
    return first, last
