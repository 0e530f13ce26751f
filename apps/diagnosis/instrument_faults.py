"""What can be wrong with the file of an instrument, and on which line of it."""

from __future__ import annotations

import json
import re
from enum import StrEnum
from typing import Any

_JSON = json.JSONDecoder()
_SPACE = re.compile(r"\s*")
_PLAIN = re.compile(r"[^\s,\]}]+")


class Fault(StrEnum):
    """Kinds of faults; the value says it to programmers, `labels.INSTRUMENT_FAULTS` to people."""

    JSON = "%(found)s"
    OBJECT = "must be an object"
    LIST = "must be a list"
    FILLED_LIST = "must be a list with at least one entry"
    TEXT = "must be a text that is not empty"
    INTEGER = "must be a whole number from %(low)s to %(high)s"
    DECIMAL = "must be a decimal number in quotes"
    FINITE = "must be a finite number"
    CODE = "%(found)s must be small letters, digits and hyphens"
    CRITERION_CODE = "%(found)s is no criterion code (a capital letter and a number, as P1)"
    TWICE = "%(found)s is used twice"
    ORDER = "must run in order: expected %(expected)s, found %(found)s"
    BANDS = "needs the bands 0 to %(highest)s, has %(found)s"
    ATTRIBUTES = "band %(band)s needs exactly %(wanted)s attributes, has %(found)s"
    FRAMEWORK = "%(found)s is none of %(known)s"
    FIRST_LEVEL = "the first level must begin at 0"
    RISING = "must rise from level to level and stay at most %(highest)s"
    CODES = "must name every code once; missing or unknown: %(found)s"
    STRAY = "%(found)s names nothing of the instrument"
    SUM = "weights must sum to %(wanted)s, sum to %(found)s"


class InstrumentError(ValueError):
    """The instrument cannot be used: `path` says where (as `areas[0].criteria[2].why`), `fault` and `facts` say why."""

    def __init__(self, path: str, fault: Fault, **facts: Any) -> None:
        self.path, self.fault, self.facts = path, fault, facts
        super().__init__(f"{path}: {self.reason}")

    @property
    def reason(self) -> str:
        """The fault in English."""
        return self.fault.value % self.facts


def line_of(text: str, path: str) -> int:
    """The line, from 1, on which a place of a JSON text begins; the nearest place around it where it is missing.

    `path` is that of an InstrumentError; the text must be JSON, but for a path that names its line already.
    """
    told = re.match(r"line (\d+)", path)
    if told:
        return int(told[1])
    places: dict[str, int] = {}
    try:
        _walk(text, _skip(text, 0), "", places)
    except (json.JSONDecodeError, IndexError):
        return 1
    wanted = path.split(" ", maxsplit=1)[0]
    while wanted and wanted not in places:
        wanted = re.sub(r"(\.[^.\[]+|\[\d+\]|^[^.\[]+)$", "", wanted)
    return text.count("\n", 0, places.get(wanted, 0)) + 1


def _walk(text: str, at: int, path: str, places: dict[str, int]) -> int:
    """Notes where the value at `at`, and all within it, begin; returns where it ends."""
    places[path] = at
    if text[at] == '"':
        return _JSON.raw_decode(text, at)[1]
    if text[at] not in "{[":
        found = _PLAIN.match(text, at)
        return found.end() if found else at + 1
    is_object, at, place = text[at] == "{", _skip(text, at + 1), 0
    while text[at] not in "}]":
        if is_object:
            key, at = _JSON.raw_decode(text, at)
            within = f"{path}.{key}".removeprefix(".")
            at = _skip(text, _skip(text, at) + 1)
        else:
            within = f"{path}[{place}]"
        at = _skip(text, _walk(text, at, within, places))
        place += 1
        if text[at] == ",":
            at = _skip(text, at + 1)
    return at + 1


def _skip(text: str, at: int) -> int:
    found = _SPACE.match(text, at)
    return found.end() if found else at
