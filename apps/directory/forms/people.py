"""An organisation's people."""

from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.directory.models import Membership, Organisation
from apps.kernel.errors import Text


class InviteForm(forms.Form):
    """Somebody to be asked to join; `uid` is made with the form, so that sending twice is once."""

    uid = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    email = forms.EmailField(
        label=_("이메일 주소"),
        max_length=254,
        help_text=_("초대받은 분이 이 주소로 로그인하거나 가입하면 초대가 보입니다."),
    )
    position = forms.ChoiceField(
        label=_("직책"),
        initial=Membership.Position.MEMBER,
        help_text=_("대표와 실무 책임자는 구성원과 기업정보를 관리합니다. 담당자는 신청서를 쓰고 냅니다."),
    )

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["position"].choices = position_choices(organisation)


class PositionForm(forms.Form):
    """A member's position."""

    position = forms.ChoiceField(label=_("직책"))

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["position"].choices = position_choices(organisation)


def position_choices(organisation: Organisation) -> list[tuple[str, Text]]:
    """The positions its people may have."""
    return [(one.value, one.label) for one in Membership.positions_in(organisation.kind)]
