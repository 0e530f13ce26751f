"""What a new version of the instrument changes, in words and in the levels of old cases."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from apps.diagnosis.instrument import Attribute, Band, Criterion, Instrument
from apps.diagnosis.rules import Answer, outstanding, score


class Part(StrEnum):
    """Which part of an instrument a change is in."""

    TEXT = "text"
    CRITERION = "criterion"
    BAND = "band"
    ATTRIBUTE = "attribute"
    LEVEL = "level"
    WEIGHT = "weight"


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that differs; an empty side means that it is not there."""

    part: Part
    place: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Case:
    """A completed case to try a version on: its answers, and what came out."""

    name: str
    profile: str
    answers: Mapping[str, Answer]
    level: int
    point: Decimal


@dataclass(frozen=True, slots=True)
class Trial:
    """What a version would have made of a case; `unanswered` would still have to be looked at."""

    name: str
    level_before: int
    level_after: int
    point_before: Decimal
    point_after: Decimal
    unanswered: int


def changes(old: Instrument, new: Instrument) -> tuple[Change, ...]:
    """Every difference in words, levels and weights, in the order of the new version."""
    return tuple(one for one in _all(old, new) if one.before != one.after)


def tried(new: Instrument, cases: Iterable[Case]) -> tuple[Trial, ...]:
    """Old answers scored by a new version: answers to what is no longer asked are left out, the rest is open."""
    found = []
    for case in cases:
        known = {code: value for code, value in case.answers.items() if code in new.attribute_codes}
        profile = case.profile if new.has_profile(case.profile) else new.profiles[0].code
        after = score(new, known, profile)
        left = len(outstanding(new, known))
        found.append(Trial(case.name, case.level, after.level, case.point, after.point, left))
    return tuple(found)


def _all(old: Instrument, new: Instrument) -> Iterator[Change]:
    for name in ("name_ko", "name_en", "summary", "weights_basis"):
        yield Change(Part.TEXT, name, getattr(old, name), getattr(new, name))
    before = {one.code: one for one in old.criteria}
    after = {one.code: one for one in new.criteria}
    for code in dict.fromkeys([*after, *before]):
        yield from _criterion(code, before.get(code), after.get(code))
    levels = {one.level: f"{one.name_ko} ≥ {one.at_least} · {one.meaning}" for one in old.levels}
    newer = {one.level: f"{one.name_ko} ≥ {one.at_least} · {one.meaning}" for one in new.levels}
    for level in dict.fromkeys([*newer, *levels]):
        yield Change(Part.LEVEL, str(level), levels.get(level, ""), newer.get(level, ""))
    yield from _weights(old, new)


def _criterion(code: str, old: Criterion | None, new: Criterion | None) -> Iterator[Change]:
    yield Change(Part.CRITERION, code, _told(old), _told(new))
    bands: dict[int, list[Band | None]] = {}
    for place, criterion in enumerate((old, new)):
        for band in criterion.bands if criterion else ():
            bands.setdefault(band.band, [None, None])[place] = band
    for number, (was, now) in bands.items():
        yield Change(Part.BAND, f"{code}.{number}", was.sentence if was else "", now.sentence if now else "")
        asked = {one.code: _fact(one) for one in (was.attributes if was else ())}
        asks = {one.code: _fact(one) for one in (now.attributes if now else ())}
        for one in dict.fromkeys([*asks, *asked]):
            yield Change(Part.ATTRIBUTE, one, asked.get(one, ""), asks.get(one, ""))


def _weights(old: Instrument, new: Instrument) -> Iterator[Change]:
    before, after = _percents(old), _percents(new)
    for profile, code in dict.fromkeys([*after, *before]):
        was, now = before.get((profile, code), ""), after.get((profile, code), "")
        yield Change(Part.WEIGHT, f"{profile} {code}", str(was), str(now))


def _percents(instrument: Instrument) -> dict[tuple[str, str], int]:
    weights = ((one.code, {**one.areas, **one.criteria}) for one in instrument.profiles)
    return {(profile, code): percent for profile, percents in weights for code, percent in percents.items()}


def _told(criterion: Criterion | None) -> str:
    if criterion is None:
        return ""
    references = ", ".join(f"{one.framework} {one.id}" for one in criterion.references)
    return " · ".join([criterion.name_ko, criterion.name_en, criterion.meaning, criterion.why, references])


def _fact(attribute: Attribute) -> str:
    return " · ".join([attribute.statement, attribute.question, *attribute.evidence])
