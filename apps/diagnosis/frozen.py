"""A completed result as JSON, and back: what was decided stays readable when rules and words have moved on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from apps.diagnosis.rules import (
    Answer,
    AreaScore,
    AttributeFinding,
    BandFinding,
    CriterionScore,
    Score,
    Swing,
    Verdict,
)

FORMAT = 1


@dataclass(frozen=True, slots=True)
class Given:
    """An answer with the reason it does not apply and the observation it rests on."""

    value: Answer
    reason: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Findings:
    """Everything a result page shows: the score, the answers behind it, what the company said of itself."""

    score: Score
    given: Mapping[str, Given]
    self_bands: Mapping[str, int | None]
    swings: tuple[Swing, ...]
    levels_by_profile: Mapping[str, int]


def freeze(findings: Findings) -> dict[str, Any]:
    """Plain JSON of findings; decimals as text."""
    score = findings.score
    return {
        "format": FORMAT,
        "instrument": score.instrument,
        "version": score.version,
        "profile": score.profile,
        "low": str(score.low),
        "high": str(score.high),
        "level": score.level,
        "level_low": score.level_low,
        "level_high": score.level_high,
        "ungated_level": score.ungated_level,
        "areas": [_freeze_area(area) for area in score.areas],
        "answers": {
            code: {"value": str(given.value), "reason": given.reason, "note": given.note}
            for code, given in findings.given.items()
        },
        "self": dict(findings.self_bands),
        "swings": [_freeze_swing(swing) for swing in findings.swings],
        "levels_by_profile": dict(findings.levels_by_profile),
    }


def thaw(data: Mapping[str, Any]) -> Findings:
    """The findings that `freeze` stored."""
    given = {code: Given(Answer(one["value"]), one["reason"], one["note"]) for code, one in data["answers"].items()}
    return Findings(
        score=Score(
            instrument=data["instrument"],
            version=data["version"],
            profile=data["profile"],
            low=Decimal(data["low"]),
            high=Decimal(data["high"]),
            level=data["level"],
            level_low=data["level_low"],
            level_high=data["level_high"],
            ungated_level=data["ungated_level"],
            areas=tuple(_thaw_area(area, given) for area in data["areas"]),
        ),
        given=given,
        self_bands=data["self"],
        swings=tuple(_thaw_swing(swing) for swing in data["swings"]),
        levels_by_profile=data["levels_by_profile"],
    )


def _freeze_area(area: AreaScore) -> dict[str, Any]:
    return {
        "code": area.code,
        "low": str(area.low),
        "high": str(area.high),
        "level": area.level,
        "criteria": [
            {
                "code": criterion.code,
                "low": criterion.low,
                "high": criterion.high,
                "bands": [_freeze_band(band) for band in criterion.bands],
            }
            for criterion in area.criteria
        ],
    }


def _freeze_band(band: BandFinding) -> dict[str, Any]:
    return {
        "band": band.band,
        "verdict": str(band.verdict),
        "substantiated": band.substantiated,
        "needs_evidence": band.needs_evidence,
        "applicable": band.applicable,
        "attributes": [finding.code for finding in band.attributes],
    }


def _freeze_swing(swing: Swing) -> dict[str, Any]:
    return {
        "attribute": swing.attribute,
        "now": str(swing.now),
        "then": str(swing.then),
        "band_now": swing.band_now,
        "band_then": swing.band_then,
        "level_now": swing.level_now,
        "level_then": swing.level_then,
    }


def _thaw_area(area: Mapping[str, Any], given: Mapping[str, Given]) -> AreaScore:
    return AreaScore(
        code=area["code"],
        low=Decimal(area["low"]),
        high=Decimal(area["high"]),
        level=area["level"],
        criteria=tuple(
            CriterionScore(one["code"], one["low"], one["high"], tuple(_thaw_band(b, given) for b in one["bands"]))
            for one in area["criteria"]
        ),
    )


def _thaw_band(band: Mapping[str, Any], given: Mapping[str, Given]) -> BandFinding:
    return BandFinding(
        band=band["band"],
        verdict=Verdict(band["verdict"]),
        substantiated=band["substantiated"],
        needs_evidence=band["needs_evidence"],
        applicable=band["applicable"],
        attributes=tuple(
            AttributeFinding(code, given[code].value if code in given else Answer.NEEDS_EVIDENCE, code in given)
            for code in band["attributes"]
        ),
    )


def _thaw_swing(swing: Mapping[str, Any]) -> Swing:
    return Swing(**{**swing, "now": Answer(swing["now"]), "then": Answer(swing["then"])})
