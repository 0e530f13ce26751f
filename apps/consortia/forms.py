"""What a browser sends about briefs, proposals and agreements."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.consortia.entries import BriefEntry, Draft, RoleEntry
from apps.consortia.models import BriefRole
from apps.consortia.rules import KIND_OF, RoleCode
from apps.consortia.selectors import CandidateView, Party, RoleView
from apps.kernel import bounds
from apps.kernel.fields import DayField, FigureField, MomentField, WonField
from apps.kernel.money import short_krw
from apps.kernel.widgets import CheckboxCards, RadioCards, UnitInput
from apps.roadmaps.models import PlannedAction

PERCENT = Decimal("0.01")


class NewBriefForm(forms.Form):
    """Which action of the roadmap becomes the project."""

    planned_action = forms.TypedChoiceField(
        label=gettext_lazy("실증할 실행과제"),
        coerce=int,
        widget=RadioCards(),
        help_text=gettext_lazy("하나를 고릅니다."),
    )

    def __init__(self, *args: Any, actions: Sequence[PlannedAction], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["planned_action"].choices = [(planned.pk, _planned(planned)) for planned in actions]


def _planned(planned: PlannedAction) -> str:
    facts = _("%(horizon)s, %(months)s개월, %(cost)s") % {
        "horizon": planned.get_horizon_display(),
        "months": planned.months,
        "cost": short_krw(planned.cost_krw),
    }
    return f"{planned.action.code} {planned.action.title}\n{facts}"


class BriefForm(forms.Form):
    """What a brief says."""

    title = forms.CharField(label=gettext_lazy("과제 이름"), max_length=200)
    summary = forms.CharField(
        label=gettext_lazy("과제 내용"),
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=bounds.MOST_TEXT,
        help_text=gettext_lazy("후보 기관이 읽고 참여를 정할 수 있게 적어 주십시오. 후보 점수에도 쓰입니다."),
    )
    months = forms.IntegerField(
        label=gettext_lazy("기간"), min_value=1, max_value=60, widget=UnitInput(gettext_lazy("개월"))
    )
    budget_krw = WonField(label=gettext_lazy("총사업비"))

    def entry(self) -> BriefEntry:
        return BriefEntry(**self.cleaned_data)


class RoleForm(forms.Form):
    """One role: who plays it, with what, for how long and how much."""

    role = forms.ChoiceField(label=gettext_lazy("역할"), choices=BriefRole.Code.choices)
    skills = forms.MultipleChoiceField(label=gettext_lazy("필요 역량"), required=False, widget=CheckboxCards())
    months = FigureField(
        label=gettext_lazy("투입 인월"),
        min_value=Decimal("0.1"),
        max_value=Decimal(bounds.MOST_ROLE_MONTHS),
        decimal_places=1,
        widget=UnitInput(gettext_lazy("인월"), attrs={"step": "0.1"}),
    )
    budget_krw = WonField(label=gettext_lazy("역할 사업비"))
    duties = forms.CharField(
        label=gettext_lazy("맡는 일"), required=False, widget=forms.Textarea(attrs={"rows": 3}), max_length=2000
    )

    def __init__(self, *args: Any, skills: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["skills"].choices = list(skills.items())

    def entry(self) -> RoleEntry:
        role = self.cleaned_data["role"]
        return RoleEntry(organisation_kind=KIND_OF[RoleCode(role)], **self.cleaned_data)


class ProposeForm(forms.Form):
    """Which candidate is asked for which role, until when, with which words."""

    due_at = MomentField(label=gettext_lazy("답변 기한"))
    message = forms.CharField(
        label=gettext_lazy("기관에 전하는 말"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
    )

    def __init__(self, *args: Any, roles: Sequence[tuple[RoleView, Sequence[CandidateView]]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for role, candidates in roles:
            choices = [("", _("이번에는 제안하지 않음"))]
            choices += [(str(one.organisation_uid), _candidate(one)) for one in candidates]
            self.fields[f"role_{role.uid}"] = forms.ChoiceField(label=role.label, choices=choices, required=False)
        self.order_fields([*(f"role_{role.uid}" for role, _candidates in roles), "due_at", "message"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and not self._chosen(cleaned):
            raise forms.ValidationError(_("제안할 기관을 하나 이상 골라 주십시오."))
        return cleaned

    def partners(self) -> dict[UUID, UUID]:
        """Organisation by role."""
        return self._chosen(self.cleaned_data)

    @staticmethod
    def _chosen(cleaned: dict[str, Any]) -> dict[UUID, UUID]:
        return {
            UUID(name.removeprefix("role_")): UUID(value)
            for name, value in cleaned.items()
            if name.startswith("role_") and value
        }


def _candidate(one: CandidateView) -> str:
    return _("%(name)s (%(score)s점)") % {"name": one.name, "score": f"{one.score:.1f}"}


class TermsForm(forms.Form):
    """The terms of an agreement; the last day is shown as people say it, as part of the period."""

    starts_on = DayField(label=gettext_lazy("시작하는 날"))
    ends_on = DayField(label=gettext_lazy("끝나는 날"))
    support_krw = WonField(label=gettext_lazy("지원금"))
    cash_krw = WonField(label=gettext_lazy("수요기업 현금"))
    in_kind_krw = WonField(label=gettext_lazy("수요기업 현물"))
    purpose = forms.CharField(label=gettext_lazy("목적"), widget=forms.Textarea(attrs={"rows": 4}), max_length=2000)
    special = forms.CharField(
        label=gettext_lazy("특약"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=4000,
        help_text=gettext_lazy("한 줄에 한 항목씩 적습니다."),
    )

    def __init__(self, *args: Any, parties: Sequence[Party], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.parties = parties
        for party in parties:
            self.fields[f"ip_{party.key}"] = FigureField(
                label=_("지식재산 지분: %(name)s") % {"name": party.name},
                min_value=Decimal(0),
                max_value=Decimal(100),
                decimal_places=2,
                widget=UnitInput("%", attrs={"step": "0.01"}),
            )
        shares = [f"ip_{party.key}" for party in parties]
        self.order_fields(
            ["starts_on", "ends_on", "support_krw", "cash_krw", "in_kind_krw", *shares, "purpose", "special"]
        )

    def draft(self) -> Draft:
        data = self.cleaned_data
        return Draft(
            starts_on=data["starts_on"],
            ends_on=data["ends_on"] + timedelta(days=1),
            support_krw=data["support_krw"],
            cash_krw=data["cash_krw"],
            in_kind_krw=data["in_kind_krw"],
            ip={party.key: int(data[f"ip_{party.key}"] / PERCENT) for party in self.parties},
            purpose=data["purpose"],
            special=data["special"],
        )
