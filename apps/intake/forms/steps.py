"""The steps of an application. Nothing is required while writing; handing in asks for what is missing."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, cast
from uuid import UUID, uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.directory.models import Site
from apps.directory.selectors import sites_to_choose
from apps.intake import selectors
from apps.intake.models import FIGURE_PLACES, Application, Word
from apps.kernel.fields import DayField, FigureField, VersionField, WonField
from apps.kernel.widgets import CheckboxCards, FileInput, UnitInput

# Names of the fields that were written since the page last saved; a page without scripts says nothing of it.
CHANGED = "changed"
ACCEPT = ".pdf,.hwp,.hwpx,.docx,.xlsx,.pptx,.png,.jpg,.jpeg,.heic"


class StartForm(forms.Form):
    """Begin an application; the outside name is made with the page, so that sending twice is once."""

    uid = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    copied_from = forms.TypedChoiceField(
        label=_("지난 신청에서 가져오기"),
        required=False,
        coerce=UUID,
        empty_value=None,
        help_text=_("문제와 수치, 현황을 그대로 옮깁니다. 예산과 서류는 새로 적고 올립니다."),
    )

    def __init__(self, *args: Any, earlier: Sequence[tuple[UUID, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if earlier:
            field = cast(forms.ChoiceField, self.fields["copied_from"])
            field.choices = [("", _("새로 쓰기")), *earlier]
        else:
            del self.fields["copied_from"]


class StepForm(forms.Form):
    """One step: some fields of the draft and the version they were read at."""

    version = VersionField()

    def __init__(self, *args: Any, application: Application, **kwargs: Any) -> None:
        self.application = application
        kwargs.setdefault("initial", {**self.initial_of(application), "version": application.draft_version})
        super().__init__(*args, **kwargs)

    def initial_of(self, application: Application) -> dict[str, Any]:
        """The draft's present values of this step's fields; decimals without trailing zeros."""
        values = {name: getattr(application, name) for name in self.base_fields if name != "version"}
        return {name: f"{one.normalize():f}" if isinstance(one, Decimal) else one for name, one in values.items()}

    def values(self) -> dict[str, Any]:
        """Cleaned values by field, as the service takes them: of a page that says what was written, only that.

        What its writer left alone may be older than the draft, where somebody else wrote meanwhile.
        """
        written = self.data.getlist(CHANGED) if CHANGED in self.data else list(self.cleaned_data)
        return {name: value for name, value in self.cleaned_data.items() if name in written and name != "version"}


class ProblemForm(StepForm):
    """The problem in the field's own words and the figure one wants changed."""

    problem = forms.CharField(
        label=_("해결하려는 문제"),
        max_length=4000,
        required=False,
        help_text=_("현장에서 쓰는 말로, 언제 누가 무엇 때문에 어려운지 적어 주십시오."),
        widget=forms.Textarea(attrs={"rows": 7}),
    )
    figure_name = forms.CharField(
        label=_("바꾸고 싶은 수치"), max_length=80, required=False, help_text=_("예: 외관 불량률, 견적 작성 시간")
    )
    figure_unit = forms.CharField(
        label=_("단위"),
        max_length=20,
        required=False,
        help_text=_("예: %, 시간, 건/월"),
        widget=forms.TextInput(attrs={"class": "input-s"}),
    )
    figure_today = FigureField(
        label=_("현재 값"),
        required=False,
        decimal_places=FIGURE_PLACES,
        widget=forms.NumberInput(attrs={"class": "input-s", "step": "any", "inputmode": "decimal"}),
    )
    figure_wished = FigureField(
        label=_("희망 값"),
        required=False,
        decimal_places=FIGURE_PLACES,
        widget=forms.NumberInput(attrs={"class": "input-s", "step": "any", "inputmode": "decimal"}),
    )
    figure_method = forms.CharField(
        label=_("측정 방법"),
        max_length=200,
        required=False,
        help_text=_("누가 무엇을 보고 얼마나 자주 재는지 적어 주십시오."),
    )


