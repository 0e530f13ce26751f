"""Shapes of input at the desk."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from apps.accounts.roles import Role


class KeyForm(forms.Form):
    label = forms.CharField(
        label=_("쓰는 곳"), max_length=60, help_text=_("나중에 알아볼 수 있게 적어 주십시오. 예: 사내 품질관리 시스템")
    )


class RolesForm(forms.Form):
    roles = forms.MultipleChoiceField(
        label=pgettext_lazy("list", "역할"), choices=Role.choices, required=False, widget=forms.CheckboxSelectMultiple
    )


class PersonForm(RolesForm):
    email = forms.EmailField(label=_("이메일"))
    name = forms.CharField(label=_("이름"), max_length=60)
    field_order = ["email", "name", "roles"]

    def person(self) -> dict[str, Any]:
        """What ``accounts.services.create_user`` takes."""
        data = self.cleaned_data
        return {"email": data["email"], "name": data["name"], "roles": [Role(role) for role in data["roles"]]}
