"""Who gets a place that is left or comes free: quota and budget, and the order of the waitlist."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from apps.panels.rules.whatif import Verdict


def place_for(
    asked_krw: int, taken_krw: Sequence[int], *, quota: int | None = None, budget_krw: int | None = None
) -> Verdict:
    """Whether one more case fits beside those that have a place: SELECTED, OVER_QUOTA or OVER_BUDGET.

    `taken_krw` is what each of those costs, in won; None means no limit.
    """
    if quota is not None and len(taken_krw) >= quota:
        return Verdict.OVER_QUOTA
    if budget_krw is not None and sum(taken_krw) + asked_krw > budget_krw:
        return Verdict.OVER_BUDGET
    return Verdict.SELECTED


def waiting_order(came: Sequence[str], ranks: Mapping[str, int]) -> tuple[str, ...]:
    """The waitlist in the order of the ranking; of joint places, who came first, and those without a rank last.

    `came` lists the keys of the waiting in the order of their receipt.
    """
    last = max(ranks.values(), default=0) + 1
    return tuple(sorted(came, key=lambda key: ranks.get(key, last)))
