"""How figures become an order: bonus points, cut-off, tie-break, joint places.

Ranks compare the published, rounded figures, so that two cases which read the same on paper are treated as equal.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from operator import itemgetter

from apps.panels.rules.scores import DEFAULT_ROUNDING, CriterionMean, Rounding, published

NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True)
class Bonus:
    """Points a case gets beside its scores (가점), such as for a first application."""

    code: str
    points: Decimal


@dataclass(frozen=True, slots=True)
class Entry:
    """One case in a ranking: its published total, criterion means and bonus points, and its key."""

    key: str
    total: Decimal
    means: tuple[CriterionMean, ...] = ()
    bonus: Decimal = NOTHING


@dataclass(frozen=True, slots=True)
class Ranked:
    """A case's place. `total` is without and `final` with the bonus, which never lifts a case over the cut-off.

    Joint places share a rank and are `tied`: a person decides between them.
    """

    key: str
    rank: int
    total: Decimal
    reaches_cut_off: bool
    tied: bool
    settled_by: str
    final: Decimal


def bonus_points(offered: Iterable[Bonus], codes: Iterable[str], *, cap: Decimal | None = None) -> Decimal:
    """What a case gets for the bonuses it can claim, each once, at most `cap` in all.

    Raises ValueError for a bonus that is not offered.
    """
    points = {bonus.code: bonus.points for bonus in offered}
    claimed = set(codes)
    if strangers := sorted(claimed - points.keys()):
        raise ValueError(f"no such bonus: {strangers}")
    total = sum((points[code] for code in claimed), NOTHING)
    return total if cap is None else min(total, cap)


def together(
    document: Decimal, presentation: Decimal, *, document_pct: int, rounding: Rounding = DEFAULT_ROUNDING
) -> Decimal:
    """One total of two rounds: `document_pct` of the document round, the rest of the presentation round.

    Raises ValueError for a share outside 0 to 100.
    """
    if not 0 <= document_pct <= 100:
        raise ValueError(f"no such share: {document_pct}")
    exact = Fraction(document) * document_pct + Fraction(presentation) * (100 - document_pct)
    return published(exact / 100, rounding)


def rank(
    entries: Iterable[Entry], *, tie_break: Sequence[str] = (), cut_off: Decimal | None = None
) -> tuple[Ranked, ...]:
    """Order cases by total with bonus, then by the means of the `tie_break` criteria in turn, higher first.

    Cases that reach the cut-off come before those that do not. Cases equal in all of these keep a joint rank
    (1, 2, 2, 4) and are listed by key. `settled_by` names the criterion that parted a case from another of the same
    total.
    """
    by_key = [(_ladder(entry, tie_break, cut_off), entry) for entry in sorted(entries, key=lambda entry: entry.key)]
    ordered = sorted(by_key, key=itemgetter(0), reverse=True)
    ladders = [ladder for ladder, _entry in ordered]
    sharing = Counter(ladders)
    first_place: dict[tuple[Decimal, ...], int] = {}
    for place, ladder in enumerate(ladders, start=1):
        first_place.setdefault(ladder, place)
    return tuple(
        Ranked(
            key=entry.key,
            rank=first_place[ladder],
            total=entry.total,
            reaches_cut_off=_reaches(entry, cut_off),
            tied=sharing[ladder] > 1,
            settled_by=_settled_by(ladder, _neighbours(place, ladders), tie_break),
            final=entry.total + entry.bonus,
        )
        for place, (ladder, entry) in enumerate(ordered)
    )


def _reaches(entry: Entry, cut_off: Decimal | None) -> bool:
    return cut_off is None or entry.total >= cut_off


def _ladder(entry: Entry, tie_break: Sequence[str], cut_off: Decimal | None) -> tuple[Decimal, ...]:
    """What a case is compared by, rung by rung: the cut-off, the figure, then the tie-break means."""
    means = {mean.code: mean.mean for mean in entry.means}
    reached = Decimal(_reaches(entry, cut_off))
    return (reached, entry.total + entry.bonus, *(means.get(code, NOTHING) for code in tie_break))


def _neighbours(place: int, ladders: Sequence[tuple[Decimal, ...]]) -> tuple[tuple[Decimal, ...], ...]:
    """The nearest different ladder above and below this place."""
    mine = ladders[place]
    above = next((ladders[i] for i in range(place - 1, -1, -1) if ladders[i] != mine), None)
    below = next((ladders[i] for i in range(place + 1, len(ladders)) if ladders[i] != mine), None)
    return tuple(ladder for ladder in (above, below) if ladder is not None)


def _settled_by(mine: tuple[Decimal, ...], others: Sequence[tuple[Decimal, ...]], tie_break: Sequence[str]) -> str:
    """The last tie-break criterion needed to part this case from others of the same total."""
    deepest = 0
    for other in others:
        if other[:2] == mine[:2]:
            deepest = max(deepest, next(i for i in range(2, len(mine)) if mine[i] != other[i]) - 1)
    return tie_break[deepest - 1] if deepest else ""
