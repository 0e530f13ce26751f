"""A table of applications: one row an application, under every rule that the steps of the form have."""

import re
from collections.abc import Sequence
from copy import deepcopy
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override, pgettext_lazy

from apps.directory.labels import NUMBER_PROBLEMS
from apps.directory.rules.numbers import business_number
from apps.documents.reading import Line, resident_numbers
from apps.intake import selectors
from apps.intake.entries import ImportEntry
from apps.intake.forms.steps import MoneyForm, ProblemForm, SituationForm, check_burden
from apps.intake.models import Call, Word
from apps.intake.states import CallState
from apps.kernel.errors import RowProblem
from apps.kernel.fields import MomentField, TableForm

NOT_ASKED = ("version", "site")
DIGITS = re.compile(r"[,\s원]")
DAY = re.compile(r"(\d{4})\s*[./년-]\s*(\d{1,2})\s*[./월-]\s*(\d{1,2})\s*[.일]?(?:[\sT]+(\d{1,2}:\d{2})(?::\d{2})?)?")
BETWEEN = re.compile(r"\s*[;,\n]\s*")


class ImportForm(TableForm):
    """A file with applications, and the call they answered."""

    call = forms.ModelChoiceField(
        label=pgettext_lazy("list", "모집공고"),
        queryset=Call.objects.none(),
        to_field_name="uid",
        empty_label=_("골라 주십시오"),
    )
    field_order = ("call",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        published = Call.objects.exclude(state=CallState.DRAFT)
        self.fields["call"].queryset = published.order_by("-opens_at", "-pk")
        self.fields["call"].label_from_instance = lambda call: call.title


class _Row(forms.Form):
    """One row, read over and over: a form is made once for a table, not once a row."""

    business_number = forms.CharField(label=_("사업자등록번호"), max_length=20)
    received_at = MomentField(label=_("접수일시"))
    former_number = forms.CharField(label=_("이전 접수번호"), max_length=40, required=False)

    def __init__(self) -> None:
        super().__init__({})
        for step in (ProblemForm, SituationForm, MoneyForm):
            asked = {name: one for name, one in step.base_fields.items() if name not in NOT_ASKED}
            self.fields.update(deepcopy(asked))
        choices = selectors.vocabulary().choices(Word.List.BARRIER)
        self.fields["barriers"].choices = choices
        self.barriers = {str(words): code for code, words in choices}

    def clean_business_number(self) -> str:
        typed = str(self.cleaned_data["business_number"])
        problem = business_number(typed).problem
        if problem is not None:
            raise ValidationError(NUMBER_PROBLEMS[problem])
        return typed

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        check_burden(self, cleaned)
        return cleaned

    def read(self, values: dict[str, str]) -> None:
        """Take one row's texts, as people write figures, days and lists in a table."""
        self.data = {name: self._plain(name, text) for name, text in values.items()}
        self.full_clean()

    def _plain(self, name: str, text: str) -> Any:
        field = self.fields[name]
        if name == "barriers":
            return [self.barriers.get(one, one) for one in BETWEEN.split(text) if one]
        if isinstance(field, forms.IntegerField):
            return DIGITS.sub("", text)
        if name == "received_at" and (found := DAY.fullmatch(text)):
            year, month, day, hour = found.groups()
            return f"{year}-{int(month):02d}-{int(day):02d} {hour or '00:00'}"
        return text

    def entry(self) -> ImportEntry:
        data = dict(self.cleaned_data)
        return ImportEntry(
            business_number=data.pop("business_number"),
            received_at=data.pop("received_at"),
            former_number=data.pop("former_number"),
            values=data,
        )


def application_headings() -> dict[str, str]:
    """The headings of a table of applications by the fields they stand for, in Korean whatever the reader reads."""
    with override("ko"):
        return {name: str(field.label) for name, field in _Row().fields.items()}


def required_headings() -> list[str]:
    """The headings without which no application can be read."""
    headings = application_headings()
    return [headings[name] for name, field in _Row().fields.items() if field.required]


def read_applications(lines: Sequence[Line]) -> tuple[list[tuple[int, ImportEntry]], list[RowProblem]]:
    """The applications of a table by their rows' numbers, and what is wrong with the others; one query."""
    form, headings = _Row(), application_headings()
    names = {heading: name for name, heading in headings.items()}
    entries: list[tuple[int, ImportEntry]] = []
    problems: list[RowProblem] = []
    for line in lines:
        problems += [RowProblem(line.number, one.field, one.message) for one in resident_numbers(line)]
        form.read({names[heading]: text for heading, text in line.cells.items()})
        if form.is_valid():
            entries.append((line.number, form.entry()))
            continue
        problems += [
            RowProblem(line.number, headings.get(name, ""), message)
            for name, found in form.errors.items()
            for message in found
        ]
    return entries, problems
