"""Scores stay between 0 and 100, follow what the role needs, and say why an organisation is out."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.consortia import matching
from apps.consortia.matching import Candidate, Corpus, Criterion, Exclusion, Need, Part, Profile

NEED = Need(
    kind="laboratory",
    skills=frozenset({"vision", "timeseries"}),
    months=30,
    industry="manufacturing",
    district="11650",
    zone="동남권",
    text="용접 부품의 외관 결함 검사",
    company="company",
)
LAB = Profile(
    code="lab",
    kind="laboratory",
    skills=frozenset({"vision"}),
    industries=frozenset({"manufacturing"}),
    months=60,
    projects=2,
    district="11650",
    zone="동남권",
    text="비전 기반 결함검사를 연구합니다",
)
OTHER = replace(LAB, code="other", text="한국어 문서 요약과 번역")
CORPUS = Corpus([LAB.text, OTHER.text])

codes = st.sampled_from(("vision", "timeseries", "language", "robotics"))
words = st.text(alphabet="검사결함품질 예측abc", max_size=30)
profiles = st.builds(
    Profile,
    code=st.text(alphabet="abcdef", min_size=1, max_size=4),
    kind=st.sampled_from(("laboratory", "supplier", "adviser")),
    skills=st.frozensets(codes),
    industries=st.frozensets(st.sampled_from(("manufacturing", "logistics"))),
    months=st.integers(0, 400),
    projects=st.integers(0, 4),
    district=st.sampled_from(("", "11650", "11110")),
    zone=st.sampled_from(("", "동남권", "도심권")),
    text=words,
    finished=st.just(5),
    passed=st.integers(0, 5),
)
needs = st.builds(
    Need,
    kind=st.sampled_from(("laboratory", "supplier")),
    skills=st.frozensets(codes),
    months=st.integers(0, 200),
    industry=st.sampled_from(("", "manufacturing")),
    district=st.sampled_from(("", "11650")),
    zone=st.sampled_from(("", "동남권")),
    text=words,
)


@given(needs, st.lists(profiles, max_size=6, unique_by=lambda profile: profile.code))
def test_scores_are_the_sum_of_their_parts_within_bounds(need: Need, offered: list[Profile]) -> None:
    ranked = matching.rank(need, offered, Corpus([profile.text for profile in offered]))

    for candidate in ranked:
        assert Decimal(sum(part.got for part in candidate.parts)) / 100 == candidate.score
        assert all(0 <= part.got <= part.of for part in candidate.parts)
        assert sum(part.of for part in candidate.parts) == 10_000
        assert 1 <= candidate.points <= 100


@given(needs, st.lists(profiles, max_size=6, unique_by=lambda profile: profile.code))
def test_the_order_of_profiles_changes_nothing(need: Need, offered: list[Profile]) -> None:
    corpus = Corpus(sorted(profile.text for profile in offered))

    assert matching.rank(need, offered, corpus) == matching.rank(need, offered[::-1], corpus)


@given(needs, profiles, codes)
def test_another_asked_skill_never_lowers_the_score(need: Need, profile: Profile, skill: str) -> None:
    corpus = Corpus([profile.text])
    better = replace(profile, skills=profile.skills | {skill})

    assert matching.judge(need, better, corpus).score >= matching.judge(need, profile, corpus).score


@given(needs, profiles)
def test_an_organisation_is_out_exactly_when_a_reason_is_named(need: Need, profile: Profile) -> None:
    fits = profile.kind == need.kind and profile.months >= need.months and profile.projects >= 1

    assert (matching.exclusions(need, profile) == ()) == fits


@given(words, words)
def test_likeness_is_a_share_and_a_text_is_most_like_itself(one: str, other: str) -> None:
    corpus = Corpus([one, other])

    assert 0.0 <= corpus.likeness(one, other) <= 1.0
    assert corpus.likeness(one, one) == (1.0 if matching.tokens(one) else 0.0)


def test_a_candidate_is_explained_part_by_part() -> None:
    candidate = matching.judge(NEED, LAB, CORPUS)

    assert candidate.parts[:5] == (
        Part(Criterion.SKILLS, 2000, 4000, ("vision",), ("timeseries",)),
        Part(Criterion.INDUSTRY, 1500, 1500, ("manufacturing",)),
        Part(Criterion.CAPACITY, 1000, 1000, ("6",)),
        Part(Criterion.DISTANCE, 1000, 1000, ("district",)),
        Part(Criterion.RECORD, 500, 1000, ("0", "0")),
    )
    assert candidate.parts[5].found == ("검사", "결함")
    assert candidate.exclusions == ()


def test_words_in_common_are_found_without_a_dictionary_of_endings() -> None:
    assert CORPUS.likeness(NEED.text, LAB.text) > CORPUS.likeness(NEED.text, OTHER.text) == 0.0


@pytest.mark.parametrize(
    ("need", "profile", "expected"),
    [
        (NEED, replace(LAB, kind="supplier"), (Exclusion.WRONG_KIND,)),
        (NEED, replace(LAB, code="company"), (Exclusion.OWN_COMPANY,)),
        (replace(NEED, conflicts=frozenset({"lab"})), LAB, (Exclusion.CONFLICT,)),
        (NEED, replace(LAB, months=29), (Exclusion.NO_CAPACITY,)),
        (NEED, replace(LAB, projects=0), (Exclusion.NO_PROJECT,)),
        (replace(NEED, declined=frozenset({"lab"})), LAB, (Exclusion.DECLINED,)),
    ],
)
def test_each_exclusion_has_its_cause(need: Need, profile: Profile, expected: tuple[Exclusion, ...]) -> None:
    assert matching.exclusions(need, profile) == expected


def test_those_who_can_come_first_then_the_better_then_the_code() -> None:
    out = replace(LAB, code="a", projects=0)
    ranked = matching.rank(NEED, [OTHER, out, LAB, replace(LAB, code="b")], CORPUS)

    assert [candidate.code for candidate in ranked] == ["b", "lab", "other", "a"]


def test_the_solver_gets_whole_points_rounded_half_up() -> None:
    assert [Candidate("x", Decimal(score), ()).points for score in ("0", "49.49", "49.50", "100")] == [1, 49, 50, 100]
