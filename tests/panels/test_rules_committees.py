"""Conflicts, composition, bonus and cut-off, severity, and trials of quota and budget."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.panels.rules import (
    BadTerms,
    Bonus,
    Conflict,
    Criterion,
    Entry,
    Fit,
    Ground,
    Lack,
    Make,
    MakeFault,
    Member,
    Mode,
    Placed,
    Rounding,
    Sheet,
    Tie,
    TieKind,
    Verdict,
    bonus_points,
    combine,
    conflicts,
    counts_until,
    fit,
    lacks,
    outsiders_needed,
    place_for,
    published,
    rank,
    terms_of,
    timetable,
    together,
    waiting_order,
    what_if,
)

D = Decimal
TODAY = date(2026, 4, 6)
LABORATORY, UNIVERSITY, SISTER, COMPANY, RIVAL = 1, 2, 3, 4, 5
FAMILIES = {LABORATORY: UNIVERSITY, SISTER: UNIVERSITY}


def grounds(ties: list[Tie], company: int = COMPANY, **given_: object) -> list[Ground]:
    asked = {"on": TODAY, "years": 3, "families": FAMILIES, **given_}
    return [one.ground for one in conflicts(ties, company, **asked)]


@pytest.mark.parametrize(
    ("tie", "company", "found"),
    [
        (Tie(TieKind.PLACE, COMPANY), COMPANY, [Ground.EMPLOYER]),
        (Tie(TieKind.PLACE, COMPANY, date(2023, 4, 7)), COMPANY, [Ground.PAST_EMPLOYER]),
        (Tie(TieKind.PLACE, COMPANY, date(2023, 4, 6)), COMPANY, []),
        (Tie(TieKind.PLACE, COMPANY, date(2026, 12, 31)), COMPANY, [Ground.EMPLOYER]),
        (Tie(TieKind.PLACE, SISTER), LABORATORY, [Ground.SAME_FAMILY]),
        (Tie(TieKind.PLACE, UNIVERSITY), LABORATORY, [Ground.SAME_FAMILY]),
        (Tie(TieKind.PLACE, RIVAL), COMPANY, []),
        (Tie(TieKind.EMPLOYMENT, COMPANY), COMPANY, [Ground.EMPLOYER]),
        (Tie(TieKind.FAMILY, COMPANY), COMPANY, [Ground.RELATIVE]),
        (Tie(TieKind.OWNERSHIP, COMPANY), COMPANY, [Ground.OWNERSHIP]),
        (Tie(TieKind.CONTRACT, COMPANY), COMPANY, [Ground.CONTRACT]),
        (Tie(TieKind.MUTUAL_REVIEW, COMPANY), COMPANY, [Ground.MUTUAL_REVIEW]),
        (Tie(TieKind.DECLARED, COMPANY), COMPANY, [Ground.DECLARED]),
        (Tie(TieKind.DECLARED, RIVAL), COMPANY, []),
    ],
)
def test_each_tie_is_judged_by_its_kind_and_its_end(tie, company, found):
    assert grounds([tie], company) == found


def test_who_belongs_to_a_company_of_the_round_judges_none_of_its_rivals():
    assert conflicts(
        [Tie(TieKind.PLACE, RIVAL)], COMPANY, on=TODAY, years=3, families={}, applicants=[COMPANY, RIVAL]
    ) == (Conflict(Ground.CO_APPLICANT, RIVAL),)
    assert grounds([Tie(TieKind.PLACE, RIVAL, date(2025, 1, 1))], applicants=[RIVAL]) == []


def test_who_belongs_to_a_partner_of_the_project_does_not_judge_it():
    assert grounds([Tie(TieKind.PLACE, RIVAL)], partners=[RIVAL]) == [Ground.PARTNER]
    assert grounds([Tie(TieKind.PLACE, SISTER)], partners=[LABORATORY]) == [Ground.PARTNER]
    assert grounds([Tie(TieKind.PLACE, RIVAL, date(2025, 1, 1))], partners=[RIVAL]) == []


def test_a_past_place_says_until_when_it_counts_also_from_a_leap_day():
    (one,) = conflicts([Tie(TieKind.PLACE, COMPANY, date(2024, 2, 29))], COMPANY, on=TODAY, years=3, families={})

    assert one == Conflict(Ground.PAST_EMPLOYER, COMPANY, date(2027, 3, 1))
    assert counts_until(date(2024, 2, 28), 3) == date(2027, 2, 28)


ties = st.builds(
    Tie,
    st.sampled_from(TieKind),
    st.integers(1, 5),
    st.none() | st.dates(date(2020, 1, 1), date(2027, 1, 1)),
)


@given(st.lists(ties, max_size=6), ties, st.integers(0, 5), st.randoms(use_true_random=False))
def test_one_more_tie_never_frees_anybody_and_their_order_never_matters(known, more, years, shuffler: random.Random):
    mixed = [*known, more]
    shuffler.shuffle(mixed)
    asked = {"on": TODAY, "years": years, "families": FAMILIES, "applicants": [RIVAL]}

    before = conflicts(known, COMPANY, **asked)
    after = conflicts(mixed, COMPANY, **asked)

    assert set(before) <= set(after)
    assert after == conflicts([*known, more], COMPANY, **asked)
    longer = conflicts(mixed, COMPANY, **{**asked, "years": years + 1})
    assert {(one.ground, one.through) for one in after} <= {(one.ground, one.through) for one in longer}


def members(size: int, outsiders: int, chairs: int = 1) -> list[Member]:
    return [Member(str(number), number < outsiders, number < chairs) for number in range(size)]


@pytest.mark.parametrize(
    ("people", "found"),
    [
        (members(5, 3), ()),
        (members(7, 3), (Lack(MakeFault.FEW_OUTSIDERS, 3, 4),)),
        (members(4, 2), (Lack(MakeFault.TOO_SMALL, 4, 5),)),
        (members(10, 5), (Lack(MakeFault.TOO_LARGE, 10, 9),)),
        (members(5, 3, chairs=0), (Lack(MakeFault.NO_CHAIR, 0, 1),)),
        (members(5, 3, chairs=2), (Lack(MakeFault.TWO_CHAIRS, 2, 1),)),
    ],
)
def test_what_a_committee_lacks_is_said_with_figures(people, found):
    assert lacks(people, Make()) == found


@given(st.integers(0, 12), st.integers(0, 100))
def test_the_needed_outsiders_are_the_least_that_reach_the_share(size, pct):
    needed = outsiders_needed(size, Make(outsiders_pct=pct))

    assert needed * 100 >= size * pct
    assert needed == 0 or (needed - 1) * 100 < size * pct


OFFERED = (Bonus("first", D("2")), Bonus("jobs", D("1.5")), Bonus("green", D("3")))


def test_bonuses_count_once_each_and_never_above_the_cap():
    assert bonus_points(OFFERED, ["first", "jobs", "first"]) == D("3.5")
    assert bonus_points(OFFERED, ["first", "jobs", "green"], cap=D("5")) == D("5")
    assert bonus_points(OFFERED, []) == 0
    with pytest.raises(ValueError, match="no such bonus"):
        bonus_points(OFFERED, ["fame"])


def test_a_bonus_moves_a_case_up_but_never_over_the_cut_off():
    ranked = rank([Entry("a", D("69"), bonus=D("5")), Entry("b", D("70")), Entry("c", D("71"))], cut_off=D("70"))

    assert [(one.key, one.rank, one.final, one.reaches_cut_off) for one in ranked] == [
        ("c", 1, D("71"), True),
        ("b", 2, D("70"), True),
        ("a", 3, D("74"), False),
    ]


@pytest.mark.parametrize(
    ("rounding", "printed"),
    [(Rounding(), "66.67"), (Rounding(1), "66.7"), (Rounding(0), "67"), (Rounding(2, Mode.DOWN), "66.66")],
)
def test_a_programme_says_how_totals_are_rounded(rounding, printed):
    assert str(published(Fraction(200, 3), rounding)) == printed


def test_rounding_touches_the_total_of_the_panel_alone():
    criteria = (Criterion("a", 1, 3),)
    sheets = [Sheet("x", (("a", D(2)),)), Sheet("y", (("a", D(1)),)), Sheet("z", (("a", D(2)),))]

    outcome = combine(criteria, "xyz", sheets, rounding=Rounding(1, Mode.DOWN))

    assert (outcome.total, outcome.means[0].mean) == (D("55.5"), D("1.67"))


def test_two_rounds_are_weighed_by_their_shares():
    assert together(D("80"), D("90"), document_pct=30) == D("87.00")
    assert together(D("80"), D("90"), document_pct=0) == D("90.00")
    with pytest.raises(ValueError, match="no such share"):
        together(D("80"), D("90"), document_pct=101)


def amounts(**krw: int) -> dict[str, int]:
    return krw


RANKED = rank([Entry("a", D(90)), Entry("b", D(80)), Entry("c", D(75)), Entry("d", D(60))], cut_off=D(70))
ASKED = amounts(a=60, b=50, c=30, d=10)


def test_a_trial_goes_down_the_ranking_while_quota_and_budget_last():
    trial = what_if(RANKED, ASKED, quota=2, budget_krw=100)

    assert trial.placed == (
        Placed("a", 1, 60, Verdict.SELECTED, 40),
        Placed("b", 2, 50, Verdict.OVER_BUDGET, 40),
        Placed("c", 3, 30, Verdict.PASSED_BY, 40),
        Placed("d", 4, 10, Verdict.BELOW_CUT_OFF, 40),
    )
    assert (trial.selected, trial.spent_krw) == (1, 60)


def test_a_trial_may_let_a_smaller_case_in():
    trial = what_if(RANKED, ASKED, quota=2, budget_krw=100, skips_over=True)

    assert [one.verdict for one in trial.placed][1:3] == [Verdict.OVER_BUDGET, Verdict.SELECTED]
    assert trial.spent_krw == 90


def test_joint_cases_at_the_edge_are_left_to_a_person():
    ranked = rank([Entry("a", D(90)), Entry("b", D(80)), Entry("c", D(80)), Entry("d", D(75))])

    trial = what_if(ranked, amounts(a=1, b=1, c=1, d=1), quota=2)

    assert [one.verdict for one in trial.placed] == [
        Verdict.SELECTED,
        Verdict.TIED,
        Verdict.TIED,
        Verdict.PASSED_BY,
    ]


@given(
    st.dictionaries(st.sampled_from("abcdefgh"), st.tuples(st.integers(50, 60), st.integers(0, 50)), max_size=8),
    st.none() | st.integers(0, 6),
    st.none() | st.integers(0, 150),
    st.booleans(),
)
def test_a_trial_never_exceeds_quota_or_budget_and_prefers_the_better(cases, quota, budget, skips_over):
    ranked = rank([Entry(key, D(total)) for key, (total, _) in cases.items()], cut_off=D(52))
    trial = what_if(
        ranked,
        {key: krw for key, (_, krw) in cases.items()},
        quota=quota,
        budget_krw=budget,
        skips_over=skips_over,
    )

    selected = [one for one in trial.placed if one.verdict is Verdict.SELECTED]
    assert trial.selected == len(selected)
    assert trial.spent_krw == sum(one.amount_krw for one in selected)
    assert quota is None or len(selected) <= quota
    assert budget is None or trial.spent_krw <= budget
    if not skips_over:
        assert [one.verdict is Verdict.SELECTED for one in trial.placed] == sorted(
            [one.verdict is Verdict.SELECTED for one in trial.placed], reverse=True
        )


def test_fit_counts_shared_skills_the_industry_and_earlier_meetings():
    skills, industries = frozenset({"vision", "robotics"}), frozenset({"manufacturing"})
    asked = frozenset({"vision", "labelling"})

    assert fit(skills, industries, asked=asked, industry="manufacturing") == Fit(70, ("vision",), True, 0)
    assert fit(skills, industries, asked=asked, industry="fashion", met_before=2) == Fit(10, ("vision",), False, 2)
    assert fit(frozenset(), frozenset(), asked=asked, industry="fashion", met_before=3).points == 1
    assert fit(skills, industries, asked=frozenset(), industry="").points == 100


codes = st.frozensets(st.sampled_from("abcd"))


@given(codes, codes, st.sampled_from("abcd"), st.sampled_from(["", "x", "y"]), st.integers(0, 5))
def test_one_more_skill_never_lowers_the_fit(skills, asked, more, industry, met):
    before = fit(skills, frozenset("x"), asked=asked, industry=industry, met_before=met)
    after = fit(skills | {more}, frozenset("x"), asked=asked, industry=industry, met_before=met)

    assert 1 <= before.points <= after.points <= 100


@pytest.mark.parametrize(
    ("stored", "named"),
    [
        ({"fame": 1}, "fame"),
        ({"each": "3"}, "each"),
        ({"fewest": 0}, "fewest"),
        ({"cut_off": "high"}, "cut_off"),
        ({"rounding": "up"}, "rounding"),
        ({"bonuses": [{"code": "first"}]}, "bonuses"),
        ({"smallest": 9, "largest": 3}, "smallest"),
        ({"each": 2, "outsiders_each": 3}, "outsiders_each"),
    ],
)
def test_terms_out_of_range_are_named(stored, named):
    with pytest.raises(BadTerms, match=named):
        terms_of(stored)


def test_terms_are_read_with_decimals_and_bonuses():
    terms = terms_of({"cut_off": "70", "tie_break": ["need"], "bonuses": [{"code": "first", "points": "2.5"}]})

    assert (terms.cut_off, terms.tie_break, terms.bonuses) == (D(70), ("need",), (Bonus("first", D("2.5")),))
    assert (terms.make.smallest, terms.rounding_of_totals.places) == (5, 2)


def test_presentations_follow_each_other_with_pauses():
    ten = datetime(2026, 5, 6, 10, 0, tzinfo=UTC)

    assert timetable(3, ten, minutes=20, pause_every=2, pause_minutes=10) == (
        ten,
        ten + timedelta(minutes=20),
        ten + timedelta(minutes=50),
    )
    with pytest.raises(ValueError, match="needs time"):
        timetable(1, ten, minutes=0)


@pytest.mark.parametrize(
    ("asked", "taken", "limits", "verdict"),
    [
        (40, [60], {}, Verdict.SELECTED),
        (40, [60], {"budget_krw": 100}, Verdict.SELECTED),
        (41, [60], {"budget_krw": 100}, Verdict.OVER_BUDGET),
        (40, [60], {"quota": 1, "budget_krw": 1000}, Verdict.OVER_QUOTA),
        (40, [], {"quota": 1}, Verdict.SELECTED),
    ],
)
def test_one_more_case_has_a_place_while_quota_and_budget_last(asked, taken, limits, verdict):
    assert place_for(asked, taken, **limits) is verdict


@given(
    asked=st.integers(0, 100),
    taken=st.lists(st.integers(0, 100), max_size=6),
    quota=st.none() | st.integers(0, 6),
    budget=st.none() | st.integers(0, 400),
)
def test_who_gets_a_place_never_breaks_a_limit_and_leaving_never_costs_one(asked, taken, quota, budget):
    has_place = place_for(asked, taken, quota=quota, budget_krw=budget) is Verdict.SELECTED

    if has_place:
        assert quota is None or len(taken) + 1 <= quota
        assert budget is None or sum(taken) + asked <= budget
        assert place_for(asked, taken[1:], quota=quota, budget_krw=budget) is Verdict.SELECTED


def test_the_waitlist_follows_the_ranking_then_the_receipt():
    assert waiting_order(["c", "a", "b", "d"], {"a": 3, "b": 2, "c": 3}) == ("b", "c", "a", "d")


@given(ranks=st.dictionaries(st.sampled_from("abcdef"), st.integers(1, 4)), came=st.permutations("abcdef"))
def test_everybody_waits_once_and_nobody_before_a_better_one(ranks, came):
    order = waiting_order(came, ranks)

    assert sorted(order) == sorted(came)
    placed = [ranks[key] for key in order if key in ranks]
    assert placed == sorted(placed)
    assert all(key in ranks for key in order[: len(placed)])
