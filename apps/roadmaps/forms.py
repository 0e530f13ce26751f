"""Input of the roadmap's pages."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.catalogue.models import Kpi
from apps.kernel.fields import DayField, FigureField, VersionField, WonField
from apps.kernel.language import localized
from apps.kernel.widgets import DateInput, RadioCards, UnitInput
from apps.roadmaps.drafting import CORNERS, KINDS
from apps.roadmaps.inputs import HorizonSettings, Settings
from apps.roadmaps.models import Horizon
from apps.roadmaps.words import COST_CATEGORIES

KPI_WEIGHTS = (3, 2, 1)
KPI_LABELS = (_("가장 중요한 지표"), _("둘째 지표"), _("셋째 지표"))


class SettingsForm(forms.Form):
    """What may be spent, by whom, and what should move."""

    revision = VersionField()
    starts_on = DayField(
        label=_("시작하는 달의 첫날"),
        widget=DateInput(attrs={"class": "input-m"}),
        help_text=_("1개월째가 되는 달입니다."),
    )
    self_burden_pct = forms.IntegerField(
        label=_("활용과제의 기업 부담금 비율"),
        min_value=0,
        max_value=100,
        widget=UnitInput("%", attrs={"class": "input-s"}),
        help_text=_("지원 없이 하면 100%입니다. 기반과제는 모두 기업이 부담하는 것으로 봅니다."),
    )
    support_cap_krw = WonField(label=_("지원금 한도"))

    def __init__(self, *args: Any, settings: Settings, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.settings = settings
        kpis = [
            ("", _("고르지 않음")),
            *((kpi.code, _kpi_label(kpi)) for kpi in Kpi.objects.order_by("category", "code")),
        ]
        for row in settings.horizons:
            self._add_horizon(row)
        for place, label in enumerate(KPI_LABELS):
            chosen = settings.kpis[place][0] if place < len(settings.kpis) else ""
            self.fields[f"kpi_{place}"] = forms.ChoiceField(label=label, choices=kpis, required=False, initial=chosen)
        for code, label in COST_CATEGORIES.items():
            self.fields[f"cost_{code}"] = forms.IntegerField(
                label=label,
                required=False,
                min_value=0,
                max_value=100,
                initial=settings.cost_shares.get(code, 0),
                widget=UnitInput("%", attrs={"class": "input-s"}),
            )
        self.initial.setdefault("self_burden_pct", settings.self_burden_pct)
        self.initial.setdefault("support_cap_krw", settings.support_cap_krw)

    def _add_horizon(self, row: HorizonSettings) -> None:
        span = {"name": Horizon(row.key).label, "first": row.start_month, "last": row.end_month}
        self.fields[f"budget_{row.key}"] = WonField(
            label=_("%(name)s 예산 (%(first)d–%(last)d개월)") % span, initial=row.budget_krw
        )
        self.fields[f"staff_{row.key}"] = FigureField(
            label=_("%(name)s 투입 인력") % span,
            min_value=Decimal(0),
            max_value=Decimal(999),
            decimal_places=1,
            initial=row.staff_months,
            widget=UnitInput(_("인월"), attrs={"class": "input-s", "step": "0.5"}),
        )

    @property
    def groups(self) -> list[tuple[Any, str, list[forms.BoundField]]]:
        """The fields in the order a person thinks of them: (title, help, fields)."""
        money = [self[f"{kind}_{row.key}"] for row in self.settings.horizons for kind in ("budget", "staff")]
        return [
            (
                _("돈과 사람"),
                _("예산은 지원금을 포함해 쓸 수 있는 돈입니다. 인력은 우리 회사 사람의 시간입니다."),
                money,
            ),
            (
                _("움직이고 싶은 지표"),
                _("고른 순서대로 무게를 둡니다."),
                [self[f"kpi_{i}"] for i in range(len(KPI_LABELS))],
            ),
            (_("지원과 시작"), "", [self["self_burden_pct"], self["support_cap_krw"], self["starts_on"]]),
            (
                _("원가의 비중"),
                _("모르면 업종의 출발값(가정)을 그대로 둡니다. 합이 100이 아니어도 비율로 셈합니다."),
                [self[f"cost_{code}"] for code in COST_CATEGORIES],
            ),
        ]

    def entered(self) -> Settings:
        """The settings of a valid form; a KPI named twice counts once."""
        given = self.cleaned_data
        kpis: dict[str, int] = {}
        for place, weight in enumerate(KPI_WEIGHTS):
            if given[f"kpi_{place}"]:
                kpis.setdefault(given[f"kpi_{place}"], weight)
        return Settings(
            horizons=tuple(
                HorizonSettings(
                    row.key, row.start_month, row.end_month, given[f"budget_{row.key}"], given[f"staff_{row.key}"]
                )
                for row in self.settings.horizons
            ),
            kpis=tuple(kpis.items()),
            cost_shares={code: share for code in COST_CATEGORIES if (share := given[f"cost_{code}"])},
            self_burden_pct=given["self_burden_pct"],
            support_cap_krw=given["support_cap_krw"],
        )


class ChoiceForm(forms.Form):
    """What the consultant decides about one action."""

    PIN, EXCLUDE, MOVE, RELEASE = "pin", "exclude", "move", "release"
    KINDS = (
        (PIN, _("고정\n계획에 꼭 넣습니다. 시기는 계산이 정합니다.")),
        (MOVE, _("옮기기\n아래에서 고른 기간에 넣습니다.")),
        (EXCLUDE, _("빼기\n계획에 넣지 않습니다.")),
        (RELEASE, _("맡기기\n넣을지와 시기를 계산에 맡깁니다.")),
    )
    kind = forms.ChoiceField(label=_("어떻게 할까요"), choices=KINDS, widget=RadioCards)
    horizon = forms.ChoiceField(
        label=_("옮길 기간"), choices=[("", _("고르지 않음")), *Horizon.choices], required=False
    )
    start_month = forms.IntegerField(
        label=_("시작 월"),
        min_value=1,
        max_value=120,
        required=False,
        widget=UnitInput(_("개월째"), attrs={"class": "input-s"}),
        help_text=_("비우면 그 기간 안에서 계산이 정합니다."),
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("kind") == self.MOVE and not given.get("horizon"):
            self.add_error("horizon", _("옮길 기간을 골라 주십시오."))
        return given


class SwotForm(forms.Form):
    """Sentences one a line."""

    LABELS = {
        "strengths": _("강점"),
        "weaknesses": _("약점"),
        "opportunities": _("기회"),
        "threats": _("위협"),
        "SO": _("강점으로 기회를 잡는 전략"),
        "WO": _("약점을 채워 기회를 잡는 전략"),
        "ST": _("강점으로 위협을 줄이는 전략"),
        "WT": _("약점과 위협을 함께 줄이는 전략"),
    }
    headline = forms.CharField(
        label=_("대표께 드리는 한 문장"), max_length=200, help_text=_("로드맵 첫머리에 실립니다.")
    )

    def __init__(self, *args: Any, swot: dict[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        strategies = swot.get("strategies", [])
        kept = {corner: swot.get(corner, []) for corner in CORNERS}
        kept |= {kind: [row["text"] for row in strategies if row["kind"] == kind] for kind in KINDS}
        for name, label in self.LABELS.items():
            self.fields[name] = forms.CharField(
                label=label,
                required=False,
                max_length=2000,
                initial="\n".join(kept[name]),
                widget=forms.Textarea(attrs={"rows": 4}),
                help_text=_("한 줄에 하나씩 적습니다.") if name == CORNERS[0] else "",
            )

    def lines(self, names: Sequence[str]) -> dict[str, list[str]]:
        """The sentences of some fields."""
        return {name: self.cleaned_data[name].splitlines() for name in names}


def _kpi_label(kpi: Kpi) -> str:
    return f"{localized(kpi, 'name')} ({kpi.unit})"