class SiteField(forms.ModelChoiceField):
    """One of a company's sites, told apart by where it is."""

    def label_from_instance(self, obj: Site) -> str:
        return obj.told


class SituationForm(StepForm):
    """Where it happens, what stands in the way, how process and data are today."""

    site = SiteField(
        label=_("대상 사업장"),
        queryset=Site.objects.none(),
        to_field_name="uid",
        required=False,
        empty_label=_("고르지 않음"),
    )
    barriers = forms.MultipleChoiceField(label=_("애로사항"), required=False, widget=CheckboxCards)
    process_note = forms.CharField(
        label=_("공정 현황"),
        max_length=2000,
        required=False,
        help_text=_("지금은 일을 어떤 순서로 하는지 짧게 적어 주십시오."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    data_note = forms.CharField(
        label=_("데이터 현황"),
        max_length=2000,
        required=False,
        help_text=_("어떤 기록이 어디에 얼마나 남아 있는지 적어 주십시오. 종이 기록도 적어 주십시오."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    staff_months = FigureField(
        label=_("함께할 수 있는 인력"),
        required=False,
        min_value=Decimal(0),
        max_digits=5,
        decimal_places=1,
        help_text=_("한 해 동안 이 일에 쓸 수 있는 사람과 시간을 모두 더해 주십시오."),
        widget=UnitInput(_("인월"), attrs={"class": "input-s", "step": "0.1", "min": "0"}),
    )

    def __init__(self, *args: Any, application: Application, **kwargs: Any) -> None:
        super().__init__(*args, application=application, **kwargs)
        self.fields["site"].queryset = sites_to_choose(application.company_id, application.site_id)
        self.fields["barriers"].choices = selectors.vocabulary().choices(Word.List.BARRIER)


def check_burden(form: forms.Form, cleaned: dict[str, Any]) -> None:
    """The company's part is part of the whole."""
    budget, burden = cleaned.get("budget_krw"), cleaned.get("self_burden_krw")
    if budget is not None and burden is not None and burden > budget:
        form.add_error("self_burden_krw", _("기업 부담금은 총사업비보다 클 수 없습니다."))


class MoneyForm(StepForm):
    """What a demonstration costs, who pays, and the roadmap it follows."""

    cited_roadmap_number = forms.CharField(
        label=_("전환 로드맵 번호"),
        max_length=30,
        required=False,
        help_text=_("센터가 발급한 로드맵 첫 장에 있습니다."),
        widget=forms.TextInput(attrs={"class": "input-m", "autocomplete": "off"}),
    )
    budget_krw = WonField(label=_("총사업비"), required=False)
    self_burden_krw = WonField(
        label=_("기업 부담금"), required=False, help_text=_("총사업비 가운데 기업이 내는 금액입니다.")
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        check_burden(self, cleaned)
        return cleaned


class PaperField(forms.FileField):
    """A file of the kinds the house inspects; an empty one is refused by its bytes, in words."""

    def __init__(self, **options: Any) -> None:
        hint = _("PDF, 한글, 워드, 엑셀, 사진 파일을 %(limit)dMB까지 올릴 수 있습니다.")
        super().__init__(widget=FileInput(accept=ACCEPT, hint=hint), allow_empty_file=True, **options)


class AttachForm(forms.Form):
    """One file, what it is, and the dates on it where its kind has some."""

    uid = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    kind = forms.ChoiceField(label=_("서류 종류"))
    issued_on = DayField(label=_("발급일"), required=False, help_text=_("증명서류에 적힌 발급일입니다."))
    valid_until = DayField(
        label=_("유효기간의 마지막 날"), required=False, help_text=_("유효기간이 적힌 서류에만 적습니다.")
    )
    file = PaperField(label=_("파일"))

    def __init__(self, *args: Any, words: selectors.Vocabulary, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = words.choices(Word.List.DOCUMENT)
