"""Who should visit: consultants in the order in which the centre would ask them, with what speaks for each."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

EARTH_KM = 6371.0088
"""Mean radius of the earth."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A consultant without a conflict, beside one case.

    `knows`: the industry is among those they name; `done`: diagnoses they completed in it; `load` of `most`: cases they
    have now; `km`: straight from their place to the site, None where either is unknown.
    """

    code: str
    knows: bool
    done: int
    load: int
    most: int
    km: float | None

    @property
    def is_full(self) -> bool:
        return self.load >= self.most


def ranked(candidates: Iterable[Candidate]) -> list[Candidate]:
    """Those with room first, then those who know the industry, the less loaded, the nearer; ties by code."""
    return sorted(candidates, key=_order)


def kilometres(here: tuple[float, float], there: tuple[float, float]) -> float:
    """The great circle between two places given as latitude and longitude in degrees (haversine formula)."""
    (lat1, lon1), (lat2, lon2) = ((math.radians(lat), math.radians(lon)) for lat, lon in (here, there))
    half = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return 2 * EARTH_KM * math.asin(math.sqrt(half))


def _order(one: Candidate) -> tuple[bool, bool, float, float, int, str]:
    share = one.load / one.most if one.most else math.inf
    return one.is_full, not (one.knows or one.done), share, math.inf if one.km is None else one.km, -one.done, one.code
