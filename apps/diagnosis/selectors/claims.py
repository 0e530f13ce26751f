"""Reads of what a company says of itself."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from apps.diagnosis import nearest
from apps.diagnosis.models import Assessment
from apps.diagnosis.selectors.instruments import instrument_of, parsed


def focus_of(assessment: Assessment) -> tuple[str, ...]:
    """The criteria nearest the stated problem, in the instrument's order; their attributes are asked, too."""
    near = _nearest(assessment.instrument_id, assessment.application.problem)
    return tuple(one.code for one in instrument_of(assessment).criteria if one.code in near)


def asked_claims(assessment: Assessment, bands: Mapping[str, int | None]) -> set[str]:
    """The attributes of the picked bands of those criteria."""
    instrument = instrument_of(assessment)
    picked = ((code, bands.get(code)) for code in focus_of(assessment))
    return {
        attribute.code
        for code, band in picked
        if band is not None
        for attribute in instrument.criterion(code).bands[band].attributes
    }


def claims_of(assessment: Assessment) -> dict[str, bool | None]:
    """What the company says of single attributes; None is "don't know"."""
    return dict(assessment.claims.values_list("attribute", "holds"))


@lru_cache(maxsize=256)
def _nearest(instrument_id: int, problem: str) -> frozenset[str]:
    return frozenset(nearest.nearest(parsed(instrument_id, "ko"), problem))
