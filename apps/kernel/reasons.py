"""The form of one reason, which many pages ask alike."""

from django import forms
from django.utils.translation import gettext_lazy as _

LONGEST_REASON = 1000


class ReasonForm(forms.Form):
    """Why something is refused, taken back or opened again."""

    reason = forms.CharField(label=_("사유"), widget=forms.Textarea(attrs={"rows": 3}), max_length=LONGEST_REASON)
