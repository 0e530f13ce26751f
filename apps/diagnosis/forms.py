"""What a browser sends to the diagnosis."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.accounts.models import User
from apps.diagnosis.frozen import Given
from apps.diagnosis.instrument import LARGEST_FILE, Area, Criterion, Instrument
from apps.diagnosis.meeting import Gap, Settled
from apps.diagnosis.models import Answer, Appointment, Evidence
from apps.diagnosis.models.people import LONGEST_VISIT, SHORTEST_VISIT
from apps.diagnosis.rules import Answer as Value
from apps.diagnosis.selectors import Proposed
from apps.directory import selectors as directory
from apps.directory.models import District
from apps.kernel.fields import DayField, MomentField, VersionField
from apps.kernel.language import localized
from apps.kernel.reasons import ReasonForm
from apps.kernel.widgets import CheckboxCards, DateInput, DateTimeInput, FileInput, RadioCards, UnitInput

UNKNOWN, YES, NO = "unknown", "yes", "no"
CLAIM = "claim-"


@dataclass(frozen=True, slots=True)
class Question:
    """One question of the self-assessment: the sentences to pick from, and the claims of each band where asked."""

    band: forms.BoundField
    claims: list[tuple[int, list[forms.BoundField]]]


class AssignForm(forms.Form):
    """Who visits, and when."""

    consultant = forms.ChoiceField(
        label=gettext_lazy("컨설턴트"),
        widget=RadioCards,
        help_text=gettext_lazy(
            "업종 경험, 맡은 진단 수, 거리를 견주어 차례를 정했습니다. 이해관계가 있는 사람은 나오지 않습니다."
        ),
        error_messages={"required": gettext_lazy("컨설턴트를 선택해 주십시오.")},
    )
    visit_on = DayField(
        label=gettext_lazy("방문 예정일"),
        required=False,
        widget=DateInput(attrs={"class": "input-s"}),
        help_text=gettext_lazy("정해지지 않았으면 비워 두십시오."),
    )

    def __init__(self, *args: Any, consultants: Sequence[Proposed], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(one.user.uid): one.user for one in consultants}
        field = cast(forms.ChoiceField, self.fields["consultant"])
        field.choices = [(str(one.user.uid), f"{one.user.name}\n{one.why}") for one in consultants]

    def clean_consultant(self) -> User:
        return self.people[self.cleaned_data["consultant"]]


class AppointmentForm(forms.Form):
    """When the consultant comes, and for how long."""

    starts_at = MomentField(label=gettext_lazy("방문 시각"), widget=DateTimeInput(attrs={"class": "input-m"}))
    minutes = forms.IntegerField(
        label=gettext_lazy("걸리는 시간"),
        initial=180,
        min_value=SHORTEST_VISIT,
        max_value=LONGEST_VISIT,
        widget=UnitInput(gettext_lazy("분"), attrs={"class": "input-s", "min": "30"}),
    )
    note = forms.CharField(
        label=gettext_lazy("기업에 알릴 것"),
        required=False,
        max_length=300,
        help_text=gettext_lazy("준비할 자료나 만날 사람을 적어 주십시오."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    @staticmethod
    def of(known: Appointment | None) -> dict[str, Any]:
        """What the form begins with."""
        if known is None:
            return {}
        minutes = int((known.ends_at - known.starts_at).total_seconds() // 60)
        return {"starts_at": known.starts_at, "minutes": minutes, "note": known.note}


class ConsultantForm(forms.Form):
    """What speaks for sending a consultant somewhere."""

    base = forms.ModelChoiceField(
        label=gettext_lazy("주로 일하는 자치구"),
        queryset=District.objects.order_by("code"),
        to_field_name="code",
        required=False,
        empty_label=gettext_lazy("모름"),
    )
    industries = forms.MultipleChoiceField(
        label=gettext_lazy("잘 아는 업종"),
        required=False,
        choices=directory.pilot_industry_choices,
        widget=forms.CheckboxSelectMultiple,
    )
    most_open = forms.IntegerField(
        label=gettext_lazy("동시에 맡는 진단의 한도"),
        min_value=1,
        max_value=99,
        widget=UnitInput(gettext_lazy("건"), attrs={"class": "input-s", "min": "1"}),
    )


class AnswersForm(forms.Form):
    """The twenty answers of one criterion: `value-<code>`, `reason-<code>`, `note-<code>`."""

    version = VersionField(required=False)

    def __init__(self, *args: Any, criterion: Criterion, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.criterion = criterion
        self.codes = [attribute.code for band in criterion.bands for attribute in band.attributes]
        for code in self.codes:
            self.fields[f"value-{code}"] = forms.ChoiceField(label=code, choices=Answer.Choice.choices, required=False)
            self.fields[f"reason-{code}"] = forms.CharField(label=code, max_length=300, required=False)
            self.fields[f"note-{code}"] = forms.CharField(label=code, max_length=500, required=False)

    def answers(self) -> dict[str, Given]:
        """What was chosen, by attribute; untouched attributes are left out."""
        read = self.cleaned_data
        return {
            code: Given(Value(read[f"value-{code}"]), read[f"reason-{code}"], read[f"note-{code}"])
            for code in self.codes
            if read.get(f"value-{code}")
        }


class EvidenceForm(forms.Form):
    """One piece of evidence for a criterion."""

    uid = forms.UUIDField(widget=forms.HiddenInput)
    kind = forms.ChoiceField(label=gettext_lazy("종류"), choices=Evidence.Kind.choices, widget=RadioCards)
    title = forms.CharField(
        label=gettext_lazy("제목"),
        max_length=120,
        help_text=gettext_lazy("무엇인지 한 줄로 적어 주십시오. 예: 3월 불량 일지"),
    )
    note = forms.CharField(
        label=gettext_lazy("확인한 내용"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    seen_on = DayField(label=gettext_lazy("확인한 날"), widget=DateInput(attrs={"class": "input-s"}))
    file = forms.FileField(
        label=gettext_lazy("파일"),
        required=False,
        widget=FileInput(hint=gettext_lazy("문서나 사진이면 파일을 올려 주십시오. %(limit)dMB까지 올릴 수 있습니다.")),
    )
    attributes = forms.MultipleChoiceField(
        label=gettext_lazy("뒷받침하는 세부 항목"),
        required=False,
        widget=CheckboxCards,
        help_text=gettext_lazy(
            "이 증빙으로 확인되는 것을 모두 골라 주십시오. 낮은 수준의 항목도 함께 고를 수 있습니다."
        ),
    )

    def __init__(self, *args: Any, criterion: Criterion, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        field = cast(forms.MultipleChoiceField, self.fields["attributes"])
        field.choices = [
            (attribute.code, f"{attribute.code}\n{attribute.statement}")
            for band in criterion.bands
            for attribute in band.attributes
        ]

    def clean_seen_on(self) -> date:
        seen_on: date = self.cleaned_data["seen_on"]
        if seen_on > self.today:
            raise forms.ValidationError(_("오늘까지의 날짜를 입력해 주십시오."))
        return seen_on


class SelfScoreForm(forms.Form):
    """One question a criterion, the sentence that fits best or "don't know", and within it what is true.

    The attributes of a band (`claim-<code>`) are asked for the criteria in `focus` alone. `only` asks one criterion.
    """

    def __init__(
        self,
        *args: Any,
        areas: tuple[Area, ...],
        bands: Mapping[str, int | None],
        focus: Collection[str] = (),
        claims: Mapping[str, bool | None] | None = None,
        only: str = "",
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.areas, self.focus = areas, focus
        self.asked = [one for area in areas for one in area.criteria if only in ("", one.code)]
        for criterion in self.asked:
            self.fields[criterion.code] = forms.ChoiceField(
                label=localized(criterion, "name"),
                help_text=criterion.meaning,
                choices=[*((str(b.band), b.sentence) for b in criterion.bands), (UNKNOWN, _("잘 모르겠습니다."))],
                required=False,
                widget=RadioCards,
            )
            if criterion.code in bands:
                band = bands[criterion.code]
                self.initial.setdefault(criterion.code, UNKNOWN if band is None else str(band))
            if criterion.code in focus:
                self._ask_claims(criterion, claims or {})

    def _ask_claims(self, criterion: Criterion, claims: Mapping[str, bool | None]) -> None:
        for attribute in (attribute for band in criterion.bands for attribute in band.attributes):
            name = f"{CLAIM}{attribute.code}"
            choices = [(YES, _("그렇습니다")), (NO, _("아닙니다")), (UNKNOWN, _("모릅니다"))]
            self.fields[name] = forms.ChoiceField(
                label=attribute.question, choices=choices, required=False, widget=forms.RadioSelect
            )
            if attribute.code in claims:
                self.initial.setdefault(name, {True: YES, False: NO, None: UNKNOWN}[claims[attribute.code]])

    def question(self, criterion: Criterion) -> Question:
        """One criterion as it is asked."""
        asked = criterion.bands if criterion.code in self.focus else ()
        claims = [(b.band, [self[f"{CLAIM}{a.code}"] for a in b.attributes]) for b in asked if b.attributes]
        return Question(self[criterion.code], claims)

    def sections(self) -> list[tuple[str, str, list[Question], str, bool]]:
        """Name, meaning and questions of each area, how many are answered, and whether it is unfolded.

        The first area with an open question is unfolded; when there is none, all are folded but the first.
        """
        counts = [sum(bool(self[c.code].value()) for c in area.criteria) for area in self.areas]
        unfinished = (i for i, area in enumerate(self.areas) if counts[i] < len(area.criteria))
        unfolded = next(unfinished, 0)
        return [
            (
                localized(area, "name"),
                area.meaning,
                [self.question(criterion) for criterion in area.criteria],
                f"{counts[i]}/{len(area.criteria)}",
                i == unfolded,
            )
            for i, area in enumerate(self.areas)
        ]

    def _written(self) -> dict[str, str]:
        """What was picked; where the browser names what was written since the last time, that alone."""
        named = self.data.getlist("changed") if "changed" in self.data else None
        return {name: value for name, value in self.cleaned_data.items() if value and (named is None or name in named)}

    def bands(self) -> dict[str, int | None]:
        """The picked bands, by criterion; questions left open are left out."""
        picked = {code: value for code, value in self._written().items() if not code.startswith(CLAIM)}
        return {code: None if value == UNKNOWN else int(value) for code, value in picked.items()}

    def claims(self) -> dict[str, bool | None]:
        """What was claimed within the picked bands, by attribute."""
        held = {YES: True, NO: False, UNKNOWN: None}
        named = {name.removeprefix(CLAIM): value for name, value in self._written().items() if name.startswith(CLAIM)}
        return {code: held[value] for code, value in named.items() if self._is_picked(code)}

    def _is_picked(self, attribute: str) -> bool:
        criterion, band, _place = attribute.split(".")
        return self.cleaned_data.get(criterion) == band


class CompleteForm(forms.Form):
    """The day of the visit the result rests on; a second reading rests on none of its own."""

    visit_on = DayField(label=gettext_lazy("방문일"), widget=DateInput(attrs={"class": "input-s"}))

    def __init__(self, *args: Any, today: date, is_second: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        if is_second:
            del self.fields["visit_on"]

    def clean_visit_on(self) -> date:
        visit_on: date = self.cleaned_data["visit_on"]
        if visit_on > self.today:
            raise forms.ValidationError(_("오늘까지의 날짜를 입력해 주십시오."))
        return visit_on


class AgreeForm(forms.Form):
    """The meeting's day, and for each criterion the band agreed on with a word on why."""

    held_on = DayField(label=gettext_lazy("함께 이야기한 날"), widget=DateInput(attrs={"class": "input-s"}))

    def __init__(
        self, *args: Any, instrument: Instrument, agenda: Sequence[Gap], agreed: Mapping[str, Settled], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.criteria = [(gap, instrument.criterion(gap.code)) for gap in agenda]
        for gap, criterion in self.criteria:
            known = agreed.get(gap.code)
            unsaid = "" if gap.is_wide else gap.found
            self.fields[f"band-{gap.code}"] = forms.TypedChoiceField(
                label=_("합의한 수준"),
                choices=[
                    ("", _("아직 이야기하지 않음")),
                    *((b.band, f"{b.band}. {b.sentence}") for b in criterion.bands),
                ],
                coerce=int,
                empty_value=None,
                required=False,
                initial=known.band if known else unsaid,
            )
            self.fields[f"note-{gap.code}"] = forms.CharField(
                label=_("이야기한 내용"),
                max_length=500,
                required=False,
                widget=forms.Textarea(attrs={"rows": 2}),
                initial=known.note if known else "",
            )

    def settled(self) -> dict[str, Settled]:
        """What was agreed on, by criterion; what was not talked over is left out."""
        read = self.cleaned_data
        return {
            gap.code: Settled(read[f"band-{gap.code}"], read[f"note-{gap.code}"])
            for gap, _criterion in self.criteria
            if read[f"band-{gap.code}"] is not None
        }

    def rows(self) -> list[dict[str, Any]]:
        """Each criterion of the agenda: what either side says, in words, and the two fields."""
        return [
            {
                "gap": gap,
                "name": localized(criterion, "name"),
                "own": "" if gap.own is None else criterion.bands[gap.own].sentence,
                "found": criterion.bands[gap.found].sentence,
                "band": self[f"band-{gap.code}"],
                "note": self[f"note-{gap.code}"],
            }
            for gap, criterion in self.criteria
        ]

    def wide(self) -> list[dict[str, Any]]:
        return [row for row in self.rows() if row["gap"].is_wide]

    def close(self) -> list[dict[str, Any]]:
        return [row for row in self.rows() if not row["gap"].is_wide]

    def close_wrong(self) -> bool:
        """Whether anything is to be mended among the narrow gaps, which then are unfolded."""
        return any(row["band"].errors or row["note"].errors for row in self.close())


class ReopenForm(ReasonForm):
    """Why a completed diagnosis is opened again."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].help_text = gettext_lazy("무엇을 고쳐야 하는지 컨설턴트가 알 수 있게 적어 주십시오.")


class InstrumentForm(forms.Form):
    """The file of a new version."""

    file = forms.FileField(
        label=gettext_lazy("진단도구 파일"),
        widget=FileInput(accept=".json", hint=gettext_lazy("JSON 파일 하나. 지금 판을 내려받아 고쳐 올리시면 됩니다.")),
    )

    def clean_file(self) -> bytes:
        sent = self.cleaned_data["file"]
        if sent.size > LARGEST_FILE:
            raise forms.ValidationError(_("진단도구 파일은 5MB까지 올릴 수 있습니다."))
        return bytes(sent.read())
