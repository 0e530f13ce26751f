"""What a browser sends to a pilot."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.catalogue.models import Kpi
from apps.kernel.fields import DayField, FigureField
from apps.kernel.widgets import FileInput, RadioCards
from apps.pilots.entries import DecisionEntry, KpiEntry
from apps.pilots.models import FIGURE_PLACES, GateCriterion, PilotKpi
from apps.pilots.rules import Check, Condition, Decision, Direction, Measure
from apps.pilots.words import CheckName, DecisionName, DirectionName, MeasureName

POINTS = [("", "–"), *[(str(points), str(points)) for points in range(5)]]
CONDITION_ROWS = 3
FILES = ".pdf,.png,.jpg,.jpeg,.hwp,.hwpx,.xlsx"


class KpiForm(forms.Form):
    """A KPI before work begins."""

    uid = forms.UUIDField(widget=forms.HiddenInput(), required=False)
    name = forms.CharField(label=gettext_lazy("성과지표"), max_length=120)
    kpi_code = forms.ChoiceField(
        label=gettext_lazy("목록의 지표"),
        required=False,
        help_text=gettext_lazy("연결하면 실증 결과가 다음 로드맵의 기대효과에 쓰입니다."),
    )
    definition = forms.CharField(
        label=gettext_lazy("재는 방법"), widget=forms.Textarea(attrs={"rows": 2}), required=False, max_length=1000
    )
    unit = forms.CharField(label=gettext_lazy("단위"), max_length=30)
    direction = forms.ChoiceField(label=gettext_lazy("방향"), choices=DirectionName.choices, widget=forms.RadioSelect())
    measure = forms.ChoiceField(
        label=gettext_lazy("판단하는 값"), choices=MeasureName.choices, initial=MeasureName.LATEST
    )
    baseline = FigureField(label=gettext_lazy("기준값"), decimal_places=FIGURE_PLACES)
    baseline_start_on = DayField(label=gettext_lazy("기준값을 잰 첫날"))
    baseline_end_on = DayField(label=gettext_lazy("기준값을 잰 마지막 날"))
    baseline_evidence = forms.CharField(
        label=gettext_lazy("기준값의 근거"),
        help_text=gettext_lazy("어떤 기록에서 나온 값인지 적어 주십시오."),
        max_length=500,
    )
    target = FigureField(label=gettext_lazy("목표값"), decimal_places=FIGURE_PLACES)
    pass_mark = FigureField(
        label=gettext_lazy("합격 기준"),
        help_text=gettext_lazy(
            "기준값보다 좋고 목표값을 넘지 않는 값입니다. 기술설계 심의를 올린 뒤에는 바꿀 수 없습니다."
        ),
        decimal_places=FIGURE_PLACES,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kpis = [(kpi.code, str(kpi)) for kpi in Kpi.objects.order_by("code")]
        self.fields["kpi_code"].choices = [("", _("연결하지 않음")), *kpis]
        self.fields["uid"].initial = uuid4()

    def entry(self) -> KpiEntry:
        """The KPI as the service takes it; the last day of the period is part of it."""
        given = {name: value for name, value in self.cleaned_data.items() if name != "uid"}
        given["direction"] = Direction(given["direction"])
        given["measure"] = Measure(given["measure"])
        given["baseline_end_on"] += timedelta(days=1)
        return KpiEntry(**given)


def kpi_initial(kpi: PilotKpi) -> dict[str, Any]:
    """A KPI's values for its form."""
    names = [name for name in KpiForm.base_fields if name != "kpi_code"]
    return {name: getattr(kpi, name) for name in names} | {
        "kpi_code": kpi.kpi.code if kpi.kpi else "",
        "baseline_end_on": kpi.baseline_end_on - timedelta(days=1),
    }


