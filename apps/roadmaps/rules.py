"""What stands between a catalogue and the planner: what still applies to this company, who pays, what is effort."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

FULL = 100
EACH_BRINGS = 2


@dataclass(frozen=True, slots=True)
class Offer:
    """A catalogue action in the terms these rules need; bands by criterion code."""

    code: str
    required: Mapping[str, int]
    improves: Mapping[str, int]
    lifts_to: Mapping[str, int]
    prerequisites: Sequence[str]


@dataclass(frozen=True, slots=True)
class Payment:
    """Who pays for one action, in whole won."""

    code: str
    support_krw: int
    own_krw: int


def gains(offer: Offer, today: Mapping[str, int]) -> dict[str, int]:
    """Bands an action really adds to this company: its gain, but never above the band it can bring.

    >>> gains(Offer("E01", {}, {"P1": 1}, {"P1": 2}, ()), {"P1": 2})
    {}
    """
    rooms = {
        criterion: min(gain, offer.lifts_to.get(criterion, 5) - today.get(criterion, 0))
        for criterion, gain in offer.improves.items()
    }
    return {criterion: room for criterion, room in rooms.items() if room > 0}


def needed_prerequisites(offer: Offer, offers: Mapping[str, Offer], today: Mapping[str, int]) -> tuple[str, ...]:
    """Prerequisites that this company still has to do.

    A prerequisite is there to bring bands its follower requires. It is waived when there are such bands and the
    company holds all of them today; one that brings none of them is never waived. Codes not in `offers` fall away.
    """
    kept = []
    for code in offer.prerequisites:
        if code not in offers:
            continue
        brought = [criterion for criterion in offers[code].improves if criterion in offer.required]
        held = all(today.get(criterion, 0) >= offer.required[criterion] for criterion in brought)
        if not brought or not held:
            kept.append(code)
    return tuple(kept)


def payments(
    costs: Iterable[tuple[str, int, bool]], *, self_burden_pct: int, support_cap_krw: int
) -> tuple[Payment, ...]:
    """Split costs, given in order of time as (code, won, whether support may pay), between support and company.

    Support pays the share above `self_burden_pct`, rounded down, until `support_cap_krw` is used up.
    """
    left = support_cap_krw
    rows = []
    for code, cost, fundable in costs:
        share = cost * (FULL - self_burden_pct) // FULL if fundable else 0
        support = min(share, left)
        left -= support
        rows.append(Payment(code, support, cost - support))
    return tuple(rows)


def parted_skills(skills: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What a laboratory brings and what a supplier brings of an action's skills, which run from method to operation."""
    return tuple(skills[:EACH_BRINGS]), tuple(skills[-EACH_BRINGS:])


def shares_of_largest(values: Mapping[str, Decimal]) -> dict[str, int]:
    """Each value as 0–100 of the largest one; all zero when the largest is zero."""
    largest = max(values.values(), default=Decimal(0))
    return {code: int(value * FULL / largest) if largest else 0 for code, value in values.items()}


def effort(costs: Mapping[str, Decimal], staff: Mapping[str, Decimal]) -> dict[str, int]:
    """Effort 0–100: half the cost against the costliest, half the staff-months against the largest."""
    money, people = shares_of_largest(costs), shares_of_largest(staff)
    return {code: (money[code] + people[code]) // 2 for code in costs}


def overlaps(name: str, wanted: str) -> bool:
    """Whether two names of a figure mean the same: one contains the other, spaces aside."""
    left, right = "".join(name.split()), "".join(wanted.split())
    return bool(left and right) and (left in right or right in left)


@dataclass(frozen=True, slots=True)
class SwotPoint:
    """One point of the draft: in which corner, of what sort, and about which code."""

    corner: str
    kind: str
    code: str


MOST = 4
OUTSIDE = frozenset({"cost", "trust", "security", "rights"})
"""The barriers that do not lie in how the company works: prices, doubts, risks and claims of others."""


def swot_draft(
    bands: Mapping[str, tuple[int, int, int]],
    impacts: Mapping[str, int],
    *,
    strengths: Sequence[str],
    gaps: Sequence[str],
    barriers: Sequence[str],
    supports: Sequence[str],
    usecases: Sequence[str],
) -> tuple[SwotPoint, ...]:
    """A first SWOT for the consultant to edit.

    Strengths and weaknesses are the strengths and gaps of the diagnosis, so that one paper tells one story; the gaps
    that weigh most in the plan come first. Barriers the company named are weaknesses where they lie inside it, else
    threats; what lacks evidence is a weakness. Opportunities are linked support and use cases within reach.
    """
    low = sorted(gaps, key=lambda c: (-impacts.get(c, 0), bands[c][1], c))
    open_ones = sorted((c for c, b in bands.items() if b[2] > b[0]), key=lambda c: (bands[c][0] - bands[c][2], c))
    points = [SwotPoint("strengths", "criterion", code) for code in strengths]
    points += [SwotPoint("weaknesses", "criterion", code) for code in low]
    points += [SwotPoint("opportunities", "support", code) for code in supports[:2]]
    points += [SwotPoint("opportunities", "usecase", code) for code in usecases[:2]]
    points += [SwotPoint("threats" if code in OUTSIDE else "weaknesses", "barrier", code) for code in barriers[:MOST]]
    points += [SwotPoint("weaknesses", "evidence", code) for code in open_ones[:1]]
    return tuple(points)
