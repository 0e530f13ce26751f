from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from apps.diagnosis import rules
from apps.diagnosis.instrument import Instrument
from apps.diagnosis.rules import Answer, Verdict

YES, NO, NA, OPEN = Answer.YES, Answer.NO, Answer.NOT_APPLICABLE, Answer.NEEDS_EVIDENCE
CRITERIA = [f"{letter}{number}" for letter in "PDO" for number in range(1, 7)]
CODES = [f"{c}.{band}.{number}" for c in CRITERIA for band in range(1, 6) for number in range(1, 5)]
P1_CODES = [code for code in CODES if code.startswith("P1.")]
PROFILES = ["general", "manufacturing", "construction", "logistics", "fashion", "publishing", "content"]

few = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
some_answers = st.dictionaries(st.sampled_from(CODES), st.sampled_from(Answer), max_size=120)
some_p1_answers = st.fixed_dictionaries({code: st.sampled_from(Answer) for code in P1_CODES})
some_bands = st.fixed_dictionaries({code: st.integers(0, 5) for code in CRITERIA})


def band(criterion: str, number: int, *given: Answer) -> dict[str, Answer]:
    return {f"{criterion}.{number}.{index}": value for index, value in enumerate(given, start=1)}


def p1(instrument: Instrument, answers: dict[str, Answer]) -> rules.CriterionScore:
    return rules.score(instrument, answers, "general").criteria[0]


@pytest.mark.parametrize(
    ("first", "verdict"),
    [
        ((YES, YES, YES, NO), Verdict.HELD),
        ((YES, YES, NO, NO), Verdict.REFUTED),
        ((YES, YES, YES, OPEN), Verdict.HELD),
        ((YES, YES, OPEN, NO), Verdict.OPEN),
        ((YES, OPEN, NO, NO), Verdict.REFUTED),
        ((YES, YES, YES, NA), Verdict.HELD),
        ((YES, YES, NO, NA), Verdict.REFUTED),
        ((YES, YES, NA, NA), Verdict.HELD),
        ((YES, NO, NA, NA), Verdict.REFUTED),
        ((YES, OPEN, NA, NA), Verdict.OPEN),
        ((YES, NA, NA, NA), Verdict.UNASSESSABLE),
        ((NA, NA, NA, NA), Verdict.UNASSESSABLE),
    ],
)
def test_a_band_is_judged_by_three_quarters_of_what_applies(instrument: Instrument, first, verdict):
    assert p1(instrument, band("P1", 1, *first)).bands[0].verdict is verdict


def test_a_band_counts_only_when_the_one_below_counts(instrument: Instrument):
    answers = band("P1", 1, YES, NO, NO, NO) | band("P1", 2, YES, YES, YES, YES)

    found = p1(instrument, answers)

    assert (found.low, found.high, found.settled) == (0, 0, True)
    assert found.bands[1].verdict is Verdict.HELD


def test_missing_evidence_gives_a_range_and_the_point_is_its_lower_end(instrument: Instrument):
    answers = (
        band("P1", 1, YES, YES, YES, YES)
        | band("P1", 2, YES, YES, OPEN, NO)
        | band("P1", 3, YES, YES, YES, NO)
        | band("P1", 4, NO, NO, NO, NO)
    )

    found = p1(instrument, answers)

    assert (found.low, found.point, found.high, found.settled) == (1, 1, 3, False)


def test_a_band_with_one_applicable_attribute_gives_a_range(instrument: Instrument):
    answers = rules.claim(instrument, {"P1": 3}) | band("P1", 2, YES, NA, NA, NA)

    found = p1(instrument, answers)

    assert (found.low, found.high) == (1, 3)


def test_nothing_answered_is_a_full_range_never_a_settled_zero(instrument: Instrument):
    result = rules.score(instrument, {}, "general")

    assert (result.low, result.high) == (Decimal("0.0000"), Decimal("5.0000"))
    assert (result.level_low, result.level_high) == (1, 5)
    assert {(c.low, c.high) for c in result.criteria} == {(0, 5)}


