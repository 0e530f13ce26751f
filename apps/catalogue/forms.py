"""Input of the catalogue's pages."""

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.catalogue.models import Basis, CatalogueAction
from apps.kernel.fields import VersionField, WonField
from apps.kernel.widgets import UnitInput


class ActionForm(forms.ModelForm):
    """What staff may revise, with the version they read and why they change it."""

    version = VersionField()
    reason = forms.CharField(
        label=_("고치는 사유"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("이력에 남습니다."),
    )
    cost_basis = forms.ChoiceField(
        label=_("비용의 근거"), choices=[(Basis.SOURCED, Basis.SOURCED.label), (Basis.ASSUMED, Basis.ASSUMED.label)]
    )

    class Meta:
        model = CatalogueAction
        fields = (
            "name_ko",
            "name_en",
            "summary_ko",
            "months_low",
            "months",
            "months_high",
            "staff_months",
            "cost_min_krw",
            "cost_typical_krw",
            "cost_max_krw",
            "cost_basis",
            "source",
            "is_active",
        )
        labels = {
            "name_ko": _("이름"),
            "name_en": _("영문 이름"),
            "summary_ko": _("설명"),
            "months_low": _("기간(최소)"),
            "months": _("기간(보통)"),
            "months_high": _("기간(최대)"),
            "staff_months": _("기업 투입 인력"),
            "cost_min_krw": _("비용(최소)"),
            "cost_typical_krw": _("비용(보통)"),
            "cost_max_krw": _("비용(최대)"),
            "source": _("비용과 기간의 출처 또는 가정의 근거"),
            "is_active": _("새 로드맵에 사용합니다"),
        }
        widgets = {
            "summary_ko": forms.Textarea(attrs={"rows": 4}),
            "months_low": UnitInput(_("개월")),
            "months": UnitInput(_("개월")),
            "months_high": UnitInput(_("개월")),
            "staff_months": UnitInput(_("인월")),
        }
        field_classes = dict.fromkeys(("cost_min_krw", "cost_typical_krw", "cost_max_krw"), WonField)
        help_texts = {"source": "", "is_active": ""}


class TakeDownForm(forms.Form):
    """Why a case leaves the library."""

    reason = forms.CharField(
        label=_("내리는 사유"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("이력에 남습니다."),
    )