class ReadingForm(forms.Form):
    """One measured figure."""

    uid = forms.UUIDField(widget=forms.HiddenInput())
    kpi = forms.ChoiceField(label=gettext_lazy("성과지표"))
    measured_on = DayField(label=gettext_lazy("측정일"))
    value = FigureField(label=gettext_lazy("측정값"), decimal_places=FIGURE_PLACES)
    note = forms.CharField(label=gettext_lazy("메모"), required=False, max_length=300)
    file = forms.FileField(
        label=gettext_lazy("증빙 파일"),
        required=False,
        widget=FileInput(accept=FILES, hint=gettext_lazy("PDF, 그림, 한글, 엑셀 파일. %(limit)dMB까지")),
    )

    def __init__(self, *args: Any, kpis: Sequence[PilotKpi], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kpi"].choices = [(str(kpi.uid), f"{kpi.name} ({kpi.unit})") for kpi in kpis]
        self.fields["uid"].initial = uuid4()

    def kpi_uid(self) -> UUID:
        return UUID(self.cleaned_data["kpi"])


class NoteForm(forms.Form):
    """How a condition was fulfilled."""

    note = forms.CharField(label=gettext_lazy("이행 내용"), required=False, max_length=300)


class FinishForm(forms.Form):
    """What others should learn from the pilot."""

    lessons = forms.CharField(
        label=gettext_lazy("배운 점"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("다른 기업이 따라 할 때 도움이 될 내용을 적어 주십시오. 사례로 공개됩니다."),
        max_length=4000,
    )


class DecisionForm(forms.Form):
    """A gate's criteria, the proposed decision, its reason and conditions."""

    def __init__(
        self,
        *args: Any,
        criteria: Sequence[GateCriterion],
        labels: dict[str, str],
        known: dict[str, str],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.criteria = criteria
        for criterion in criteria:
            self.fields[_key(criterion)] = _criterion_field(criterion, labels[criterion.code], known)
        self.fields["decision"] = forms.ChoiceField(
            label=_("제안할 판정"),
            choices=[(value, _explained(value, text)) for value, text in DecisionName.choices],
            widget=RadioCards(),
        )
        self.fields["reason"] = forms.CharField(
            label=_("사유"),
            required=False,
            widget=forms.Textarea(attrs={"rows": 4}),
            help_text=_("재수행, 보류, 중단이거나 기준이 가리키는 판정과 다르면 반드시 적습니다."),
            max_length=2000,
        )
        for row in range(1, CONDITION_ROWS + 1):
            self.fields[f"condition_{row}"] = forms.CharField(
                label=_("조건 %(row)s") % {"row": row}, required=False, max_length=300
            )
            self.fields[f"due_{row}"] = DayField(label=_("조건 %(row)s 이행 기한") % {"row": row}, required=False)

    @property
    def musts(self) -> list[forms.BoundField]:
        """The must-meets' fields."""
        return [self[_key(one)] for one in self.criteria if one.kind == GateCriterion.Kind.MUST]

    @property
    def shoulds(self) -> list[forms.BoundField]:
        """The should-meets' fields."""
        return [self[_key(one)] for one in self.criteria if one.kind == GateCriterion.Kind.SHOULD]

    @property
    def condition_rows(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """Each condition beside its day."""
        return [(self[f"condition_{row}"], self[f"due_{row}"]) for row in range(1, CONDITION_ROWS + 1)]

    def entry(self) -> DecisionEntry:
        """The proposal as the service takes it."""
        given = self.cleaned_data
        points = {}
        answers = {}
        for criterion in self.criteria:
            value = given.get(_key(criterion), "")
            if criterion.kind == GateCriterion.Kind.SHOULD:
                points[criterion.code] = int(value) if value != "" else None
            elif value:
                answers[criterion.code] = Check(value)
        return DecisionEntry(
            decision=Decision(given["decision"]),
            answers=answers,
            points=points,
            reason=given["reason"],
            conditions=tuple(self._conditions()),
        )

    def _conditions(self) -> Iterator[Condition]:
        for row in range(1, CONDITION_ROWS + 1):
            if text := self.cleaned_data[f"condition_{row}"].strip():
                yield Condition(text, self.cleaned_data[f"due_{row}"])


def _key(criterion: GateCriterion) -> str:
    return f"criterion_{criterion.code}"


def _criterion_field(criterion: GateCriterion, label: str, known: dict[str, str]) -> forms.Field:
    if criterion.kind == GateCriterion.Kind.SHOULD:
        return forms.ChoiceField(
            label=label,
            required=False,
            choices=POINTS,
            help_text=_("가중치 %(weight)s. 0(전혀 아님)부터 4(매우 그러함)까지 매깁니다.")
            % {"weight": criterion.weight},
        )
    if criterion.source in known:
        return forms.ChoiceField(
            label=label,
            required=False,
            disabled=True,
            initial=known[criterion.source],
            choices=CheckName.choices,
            help_text=_("기록된 내용으로 판단합니다."),
        )
    return forms.ChoiceField(
        label=label,
        choices=CheckName.choices,
        initial=CheckName.UNKNOWN,
        help_text=_("충족하지 못하면 보완해 다시 심의합니다.")
        if criterion.is_curable
        else _("충족하지 못하면 중단합니다."),
    )


def _explained(value: str, text: str) -> str:
    words = {
        "go": _("다음 단계로 넘어갑니다."),
        "conditional": _("조건과 기한을 붙여 다음 단계로 넘어갑니다."),
        "recycle": _("이 단계를 보완해 다시 심의합니다."),
        "hold": _("사정이 풀릴 때까지 멈춥니다."),
        "stop": _("실증을 끝내고 사유를 남깁니다."),
    }
    return f"{text}\n{words[value]}"
