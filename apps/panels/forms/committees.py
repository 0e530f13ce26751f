"""What a browser sends to a committee."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from apps.kernel import bounds
from apps.kernel.fields import MomentField, WonField
from apps.kernel.reasons import ReasonForm
from apps.kernel.widgets import DateTimeInput, UnitInput
from apps.panels.models import Case, Member, Reviewer


class AppointForm(forms.Form):
    """Who is appointed, and who sits in the chair."""

    members = forms.TypedMultipleChoiceField(
        label=_("위촉할 위원"), required=False, widget=forms.CheckboxSelectMultiple, coerce=str
    )
    chair = forms.ChoiceField(label=_("평가위원장"), required=False)

    def __init__(self, *args: Any, pool: QuerySet[Reviewer], members: Collection[Member], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        here = [(str(one.user.uid), one.user.name) for one in members]
        free = [(str(one.user.uid), _pooled(one)) for one in pool.select_related("user").order_by("user__name", "pk")]
        self.fields["members"].choices = free
        self.fields["chair"].choices = [("", _("그대로 둡니다")), *here, *free]


class DismissForm(ReasonForm):
    """Which member goes, and why."""

    member = forms.ChoiceField(label=_("위원"))
    field_order = ("member", "reason")

    def __init__(self, *args: Any, members: Collection[Member], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["member"].choices = [(str(one.user.uid), one.user.name) for one in members]


class PresentForm(forms.Form):
    """Which cases present, from when, how long each."""

    cases = forms.MultipleChoiceField(label=_("발표할 안건"), widget=forms.CheckboxSelectMultiple)
    starts_at = MomentField(label=_("첫 발표"), widget=DateTimeInput(attrs={"class": "input-m"}))
    minutes = forms.IntegerField(
        label=_("안건마다"),
        min_value=1,
        max_value=480,
        initial=20,
        widget=UnitInput(_("분"), attrs={"class": "input-s", "min": "1"}),
    )

    def __init__(self, *args: Any, cases: Sequence[Case], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["cases"].choices = [
            (str(case.uid), _("%(title)s (서면 %(total)s점)") % {"title": case.subject_title, "total": case.total})
            for case in cases
        ]


class ConcludeForm(forms.Form):
    """The minutes of the deliberation."""

    place = forms.CharField(label=_("회의 장소"), max_length=120, required=False)
    minutes = forms.CharField(
        label=_("심의 내용"),
        max_length=bounds.MOST_TEXT,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("논의와 결정, 동점 처리의 사유를 적어 주십시오. 위원장이 확인하고 확정합니다."),
    )


class MoveForm(ReasonForm):
    """To whom a case goes, and why."""

    to = forms.ChoiceField(label=_("맡을 위원"))
    field_order = ("to", "reason")

    def __init__(self, *args: Any, members: Collection[Member], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = [(str(one.user.uid), one.user.name) for one in members]


class BonusForm(forms.Form):
    """Which bonuses a case gets."""

    bonuses = forms.MultipleChoiceField(label=_("가점"), required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, offered: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["bonuses"].choices = offered


class TrialForm(forms.Form):
    """A quota and a budget to try on the board."""

    quota = forms.IntegerField(
        label=_("선정 수"),
        required=False,
        min_value=0,
        max_value=bounds.MOST_COUNT,
        widget=UnitInput(_("건"), attrs={"class": "input-s", "min": "0"}),
    )
    budget_krw = WonField(label=_("예산"), required=False, max_value=bounds.MOST_COMPANY_KRW)


def _pooled(reviewer: Reviewer) -> str:
    place = _("외부") if reviewer.is_outsider else _("내부")
    return f"{reviewer.user.name} ({place})"
