"""A programme's settings in fields: what staff type, and the settings that follow from it."""

from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from apps.accounts import selectors as people
from apps.centre.rules import Basis
from apps.directory import labels as directory_labels
from apps.directory.models import Company, Site
from apps.directory.rules.numbers import BusinessKind
from apps.directory.selectors import district_choices
from apps.intake import labels, selectors, term_words
from apps.intake.models import Word
from apps.intake.rules import ANY_SITE, RuleCode
from apps.intake.terms import MOST_YEARS, Consortium
from apps.kernel.fields import CountField, FigureField, VersionField, WonField
from apps.kernel.widgets import UnitInput
from apps.panels.models import Committee
from apps.panels.rules import SCORE_PLACES

HOURS = ("15:00", "17:00", "18:00", "24:00")
CLOCKS = ("screening", "correction", "handling")
UNITS = {
    Basis.WORKING_HOURS: _("근무시간"),
    Basis.WORKING_DAYS: _("근무일"),
    Basis.CALENDAR_DAYS: _("달력 날짜"),
}
USES = [("", _("쓰지 않음")), ("warn", _("주의만")), ("required", _("필수"))]
ASKED = [("", _("받지 않음")), ("optional", _("선택")), ("required", _("필수"))]
# Rows offered of a list: those there are and some more.
MOST_ROWS, MORE_ROWS = 20, 2
# Conditions whose parameters are other settings, or none.
RULES = [rule for rule in RuleCode if rule is not RuleCode.CERTIFICATE]
CERTIFICATES = {True: "certificate_required", False: "certificate_warned"}
TERMS = ("smallest", "largest", "outsiders_pct", "fewest", "each", "outsiders_each", "most_together")
# What a centre changes from call to call; the rest of a panel's terms is folded.
OFTEN = ("mode", "quota", "cut_off", "bonus_cap", "presentation", "fee_krw")
# The sections that are folded, by how the names of their fields begin.
FOLDED = {
    "basis": ("legal_basis", "closing_hour", "screening_", "correction_", "handling_", "objection_"),
    "conditions": ("rule_", "counted_site", "sizes", "business_kinds", "prefixes", "certificate_", "districts"),
    "papers": ("document_", "documents_"),
    "consents": ("consent_",),
    "panel": ("reviewers", "panel_", "bonus_"),
}
BONUS = ("code", "label_ko", "label_en", "points")
MORE_TERMS = ("document_pct", "past_years", "fee_krw")
LIMITS = ("trim_from", "quota", "budget_krw", "rounding", "skips_over")


def _whole(label: Any, low: int, high: int, *, unit: Any = "", required: bool = True, help_text: Any = "") -> Any:
    widget = UnitInput(unit, attrs={"class": "input-s", "min": str(low)})
    return CountField(label=label, min_value=low, max_value=high, required=required, widget=widget, help_text=help_text)


