"""Size class: worked examples from the tables and properties that must hold for any company."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from apps.directory.rules.size import (
    average_revenue,
    base_year_of,
    candidate_lines,
    related_revenue,
    verdict,
)
from apps.directory.rules.size_terms import (
    Answer,
    AverageRule,
    Group,
    Missing,
    RecentRevenue,
    RelatedFirm,
    Rule,
    SizeClass,
    SizeFacts,
    Threshold,
)

EOK = 100_000_000
SEED = Path(__file__).resolve().parents[2] / "seeds" / "directory" / "size_thresholds.json"
TABLE = tuple(
    Threshold(
        code=row["code"],
        sme_cap_krw=row["sme_cap_krw"],
        small_cap_krw=row["small_cap_krw"],
        excludes=tuple(row["excludes"]),
        named_product=row["named_product"],
    )
    for row in json.loads(SEED.read_text(encoding="utf-8"))
)
ORDER = [SizeClass.MICRO, SizeClass.SMALL, SizeClass.MEDIUM, SizeClass.MID_SIZED]


def facts(industry="C25", revenue_eok=100, **changes):
    revenue = round(revenue_eok * EOK)
    known = SizeFacts(
        industry=industry,
        as_of=date(2026, 6, 1),
        revenue_by_year=((2023, revenue), (2024, revenue), (2025, revenue)),
        founded_on=date(2010, 3, 2),
        assets_krw=50 * EOK,
        workers=30,
        group=Group.NONE,
        has_large_owner=False,
        is_public=False,
    )
    return replace(known, **changes)


@pytest.mark.parametrize(
    ("industry", "revenue_eok", "workers", "size"),
    [
        ("C25", 1200, 30, SizeClass.MEDIUM),
        ("C25", 1200.1, 30, SizeClass.MID_SIZED),
        ("C25", 120, 10, SizeClass.SMALL),
        ("C25", 120, 9, SizeClass.MICRO),
        ("C25", 120.1, 9, SizeClass.MEDIUM),
        ("F41", 80, 9, SizeClass.MICRO),
        ("H49", 100, 10, SizeClass.SMALL),
        ("J58", 50, 5, SizeClass.SMALL),
        ("J58", 50, 4, SizeClass.MICRO),
        ("G47", 1200, 200, SizeClass.MEDIUM),
        ("E36", 900, 50, SizeClass.MEDIUM),
        ("E37", 900, 50, SizeClass.MID_SIZED),
        ("N76", 401, 50, SizeClass.MID_SIZED),
        ("N75", 401, 50, SizeClass.MEDIUM),
        ("C30393", 1400, 50, SizeClass.MEDIUM),
        ("C30392", 1400, 50, SizeClass.MID_SIZED),
        ("K64", 500, 50, SizeClass.OTHER),
    ],
)
def test_the_tables_decide(industry, revenue_eok, workers, size):
    assert verdict(facts(industry, revenue_eok, workers=workers), TABLE).size is size


def test_every_step_names_rule_paragraph_and_figures():
    result = verdict(facts(revenue_eok=100, workers=12), TABLE)

    assert [(step.rule, step.answer, step.figure, step.limits) for step in result.steps] == [
        (Rule.REVENUE_CAP, Answer.YES, 100 * EOK, (1200 * EOK,)),
        (Rule.ASSETS, Answer.YES, 50 * EOK, (5000 * EOK,)),
        (Rule.GROUP, Answer.YES, None, ()),
        (Rule.LARGE_OWNER, Answer.YES, None, ()),
        (Rule.SMALL_CAP, Answer.YES, 100 * EOK, (120 * EOK,)),
        (Rule.WORKERS, Answer.NO, 12, (10,)),
    ]
    assert all("법" in step.statute for step in result.steps)
    assert (result.valid_from, result.valid_until) == (date(2026, 4, 1), date(2027, 4, 1))


@pytest.mark.parametrize(
    ("changes", "size"),
    [
        ({"assets_krw": 5000 * EOK}, SizeClass.MID_SIZED),
        ({"assets_krw": 5000 * EOK - 1}, SizeClass.SMALL),
        ({"group": Group.DISCLOSURE}, SizeClass.MID_SIZED),
        ({"group": Group.RESTRICTED}, SizeClass.LARGE),
        ({"has_large_owner": True}, SizeClass.MID_SIZED),
        ({"is_public": True, "has_large_owner": True}, SizeClass.OTHER),
    ],
)
def test_one_failing_test_of_independence_or_assets_ends_sme_status(changes, size):
    assert verdict(facts(revenue_eok=100, **changes), TABLE).size is size


def test_related_firms_count_for_the_sme_cap_but_not_for_the_small_cap():
    half = RelatedFirm(average_revenue_krw=1150 * EOK, share_bp=5000)
    less = RelatedFirm(average_revenue_krw=1150 * EOK, share_bp=4999)

    assert related_revenue([half]) == 1150 * EOK
    assert verdict(facts(revenue_eok=60, related=(half,)), TABLE).size is SizeClass.MID_SIZED
    assert verdict(facts(revenue_eok=60, related=(less,)), TABLE).size is SizeClass.SMALL


def test_outgrowing_by_revenue_gives_five_years_of_grace_and_no_more():
    big = facts(revenue_eok=1300, outgrown_year=2021)

    assert verdict(big, TABLE).size is SizeClass.MEDIUM
    assert verdict(replace(big, outgrown_year=2020), TABLE).size is SizeClass.MID_SIZED
    assert verdict(replace(big, group=Group.DISCLOSURE), TABLE).size is SizeClass.MID_SIZED


@pytest.mark.parametrize(
    ("changes", "krw", "rule", "missing"),
    [
        ({}, 100 * EOK, AverageRule.THREE_YEARS, ()),
        ({"founded_on": date(2024, 1, 1)}, 100 * EOK, AverageRule.FULL_YEARS, ()),
        ({"founded_on": date(2024, 1, 2)}, 100 * EOK, AverageRule.FULL_YEARS, ()),
        ({"founded_on": date(2025, 1, 1)}, None, None, (Missing.RECENT_REVENUE,)),
        (
            {"founded_on": date(2025, 9, 1), "recent": RecentRevenue(revenue_krw=4 * EOK, months=8)},
            6 * EOK,
            AverageRule.SINCE_FOUNDING,
            (),
        ),
        ({"revenue_by_year": ((2025, EOK),)}, None, None, (Missing.REVENUE,)),
        ({"revenue_by_year": (), "founded_on": None}, None, None, (Missing.REVENUE, Missing.FOUNDED_ON)),
    ],
)
def test_average_revenue_follows_the_age_of_the_company(changes, krw, rule, missing):
    average = average_revenue(facts(**changes))

    assert (average.krw, average.rule, average.missing) == (krw, rule, missing)


def test_until_march_the_status_rests_on_the_year_before_last():
    assert (base_year_of(date(2026, 3, 31)), base_year_of(date(2026, 4, 1))) == (2024, 2025)


def test_a_bare_section_is_enough_where_every_line_below_agrees():
    small = verdict(facts("C", revenue_eok=10, workers=5), TABLE)
    between = verdict(facts("C", revenue_eok=1000), TABLE)

    assert (small.size, small.missing) == (SizeClass.MICRO, ())
    assert (between.size, between.missing) == (None, (Missing.INDUSTRY,))


def test_a_class_of_which_one_product_is_named_asks_for_the_product():
    parts = facts("C31202", revenue_eok=1400)

    assert verdict(parts, TABLE).missing == (Missing.NAMED_PRODUCT,)
    assert verdict(replace(parts, makes_named_product=True), TABLE).size is SizeClass.MEDIUM
    assert verdict(replace(parts, makes_named_product=False), TABLE).size is SizeClass.MID_SIZED


@pytest.mark.parametrize("industry", ["S94", "O84", "T97", "U99"])
def test_an_industry_outside_the_tables_stays_open(industry):
    result = verdict(facts(industry), TABLE)

    assert result.size is None
    assert Missing.INDUSTRY_NOT_LISTED in result.missing


FACTS = st.builds(
    facts,
    industry=st.sampled_from(["C", "C10", "C25", "C30", "C31202", "E", "E36", "F41", "J58", "K64", "N", "N76", "S94"]),
    revenue_eok=st.integers(0, 2500),
    assets_krw=st.sampled_from([EOK, 4999 * EOK, 5000 * EOK]),
    workers=st.integers(0, 40),
    group=st.sampled_from(Group),
    has_large_owner=st.booleans(),
    is_public=st.booleans(),
    makes_named_product=st.booleans(),
    outgrown_year=st.sampled_from([None, 2018, 2023]),
)


@settings(max_examples=120, deadline=None)
@given(FACTS, st.sets(st.sampled_from(["assets_krw", "workers", "group", "has_large_owner", "is_public"])))
def test_not_knowing_a_fact_never_rules_out_what_knowing_it_leaves(known, hidden):
    full = verdict(known, TABLE)
    partial = verdict(replace(known, **dict.fromkeys(hidden)), TABLE)

    in_grace = any(step.rule is Rule.GRACE for step in full.steps)
    if not in_grace:
        assert set(full.possible) <= set(partial.possible)
    assert bool(partial.missing) is (len(partial.possible) > 1)


@settings(max_examples=80, deadline=None)
@given(FACTS, st.integers(0, 500))
def test_more_revenue_never_makes_a_company_smaller(known, more):
    plain = replace(known, group=Group.NONE, is_public=False, industry="C25", outgrown_year=None)
    grown = replace(plain, revenue_by_year=tuple((year, krw + more * EOK) for year, krw in plain.revenue_by_year))

    before, after = verdict(plain, TABLE).size, verdict(grown, TABLE).size

    assert ORDER.index(before) <= ORDER.index(after)


@settings(max_examples=40, deadline=None)
@given(FACTS, st.randoms(use_true_random=False))
def test_the_order_of_table_and_years_does_not_matter(known, random):
    lines, years = list(TABLE), list(known.revenue_by_year)
    random.shuffle(lines)
    random.shuffle(years)

    assert verdict(replace(known, revenue_by_year=tuple(years)), lines) == verdict(
        replace(known, revenue_by_year=known.revenue_by_year), TABLE
    )


def test_a_five_digit_code_meets_one_line_only():
    lines, missing = candidate_lines(facts("E36010"), TABLE)

    assert ([line.code for line in lines], missing) == (["E36"], ())