def test_a_worked_manufacturing_case(instrument: Instrument):
    bands = dict(zip(CRITERIA, [2, 1, 1, 2, 2, 1, 2, 1, 1, 0, 2, 1, 3, 2, 2, 2, 1, 2], strict=True))

    result = rules.score(instrument, rules.claim(instrument, bands), "manufacturing")

    assert [area.point for area in result.areas] == [Decimal("1.55"), Decimal("1.05"), Decimal("2.05")]
    assert [area.level for area in result.areas] == [2, 2, 3]
    assert result.point == Decimal("1.5500")
    assert (result.level, result.ungated_level, result.gated) == (2, 2, False)


def test_the_weakest_area_holds_the_level_back(instrument: Instrument):
    bands = {code: 0 if code.startswith("D") else 5 for code in CRITERIA}

    result = rules.score(instrument, rules.claim(instrument, bands), "general")

    assert result.point == Decimal("3.3500")
    assert (result.ungated_level, result.level, result.gated) == (4, 2, True)


def test_an_unknown_attribute_is_refused(instrument: Instrument):
    with pytest.raises(rules.UnknownAttributeError):
        rules.score(instrument, {"P9.1.1": YES}, "general")


def test_an_unknown_profile_is_refused(instrument: Instrument):
    with pytest.raises(KeyError):
        rules.score(instrument, {}, "fishing")


@few
@given(answers=some_answers, profile=st.sampled_from(PROFILES))
def test_every_figure_is_bounded_and_every_range_contains_its_point(instrument: Instrument, answers, profile):
    result = rules.score(instrument, answers, profile)

    assert Decimal(0) <= result.low <= result.point <= result.high <= Decimal(5)
    assert 1 <= result.level_low <= result.level <= result.level_high <= 5
    for area in result.areas:
        assert Decimal(0) <= area.low <= area.point <= area.high <= Decimal(5)
    for found in result.criteria:
        assert 0 <= found.low <= found.point <= found.high <= 5


@few
@given(answers=some_p1_answers, code=st.sampled_from(P1_CODES))
def test_better_evidence_never_lowers_a_band(instrument: Instrument, answers, code):
    found = [p1(instrument, {**answers, code: value}) for value in (NO, OPEN, YES)]

    assert [f.low for f in found] == sorted(f.low for f in found)
    assert [f.high for f in found] == sorted(f.high for f in found)


@few
@given(answers=some_p1_answers, code=st.sampled_from(P1_CODES))
def test_settling_an_open_answer_stays_within_the_range(instrument: Instrument, answers, code):
    before = p1(instrument, {**answers, code: OPEN})

    for value in (NO, YES):
        after = p1(instrument, {**answers, code: value})
        assert before.low <= after.low <= after.high <= before.high


@few
@given(answers=some_answers, seed=st.randoms(use_true_random=False))
def test_the_order_of_answers_does_not_matter(instrument: Instrument, answers, seed):
    shuffled = list(answers.items())
    seed.shuffle(shuffled)

    assert rules.score(instrument, dict(shuffled), "logistics") == rules.score(instrument, answers, "logistics")


@few
@given(bands=some_bands, profile=st.sampled_from(PROFILES))
def test_the_level_is_never_more_than_one_above_the_weakest_area(instrument: Instrument, bands, profile):
    result = rules.score(instrument, rules.claim(instrument, bands), profile)

    assert result.level <= min(area.level for area in result.areas) + 1
    assert result.level <= result.ungated_level


@few
@given(bands=some_bands)
def test_a_claim_scores_exactly_what_it_claims(instrument: Instrument, bands):
    answers = rules.claim(instrument, bands)

    result = rules.score(instrument, answers, "general")

    assert {c.code: (c.low, c.high) for c in result.criteria} == {code: (b, b) for code, b in bands.items()}
    assert rules.outstanding(instrument, answers) == ()


