"""How well an organisation fits a role of a project brief: 0 to 100 points with the reasons, or why it is out of
the question.

Pure. Points are kept in hundredths, so that nothing is rounded away before the sum. The parts and their weights are
the centre's own rule: what the role needs comes first, closeness and record help, and words in common count least
reliably, so they count little.
"""

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

HUNDREDTHS = 100


class Criterion(StrEnum):
    """A part of the score."""

    SKILLS = "skills"
    INDUSTRY = "industry"
    CAPACITY = "capacity"
    DISTANCE = "distance"
    RECORD = "record"
    TEXT = "text"


WEIGHTS: Mapping[Criterion, int] = {
    Criterion.SKILLS: 40,
    Criterion.INDUSTRY: 15,
    Criterion.CAPACITY: 10,
    Criterion.DISTANCE: 10,
    Criterion.RECORD: 10,
    Criterion.TEXT: 15,
}


class Exclusion(StrEnum):
    """Why an organisation cannot take the role at all."""

    WRONG_KIND = "wrong_kind"
    OWN_COMPANY = "own_company"
    CONFLICT = "conflict"
    NO_CAPACITY = "no_capacity"
    NO_PROJECT = "no_project"
    DECLINED = "declined"


class Closeness(StrEnum):
    """How near the partner is to the company."""

    DISTRICT = "district"
    ZONE = "zone"
    ELSEWHERE = "elsewhere"


CLOSENESS_POINTS: Mapping[Closeness, int] = {Closeness.DISTRICT: 10, Closeness.ZONE: 6, Closeness.ELSEWHERE: 3}


@dataclass(frozen=True, slots=True)
class Need:
    """What a role asks: kind of organisation, skills, staff-months in tenths; and the company it is for.

    `company` is the code of the company's own organisation, `conflicts` the codes of those too close to it,
    `declined` of those that have already said no to this role.
    """

    kind: str
    skills: frozenset[str]
    months: int
    industry: str
    district: str
    zone: str
    text: str
    company: str = ""
    conflicts: frozenset[str] = frozenset()
    declined: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Profile:
    """What an organisation offers; months are free staff-months in tenths, `finished` its ended projects, `passed`
    those that met their mark.
    """

    code: str
    kind: str
    skills: frozenset[str]
    industries: frozenset[str]
    months: int
    projects: int
    district: str
    zone: str
    text: str
    finished: int = 0
    passed: int = 0


@dataclass(frozen=True, slots=True)
class Part:
    """Points got of the points possible, in hundredths, with what was found and what is missing."""

    criterion: Criterion
    got: int
    of: int
    found: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Candidate:
    """An organisation judged for a role; one with exclusions keeps its score, so that staff see what they pass up."""

    code: str
    score: Decimal
    parts: tuple[Part, ...]
    exclusions: tuple[Exclusion, ...] = ()

    @property
    def points(self) -> int:
        """Whole points for the solver, 1 to 100: candidates closer than half a point count as equal."""
        return max(1, int(self.score + Decimal("0.5")))


class Corpus:
    """Word statistics of all profiles (BM25 with k1 = 1.2 and b = 0.75), over words and the pairs of Hangul
    syllables in them.

    Pairs let 검사 find 품질검사를 without a dictionary of Korean endings.
    """

    _K1, _B = 1.2, 0.75

    def __init__(self, texts: Sequence[str]) -> None:
        documents = [tokens(text) for text in texts]
        self._count = len(documents)
        self._containing = Counter(token for document in documents for token in set(document))
        self._average = sum(len(document) for document in documents) / max(1, self._count) or 1.0

    def likeness(self, asked: str, offered: str) -> float:
        """0 to 1: the BM25 score of the offer for the question, as a share of what the question itself would score."""
        query = sorted(set(tokens(asked)))
        best = self._score(query, tokens(asked))
        return min(1.0, self._score(query, tokens(offered)) / best) if best else 0.0

    def _score(self, query: Sequence[str], document: Sequence[str]) -> float:
        counts = Counter(document)
        long = self._K1 * (1 - self._B + self._B * len(document) / self._average)
        return sum(
            self._rarity(token) * counts[token] * (self._K1 + 1) / (counts[token] + long)
            for token in query
            if counts[token]
        )

    def _rarity(self, token: str) -> float:
        containing = self._containing[token]
        return math.log(1 + (self._count - containing + 0.5) / (containing + 0.5))


