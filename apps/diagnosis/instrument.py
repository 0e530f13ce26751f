"""The diagnosis instrument as data: areas, criteria, bands and the attributes evidence substantiates.

`parse` turns the plain dictionary of a stored instrument into frozen dataclasses and refuses whatever a
consultant could not score with, naming the place and the reason.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

from apps.diagnosis.instrument_faults import Fault, InstrumentError

LARGEST_FILE = 5 * 1024 * 1024
"""Bytes of the file of an instrument."""
HIGHEST_BAND = 5
ATTRIBUTES_PER_BAND = 4
FULL_WEIGHT = 100
"""Weights are whole percents: the areas of a profile sum to 100, and so do the criteria within an area."""

FRAMEWORKS = frozenset(
    {"SIRI", "EDIH DMA", "AIRI", "KS X 9001", "DQM3", "ISO/IEC 42001", "NIST AI RMF"},
)
_CODE = re.compile(r"[a-z][a-z0-9-]{1,39}")
_CRITERION_CODE = re.compile(r"[A-Z][0-9]{1,2}")


@dataclass(frozen=True, slots=True)
class Attribute:
    """One fact that is true at a company or not, the plain question that asks for it, and what would prove it."""

    code: str
    statement: str
    question: str
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Band:
    """A step of maturity, 0 to 5; band 0 is where everybody starts and has no attributes."""

    band: int
    sentence: str
    attributes: tuple[Attribute, ...]


@dataclass(frozen=True, slots=True)
class Reference:
    """A relative of a criterion in a public framework, by identifier only."""

    framework: str
    id: str


@dataclass(frozen=True, slots=True)
class Criterion:
    """One thing the centre looks at, in six bands (index = band)."""

    code: str
    name_ko: str
    name_en: str
    meaning: str
    why: str
    references: tuple[Reference, ...]
    bands: tuple[Band, ...]


@dataclass(frozen=True, slots=True)
class Area:
    """Process, data or operations: a group of criteria."""

    code: str
    name_ko: str
    name_en: str
    meaning: str
    criteria: tuple[Criterion, ...]


@dataclass(frozen=True, slots=True)
class Level:
    """A readiness level and the weighted mean band (0 to 5) from which it is reached."""

    level: int
    code: str
    name_ko: str
    name_en: str
    at_least: Decimal
    meaning: str


@dataclass(frozen=True, slots=True)
class Profile:
    """The weights of one industry in whole percents, and what the word "process" means there."""

    code: str
    name_ko: str
    name_en: str
    process_means: str
    areas: Mapping[str, int]
    criteria: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Instrument:
    """A published version of the whole questionnaire."""

    code: str
    version: int
    name_ko: str
    name_en: str
    summary: str
    weights_basis: str
    areas: tuple[Area, ...]
    levels: tuple[Level, ...]
    profiles: tuple[Profile, ...]
    _criteria: Mapping[str, Criterion] = field(repr=False, compare=False)
    _attributes: Mapping[str, Attribute] = field(repr=False, compare=False)
    _profiles: Mapping[str, Profile] = field(repr=False, compare=False)

    @property
    def criteria(self) -> tuple[Criterion, ...]:
        """All criteria, in the order of the areas."""
        return tuple(self._criteria.values())

    @property
    def attribute_codes(self) -> frozenset[str]:
        """The codes of all attributes."""
        return frozenset(self._attributes)

    def criterion(self, code: str) -> Criterion:
        """The criterion of this code; KeyError if there is none."""
        return self._criteria[code]

    def attribute(self, code: str) -> Attribute:
        """The attribute of this code; KeyError if there is none."""
        return self._attributes[code]

    def area(self, code: str) -> Area:
        """The area of this code; KeyError if there is none."""
        return {area.code: area for area in self.areas}[code]

    def has_profile(self, code: str) -> bool:
        """Whether the instrument has weights for this industry."""
        return code in self._profiles

    def profile(self, code: str) -> Profile:
        """The weights of an industry; KeyError if there are none."""
        return self._profiles[code]


def parse_text(text: str) -> Instrument:
    """An instrument from the JSON of an uploaded file; a broken file is refused with its line and column."""
    try:
        data = json.loads(text)
    except json.JSONDecodeError as error:
        raise InstrumentError(f"line {error.lineno}, column {error.colno}", Fault.JSON, found=error.msg) from error
    return parse(data)


def parse(data: Any) -> Instrument:
    """An instrument from its plain dictionary (see `seeds/instrument/`), or InstrumentError with path and reason."""
    root = _mapping(data, "$")
    areas = tuple(_area(item, f"areas[{index}]") for index, item in _items(root, "areas", "$"))
    _no_twins(((area.code, f"areas[{i}].code") for i, area in enumerate(areas)))
    criteria = _criteria_by_code(areas)
    attributes = {a.code: a for c in criteria.values() for band in c.bands for a in band.attributes}
    profiles = tuple(_profile(item, f"profiles[{i}]", areas) for i, item in _items(root, "profiles", "$"))
    _no_twins(((p.code, f"profiles[{i}].code") for i, p in enumerate(profiles)))
    return Instrument(
        code=_code(root, "$"),
        version=_integer(root, "version", "$", low=1, high=9999),
        name_ko=_text(root, "name_ko", "$"),
        name_en=_text(root, "name_en", "$"),
        summary=_text(root, "summary", "$"),
        weights_basis=_text(root, "weights_basis", "$"),
        areas=areas,
        levels=_levels(root),
        profiles=profiles,
        _criteria=criteria,
        _attributes=attributes,
        _profiles={profile.code: profile for profile in profiles},
    )


def _criteria_by_code(areas: tuple[Area, ...]) -> dict[str, Criterion]:
    places = (
        (criterion.code, f"areas[{a}].criteria[{c}].code")
        for a, area in enumerate(areas)
        for c, criterion in enumerate(area.criteria)
    )
    _no_twins(places)
    return {criterion.code: criterion for area in areas for criterion in area.criteria}


def _area(data: Any, path: str) -> Area:
    item = _mapping(data, path)
    criteria = tuple(_criterion(c, f"{path}.criteria[{index}]") for index, c in _items(item, "criteria", path))
    return Area(
        code=_code(item, path),
        name_ko=_text(item, "name_ko", path),
        name_en=_text(item, "name_en", path),
        meaning=_text(item, "meaning", path),
        criteria=criteria,
    )


def _criterion(data: Any, path: str) -> Criterion:
    item = _mapping(data, path)
    code = _text(item, "code", path)
    if not _CRITERION_CODE.fullmatch(code):
        raise InstrumentError(f"{path}.code", Fault.CRITERION_CODE, found=repr(code))
    bands = tuple(_band(b, f"{path}.bands[{index}]", code, index) for index, b in _items(item, "bands", path))
    if len(bands) != HIGHEST_BAND + 1:
        raise InstrumentError(f"{path}.bands", Fault.BANDS, highest=HIGHEST_BAND, found=len(bands))
    return Criterion(
        code=code,
        name_ko=_text(item, "name_ko", path),
        name_en=_text(item, "name_en", path),
        meaning=_text(item, "meaning", path),
        why=_text(item, "why", path),
        references=tuple(_reference(r, f"{path}.references[{i}]") for i, r in _items(item, "references", path)),
        bands=bands,
    )


def _reference(data: Any, path: str) -> Reference:
    item = _mapping(data, path)
    framework = _text(item, "framework", path)
    if framework not in FRAMEWORKS:
        raise InstrumentError(
            f"{path}.framework", Fault.FRAMEWORK, found=repr(framework), known=", ".join(sorted(FRAMEWORKS))
        )
    return Reference(framework=framework, id=_text(item, "id", path))


def _band(data: Any, path: str, criterion: str, expected: int) -> Band:
    item = _mapping(data, path)
    number = _integer(item, "band", path, low=0, high=HIGHEST_BAND)
    if number != expected:
        raise InstrumentError(f"{path}.band", Fault.ORDER, expected=expected, found=number)
    raw = item.get("attributes")
    if not isinstance(raw, list):
        raise InstrumentError(f"{path}.attributes", Fault.LIST)
    wanted = 0 if number == 0 else ATTRIBUTES_PER_BAND
    if len(raw) != wanted:
        raise InstrumentError(f"{path}.attributes", Fault.ATTRIBUTES, band=number, wanted=wanted, found=len(raw))
    attributes = tuple(
        _attribute(a, f"{path}.attributes[{index}]", f"{criterion}.{number}.{index + 1}") for index, a in enumerate(raw)
    )
    return Band(band=number, sentence=_text(item, "sentence", path), attributes=attributes)


def _attribute(data: Any, path: str, expected: str) -> Attribute:
    item = _mapping(data, path)
    code = _text(item, "code", path)
    if code != expected:
        raise InstrumentError(f"{path}.code", Fault.ORDER, expected=repr(expected), found=repr(code))
    evidence = tuple(_plain(e, f"{path}.evidence[{index}]") for index, e in _items(item, "evidence", path))
    return Attribute(
        code=code,
        statement=_text(item, "statement", path),
        question=_text(item, "question", path),
        evidence=evidence,
    )


def _levels(root: Mapping[str, Any]) -> tuple[Level, ...]:
    levels = tuple(_level(item, f"levels[{index}]", index + 1) for index, item in _items(root, "levels", "$"))
    if levels[0].at_least != 0:
        raise InstrumentError("levels[0].at_least", Fault.FIRST_LEVEL)
    for index in range(1, len(levels)):
        if not levels[index - 1].at_least < levels[index].at_least <= HIGHEST_BAND:
            raise InstrumentError(f"levels[{index}].at_least", Fault.RISING, highest=HIGHEST_BAND)
    return levels


def _level(data: Any, path: str, expected: int) -> Level:
    item = _mapping(data, path)
    number = _integer(item, "level", path, low=1, high=9)
    if number != expected:
        raise InstrumentError(f"{path}.level", Fault.ORDER, expected=expected, found=number)
    try:
        at_least = Decimal(_text(item, "at_least", path))
    except InvalidOperation as error:
        raise InstrumentError(f"{path}.at_least", Fault.DECIMAL) from error
    if not at_least.is_finite():
        raise InstrumentError(f"{path}.at_least", Fault.FINITE)
    return Level(
        level=number,
        code=_code(item, path),
        name_ko=_text(item, "name_ko", path),
        name_en=_text(item, "name_en", path),
        at_least=at_least,
        meaning=_text(item, "meaning", path),
    )


def _profile(data: Any, path: str, areas: tuple[Area, ...]) -> Profile:
    item = _mapping(data, path)
    criteria_codes = [criterion.code for area in areas for criterion in area.criteria]
    area_weights = _weights(item, "areas", path, [area.code for area in areas])
    criterion_weights = _weights(item, "criteria", path, criteria_codes)
    _sums_up(area_weights.values(), f"{path}.areas")
    for area in areas:
        _sums_up((criterion_weights[c.code] for c in area.criteria), f"{path}.criteria ({area.code})")
    return Profile(
        code=_code(item, path),
        name_ko=_text(item, "name_ko", path),
        name_en=_text(item, "name_en", path),
        process_means=_text(item, "process_means", path),
        areas=area_weights,
        criteria=criterion_weights,
    )


def _weights(item: Mapping[str, Any], key: str, path: str, codes: list[str]) -> dict[str, int]:
    here = f"{path}.{key}"
    weights = _mapping(item.get(key), here)
    if set(weights) != set(codes):
        odd = ", ".join(sorted(set(weights) ^ set(codes)))
        raise InstrumentError(here, Fault.CODES, found=odd)
    return {code: _integer(weights, code, here, low=0, high=FULL_WEIGHT) for code in codes}


def _sums_up(weights: Iterable[int], path: str) -> None:
    total = sum(weights)
    if total != FULL_WEIGHT:
        raise InstrumentError(path, Fault.SUM, wanted=FULL_WEIGHT, found=total)


def _no_twins(places: Iterable[tuple[str, str]]) -> None:
    seen: set[str] = set()
    for value, path in places:
        if value in seen:
            raise InstrumentError(path, Fault.TWICE, found=repr(value))
        seen.add(value)


def _mapping(value: Any, path: str) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise InstrumentError(path, Fault.OBJECT)
    return value


def _items(item: Mapping[str, Any], key: str, path: str) -> list[tuple[int, Any]]:
    value = item.get(key)
    if not isinstance(value, list) or not value:
        raise InstrumentError(f"{path}.{key}".removeprefix("$."), Fault.FILLED_LIST)
    return list(enumerate(value))


def _text(item: Mapping[str, Any], key: str, path: str) -> str:
    return _plain(item.get(key), f"{path}.{key}".removeprefix("$."))


def _plain(value: Any, path: str) -> str:
    if not isinstance(value, str) or not value.strip():
        raise InstrumentError(path, Fault.TEXT)
    return value.strip()


def _code(item: Mapping[str, Any], path: str) -> str:
    code = _text(item, "code", path)
    if not _CODE.fullmatch(code):
        raise InstrumentError(f"{path}.code".removeprefix("$."), Fault.CODE, found=repr(code))
    return code


def _integer(item: Mapping[str, Any], key: str, path: str, *, low: int, high: int) -> int:
    value = item.get(key)
    if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
        raise InstrumentError(f"{path}.{key}".removeprefix("$."), Fault.INTEGER, low=low, high=high)
    return value
