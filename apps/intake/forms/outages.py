"""A time in which the system was down."""

from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.kernel.fields import MomentField


class OutageForm(forms.Form):
    """From when to when, and why; the outside name is made with the page, so that sending twice is once."""

    uid = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    started_at = MomentField(label=_("장애 시작"))
    ended_at = MomentField(label=_("장애 끝"))
    reason = forms.CharField(label=_("사유"), max_length=200, help_text=_("기한이 바뀐 신청인에게 그대로 알립니다."))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        start, end = cleaned.get("started_at"), cleaned.get("ended_at")
        if start and end and end <= start:
            self.add_error("ended_at", _("끝난 시각은 시작한 시각보다 늦어야 합니다."))
        return cleaned
