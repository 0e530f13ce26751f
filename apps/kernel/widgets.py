"""Inputs of the look, for use in any app's forms. They only draw; fields clean."""

from collections.abc import Collection
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

MEGABYTE = 1024 * 1024


class DateInput(forms.DateInput):
    """The browser's own date picker."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs=attrs, format="%Y-%m-%d")


class DateTimeInput(forms.DateTimeInput):
    """The browser's own date and time picker, local time to the minute."""

    input_type = "datetime-local"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs=attrs, format="%Y-%m-%dT%H:%M")


class UnitInput(forms.NumberInput):
    """A number with its unit behind it, such as ``UnitInput("명")``."""

    def __init__(self, unit: Any, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs={"data-unit": unit, "inputmode": "decimal", **(attrs or {})})


class WonInput(forms.NumberInput):
    """Whole won; the amount is also read out under the input while typing."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        won = {"data-unit": _("원"), "data-reads-won": True, "inputmode": "numeric", "step": "1", "min": "0"}
        super().__init__(attrs={**won, **(attrs or {})})


class RadioCards(forms.RadioSelect):
    """Choices as cards. A choice's label may carry an explanation after a line break."""

    template_name = "forms/widgets/choice_cards.html"


class CheckboxCards(forms.CheckboxSelectMultiple):
    """Several choices as cards; labels as in ``RadioCards``. A value in ``closed`` cannot be ticked."""

    template_name = "forms/widgets/choice_cards.html"
    closed: Collection[str] = ()

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option: dict[str, Any] = super().create_option(name, value, *args, **kwargs)
        if str(value) in self.closed:
            option["attrs"]["disabled"] = True
        return option


class FileInput(forms.ClearableFileInput):
    """A place to drop a file, naming what is taken; the hint's ``%(limit)d`` is the installation's limit in megabytes.

    ``FileInput(accept=".pdf,.hwpx", hint=_("PDF, 한글 파일. %(limit)dMB까지"))``
    """

    template_name = "forms/widgets/file.html"

    def __init__(self, accept: str = "", hint: Any = "", attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs={**({"accept": accept} if accept else {}), **(attrs or {})})
        self.hint = hint

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["hint"] = str(self.hint) % {"limit": settings.ATTACHMENT_MAX_BYTES // MEGABYTE}
        return context
