"""What is typed when an applicant objects and the centre answers."""

from datetime import datetime
from typing import Any
from uuid import uuid4

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from apps.accounts.models import User
from apps.intake.forms.steps import PaperField
from apps.kernel.bounds import MOST_TEXT
from apps.kernel.fields import MomentField, RowsField
from apps.kernel.widgets import DateTimeInput


class ObjectForm(forms.Form):
    """Why the applicant objects."""

    uid = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    grounds = forms.CharField(
        label=_("이의신청 이유"),
        max_length=MOST_TEXT,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("결정의 어느 부분이 왜 잘못되었다고 보시는지 적어 주십시오."),
    )
    file = PaperField(label=_("뒷받침하는 자료"), required=False)


class PaperForm(forms.Form):
    """One more paper for an objection that stands."""

    uid = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    file = PaperField(label=_("파일"))


class AppointForm(forms.Form):
    """Who looks at the case again, until when."""

    reviewers = RowsField(
        label=pgettext_lazy("list", "평가위원"), queryset=User.objects.none(), widget=forms.CheckboxSelectMultiple
    )
    due_at = MomentField(label=_("평가 마감"), widget=DateTimeInput(attrs={"class": "input-m"}))

    def __init__(self, *args: Any, reviewers: QuerySet[User], due_at: datetime, **kwargs: Any) -> None:
        super().__init__(*args, initial={"due_at": due_at}, **kwargs)
        self.fields["reviewers"].queryset = reviewers


class RulingForm(forms.Form):
    """What one proposes on an objection."""

    ruling = forms.ChoiceField(label=_("결정"), widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("결정 사유"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("이 글이 결과와 함께 신청인에게 전달됩니다."),
    )

    def __init__(self, *args: Any, rulings: list[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ruling"].choices = rulings
