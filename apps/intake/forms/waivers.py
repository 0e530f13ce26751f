"""What one writes to ask for an exception, and to decide on it."""

from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.kernel.errors import Text


class WaiverForm(forms.Form):
    """Which condition, and why; the outside name is made with the page, so that sending twice is once."""

    prefix = "waiver"
    uid = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    rule = forms.ChoiceField(label=_("조건"))
    reason = forms.CharField(
        label=_("예외로 할 사유"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("근거가 되는 규정이나 사정을 적어 주십시오. 신청자격 판정 옆에 남습니다."),
    )

    def __init__(self, *args: Any, rules: Sequence[tuple[str, Text]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["rule"].choices = list(rules)


class WaiverDecisionForm(forms.Form):
    """Whether a second person waives it, and why."""

    waiver = forms.UUIDField(widget=forms.HiddenInput)
    decision = forms.ChoiceField(
        label=_("결정"), choices=[("approve", _("예외 승인")), ("refuse", _("예외 거절"))], widget=forms.RadioSelect
    )
    note = forms.CharField(label=_("결정 사유"), max_length=2000, widget=forms.Textarea(attrs={"rows": 2}))