@few
@given(bands=some_bands, criterion=st.sampled_from(CRITERIA), profile=st.sampled_from(PROFILES))
def test_a_better_criterion_never_lowers_the_overall_figure_or_level(instrument, bands, criterion, profile):
    better = {**bands, criterion: min(5, bands[criterion] + 1)}

    assert rules.overall(instrument, better, profile) >= rules.overall(instrument, bands, profile)
    assert rules.level_of(instrument, better, profile) >= rules.level_of(instrument, bands, profile)


@few
@given(bands=some_bands)
def test_each_swing_really_moves_the_level_as_it_says(instrument: Instrument, bands):
    answers = rules.claim(instrument, bands)

    for swing in rules.sensitivity(instrument, answers, "content")[:5]:
        moved = rules.score(instrument, {**answers, swing.attribute: swing.then}, "content")
        assert moved.level == swing.level_then != swing.level_now


def test_sensitivity_names_the_answer_on_which_the_level_hangs(instrument: Instrument):
    answers = rules.claim(instrument, dict.fromkeys(CRITERIA, 1)) | band("O3", 1, YES, YES, YES, NO)

    swings = rules.sensitivity(instrument, answers, "general")

    lost = {swing.attribute for swing in swings if swing.level_then == 1}
    assert {"O3.1.1", "O3.1.2", "O3.1.3"} <= lost
    assert not any(code.startswith("P1.") for code in lost)
    assert "O3.1.4" not in {swing.attribute for swing in swings}


def test_levels_by_profile_shows_how_much_hangs_on_the_weights(instrument: Instrument):
    bands = dict.fromkeys(CRITERIA, 1) | dict.fromkeys(["P1", "P2", "P3", "P4", "P5", "P6"], 4)

    levels = rules.levels_by_profile(instrument, bands)

    assert levels == {
        "general": 3,
        "manufacturing": 3,
        "construction": 3,
        "logistics": 3,
        "fashion": 2,
        "publishing": 2,
        "content": 2,
    }


def test_outstanding_lists_two_bands_of_every_criterion_nobody_has_looked_at(instrument: Instrument):
    missing = rules.outstanding(instrument, {})

    assert len(missing) == 18 * 8
    assert missing[:8] == tuple(f"P1.{b}.{n}" for b in (1, 2) for n in (1, 2, 3, 4))


def test_outstanding_stops_at_a_refuted_band(instrument: Instrument):
    answers = rules.claim(instrument, dict.fromkeys(CRITERIA, 2))
    del answers["P1.3.4"], answers["P1.1.2"]

    assert rules.outstanding(instrument, answers) == ("P1.1.2", "P1.3.4")


def test_needs_evidence_is_an_answer(instrument: Instrument):
    answers = rules.claim(instrument, dict.fromkeys(CRITERIA, 2)) | band("P1", 3, OPEN, OPEN, OPEN, OPEN)

    assert rules.outstanding(instrument, answers) == ("P1.4.1", "P1.4.2", "P1.4.3", "P1.4.4")


def test_what_is_missing_for_the_next_band(instrument: Instrument):
    answers = rules.claim(instrument, {"P1": 1}) | band("P1", 2, YES, NO, NA, OPEN)

    missing = rules.missing_for_next(instrument.criterion("P1"), answers)

    assert [attribute.code for attribute in missing] == ["P1.2.2", "P1.2.4"]


def test_nothing_is_missing_at_the_highest_band(instrument: Instrument):
    assert rules.missing_for_next(instrument.criterion("P1"), rules.claim(instrument, {"P1": 5})) == ()


@few
@given(answers=some_p1_answers)
def test_no_swing_is_missed(instrument: Instrument, answers):
    every = {**rules.claim(instrument, dict.fromkeys(CRITERIA, 1)), **answers}
    level = rules.score(instrument, every, "general").level

    found = {(s.attribute, s.then) for s in rules.sensitivity(instrument, every, "general") if s.attribute in P1_CODES}

    expected = {
        (code, then)
        for code in P1_CODES
        if every[code] is not NA
        for then in [NO if every[code] is YES else YES]
        if rules.score(instrument, {**every, code: then}, "general").level != level
    }
    assert found == expected
