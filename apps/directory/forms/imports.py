"""A table of companies: one row a company, under every rule that the registration form has."""

import re
from collections.abc import Sequence
from datetime import date
from functools import cached_property
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from apps.directory.entries import CompanyEntry
from apps.directory.forms.companies import RegisterForm
from apps.directory.forms.fields import OUTSIDE
from apps.directory.models import District, Industry
from apps.documents.reading import Line, resident_numbers
from apps.kernel.errors import RowProblem
from apps.kernel.fields import TableForm

NOT_ASKED = ("uid",)
DIGITS = re.compile(r"[,\s원명]")
DAY = re.compile(r"(\d{4})\s*[./년-]\s*(\d{1,2})\s*[./월-]\s*(\d{1,2})\s*[.일]?")


class ImportForm(TableForm):
    """A file with companies."""


class _Industry(forms.CharField):
    """The registration's industry, looked up in a list that was read once for the whole table."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=220, **kwargs)
        self.codes: dict[str, str] = {}

    def clean(self, value: Any) -> str:
        text = str(super().clean(value)).strip()
        found = self.codes.get(text.split()[0].upper() if text else "") or self.codes.get(text)
        if found is None:
            raise ValidationError(_("목록에 없는 업종입니다. 표준산업분류 코드나 이름을 적어 주십시오. 예: C25"))
        return found


class _Row(RegisterForm):
    """One row, read over and over: a form is made once for a table, not once a row."""

    industry = _Industry(label=RegisterForm.base_fields["industry"].label)
    district = forms.ChoiceField(label=RegisterForm.base_fields["district"].label)

    def __init__(self, *, today: date) -> None:
        super().__init__({}, today=today)
        for name in NOT_ASKED:
            del self.fields[name]
        self.fields["business_status"].required = False
        rows = Industry.objects.values_list("code", "name_ko")
        self.fields["industry"].codes = {**{name: code for code, name in rows}, **{code: code for code, _name in rows}}
        districts = dict(District.objects.values_list("code", "name_ko"))
        self.fields["district"].choices = [*districts.items(), (OUTSIDE, _("지원 지역 밖"))]

    def clean_district(self) -> str:
        code = str(self.cleaned_data["district"])
        return "" if code == OUTSIDE else code

    @cached_property
    def by_words(self) -> dict[str, dict[str, str]]:
        """Of every field with choices the code by the words people see."""
        choosing = {name: one for name, one in self.fields.items() if isinstance(one, forms.ChoiceField)}
        with override("ko"):
            return {name: {str(words): str(code) for code, words in one.choices} for name, one in choosing.items()}

    def read(self, values: dict[str, str]) -> None:
        """Take one row's texts, as people write figures, days and choices in a table."""
        self.data = {name: self._plain(name, text) for name, text in values.items()}
        self.full_clean()

    def _plain(self, name: str, text: str) -> str:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            return self.by_words[name].get(text, text)
        if isinstance(field, forms.IntegerField):
            return DIGITS.sub("", text)
        if isinstance(field, forms.DateField) and (found := DAY.fullmatch(text)):
            return "-".join(f"{int(part):02d}" for part in found.groups())
        return text


def company_headings(today: date) -> dict[str, str]:
    """The headings of a table of companies by the fields they stand for, in Korean whatever the reader reads."""
    with override("ko"):
        form = _Row(today=today)
        form.order_fields(["business_number", "name_ko", "representative", "industry", "district", "address"])
        return {name: str(field.label) for name, field in form.fields.items()}


def required_headings(today: date) -> list[str]:
    """The headings without which no company can be read."""
    form, headings = _Row(today=today), company_headings(today)
    return [headings[name] for name, field in form.fields.items() if field.required]


def read_companies(lines: Sequence[Line], today: date) -> tuple[list[tuple[int, CompanyEntry]], list[RowProblem]]:
    """The companies of a table by their rows' numbers, and what is wrong with the others; three queries."""
    form, headings = _Row(today=today), company_headings(today)
    names = {heading: name for name, heading in headings.items()}
    entries: list[tuple[int, CompanyEntry]] = []
    problems: list[RowProblem] = []
    for line in lines:
        problems += [RowProblem(line.number, one.field, one.message) for one in resident_numbers(line)]
        form.read({names[heading]: text for heading, text in line.cells.items()})
        if form.is_valid():
            entries.append((line.number, form.registration()))
            continue
        problems += [
            RowProblem(line.number, headings.get(name, ""), message)
            for name, found in form.errors.items()
            for message in found
        ]
    return entries, problems
