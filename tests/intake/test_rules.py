"""Eligibility rules: each verdict by example, and properties over any facts."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from apps.intake.rules import (
    ApplicantFacts,
    BusinessStatus,
    Condition,
    OtherApplication,
    Proposal,
    RoadmapFact,
    RuleCode,
    SmeCertificate,
    Verdict,
    doubled,
    examine,
    in_window,
    named_in,
    propose,
    required_burden_krw,
)

OPENS = datetime(2026, 3, 2, 0, 0, tzinfo=UTC)
CLOSES = datetime(2026, 3, 31, 9, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)

RUN_OUT = SmeCertificate(number="0010-2025-1", valid_until=date(2026, 3, 30), is_valid=False)
SOUND = ApplicantFacts(
    received_at=CLOSES,
    opens_at=OPENS,
    closes_at=CLOSES,
    sites=(("head", "11530"), ("factory", "41190")),
    possible_sizes=("small",),
    business_status=BusinessStatus.ACTIVE,
    business_kind="company",
    industry="C25",
    equity_krw=900,
    capital_stock_krw=500,
    attached_kinds=frozenset({"business_registration", "tax_certificate"}),
    roadmap=RoadmapFact(number="AX-M-2026-000001", is_found=True, is_current=True),
    sme_certificate=SmeCertificate(number="0010-2026-1", valid_until=date(2027, 3, 31), is_valid=True),
    budget_krw=100_000_000,
    self_burden_krw=25_000_000,
)
PARAMS = {
    RuleCode.DISTRICT: {"site": "head", "districts": ["11530", "11545"]},
    RuleCode.SIZE_CLASS: {"allowed": ["micro", "small", "medium"]},
    RuleCode.BUSINESS_KIND: {"allowed": ["company", "individual_taxable"]},
    RuleCode.INDUSTRY: {"prefixes": ["C", "F41"]},
    RuleCode.CERTIFICATE: {"kinds": ["tax_certificate"]},
    RuleCode.BUDGET_CAP: {"cap_krw": 75_000_000},
    RuleCode.SELF_BURDEN: {"min_pct": 25},
}


def condition(rule, *, required=True, **params):
    return Condition(rule=rule, required=required, params={**PARAMS.get(rule, {}), **params})


def other(*, is_decided, years_apart=0):
    return OtherApplication("AX-R-2026-000007", years_apart, is_decided)


ALL = tuple(condition(rule) for rule in RuleCode)


@pytest.mark.parametrize(("years", "apart", "counts"), [(1, 0, True), (1, 1, False), (2, 1, True), (2, 2, False)])
def test_a_granted_application_counts_for_so_many_years(years, apart, counts):
    assert bool(doubled({"years": years}, [other(is_decided=True, years_apart=apart)])) is counts
    assert doubled({"years": years}, [other(is_decided=False, years_apart=apart)])


def test_a_sound_application_meets_every_condition():
    findings = examine(ALL, SOUND)

    assert [finding.verdict for finding in findings] == [Verdict.MET] * len(RuleCode)
    assert propose(findings) is Proposal.ELIGIBLE


@pytest.mark.parametrize(
    ("rule", "changes", "verdict", "reason"),
    [
        (RuleCode.DISTRICT, {"sites": (("head", "41190"), ("factory", "11530"))}, Verdict.NOT_MET, "outside"),
        (RuleCode.DISTRICT, {"sites": (("factory", "11530"),)}, Verdict.UNKNOWN, "no_site"),
        (RuleCode.SIZE_CLASS, {"possible_sizes": ("mid_sized",)}, Verdict.MET, "proven"),
        (
            RuleCode.SIZE_CLASS,
            {"possible_sizes": ("mid_sized",), "sme_certificate": RUN_OUT},
            Verdict.NOT_MET,
            "not_allowed",
        ),
        (RuleCode.SME_CERTIFICATE, {}, Verdict.MET, "valid"),
        (RuleCode.SME_CERTIFICATE, {"sme_certificate": RUN_OUT}, Verdict.NOT_MET, "expired"),
        (RuleCode.SME_CERTIFICATE, {"sme_certificate": None}, Verdict.NOT_MET, "absent"),
        (
            RuleCode.SIZE_CLASS,
            {"possible_sizes": ("mid_sized",), "sme_certificate": None},
            Verdict.NOT_MET,
            "not_allowed",
        ),
        (RuleCode.SIZE_CLASS, {"possible_sizes": ("micro", "small"), "sme_certificate": None}, Verdict.MET, "allowed"),
        (
            RuleCode.SIZE_CLASS,
            {"possible_sizes": ("medium", "mid_sized"), "sme_certificate": None},
            Verdict.UNKNOWN,
            "open",
        ),
        (RuleCode.SIZE_CLASS, {"possible_sizes": (), "sme_certificate": None}, Verdict.UNKNOWN, "open"),
        (RuleCode.BUSINESS_STATUS, {"business_status": BusinessStatus.CLOSED}, Verdict.NOT_MET, "closed"),
        (RuleCode.BUSINESS_STATUS, {"business_status": None}, Verdict.UNKNOWN, "not_checked"),
        (RuleCode.BUSINESS_KIND, {"business_kind": "branch"}, Verdict.NOT_MET, "not_allowed"),
        (RuleCode.INDUSTRY, {"industry": "F42"}, Verdict.NOT_MET, "not_listed"),
        (RuleCode.INDUSTRY, {"industry": None}, Verdict.UNKNOWN, "not_known"),
        (RuleCode.CAPITAL, {"equity_krw": 0}, Verdict.NOT_MET, "full_impairment"),
        (RuleCode.CAPITAL, {"equity_krw": 499}, Verdict.MET, "part_impairment"),
        (RuleCode.CAPITAL, {"equity_krw": None}, Verdict.UNKNOWN, "not_known"),
        (RuleCode.DUPLICATE, {"others": (other(is_decided=False),)}, Verdict.NOT_MET, "duplicate"),
        (RuleCode.DUPLICATE, {"others": (other(is_decided=False, years_apart=3),)}, Verdict.NOT_MET, "duplicate"),
        (RuleCode.DUPLICATE, {"others": (other(is_decided=True),)}, Verdict.NOT_MET, "duplicate"),
        (RuleCode.DUPLICATE, {"others": (other(is_decided=True, years_apart=1),)}, Verdict.MET, "single"),
        (RuleCode.CERTIFICATE, {"attached_kinds": frozenset()}, Verdict.NOT_MET, "missing"),
        (RuleCode.WINDOW, {"received_at": CLOSES + SECOND}, Verdict.NOT_MET, "late"),
        (RuleCode.WINDOW, {"received_at": OPENS - SECOND}, Verdict.NOT_MET, "early"),
        (RuleCode.WINDOW, {"closes_at": None, "received_at": CLOSES + SECOND}, Verdict.MET, "open"),
        (RuleCode.ROADMAP, {"roadmap": None}, Verdict.NOT_MET, "not_cited"),
        (
            RuleCode.ROADMAP,
            {"roadmap": RoadmapFact("X", is_found=False, is_current=False)},
            Verdict.NOT_MET,
            "not_found",
        ),
        (RuleCode.ROADMAP, {"roadmap": RoadmapFact("X", is_found=True, is_current=False)}, Verdict.NOT_MET, "replaced"),
        (RuleCode.BUDGET_CAP, {"budget_krw": 100_000_001}, Verdict.NOT_MET, "above"),
        (RuleCode.BUDGET_CAP, {"budget_krw": None}, Verdict.UNKNOWN, "not_known"),
        (RuleCode.SELF_BURDEN, {"self_burden_krw": 24_999_999}, Verdict.NOT_MET, "too_little"),
        (RuleCode.SELF_BURDEN, {"self_burden_krw": None}, Verdict.UNKNOWN, "not_known"),
    ],
)
def test_one_fact_decides_one_condition(rule, changes, verdict, reason):
    (finding,) = examine([condition(rule)], replace(SOUND, **changes))

    assert (finding.verdict, finding.reason) == (verdict, reason)


def test_a_condition_that_is_not_required_only_warns_and_never_decides():
    findings = examine([condition(RuleCode.CAPITAL, required=False)], replace(SOUND, equity_krw=-1))

    assert [finding.verdict for finding in findings] == [Verdict.WARNING]
    assert propose(findings) is Proposal.ELIGIBLE


def test_any_site_counts_where_the_programme_says_so():
    (finding,) = examine([condition(RuleCode.DISTRICT, site="any", districts=["41190"])], SOUND)

    assert finding.verdict is Verdict.MET
    assert dict(finding.figures) == {"site": "any", "districts": ("11530", "41190"), "wanted": ("41190",)}


def test_the_figures_of_a_verdict_are_told():
    (finding,) = examine([condition(RuleCode.SELF_BURDEN)], SOUND)

    assert finding.figures == (("self_burden_krw", 25_000_000), ("least_krw", 25_000_000), ("min_pct", 25))


def test_a_condition_without_its_figure_is_refused():
    with pytest.raises(TypeError, match="cap_krw"):
        examine([Condition(rule=RuleCode.BUDGET_CAP, required=True, params={})], SOUND)


@settings(max_examples=60)
@given(st.integers(0, 10**12), st.integers(0, 100))
def test_the_least_burden_is_the_smallest_whole_won_that_reaches_the_share(budget, pct):
    least = required_burden_krw(budget, pct)

    assert least * 100 >= budget * pct
    assert least == 0 or (least - 1) * 100 < budget * pct


@settings(max_examples=60)
@given(st.datetimes(timezones=st.just(UTC)), st.datetimes(timezones=st.just(UTC)), st.datetimes(timezones=st.just(UTC)))
def test_the_window_rule_and_the_window_agree(received, opens, closes):
    facts = replace(SOUND, received_at=received, opens_at=opens, closes_at=closes)

    (finding,) = examine([condition(RuleCode.WINDOW)], facts)

    assert (finding.verdict is Verdict.MET) is in_window(received, opens, closes)


FACTS = st.builds(
    replace,
    st.just(SOUND),
    sites=st.lists(st.tuples(st.sampled_from(["head", "factory"]), st.sampled_from(["11530", "41190", ""]))).map(tuple),
    possible_sizes=st.sets(st.sampled_from(["micro", "small", "medium", "mid_sized"])).map(lambda s: tuple(sorted(s))),
    business_status=st.sampled_from([None, *BusinessStatus]),
    equity_krw=st.one_of(st.none(), st.integers(-5, 5)),
    industry=st.sampled_from([None, "C25", "F41", "J58"]),
    attached_kinds=st.frozensets(st.sampled_from(["tax_certificate", "other"])),
    budget_krw=st.one_of(st.none(), st.integers(0, 10**9)),
    self_burden_krw=st.one_of(st.none(), st.integers(0, 10**9)),
)


@settings(max_examples=100, deadline=None)
@given(FACTS, st.sets(st.sampled_from(RuleCode)))
def test_each_condition_is_judged_alone_and_once(facts, required):
    conditions = [condition(rule, required=rule in required) for rule in RuleCode]

    findings = examine(conditions, facts)

    assert [finding.rule for finding in findings] == list(RuleCode)
    assert [examine([one], facts)[0] for one in conditions] == list(findings)
    assert all(finding.verdict is not Verdict.NOT_MET or finding.required for finding in findings)
    assert all(finding.verdict is not Verdict.WARNING or not finding.required for finding in findings)
    refused = any(finding.verdict is Verdict.NOT_MET for finding in findings)
    assert (propose(findings) is Proposal.NOT_ELIGIBLE) is refused


def test_expertise_is_named_by_its_name_or_a_part_of_it():
    names = {"series": "시계열 분석", "objects": "객체 인식·추적", "robots": "로봇·자율주행"}

    assert named_in("시계열분석으로 객체 추적을", names) == ("objects", "series")
    assert named_in("", names) == ()
