"""The words of an instrument for an industry and in English, kept beside the common ones under the codes they say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from copy import deepcopy
from itertools import product
from typing import Any

from apps.diagnosis.instrument import Instrument, parse
from apps.diagnosis.instrument_faults import Fault, InstrumentError

ENGLISH = "english"
VARIANTS = "variants"
KOREAN = "korean"
CRITERION = ("meaning", "why")
ATTRIBUTE = ("statement", "question", "evidence")


def worded(content: Mapping[str, Any], *, profile: str = "", in_english: bool = False) -> dict[str, Any]:
    """A copy of an instrument's content in the words for an industry, in Korean or in English.

    `content["english"]` names under `summary`, `weights_basis`, `level1` and so on, the codes of profiles and areas and
    of bands (`P1.2`) one text, under the code of a criterion its meaning and why, under that of an attribute its
    statement, question and list of evidence. `content["variants"]` holds the same under the code of a profile, in turn
    under `korean` and `english`, for what that industry calls differently. What is not named stays as it is common to
    all, and Korean. The content must have been parsed; raises InstrumentError for words of another shape and for codes
    that name nothing.
    """
    made = deepcopy({name: value for name, value in content.items() if name not in {ENGLISH, VARIANTS}})
    own = _variants(content).get(profile, {})
    place = f"{VARIANTS}.{profile}"
    if in_english:
        _say(made, content.get(ENGLISH, {}), ENGLISH)
        _say(made, own.get(ENGLISH, {}), f"{place}.{ENGLISH}")
    else:
        _say(made, own.get(KOREAN, {}), f"{place}.{KOREAN}")
    return made


def varied(content: Mapping[str, Any]) -> tuple[str, ...]:
    """The codes of the industries that have words of their own."""
    return tuple(content.get(VARIANTS, {}))


def without_english(content: Mapping[str, Any]) -> dict[str, Any]:
    """The content without its translations, the common ones and those for industries; it must have been checked."""
    said = {name: value for name, value in content.items() if name != ENGLISH}
    if VARIANTS in said:
        said[VARIANTS] = {code: own.get(KOREAN, {}) for code, own in said[VARIANTS].items()}
    return said


def checked(content: Mapping[str, Any]) -> Instrument:
    """The instrument in its common words; raises InstrumentError where it or any wording of it cannot be used."""
    made = parse(content)
    for profile, in_english in product(("", *_variants(content)), (False, True)):
        parse(worded(content, profile=profile, in_english=in_english))
    return made


def _variants(content: Mapping[str, Any]) -> Mapping[str, Any]:
    """What each industry says, by the code of its profile; raises InstrumentError for what is no industry's."""
    found = _mapping(content.get(VARIANTS, {}), VARIANTS)
    known = {profile["code"] for profile in content["profiles"]}
    for code, languages in found.items():
        if code not in known:
            raise InstrumentError(f"{VARIANTS}.{code}", Fault.STRAY, found=repr(code))
        for language in _mapping(languages, f"{VARIANTS}.{code}"):
            if language not in {KOREAN, ENGLISH}:
                raise InstrumentError(f"{VARIANTS}.{code}.{language}", Fault.STRAY, found=repr(language))
    return found


def _say(made: dict[str, Any], words: Any, path: str) -> None:
    """Puts words in their places, or raises InstrumentError."""
    places = {code: (item, names) for code, item, names in _places(made)}
    for code, said in _mapping(words, path).items():
        if code not in places:
            raise InstrumentError(f"{path}.{code}", Fault.STRAY, found=repr(code))
        item, names = places[code]
        told = [said] if len(names) == 1 else said
        if not isinstance(told, list) or len(told) != len(names):
            raise InstrumentError(f"{path}.{code}", Fault.LIST)
        item.update(zip(names, told, strict=True))


def _mapping(value: Any, path: str) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise InstrumentError(path, Fault.OBJECT)
    return value


def _places(content: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any], tuple[str, ...]]]:
    """Every code, what it names, and the names of its words."""
    for name in ("summary", "weights_basis"):
        yield name, content, (name,)
    for level in content["levels"]:
        yield f"level{level['level']}", level, ("meaning",)
    for profile in content["profiles"]:
        yield profile["code"], profile, ("process_means",)
    for area in content["areas"]:
        yield area["code"], area, ("meaning",)
        for criterion in area["criteria"]:
            yield criterion["code"], criterion, CRITERION
            for band in criterion["bands"]:
                yield f"{criterion['code']}.{band['band']}", band, ("sentence",)
                for attribute in band["attributes"]:
                    yield attribute["code"], attribute, ATTRIBUTE