class SettingsForm(forms.Form):
    """All settings of a programme. Fields of lists come in numbered rows; an empty row is left out."""

    edition = VersionField()
    note = forms.CharField(label=_("무엇을 왜 바꾸는지"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))
    legal_basis = forms.CharField(label=term_words.PARTS["legal_basis"], max_length=200)
    closing_hour = forms.ChoiceField(label=term_words.PARTS["closing_hour"], choices=[(one, one) for one in HOURS])
    counted_site = forms.ChoiceField(
        label=term_words.PARTS["counted_site"], choices=[(ANY_SITE, _("어느 사업장이든")), *Site.Kind.choices]
    )
    support_cap_krw = WonField(label=term_words.PARTS["support_cap_krw"], required=False)
    self_burden_pct = _whole(term_words.PARTS["self_burden_pct"], 0, 100, unit="%")
    correction_rounds = _whole(
        term_words.PARTS["correction_rounds"],
        1,
        9,
        unit=_("번"),
        required=False,
        help_text=_("비우면 횟수를 제한하지 않습니다."),
    )
    objection_days = _whole(
        term_words.PARTS["objection"],
        1,
        365,
        unit=_("일"),
        required=False,
        help_text=_("결과를 알린 날부터 셉니다. 비우면 센터의 기본 기간을 따릅니다."),
    )
    reviewers = _whole(term_words.PARTS["reviewers"], 0, 50, unit=_("명"))

    def __init__(self, *args: Any, settings: Mapping[str, Any], gives_money: bool, **kwargs: Any) -> None:
        self.before, self.gives_money = settings, gives_money
        panel = settings.get("panel") or {}
        lists = {"criterion": settings["criteria"], "bonus": panel.get("bonuses"), "budget": settings.get("budgets")}
        self.counts = {name: min(MOST_ROWS, len(rows or ()) + MORE_ROWS) for name, rows in lists.items()}
        super().__init__(*args, **kwargs)
        words = selectors.vocabulary()
        self.kinds = words.choices(Word.List.DOCUMENT)
        self._add_clocks()
        self._add_conditions()
        for code, name in self.kinds:
            self.fields[f"document_{code}"] = forms.ChoiceField(label=name, choices=ASKED, required=False)
        self.consents = [(text.code, text.edition) for text in people.consent_texts()]
        for code, name in self.consents:
            self.fields[f"consent_{code}"] = forms.ChoiceField(label=name, choices=ASKED, required=False)
        if gives_money:
            self.fields["documents_for_review"] = forms.MultipleChoiceField(
                label=term_words.PARTS["for_review"],
                choices=self.kinds,
                required=False,
                widget=forms.CheckboxSelectMultiple,
                help_text=_("파일은 가리지 않고 그대로 보입니다. 평가에 꼭 필요한 서류만 골라 주십시오."),
            )
            self._add_criteria()
            self._add_panel()
            self._add_budgets()
            self.fields["consortium"] = forms.ChoiceField(
                label=term_words.PARTS["consortium"], choices=list(term_words.CONSORTIUM.items())
            )
        hour = settings.get("closing_hour", "")
        if hour and hour not in HOURS:
            self.fields["closing_hour"].choices = [(one, one) for one in sorted({*HOURS, hour})]

    def _add_clocks(self) -> None:
        for name in CLOCKS:
            optional = name == "handling"
            self.fields[f"{name}_length"] = _whole(term_words.PARTS[name], 1, 400, required=not optional)
            self.fields[f"{name}_basis"] = forms.ChoiceField(label=_("세는 단위"), choices=list(UNITS.items()))

    def _add_conditions(self) -> None:
        for rule in RULES:
            self.fields[f"rule_{rule}"] = forms.ChoiceField(label=labels.RULES[rule], choices=USES, required=False)
        several = {
            "districts": (_("지원 지역(고르지 않으면 센터의 모든 지역)"), list(district_choices())),
            "sizes": (_("신청할 수 있는 규모"), [one for one in Company.Size.choices if one[0]]),
            "business_kinds": (
                _("신청할 수 있는 사업자 유형"),
                [(str(kind), directory_labels.BUSINESS_KINDS[kind]) for kind in BusinessKind],
            ),
            "certificate_required": (_("없으면 부적격인 서류"), self.kinds),
            "certificate_warned": (_("없으면 주의만 하는 서류"), self.kinds),
        }
        for name, (label, choices) in several.items():
            self.fields[name] = forms.MultipleChoiceField(
                label=label, choices=choices, required=False, widget=forms.CheckboxSelectMultiple
            )
        self.fields["prefixes"] = forms.CharField(
            label=_("업종 코드"), max_length=300, required=False, help_text=_("쉼표로 나누어 적습니다. 예: C, F41")
        )
        self.fields["duplicate_years"] = _whole(
            _("중복으로 보는 햇수"),
            1,
            MOST_YEARS,
            unit=_("년"),
            required=False,
            help_text=_("신청하는 해까지 셉니다. 비우면 1년입니다. 심사 중인 신청은 해와 상관없이 중복입니다."),
        )

    def _add_criteria(self) -> None:
        for place in range(self.counts["criterion"]):
            self.fields[f"criterion_{place}_code"] = forms.SlugField(label=_("코드"), max_length=40, required=False)
            self.fields[f"criterion_{place}_label_ko"] = forms.CharField(
                label=_("평가 항목"), max_length=80, required=False
            )
            self.fields[f"criterion_{place}_label_en"] = forms.CharField(
                label=_("영어 이름"), max_length=80, required=False
            )
            self.fields[f"criterion_{place}_weight"] = _whole(_("가중치"), 1, 100, required=False)
            self.fields[f"criterion_{place}_max"] = _whole(_("만점"), 1, 100, required=False)

    def _add_panel(self) -> None:
        self.fields["panel_mode"] = forms.ChoiceField(label=term_words.TERMS["mode"], choices=Committee.Mode.choices)
        for name in (*TERMS, *MORE_TERMS):
            self.fields[f"panel_{name}"] = _whole(term_words.TERMS[name], 0, 10**9)
        self.fields["panel_trim_from"] = _whole(term_words.TERMS["trim_from"], 3, 50, required=False)
        self.fields["panel_quota"] = _whole(term_words.TERMS["quota"], 1, 10_000, unit=_("곳"), required=False)
        for name in ("cut_off", "bonus_cap"):
            self.fields[f"panel_{name}"] = FigureField(
                label=term_words.TERMS[name], min_value=0, max_value=100, decimal_places=2, required=False
            )
        self.fields["panel_tie_break"] = forms.CharField(
            label=term_words.TERMS["tie_break"],
            max_length=400,
            required=False,
            help_text=_("평가 항목의 코드를 먼저 볼 것부터 쉼표로 나누어 적습니다."),
        )
        self.fields["panel_places"] = _whole(
            term_words.TERMS["places"], 0, SCORE_PLACES, unit=_("자리"), required=False
        )
        self.fields["panel_rounding"] = forms.ChoiceField(
            label=term_words.TERMS["rounding"], choices=list(term_words.ROUNDING.items())
        )
        self.fields["panel_budget_krw"] = WonField(label=term_words.TERMS["budget_krw"], required=False)
        self.fields["panel_skips_over"] = forms.BooleanField(label=term_words.TERMS["skips_over"], required=False)
        self.fields["panel_presentation"] = forms.BooleanField(label=term_words.TERMS["presentation"], required=False)
        for place in range(self.counts["bonus"]):
            self.fields[f"bonus_{place}_code"] = forms.SlugField(label=_("가점 코드"), max_length=40, required=False)
            self.fields[f"bonus_{place}_label_ko"] = forms.CharField(
                label=_("가점 이름"), max_length=80, required=False
            )
            self.fields[f"bonus_{place}_label_en"] = forms.CharField(
                label=_("영어 이름"), max_length=80, required=False
            )
            self.fields[f"bonus_{place}_points"] = FigureField(
                label=_("가점"), min_value=0, max_value=100, decimal_places=2, required=False
            )

    def _add_budgets(self) -> None:
        for place in range(self.counts["budget"]):
            self.fields[f"budget_{place}_year"] = forms.IntegerField(
                label=_("연도"),
                min_value=2000,
                max_value=2100,
                required=False,
                widget=UnitInput("", attrs={"class": "input-s"}),
            )
            self.fields[f"budget_{place}_budget_krw"] = WonField(label=_("예산"), required=False)
            self.fields[f"budget_{place}_quota"] = _whole(
                pgettext_lazy("settings", "선정 수"), 0, 10_000, unit=_("곳"), required=False
            )

    def rows(self, prefix: str, names: Sequence[str]) -> Iterator[list[Any]]:
        """The bound fields of a list, row by row, for the page."""
        return ([self[f"{prefix}_{place}_{name}"] for name in names] for place in range(self.counts[prefix]))

    @property
    def criteria_rows(self) -> list[list[Any]]:
        return list(self.rows("criterion", ("code", "label_ko", "label_en", "weight", "max")))

    @property
    def bonus_rows(self) -> list[list[Any]]:
        return list(self.rows("bonus", BONUS))

    @property
    def budget_rows(self) -> list[list[Any]]:
        return list(self.rows("budget", ("year", "budget_krw", "quota")))

    @property
    def clock_rows(self) -> list[list[Any]]:
        return [[self[f"{name}_length"], self[f"{name}_basis"]] for name in CLOCKS]

    @property
    def rule_fields(self) -> list[Any]:
        return [self[f"rule_{rule}"] for rule in RULES]

    @property
    def document_fields(self) -> list[Any]:
        shown = ["documents_for_review"] if self.gives_money else []
        return [self[name] for name in (*(f"document_{code}" for code, _name in self.kinds), *shown)]

    @property
    def consent_fields(self) -> list[Any]:
        return [self[f"consent_{code}"] for code, _name in self.consents]

    @property
    def panel_often(self) -> list[Any]:
        return [self[f"panel_{name}"] for name in OFTEN]

    @property
    def panel_seldom(self) -> list[Any]:
        often = {f"panel_{name}" for name in OFTEN}
        return [self[name] for name in self.fields if name.startswith("panel_") and name not in often]

    @property
    def panel_seldom_wrong(self) -> bool:
        return any(field.errors for field in self.panel_seldom)

    @property
    def wrong(self) -> dict[str, bool]:
        """In which folded sections something is wrong, so that they stand open."""
        return {code: any(name.startswith(starts) for name in self.errors) for code, starts in FOLDED.items()}

    def settings(self) -> dict[str, Any]:
        """The settings that follow from what was typed; what the form does not ask for stays as it was."""
        data = self.cleaned_data
        same = ("legal_basis", "closing_hour", "counted_site", "support_cap_krw", "self_burden_pct", "reviewers")
        found = {**deepcopy(dict(self.before)), **{name: data[name] for name in same}}
        found["correction_rounds"] = data["correction_rounds"]
        for name in ("screening", "correction"):
            found[name] = self._clock(name)
        found["objection"] = self._objection()
        found["conditions"] = self._conditions()
        found["documents"] = [
            {"kind": code, "required": data[f"document_{code}"] == "required"}
            | ({"for_review": True} if code in data.get("documents_for_review", ()) else {})
            for code, _name in self.kinds
            if data[f"document_{code}"]
        ]
        found["consents"] = [
            {"code": code, "required": data[f"consent_{code}"] == "required"}
            for code, _name in self.consents
            if data[f"consent_{code}"]
        ]
        if self.gives_money:
            found["criteria"] = self._filled("criterion", ("code", "label_ko", "label_en", "weight", "max"))
            found["panel"] = self._panel()
            found["budgets"] = self._filled("budget", ("year", "budget_krw", "quota"))
            if data["consortium"] != Consortium.AFTER_SELECTION or "consortium" in self.before:
                found["consortium"] = data["consortium"]
        return {name: value for name, value in found.items() if value is not None or name in self.before}

    def _clock(self, name: str) -> dict[str, Any]:
        return {"length": self.cleaned_data[f"{name}_length"], "basis": self.cleaned_data[f"{name}_basis"]}

    def _objection(self) -> dict[str, Any] | None:
        days, handling = self.cleaned_data["objection_days"], self._clock("handling")
        return {"days": days, "handling": handling} if days and handling["length"] else None

    def _conditions(self) -> list[dict[str, Any]]:
        """In the order they stood in before, new ones after them."""
        data = self.cleaned_data
        params = {
            RuleCode.DISTRICT: {"site": data["counted_site"], "districts": data["districts"]},
            RuleCode.SIZE_CLASS: {"allowed": data["sizes"]},
            RuleCode.BUSINESS_KIND: {"allowed": data["business_kinds"]},
            RuleCode.INDUSTRY: {"prefixes": _listed(data["prefixes"].upper())},
            RuleCode.DUPLICATE: {"years": data["duplicate_years"] or 1},
            RuleCode.BUDGET_CAP: {"cap_krw": data["support_cap_krw"]},
            RuleCode.SELF_BURDEN: {"min_pct": data["self_burden_pct"]},
        }
        found = [
            {"rule": str(rule), "required": data[f"rule_{rule}"] == "required", "params": params.get(rule, {})}
            for rule in RULES
            if data[f"rule_{rule}"]
        ]
        found += [
            {"rule": str(RuleCode.CERTIFICATE), "required": required, "params": {"kinds": data[name]}}
            for required, name in CERTIFICATES.items()
            if data[name]
        ]
        stood = [(row["rule"], row["required"]) for row in self.before.get("conditions", ())]
        places = {key: place for place, key in reversed(list(enumerate(stood)))}
        return sorted(found, key=lambda row: places.get((row["rule"], row["required"]), len(stood)))

    def _panel(self) -> dict[str, Any]:
        data = self.cleaned_data
        kept = {name: value for name, value in (self.before.get("panel") or {}).items() if name not in term_words.TERMS}
        panel = {**kept, "mode": data["panel_mode"], "presentation": data["panel_presentation"]}
        panel |= {name: data[f"panel_{name}"] for name in (*TERMS, *MORE_TERMS)}
        panel |= {name: data[f"panel_{name}"] for name in LIMITS}
        if data["panel_places"] is not None:
            panel["places"] = data["panel_places"]
        for name in ("cut_off", "bonus_cap"):
            value = data[f"panel_{name}"]
            panel[name] = None if value is None else f"{value.normalize():f}"
        panel["tie_break"] = _listed(data["panel_tie_break"])
        bonuses = self._filled("bonus", BONUS)
        panel["bonuses"] = [{**row, "points": f"{row['points'].normalize():f}"} for row in bonuses]
        return panel

    def _filled(self, prefix: str, names: Sequence[str]) -> list[dict[str, Any]]:
        places = range(self.counts[prefix])
        rows = [{name: self.cleaned_data[f"{prefix}_{place}_{name}"] for name in names} for place in places]
        return [row for row in rows if any(value not in (None, "") for value in row.values())]

    def clean(self) -> dict[str, Any]:
        """A row that was begun is written to its end."""
        cleaned = super().clean() or {}
        needed = {
            "criterion": ("code", "label_ko", "weight", "max"),
            "bonus": ("code", "label_ko", "points"),
            "budget": ("year", "budget_krw"),
        }
        for prefix, names in needed.items():
            for place in range(self.counts[prefix]) if self.gives_money else ():
                row = {name: cleaned.get(f"{prefix}_{place}_{name}") for name in names}
                if any(value not in (None, "") for value in row.values()):
                    for name in [name for name, value in row.items() if value in (None, "")]:
                        field = f"{prefix}_{place}_{name}"
                        if field not in self.errors:
                            self.add_error(field, _("이 줄의 나머지도 적어 주십시오."))
        if bool(cleaned.get("objection_days")) != bool(cleaned.get("handling_length")):
            self.add_error("objection_days", _("이의신청 기간과 처리 기간을 함께 적어 주십시오."))
        return cleaned


def _listed(text: str) -> list[str]:
    return [one.strip() for one in text.split(",") if one.strip()]
