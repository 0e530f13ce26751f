"""Size class (규모) of a company from its figures, with the rule, the paragraph and the figures behind each answer.

Sources: 중소기업기본법 §2 and its decree §3 (revenue, assets, independence), §3의3 (period of the status), §4 (main
industry), §7 (average revenue), §7의4 and table 2 (related firms), §8 and table 3 (small firms); 소상공인기본법 §2
and its decree §3 (micro-enterprises); 중견기업법 §2 and its decree §2 (mid-sized firms). Caps come in as data.

The result only predicts: the certificate (중소기업확인서) proves. A fact that is not known is None and makes an
answer unknown only where it matters.
"""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from apps.directory.rules.size_terms import (
    STATUTES,
    Answer,
    Average,
    AverageRule,
    Group,
    Missing,
    RelatedFirm,
    Rule,
    SizeClass,
    SizeFacts,
    SizeVerdict,
    Step,
    Threshold,
)

ASSETS_LIMIT_KRW = 500_000_000_000
FULL_CONTROL_BP = 5_000
ALL_BP = 10_000
GRACE_YEARS = 5
STATUS_FIRST_MONTH = 4
MICRO_WORKERS_WIDE = 10
MICRO_WORKERS = 5
WIDE_SECTIONS = frozenset("BCFH")
FINANCE_SECTION = "K"


def verdict(facts: SizeFacts, thresholds: Sequence[Threshold]) -> SizeVerdict:
    """Work out the size class of a company on `facts.as_of`."""
    lines, industry_missing = candidate_lines(facts, thresholds)
    average = average_revenue(facts)
    sme_steps = _sme_steps(facts, lines, industry_missing, average)
    grace = _grace_step(facts, sme_steps)
    small_steps = _small_steps(facts, lines, industry_missing, average)
    mid_steps = _mid_sized_steps(facts)
    sme = Answer.YES if grace is not None else _all(sme_steps)
    possible = _possible(sme, bool(grace), small_steps, mid_steps)
    steps = sme_steps + ((grace,) if grace else ())
    if sme is not Answer.NO and grace is None:
        steps += small_steps
    if sme is not Answer.YES:
        steps += mid_steps
    base_year = base_year_of(facts.as_of)
    return SizeVerdict(
        possible=possible,
        steps=steps,
        missing=_missing(steps) if len(possible) > 1 else (),
        average=average,
        thresholds=tuple(line.code for line in lines),
        base_year=base_year,
        valid_from=date(base_year + 1, STATUS_FIRST_MONTH, 1),
        valid_until=date(base_year + 2, STATUS_FIRST_MONTH, 1),
    )


def base_year_of(as_of: date) -> int:
    """The fiscal year a status rests on: a status holds a year from three months after the year's end (§3의3)."""
    return as_of.year - 1 if as_of.month >= STATUS_FIRST_MONTH else as_of.year - 2


def candidate_lines(
    facts: SizeFacts, thresholds: Sequence[Threshold]
) -> tuple[tuple[Threshold, ...], tuple[Missing, ...]]:
    """The lines of the tables that may cover the company's industry, by code, and what would tell them apart.

    A code covers what begins with it; the longest covering line wins, unless it names one product of the class. A
    code that is coarser than the tables (a bare section) leaves every line below it possible.
    """
    code = facts.industry
    covering = sorted((line for line in thresholds if _covers(line, code)), key=lambda line: len(line.code))
    below = [line for line in thresholds if line.code.startswith(code) and line.code != code and not line.named_product]
    lines = _settle_named_product(facts, covering) + below
    missing: list[Missing] = []
    if not lines:
        missing.append(Missing.INDUSTRY_NOT_LISTED)
    elif below:
        missing.append(Missing.INDUSTRY)
    elif len(lines) > 1:
        missing.append(Missing.NAMED_PRODUCT)
    return tuple(sorted(lines, key=lambda line: line.code)), tuple(missing)


