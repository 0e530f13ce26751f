"""The size class of a company as its page explains it."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from apps.directory import labels
from apps.directory.models import Company
from apps.directory.rules.size_terms import Answer, AverageRule, Missing, Rule
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


def size_explanation(company: Company) -> SizeExplanation:
    """The stored verdict, unfolded to its rules, paragraphs and figures."""
    basis = company.size_basis
    sizes = dict(Company.Size.choices)
    krw = basis["average_krw"]
    rule = basis["average_rule"]
    return SizeExplanation(
        size=company.get_size_class_display(),
        is_settled=bool(company.size_class),
        possible=tuple(sizes[one] for one in basis["possible"]),
        average="" if krw is None else short_krw(krw),
        average_rule=labels.AVERAGES[AverageRule(rule)] if rule else "",
        years=", ".join(str(year) for year in basis["average_years"]),
        steps=tuple(_step(step) for step in basis["steps"]),
        missing=tuple(labels.MISSING[Missing(one)] for one in basis["missing"]),
        valid_from=date.fromisoformat(basis["valid_from"]),
        valid_until=date.fromisoformat(basis["valid_until"]),
    )


def _step(step: dict[str, object]) -> StepRow:
    rule, answer = Rule(str(step["rule"])), Answer(str(step["answer"]))
    limits = step["limits"]
    return StepRow(
        label=labels.RULES[rule],
        statute=str(step["statute"]),
        answer=labels.ANSWERS[answer],
        tone=labels.TONES[answer],
        figure=_written(rule, step["figure"]),
        limit=" ~ ".join(_written(rule, one) for one in limits) if isinstance(limits, list) else "",
    )


def _written(rule: Rule, value: object) -> str:
    if not isinstance(value, int):
        return ""
    if rule in COUNTED_IN_PEOPLE:
        return _("%(count)s명") % {"count": f"{value:,}"}
    return str(value) if rule in COUNTED_IN_YEARS else short_krw(value)
