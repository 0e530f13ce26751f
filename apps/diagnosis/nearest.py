"""Which criteria lie nearest to a problem told in a company's own words."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping

from apps.diagnosis.instrument import Criterion, Instrument

FOCUS = 6
"""So many criteria are asked about in detail; with four attributes each this makes 18 + 24 = 42 answers in all."""
_WORD = re.compile(r"[0-9a-z가-힣]+")


def nearest(instrument: Instrument, problem: str, most: int = FOCUS) -> tuple[str, ...]:
    """Codes of up to `most` criteria that share most of their telling letter pairs with the problem, nearest first.

    A pair of letters tells the more, the fewer criteria use it (inverse document frequency); a criterion's length is
    evened out by the norm of its vector. Criteria that share nothing are left out; ties keep the instrument's order.
    """
    words = {criterion.code: _pairs(_text(criterion)) for criterion in instrument.criteria}
    spread = Counter(pair for pairs in words.values() for pair in pairs)
    worth = {pair: math.log(len(words) / count) for pair, count in spread.items()}
    asked = _pairs(problem)
    near = {code: _nearness(asked, pairs, worth) for code, pairs in words.items()}
    return tuple(sorted((code for code in near if near[code] > 0), key=lambda code: -near[code])[:most])


def _nearness(asked: Mapping[str, int], pairs: Mapping[str, int], worth: Mapping[str, float]) -> float:
    norm = math.sqrt(sum((count * worth[pair]) ** 2 for pair, count in pairs.items()))
    shared = sum(asked[pair] * pairs[pair] * worth[pair] ** 2 for pair in asked.keys() & pairs.keys())
    return shared / norm if norm else 0.0


def _text(criterion: Criterion) -> str:
    told = [criterion.name_ko, criterion.meaning, criterion.why]
    for band in criterion.bands:
        told += [band.sentence, *(attribute.statement for attribute in band.attributes)]
    return " ".join(told)


def _pairs(text: str) -> Counter[str]:
    """Pairs of neighbouring letters within words; a word of one letter stands for itself."""
    words = _WORD.findall(text.lower())
    return Counter(word[at : at + 2] for word in words for at in range(max(1, len(word) - 1)))
