"""Fields of the house's forms, with the limits of ``apps.kernel.bounds`` and words that say them."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from apps.kernel import bounds
from apps.kernel.errors import Text
from apps.kernel.money import exact_krw
from apps.kernel.widgets import DateInput, DateTimeInput, FileInput, WonInput


class WithinYears:
    """Refuses a day or a moment outside of two days, said in years; for forms and for the API."""

    message = _("%(first)s년부터 %(last)s년까지의 날짜를 입력해 주십시오.")

    def __init__(self, first: date = bounds.EARLIEST_ON, last: date = bounds.LATEST_ON) -> None:
        self.first, self.last = first, last

    def __call__(self, value: date) -> None:
        day = value.date() if isinstance(value, datetime) else value
        if not self.first <= day <= self.last:
            raise ValidationError(self.message, code="out_of_range", params=self.years)

    @property
    def years(self) -> dict[str, int]:
        return {"first": self.first.year, "last": self.last.year}


class DayField(forms.DateField):
    """A day of a sensible year, by the browser's picker."""

    def __init__(self, *, first: date = bounds.EARLIEST_ON, last: date = bounds.LATEST_ON, **more: Any) -> None:
        super().__init__(**{"widget": DateInput(), "validators": [WithinYears(first, last)], **more})


class MomentField(forms.DateTimeField):
    """A moment of a sensible year, by the browser's picker."""

    def __init__(self, **more: Any) -> None:
        super().__init__(**{"widget": DateTimeInput(), "validators": [WithinYears()], **more})


def limits_told(least: int, most: int, written: Callable[[int], str]) -> dict[str, Text]:
    """The words with which a number outside of its limits is refused, by forms and by the API alike."""
    return {
        "max_value": _limit_told(_("%(limit)s 이하로 적어 주십시오."), most, written),
        "min_value": _limit_told(_("%(limit)s 이상으로 적어 주십시오."), least, written),
    }


def counted(number: int) -> str:
    """A number of things with its thousands apart."""
    return f"{number:,}"


_limit_told = lazy(lambda words, limit, written: words % {"limit": written(limit)}, str)


class WonField(forms.IntegerField):
    """Whole won, of a project unless told otherwise."""

    def __init__(self, *, min_value: int = 0, max_value: int = bounds.MOST_KRW, **more: Any) -> None:
        told = limits_told(min_value, max_value, exact_krw)
        limits = {"min_value": min_value, "max_value": max_value, "error_messages": told}
        super().__init__(**{**limits, "widget": WonInput(attrs={"min": str(min_value)}), **more})


class CountField(forms.IntegerField):
    """A number of things."""

    def __init__(self, *, min_value: int = 0, max_value: int = bounds.MOST_COUNT, **more: Any) -> None:
        told = limits_told(min_value, max_value, counted)
        super().__init__(**{"min_value": min_value, "max_value": max_value, "error_messages": told, **more})


class VersionField(forms.IntegerField):
    """The version of a thing as the page showed it, to be sent back with the change."""

    def __init__(self, **more: Any) -> None:
        super().__init__(
            **{"min_value": 0, "max_value": bounds.MOST_COUNT, "widget": forms.HiddenInput, **more},
        )


class FigureField(forms.DecimalField):
    """A decimal that every database gives back as it was typed."""

    def __init__(self, *, decimal_places: int, **more: Any) -> None:
        super().__init__(**{"max_digits": bounds.MOST_DIGITS, "decimal_places": decimal_places, **more})


class RowsField(forms.ModelMultipleChoiceField):
    """Several rows by their keys; a key that no row can have is as unknown as one that none has."""

    def clean(self, value: Any) -> Any:
        for key in value or ():
            if not _can_be_a_key(str(key)):
                raise ValidationError(
                    self.error_messages["invalid_choice"], code="invalid_choice", params={"value": str(key)[:40]}
                )
        return super().clean(value)


def _can_be_a_key(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < len(str(bounds.MOST_ID))


class TableForm(forms.Form):
    """A table to be taken over; the outside name is made with the page, so that sending twice is once."""

    uid = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    file = forms.FileField(
        label=_("파일"),
        allow_empty_file=True,
        widget=FileInput(accept=".xlsx,.csv", hint=_("엑셀(XLSX)이나 CSV 파일로 5,000줄까지 올릴 수 있습니다.")),
    )
