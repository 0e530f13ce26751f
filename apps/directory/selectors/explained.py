"""The size class of a company as its page explains it."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from apps.directory import labels
from apps.directory.models import Company
from apps.directory.rules.size_terms import Rule, Step
from apps.directory.selectors.companies import size_verdict
from apps.kernel.errors import Text
from apps.kernel.money import short_krw

COUNTED_IN_PEOPLE = frozenset({Rule.WORKERS})
COUNTED_IN_YEARS = frozenset({Rule.GRACE})


@dataclass(frozen=True, slots=True)
class StepRow:
    """One rule of the verdict in words."""

    label: Text
    statute: str
    answer: Text
    tone: str
    figure: str
    limit: str


@dataclass(frozen=True, slots=True)
class SizeExplanation:
    """What the size class is and why, or what is missing to tell."""

    size: Text
    is_settled: bool
    possible: tuple[Text, ...]
    average: str
    average_rule: Text
    years: str
    steps: tuple[StepRow, ...]
    missing: tuple[Text, ...]
    valid_from: date
    valid_until: date


def size_explanation(company: Company, on: date) -> SizeExplanation:
    """The verdict as of a day, unfolded to its rules, paragraphs and figures."""
    verdict = size_verdict(company, on)
    sizes = dict(Company.Size.choices)
    average = verdict.average
    return SizeExplanation(
        size=sizes[verdict.size or ""],
        is_settled=verdict.size is not None,
        possible=tuple(sizes[one] for one in verdict.possible),
        average="" if average.krw is None else short_krw(int(average.krw)),
        average_rule=labels.AVERAGES[average.rule] if average.rule else "",
        years=", ".join(str(year) for year in average.years),
        steps=tuple(_step(step) for step in verdict.steps),
        missing=tuple(labels.MISSING[one] for one in verdict.missing),
        valid_from=verdict.valid_from,
        valid_until=verdict.valid_until,
    )


def _step(step: Step) -> StepRow:
    return StepRow(
        label=labels.RULES[step.rule],
        statute=step.statute,
        answer=labels.ANSWERS[step.answer],
        tone=labels.TONES[step.answer],
        figure=_written(step.rule, step.figure),
        limit=" ~ ".join(_written(step.rule, one) for one in step.limits),
    )


def _written(rule: Rule, value: int | None) -> str:
    if value is None:
        return ""
    if rule in COUNTED_IN_PEOPLE:
        return _("%(count)s명") % {"count": f"{value:,}"}
    return str(value) if rule in COUNTED_IN_YEARS else short_krw(value)
