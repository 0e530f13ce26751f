"""What the centre and the applicant say when something is decided, asked back or answered."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import uuid4

from django import forms
from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from apps.accounts import selectors as people
from apps.accounts.models import ConsentText, User
from apps.accounts.roles import Role
from apps.intake import selectors
from apps.intake.entries import Approval
from apps.intake.errors import BadApproval
from apps.intake.models import Word
from apps.intake.states import Outcome
from apps.kernel.fields import DayField, MomentField, RowsField
from apps.kernel.widgets import CheckboxCards, DateTimeInput
from apps.panels.selectors import Candidate


def _note(label: Any, *, required: bool, rows: int = 4, help_text: Any = "") -> forms.CharField:
    area = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, max_length=2000, required=required, widget=area, help_text=help_text)


class AdmitForm(forms.Form):
    """Eligible."""

    prefix = "admit"
    note = _note(
        _("메모"), required=False, rows=2, help_text=_("규칙의 제안과 다르게 결정할 때는 사유를 적어 주십시오.")
    )


class WordsForm(forms.Form):
    """Reasons from a list, and in words."""

    codes = forms.MultipleChoiceField(label=_("사유"), required=False, widget=forms.CheckboxSelectMultiple)

    list_: str

    def __init__(self, *args: Any, words: selectors.Vocabulary, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["codes"].choices = words.choices(self.list_)


class RejectForm(WordsForm):
    """Not eligible: at least one reason from the list, and in words."""

    prefix = "reject"
    list_ = Word.List.REJECT
    reason = _note(_("신청인에게 알릴 내용"), required=True)

    def __init__(self, *args: Any, due_at: datetime | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["codes"].required = True
        if due_at is not None and due_at > timezone.now():
            self.fields["codes"].help_text = gettext(
                "보완 기한이 %(due)s까지 남아 있습니다. 자격이 없음이 분명하지 않으면 기한까지 기다려 주십시오."
            ) % {"due": f"{timezone.localtime(due_at):%Y-%m-%d %H:%M}"}


class CorrectionForm(WordsForm):
    """What to mend."""

    prefix = "correct"
    list_ = Word.List.CORRECT
    text = _note(_("보완할 내용"), required=True, help_text=_("무엇을 어떻게 고치면 되는지 적어 주십시오."))


class ExtendForm(forms.Form):
    """More time to mend."""

    prefix = "extend"
    due_at = MomentField(label=_("새 기한"), widget=DateTimeInput(attrs={"class": "input-m"}))
    reason = _note(_("미루는 사유"), required=True, rows=2, help_text=_("신청인에게 새 기한과 함께 전달됩니다."))

    def __init__(self, *args: Any, now_due: datetime | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if now_due is not None:
            due = f"{timezone.localtime(now_due):%Y-%m-%d %H:%M}"
            self.fields["due_at"].help_text = _("지금 기한: %(due)s") % {"due": due}


class TakeForm(forms.Form):
    """Who screens."""

    prefix = "take"
    screener = forms.TypedChoiceField(label=_("검토 담당자"), coerce=int)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        here = people.users_with_role(Role.STAFF, Role.MANAGER).prefetch_related(None)
        self.fields["screener"].choices = list(here.values_list("pk", "name"))


class AnswerForm(forms.Form):
    """The company's answer to a correction request."""

    answer = _note(_("보완한 내용"), required=False, help_text=_("어느 항목을 어떻게 고쳤는지 적어 주십시오."))


class SubmitForm(forms.Form):
    """What the applicant agrees to when handing in; what must be is judged by the service."""

    consents = forms.MultipleChoiceField(label=_("동의"), required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, asked: Sequence[tuple[ConsentText, bool]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked = asked
        needed = {True: gettext("필수"), False: gettext("선택")}
        self.fields["consents"].choices = [(text.code, f"{text.title} ({needed[must]})") for text, must in asked]


class ApprovalForm(forms.Form):
    """The approval system's paper behind a decision; both or neither, and both where it `is_demanded`."""

    approval_number = forms.CharField(label=_("결재문서번호"), max_length=60, required=False)
    approved_on = DayField(label=_("결재일"), required=False)

    def __init__(self, *args: Any, is_demanded: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.required = is_demanded

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if bool(data.get("approval_number")) != bool(data.get("approved_on")):
            self.add_error("approved_on" if data.get("approval_number") else "approval_number", BadApproval.message)
        return data

    def approval(self) -> Approval | None:
        """The paper as the service takes it."""
        number = self.cleaned_data["approval_number"]
        return Approval(number, self.cleaned_data["approved_on"]) if number else None


class ConveneForm(forms.Form):
    """Who reviews, until when."""

    reviewers = RowsField(label=pgettext_lazy("list", "평가위원"), queryset=User.objects.none(), widget=CheckboxCards)
    due_at = MomentField(label=_("평가 마감"), widget=DateTimeInput(attrs={"class": "input-m"}))

    def __init__(self, *args: Any, known: Mapping[int, Candidate], due_at: datetime, **kwargs: Any) -> None:
        super().__init__(*args, initial={"due_at": due_at}, **kwargs)
        field = self.fields["reviewers"]
        field.queryset = people.users_with_role(Role.REVIEWER)
        field.label_from_instance = lambda user: _card(known[user.pk])
        field.widget.closed = {str(pk) for pk, one in known.items() if one.obstacle}


def _card(one: Candidate) -> str:
    """A reviewer's name, and below it standing, load and what stands in the way."""
    return f"{one.user.name}\n{' · '.join(line for line in (one.facts, one.obstacle) if line)}"


class CommitteeForm(forms.Form):
    """Which admitted applications of a call come before a committee together."""

    uid = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    title = forms.CharField(label=_("위원회 이름"), max_length=120)
    applications = forms.MultipleChoiceField(label=_("안건"), widget=forms.CheckboxSelectMultiple)
    due_at = MomentField(label=_("서면평가 마감"), widget=DateTimeInput(attrs={"class": "input-m"}))

    def __init__(self, *args: Any, applications: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["applications"].choices = applications


class TogetherForm(forms.Form):
    """Why all cases of a committee are proposed as it ranked them."""

    prefix = "together"
    note = _note(_("제안 사유"), required=True, rows=2, help_text=_("미선정이면 이 글이 신청인에게 전달됩니다."))


class PublishForm(forms.Form):
    """Nobody publishes the results of a whole committee by one slip of the hand."""

    prefix = "publish"
    sure = forms.BooleanField(
        label=_("결과와 사유를 모두 확인했고 지금 발표합니다."),
        error_messages={"required": _("결과와 사유를 확인하고 이 칸에 표시해 주십시오.")},
    )


class ProposeForm(forms.Form):
    """What one proposes on the panel's result."""

    outcome = forms.ChoiceField(label=_("제안"), choices=Outcome.choices, widget=forms.RadioSelect)
    note = _note(_("제안 사유"), required=True, help_text=_("미선정이면 이 글이 신청인에게 전달됩니다."))