def average_revenue(facts: SizeFacts) -> Average:
    """Average revenue by 시행령 §7②: three years; else the full years; else the months since founding, a year long."""
    base = base_year_of(facts.as_of)
    known = dict(facts.revenue_by_year)
    wanted = tuple(range(base - 2, base + 1))
    if facts.founded_on is not None:
        if facts.founded_on.year >= base:
            return _since_founding(facts)
        wanted = tuple(year for year in wanted if facts.founded_on <= date(year, 1, 1))
    if any(year not in known for year in wanted):
        missing = (Missing.REVENUE,) if facts.founded_on else (Missing.REVENUE, Missing.FOUNDED_ON)
        return Average(krw=None, rule=None, years=wanted, missing=missing)
    rule = AverageRule.THREE_YEARS if len(wanted) == 3 else AverageRule.FULL_YEARS
    return Average(krw=Fraction(sum(known[year] for year in wanted), len(wanted)), rule=rule, years=wanted)


def related_revenue(related: Sequence[RelatedFirm]) -> Fraction:
    """Revenue of related firms that is added (table 2): all of it from half the shares on, else in proportion."""
    total = Fraction(0)
    for firm in related:
        share = ALL_BP if firm.share_bp >= FULL_CONTROL_BP else firm.share_bp
        total += Fraction(firm.average_revenue_krw * share, ALL_BP)
    return total


def _covers(line: Threshold, code: str) -> bool:
    return code.startswith(line.code) and not any(code.startswith(hole) for hole in line.excludes)


def _settle_named_product(facts: SizeFacts, covering: list[Threshold]) -> list[Threshold]:
    if not covering:
        return []
    last = covering[-1]
    if not last.named_product or facts.makes_named_product is True:
        return [last]
    whole = [line for line in covering if not line.named_product][-1:]
    return whole if facts.makes_named_product is False else [*whole, last]


def _since_founding(facts: SizeFacts) -> Average:
    if facts.recent is None or facts.recent.months < 1:
        return Average(krw=None, rule=None, years=(), missing=(Missing.RECENT_REVENUE,))
    krw = Fraction(facts.recent.revenue_krw * 12, facts.recent.months)
    return Average(krw=krw, rule=AverageRule.SINCE_FOUNDING, years=())


def _step(
    rule: Rule,
    answer: Answer,
    *,
    figure: int | None = None,
    limits: tuple[int, ...] = (),
    missing: tuple[Missing, ...] = (),
) -> Step:
    return Step(rule=rule, statute=STATUTES[rule], answer=answer, figure=figure, limits=limits, missing=missing)


def _fact_step(
    rule: Rule, holds: bool | None, missing: Missing, *, figure: int | None = None, limits: tuple[int, ...] = ()
) -> Step:
    if holds is None:
        return _step(rule, Answer.UNKNOWN, limits=limits, missing=(missing,))
    return _step(rule, Answer.YES if holds else Answer.NO, figure=figure, limits=limits)


def _cap_step(
    rule: Rule, revenue: Fraction | None, caps: list[int], missing: tuple[Missing, ...], hidden: tuple[Missing, ...]
) -> Step:
    limits = tuple(sorted(set(caps)))
    if revenue is None:
        return _step(rule, Answer.UNKNOWN, limits=limits, missing=hidden)
    figure = int(revenue)
    if not limits or Missing.INDUSTRY_NOT_LISTED in missing:
        return _step(rule, Answer.UNKNOWN, figure=figure, missing=missing)
    if revenue <= limits[0]:
        return _step(rule, Answer.YES, figure=figure, limits=limits)
    if revenue > limits[-1]:
        return _step(rule, Answer.NO, figure=figure, limits=limits)
    return _step(rule, Answer.UNKNOWN, figure=figure, limits=limits, missing=missing)


def _sme_steps(
    facts: SizeFacts, lines: Sequence[Threshold], missing: tuple[Missing, ...], average: Average
) -> tuple[Step, ...]:
    revenue = None if average.krw is None else average.krw + related_revenue(facts.related)
    fits = None if facts.assets_krw is None else facts.assets_krw < ASSETS_LIMIT_KRW
    in_group = None if facts.group is None else facts.group is Group.NONE
    no_owner = None if facts.has_large_owner is None else not facts.has_large_owner
    return (
        _cap_step(Rule.REVENUE_CAP, revenue, [line.sme_cap_krw for line in lines], missing, average.missing),
        _fact_step(Rule.ASSETS, fits, Missing.ASSETS, figure=facts.assets_krw, limits=(ASSETS_LIMIT_KRW,)),
        _fact_step(Rule.GROUP, in_group, Missing.GROUP),
        _fact_step(Rule.LARGE_OWNER, no_owner, Missing.LARGE_OWNER),
    )


