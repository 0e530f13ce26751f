"""Profiles of partners, and the decision about a claim."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.directory import selectors
from apps.directory.entries import PartnerEntry
from apps.directory.forms.fields import DistrictField
from apps.directory.models import Organisation
from apps.kernel.bounds import MOST_MONTHS
from apps.kernel.fields import FigureField, counted, limits_told
from apps.kernel.widgets import UnitInput


class PartnerForm(forms.Form):
    """What a partner can do, and how much of it."""

    name_ko = forms.CharField(label=_("기관 이름"), max_length=120)
    name_en = forms.CharField(label=_("영문 이름"), max_length=120, required=False)
    summary = forms.CharField(
        label=_("소개"),
        max_length=2000,
        required=False,
        help_text=_("잘하는 일과 지난 과제를 현장에서 쓰는 말로 적어 주십시오. 과제를 찾을 때 이 글을 봅니다."),
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    skills = forms.MultipleChoiceField(
        label=_("보유 역량"), required=False, choices=selectors.skill_choices, widget=forms.CheckboxSelectMultiple
    )
    industries = forms.MultipleChoiceField(
        label=_("경험이 있는 업종"),
        required=False,
        choices=selectors.pilot_industry_choices,
        widget=forms.CheckboxSelectMultiple,
    )
    capacity_months = FigureField(
        label=_("한 해에 투입할 수 있는 인월"),
        min_value=Decimal(0),
        max_value=Decimal(MOST_MONTHS),
        error_messages=limits_told(0, MOST_MONTHS, counted),
        decimal_places=1,
        widget=UnitInput(_("인월"), attrs={"class": "input-s", "step": "0.1", "min": "0"}),
    )
    max_projects = forms.IntegerField(
        label=_("동시에 맡을 수 있는 과제"),
        min_value=0,
        max_value=100,
        widget=UnitInput(_("건"), attrs={"class": "input-s", "min": "0"}),
    )
    district = DistrictField(label=_("소재지"), required=False)
    email = forms.EmailField(label=_("연락 이메일"), required=False)
    phone = forms.CharField(label=_("연락처"), max_length=30, required=False)
    website = forms.URLField(label=_("누리집"), required=False, assume_scheme="https")

    def entry(self, kind: str) -> PartnerEntry:
        """The profile as the service takes it."""
        data = self.cleaned_data
        return PartnerEntry(
            kind=kind,
            name_ko=data["name_ko"].strip(),
            name_en=data["name_en"].strip(),
            summary=data["summary"].strip(),
            skill_codes=tuple(data["skills"]),
            industries=tuple(data["industries"]),
            capacity_months=data["capacity_months"],
            max_projects=data["max_projects"],
            district_code=data["district"],
            email=data["email"],
            phone=data["phone"],
            website=data["website"],
        )

    @staticmethod
    def initial_of(organisation: Organisation) -> dict[str, Any]:
        """A partner's profile as the form shows it."""
        return {
            "name_ko": organisation.name_ko,
            "name_en": organisation.name_en,
            "summary": organisation.summary,
            "skills": list(organisation.skills.values_list("code", flat=True)),
            "industries": organisation.industries,
            "capacity_months": organisation.capacity_months,
            "max_projects": organisation.max_projects,
            "district": organisation.district.code if organisation.district else "",
            "email": organisation.email,
            "phone": organisation.phone,
            "website": organisation.website,
        }


class ClaimForm(forms.Form):
    """The centre's decision about who acts for a company."""

    decision = forms.ChoiceField(
        label=_("결정"),
        choices=[("accept", _("구성원으로 인정")), ("refuse", _("인정하지 않음"))],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(label=_("사유"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3}))
