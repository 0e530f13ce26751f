"""What a person tells us when signing up."""

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from apps.accounts import selectors
from apps.accounts.models import ConsentText, User


class SignupExtra(forms.Form):
    """Fields beside e-mail and password."""

    name = forms.CharField(label=_("이름"), max_length=60, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    phone = forms.CharField(
        label=_("연락처"),
        max_length=30,
        required=False,
        help_text=_("진행 상황을 전화로 안내받을 번호입니다. 비워 두어도 됩니다."),
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )
    privacy = forms.BooleanField(
        label=_("개인정보 수집·이용에 동의합니다"),
        error_messages={"required": _("가입하시려면 개인정보 수집·이용에 동의해 주십시오.")},
    )
    field_order = ["email", "name", "phone", "password1", "password2", "privacy"]

    @property
    def privacy_text(self) -> ConsentText | None:
        """What one agrees to, shown above the box."""
        return selectors.consent_text(selectors.PRIVACY)

    def signup(self, request: HttpRequest, user: User) -> None:
        """Asked for by allauth; the adapter has saved these fields already."""
