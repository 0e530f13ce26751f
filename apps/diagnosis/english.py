"""The English words of an instrument, kept beside the Korean ones under the codes of what they say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from copy import deepcopy
from typing import Any

from apps.diagnosis.instrument_faults import Fault, InstrumentError

KEY = "english"
CRITERION = ("meaning", "why")
ATTRIBUTE = ("statement", "question", "evidence")


def in_english(content: Mapping[str, Any]) -> dict[str, Any]:
    """A copy of an instrument's content with its English words in the place of the Korean ones.

    `content["english"]` names under `summary`, `weights_basis`, `level1` and so on, the codes of profiles and areas and
    of bands (`P1.2`) one text, under the code of a criterion its meaning and why, under that of an attribute its
    statement, question and list of evidence. What is not named stays Korean. The content must have been parsed; raises
    InstrumentError for words of another shape and for codes that name nothing.
    """
    words = content.get(KEY, {})
    if not isinstance(words, Mapping):
        raise InstrumentError(KEY, Fault.OBJECT)
    made = deepcopy({name: value for name, value in content.items() if name != KEY})
    places = {code: (item, names) for code, item, names in _places(made)}
    for code, said in words.items():
        if code not in places:
            raise InstrumentError(f"{KEY}.{code}", Fault.STRAY, found=repr(code))
        item, names = places[code]
        told = [said] if len(names) == 1 else said
        if not isinstance(told, list) or len(told) != len(names):
            raise InstrumentError(f"{KEY}.{code}", Fault.LIST)
        item.update(zip(names, told, strict=True))
    return made


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
