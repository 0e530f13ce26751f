"""What a browser sends to the pool of reviewers."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import User
from apps.directory import selectors as directory
from apps.kernel.widgets import UnitInput
from apps.panels.entries import DeclarationEntry, Profile, Standing
from apps.panels.models import MOST_CASES_A_YEAR, Declaration, Reviewer
from apps.panels.selectors import skills_of


class ProfileForm(forms.Form):
    """What a reviewer can judge, and how much of it."""

    skills = forms.MultipleChoiceField(
        label=_("전문분야"), required=False, choices=directory.skill_choices, widget=forms.CheckboxSelectMultiple
    )
    industries = forms.MultipleChoiceField(
        label=_("경험이 있는 업종"),
        required=False,
        choices=directory.pilot_industry_choices,
        widget=forms.CheckboxSelectMultiple,
    )
    yearly_most = forms.IntegerField(
        label=_("한 해에 맡을 수 있는 안건"),
        min_value=1,
        max_value=MOST_CASES_A_YEAR,
        initial=30,
        widget=UnitInput(_("건"), attrs={"class": "input-s", "min": "1"}),
    )

    def profile(self) -> Profile:
        """The profile as the service takes it."""
        data = self.cleaned_data
        return Profile(tuple(data["skills"]), tuple(data["industries"]), data["yearly_most"])

    @staticmethod
    def initial_of(reviewer: Reviewer) -> dict[str, Any]:
        """A profile as the form shows it."""
        return {
            "skills": skills_of([reviewer.pk])[reviewer.pk],
            "industries": reviewer.industries,
            "yearly_most": reviewer.yearly_most,
            "is_outsider": reviewer.is_outsider,
            "is_active": reviewer.is_active,
        }


class StandingForm(ProfileForm):
    """The profile with what the centre alone decides."""

    is_outsider = forms.BooleanField(label=_("외부 위원"), required=False, initial=True)
    is_active = forms.BooleanField(
        label=_("활동 중"), required=False, initial=True, help_text=_("쉬는 위원은 새 안건을 맡지 않습니다.")
    )

    def standing(self) -> Standing:
        """The standing as the service takes it."""
        return Standing(self.cleaned_data["is_outsider"], self.cleaned_data["is_active"])


class EnrolForm(StandingForm):
    """Who enters the pool."""

    user = forms.ModelChoiceField(
        label=_("평가위원"),
        queryset=User.objects.none(),
        to_field_name="uid",
        help_text=_("평가위원 역할이 있는 사람 가운데 아직 풀에 없는 사람입니다."),
    )
    field_order = ("user",)

    def __init__(self, *args: Any, people: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset = people


class DeclareForm(forms.Form):
    """A tie that its reviewer declares."""

    business_number = forms.CharField(
        label=_("사업자등록번호"), max_length=12, widget=forms.TextInput(attrs={"class": "input-m"})
    )
    stated_name = forms.CharField(label=_("기업 이름"), max_length=120)
    kind = forms.ChoiceField(label=_("관계"), choices=Declaration.Kind.choices)
    note = forms.CharField(label=_("메모"), max_length=200, required=False)

    def entry(self) -> DeclarationEntry:
        """The declaration as the service takes it."""
        return DeclarationEntry(**self.cleaned_data)