def _grace_step(facts: SizeFacts, sme_steps: tuple[Step, ...]) -> Step | None:
    """Five years' grace, for a company that grew out of revenue or assets and stayed independent."""
    answers = {step.rule: step.answer for step in sme_steps}
    outgrown = Answer.NO in (answers[Rule.REVENUE_CAP], answers[Rule.ASSETS])
    independent = answers[Rule.GROUP] is answers[Rule.LARGE_OWNER] is Answer.YES
    if facts.outgrown_year is None or not outgrown or not independent:
        return None
    if not facts.outgrown_year < facts.as_of.year <= facts.outgrown_year + GRACE_YEARS:
        return None
    return _step(Rule.GRACE, Answer.YES, figure=facts.outgrown_year, limits=(facts.outgrown_year + GRACE_YEARS,))


def _small_steps(
    facts: SizeFacts, lines: Sequence[Threshold], missing: tuple[Missing, ...], average: Average
) -> tuple[Step, ...]:
    wide = facts.industry[:1] in WIDE_SECTIONS
    limit = MICRO_WORKERS_WIDE if wide else MICRO_WORKERS
    few = None if facts.workers is None else facts.workers < limit
    return (
        _cap_step(Rule.SMALL_CAP, average.krw, [line.small_cap_krw for line in lines], missing, average.missing),
        _fact_step(Rule.WORKERS, few, Missing.WORKERS, figure=facts.workers, limits=(limit,)),
    )


def _mid_sized_steps(facts: SizeFacts) -> tuple[Step, ...]:
    not_public = None if facts.is_public is None else not facts.is_public
    not_restricted = None if facts.group is None else facts.group is not Group.RESTRICTED
    not_finance = facts.industry[:1] != FINANCE_SECTION
    return (
        _fact_step(Rule.NOT_PUBLIC, not_public, Missing.PUBLIC),
        _fact_step(Rule.NOT_RESTRICTED, not_restricted, Missing.GROUP),
        _fact_step(Rule.NOT_FINANCE, not_finance, Missing.INDUSTRY),
    )


def _all(steps: tuple[Step, ...]) -> Answer:
    answers = {step.answer for step in steps}
    if Answer.NO in answers:
        return Answer.NO
    return Answer.UNKNOWN if Answer.UNKNOWN in answers else Answer.YES


def _possible(
    sme: Answer, in_grace: bool, small_steps: tuple[Step, ...], mid_steps: tuple[Step, ...]
) -> tuple[SizeClass, ...]:
    if in_grace:
        return (SizeClass.MEDIUM,)
    found: set[SizeClass] = set()
    if sme is not Answer.NO:
        found |= _sme_classes(small_steps)
    if sme is not Answer.YES:
        found |= _other_classes(mid_steps)
    return tuple(one for one in SizeClass if one in found)


def _sme_classes(steps: tuple[Step, ...]) -> set[SizeClass]:
    small, workers = (step.answer for step in steps)
    found: set[SizeClass] = set()
    if small is not Answer.YES:
        found.add(SizeClass.MEDIUM)
    if small is not Answer.NO and workers is not Answer.YES:
        found.add(SizeClass.SMALL)
    if small is not Answer.NO and workers is not Answer.NO:
        found.add(SizeClass.MICRO)
    return found


def _other_classes(steps: tuple[Step, ...]) -> set[SizeClass]:
    not_public, not_restricted, not_finance = (step.answer for step in steps)
    found: set[SizeClass] = set()
    if not_public is not Answer.YES or not_finance is not Answer.YES:
        found.add(SizeClass.OTHER)
    if Answer.NO in (not_public, not_finance):
        return found
    if not_restricted is not Answer.YES:
        found.add(SizeClass.LARGE)
    if not_restricted is not Answer.NO:
        found.add(SizeClass.MID_SIZED)
    return found


def _missing(steps: tuple[Step, ...]) -> tuple[Missing, ...]:
    wanted = {fact for step in steps if step.answer is Answer.UNKNOWN for fact in step.missing}
    return tuple(fact for fact in Missing if fact in wanted)
