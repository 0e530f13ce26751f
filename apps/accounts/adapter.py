"""How allauth behaves in this house."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.accounts import services
from apps.accounts.models import User
from apps.accounts.roles import Role
from apps.accounts.selectors import PRIVACY

LONGEST_ADDRESS = 254


class HouseAdapter(DefaultAccountAdapter):
    """People who sign up by themselves are company members; everybody else is invited."""

    def clean_email(self, email: str) -> str:
        """An address that would have to be cut is refused."""
        if len(email) > LONGEST_ADDRESS:
            raise ValidationError(_("이메일 주소가 너무 깁니다. 주소를 다시 확인해 주십시오."))
        return str(super().clean_email(email))

    def save_user(self, request: HttpRequest, user: User, form: Any, commit: bool = True) -> User:
        user.name = form.cleaned_data["name"]
        user.phone = form.cleaned_data.get("phone", "")
        saved = super().save_user(request, user, form, commit)
        if commit:
            now = timezone.now()
            services.grant(user_id=saved.pk, role=Role.COMPANY, by=None, at=now)
            services.give_consent(user=saved, code=PRIVACY, at=now)
        return saved
