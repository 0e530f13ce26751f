"""What staff type about a call."""

from datetime import datetime
from typing import Any
from uuid import uuid4

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from apps.intake import rules
from apps.intake.entries import CallEntry
from apps.intake.models import Call, Programme
from apps.kernel import clocks
from apps.kernel.fields import DayField, MomentField
from apps.kernel.widgets import DateInput, DateTimeInput


class CallForm(forms.Form):
    """The words and the days of a call. The hour it closes at is the programme's."""

    title_ko = forms.CharField(label=_("제목"), max_length=160)
    opens_at = MomentField(label=_("모집 시작"), widget=DateTimeInput(attrs={"class": "input-m"}))
    closes_at = DayField(
        label=_("마감일"),
        required=False,
        help_text=_("상시 모집이면 비워 두십시오. 마감 시각은 사업마다 정해져 있습니다."),
        widget=DateInput(attrs={"class": "input-m"}),
    )
    body_ko = forms.CharField(
        label=_("공고 내용"),
        max_length=10000,
        required=False,
        help_text=_(
            "지원 내용, 자격, 서류, 평가 항목은 사업 설정에서 나옵니다. 이번 모집에만 해당하는 말을 적어 주십시오."
        ),
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    contact = forms.CharField(
        label=_("문의처"),
        max_length=120,
        required=False,
        help_text=_("담당 부서와 전화번호처럼 누구에게 보여도 되는 것만 적어 주십시오."),
    )
    title_en = forms.CharField(label=_("영어 제목"), max_length=160, required=False)
    body_en = forms.CharField(
        label=_("영어 공고 내용"), max_length=10000, required=False, widget=forms.Textarea(attrs={"rows": 5})
    )

    def entry(self, settings: dict[str, Any], *, opens_at: datetime | None = None) -> CallEntry:
        """The typed call under the settings of its programme; `opens_at` where the form does not ask for it."""
        data = self.cleaned_data
        closes_on = data["closes_at"]
        hour = settings.get("closing_hour", "24:00")
        zone = timezone.get_current_timezone()
        return CallEntry(
            title_ko=data["title_ko"],
            title_en=data["title_en"],
            body_ko=data["body_ko"],
            body_en=data["body_en"],
            contact=data["contact"],
            opens_at=opens_at or data["opens_at"],
            closes_at=rules.closing_moment(closes_on, hour, zone) if closes_on else None,
        )


class NewCallForm(CallForm):
    """A call and the programme it is for; the outside name makes sending twice once."""

    uid = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    programme = forms.ModelChoiceField(
        label=pgettext_lazy("list", "지원사업"), queryset=Programme.objects.none(), to_field_name="code"
    )
    field_order = ("uid", "programme")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["programme"].queryset = Programme.objects.filter(is_active=True).order_by("position", "pk")
        self.fields["programme"].label_from_instance = lambda programme: programme.name


class AmendForm(CallForm):
    """A change of a published call, and why."""

    reason = forms.CharField(
        label=_("변경 사유"),
        max_length=500,
        help_text=_("공고 화면에 그대로 보이고 신청자에게 전달됩니다."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    field_order = ("reason",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["opens_at"]


class CloseForm(forms.Form):
    """Why a call ends before its time."""

    reason = forms.CharField(
        label=_("마감 사유"),
        max_length=500,
        help_text=_("공고 화면에 그대로 보이고 신청자에게 전달됩니다. 예: 올해 예산을 모두 썼습니다."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )


def initial_of(call: Call) -> dict[str, Any]:
    """The present words and days of a call, for its forms."""
    names = ("title_ko", "title_en", "body_ko", "body_en", "contact", "opens_at")
    closes_on = clocks.local_date(call.closes_at) if call.closes_at else None
    return {**{name: getattr(call, name) for name in names}, "closes_at": closes_on}
