"""The meeting at which a company and its consultant talk over where they see the company differently. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

WIDE = 2
"""From so many bands apart on, a criterion is talked over first and has to be settled."""


@dataclass(frozen=True, slots=True)
class Gap:
    """A criterion's band (0 to 5) as the company sees it, None for "don't know", and as the consultant found it."""

    code: str
    own: int | None
    found: int

    @property
    def size(self) -> int:
        """Bands apart; nothing where the company does not know."""
        return 0 if self.own is None else abs(self.own - self.found)

    @property
    def is_wide(self) -> bool:
        return self.size >= WIDE


@dataclass(frozen=True, slots=True)
class Settled:
    """The band agreed on for one criterion, with why where it is not what the consultant found."""

    band: int
    note: str = ""


def agenda(own: Mapping[str, int | None], found: Mapping[str, int]) -> tuple[Gap, ...]:
    """Every criterion found, the widest gaps first, otherwise in the order of `found`."""
    gaps = [Gap(code, own.get(code), band) for code, band in found.items()]
    return tuple(sorted(gaps, key=lambda gap: -gap.size))
