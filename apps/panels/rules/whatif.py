"""What a quota and a budget would mean for a ranking, without deciding anything."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from apps.panels.rules.ranking import Ranked


class Verdict(StrEnum):
    """Where a case would end, and why."""

    SELECTED = "selected"
    BELOW_CUT_OFF = "below_cut_off"
    OVER_QUOTA = "over_quota"
    OVER_BUDGET = "over_budget"
    PASSED_BY = "passed_by"  # a better case no longer fitted, so none after it is taken
    TIED = "tied"  # places are left for some of the joint cases only: a person decides


@dataclass(frozen=True, slots=True)
class Placed:
    """One case, what it asks for, where it would end, and what of the budget would be left after it."""

    key: str
    rank: int
    amount_krw: int
    verdict: Verdict
    left_krw: int | None


@dataclass(frozen=True, slots=True)
class WhatIf:
    """The whole trial: every case in its order, how many would be selected and what they cost."""

    placed: tuple[Placed, ...]
    selected: int
    spent_krw: int


def what_if(
    ranked: Sequence[Ranked],
    amounts_krw: Mapping[str, int],
    *,
    quota: int | None = None,
    budget_krw: int | None = None,
    skips_over: bool = False,
) -> WhatIf:
    """Go down the ranking and take cases while quota and budget last; None means no limit.

    Joint cases are taken together or not at all; when a person has to decide between them, nobody after them is
    taken. When a case does not fit the budget, those after it are passed by as well, unless `skips_over` lets a
    smaller one in.
    """
    placed: list[Placed] = []
    taken, spent, stopped = 0, 0, False
    for group in _groups(ranked):
        cost = sum(amounts_krw[one.key] for one in group)
        verdict = _verdict(group, cost, taken, spent, quota=quota, budget_krw=budget_krw, stopped=stopped)
        if verdict is Verdict.SELECTED:
            taken, spent = taken + len(group), spent + cost
        stopped = stopped or verdict is Verdict.TIED or (verdict is Verdict.OVER_BUDGET and not skips_over)
        left = None if budget_krw is None else budget_krw - spent
        placed += [Placed(one.key, one.rank, amounts_krw[one.key], verdict, left) for one in group]
    return WhatIf(tuple(placed), taken, spent)


def _groups(ranked: Sequence[Ranked]) -> list[list[Ranked]]:
    groups: list[list[Ranked]] = []
    for one in ranked:
        if groups and groups[-1][0].rank == one.rank:
            groups[-1].append(one)
        else:
            groups.append([one])
    return groups


def _verdict(
    group: Sequence[Ranked],
    cost: int,
    taken: int,
    spent: int,
    *,
    quota: int | None,
    budget_krw: int | None,
    stopped: bool,
) -> Verdict:
    if not group[0].reaches_cut_off:
        return Verdict.BELOW_CUT_OFF
    if quota is not None and taken >= quota:
        return Verdict.OVER_QUOTA
    if stopped:
        return Verdict.PASSED_BY
    too_many = quota is not None and taken + len(group) > quota
    too_dear = budget_krw is not None and spent + cost > budget_krw
    if len(group) > 1 and (too_many or too_dear):
        return Verdict.TIED
    return Verdict.OVER_BUDGET if too_dear else Verdict.SELECTED
