"""What a browser sends to a sitting."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.accounts.models import User
from apps.kernel.bounds import MOST_TEXT
from apps.kernel.fields import FigureField, VersionField
from apps.kernel.reasons import ReasonForm
from apps.kernel.widgets import UnitInput
from apps.panels.selectors import Question, SeatRow
from apps.panels.states import SeatState


class ScoreForm(forms.Form):
    """One field a criterion, named by its code, and the overall opinion."""

    comment = forms.CharField(
        label=gettext_lazy("종합 의견"),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=MOST_TEXT,
        help_text=gettext_lazy(
            "점수의 사유를 신청기업이 이해할 수 있게 적어 주십시오. 결과를 발표하면 신청기업이 이름 없이 읽습니다."
        ),
    )

    def __init__(self, *args: Any, questions: Sequence[Question], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.questions = questions
        for question in questions:
            self.fields[question.code] = FigureField(
                label=question.label,
                min_value=Decimal(0),
                max_value=Decimal(question.maximum),
                decimal_places=2,
                widget=UnitInput(_("점"), attrs={"step": "0.5", "min": "0", "max": question.maximum}),
                help_text=" ".join(filter(None, [_weighs(question), question.hint])),
            )
        self.fields["version"] = VersionField(required=False, initial=0)
        self.order_fields([*(question.code for question in questions), "comment"])

    def scores(self) -> dict[str, Decimal]:
        """The scores by criterion code."""
        return {question.code: self.cleaned_data[question.code] for question in self.questions}


class InviteForm(forms.Form):
    """One more reviewer."""

    reviewer = forms.ModelChoiceField(
        label=gettext_lazy("추가로 위촉할 평가위원"), queryset=User.objects.none(), to_field_name="uid"
    )

    def __init__(self, *args: Any, reviewers: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reviewer"].queryset = reviewers


class ReleaseForm(ReasonForm):
    """Whose seat is taken back, and why."""

    seat = forms.UUIDField(label=gettext_lazy("평가위원"), widget=forms.Select())
    field_order = ("seat", "reason")
    of_state = SeatState.INVITED

    def __init__(self, *args: Any, rows: Sequence[SeatRow], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(row.uid, row.name) for row in rows if self.offers(row)]
        self.has_choices = bool(choices)
        self.fields["seat"].widget.choices = choices

    def offers(self, row: SeatRow) -> bool:
        """Whether a seat can be chosen."""
        return row.state == self.of_state


class SetAsideForm(ReleaseForm):
    """Whose sheet counts no more, and why."""

    of_state = SeatState.HANDED_IN


class WithholdForm(SetAsideForm):
    """Whose opinion the applicant is not shown, and why."""

    def offers(self, row: SeatRow) -> bool:
        return super().offers(row) and not row.withheld


def _weighs(question: Question) -> str:
    return _("%(maximum)s점 만점, 가중치 %(weight)s") % {"maximum": question.maximum, "weight": question.weight}