def tokens(text: str) -> list[str]:
    """Lower-case words, and for Hangul words also every pair of neighbouring syllables."""
    found: list[str] = []
    for word in re.findall(r"[0-9a-z]+|[가-힣]+", text.lower()):
        found.append(word)
        if "가" <= word[0] <= "힣" and len(word) > 2:
            found.extend(word[start : start + 2] for start in range(len(word) - 1))
    return found


def rank(need: Need, profiles: Sequence[Profile], corpus: Corpus) -> tuple[Candidate, ...]:
    """Every profile judged for the role: those that can take it first, best first, equal ones by code."""
    judged = [judge(need, profile, corpus) for profile in profiles]
    return tuple(sorted(judged, key=lambda one: (bool(one.exclusions), -one.score, one.code)))


def judge(need: Need, profile: Profile, corpus: Corpus) -> Candidate:
    """One profile judged for one role."""
    parts = (
        _skills(need, profile),
        _industry(need, profile),
        _capacity(need, profile),
        _distance(need, profile),
        _record(profile),
        _text(need, profile, corpus),
    )
    score = Decimal(sum(part.got for part in parts)) / HUNDREDTHS
    return Candidate(profile.code, score, parts, exclusions(need, profile))


def exclusions(need: Need, profile: Profile) -> tuple[Exclusion, ...]:
    """Everything that keeps the organisation out, in a fixed order."""
    held = {
        Exclusion.WRONG_KIND: profile.kind != need.kind,
        Exclusion.OWN_COMPANY: bool(need.company) and profile.code == need.company,
        Exclusion.CONFLICT: profile.code in need.conflicts,
        Exclusion.NO_CAPACITY: profile.months < need.months,
        Exclusion.NO_PROJECT: profile.projects < 1,
        Exclusion.DECLINED: profile.code in need.declined,
    }
    return tuple(exclusion for exclusion, applies in held.items() if applies)


def _skills(need: Need, profile: Profile) -> Part:
    """The share of the asked skills that the organisation has; a role that asks none is met by all."""
    found, missing = need.skills & profile.skills, need.skills - profile.skills
    got, asked = (len(found), len(need.skills)) if need.skills else (1, 1)
    return _part(Criterion.SKILLS, got, asked, found=sorted(found), missing=sorted(missing))


def _industry(need: Need, profile: Profile) -> Part:
    known = bool(need.industry) and need.industry in profile.industries
    named = [need.industry] if need.industry else []
    return _part(Criterion.INDUSTRY, int(known), 1, found=named if known else [], missing=[] if known else named)


def _capacity(need: Need, profile: Profile) -> Part:
    """Full points when twice the asked months are free, none when nothing is; room to spare carries a project that
    grows.
    """
    wanted = max(1, 2 * need.months)
    return _part(Criterion.CAPACITY, min(profile.months, wanted), wanted, found=[str(Decimal(profile.months) / 10)])


def _distance(need: Need, profile: Profile) -> Part:
    closeness = closeness_of(need, profile)
    return _part(Criterion.DISTANCE, CLOSENESS_POINTS[closeness], WEIGHTS[Criterion.DISTANCE], found=[closeness.value])


def closeness_of(need: Need, profile: Profile) -> Closeness:
    """Same district, same zone of the city, or elsewhere; an unknown place counts as elsewhere."""
    if need.district and need.district == profile.district:
        return Closeness.DISTRICT
    return Closeness.ZONE if need.zone and need.zone == profile.zone else Closeness.ELSEWHERE


def _record(profile: Profile) -> Part:
    """The rule of succession, (passed + 1) / (finished + 2): no record is half, and one lucky project is not yet a
    proof.
    """
    figures = [str(profile.passed), str(profile.finished)]
    return _part(Criterion.RECORD, profile.passed + 1, profile.finished + 2, found=figures)


def _text(need: Need, profile: Profile, corpus: Corpus) -> Part:
    likeness = round(corpus.likeness(need.text, profile.text) * 10_000)
    common = sorted(set(tokens(need.text)) & set(tokens(profile.text)), key=lambda token: (-len(token), token))[:5]
    return _part(Criterion.TEXT, likeness, 10_000, found=common)


def _part(criterion: Criterion, got: int, of: int, *, found: Sequence[str] = (), missing: Sequence[str] = ()) -> Part:
    """The share got/of in hundredths of the criterion's weight, rounded down."""
    whole = WEIGHTS[criterion] * HUNDREDTHS
    return Part(criterion, max(0, whole * got // of), whole, tuple(found), tuple(missing))
