"""Fields that more than one form of the directory uses."""

from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from apps.directory import selectors
from apps.directory.models import Industry

OUTSIDE = "outside"
KNOWN = [("", _("모름")), ("yes", _("예")), ("no", _("아니요"))]


class SuggestInput(forms.TextInput):
    """A text input that the browser completes from a list; works without JavaScript."""

    template_name = "directory/widgets/suggest.html"

    def __init__(self, options: Callable[[], Iterable[str]], attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs={"autocomplete": "off", **(attrs or {})})
        self.options = options

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["options"] = self.options()
        context["widget"]["attrs"]["list"] = f"{context['widget']['attrs'].get('id', name)}_list"
        return context


class IndustryField(forms.CharField):
    """A KSIC code, its name, or both as the list offers them; cleans to the code."""

    default_error_messages = {"unknown": _("목록에 없는 업종입니다. 이름의 일부를 적고 목록에서 골라 주십시오.")}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=220, widget=SuggestInput(selectors.industry_options), **kwargs)

    def clean(self, value: Any) -> str:
        text = str(super().clean(value)).strip()
        if not text:
            return ""
        code = text.split()[0].upper()
        rows = Industry.objects.filter(code=code) or Industry.objects.filter(name_ko=text)
        found = rows.values_list("code", flat=True).first()
        if found is None:
            raise ValidationError(self.error_messages["unknown"], code="unknown")
        return found


class DistrictField(forms.ChoiceField):
    """A district of the centre, or outside all of them, which cleans to an empty text; one is always chosen."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=_districts, **kwargs)

    def __deepcopy__(self, memo: dict[int, Any]) -> "DistrictField":
        # Each form asks once, however often its select looks at the choices.
        own: DistrictField = super().__deepcopy__(memo)
        own.choices = cache(_districts)
        return own

    def clean(self, value: Any) -> str:
        code = str(super().clean(value))
        return "" if code == OUTSIDE else code


def _districts() -> list[tuple[str, Any]]:
    return [("", _("골라 주십시오")), *selectors.district_choices(), (OUTSIDE, _("지원 지역 밖"))]


def known(value: str) -> bool | None:
    """Yes, no, or not known."""
    return {"yes": True, "no": False}.get(value)


def unknown_as_text(value: bool | None) -> str:
    """The other way round, for a form's initial value."""
    return {True: "yes", False: "no", None: ""}[value]
