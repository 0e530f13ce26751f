"""Settings of a programme in words, what a draft changes of them, and what is left of each year's budget."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, F, QuerySet, Sum
from django.db.models.functions import ExtractYear
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.directory.labels import BUSINESS_KINDS
from apps.directory.models import Company, Site
from apps.directory.selectors import district_choices, industry_names
from apps.intake import labels, term_words
from apps.intake.models import Application, Programme, SettingsVersion, Word
from apps.intake.rules import RuleCode
from apps.intake.selectors.eligibility import asked_consents, kinds_for_review
from apps.intake.selectors.programmes import Vocabulary
from apps.intake.states import SettingsState
from apps.intake.terms import Consortium
from apps.kernel import clocks
from apps.kernel.counted import counted
from apps.kernel.errors import Text
from apps.kernel.language import localized_label
from apps.kernel.money import krw
from apps.panels.models import Committee
from apps.panels.rules import Mode, Terms

# The parts of each section, by the first word of their keys, and the sections that are folded.
SECTION_PARTS = {
    "basis": ("legal_basis", "closing_hour", "screening", "correction", "correction_rounds", "objection", "handling"),
    "support": ("support_cap_krw", "self_burden_pct"),
    "conditions": ("counted_site", "rule"),
    "papers": ("document", "consent"),
    "criteria": ("criterion",),
    "panel": ("reviewers", "panel"),
    "consortium": ("consortium",),
}
SELDOM = ("basis", "panel")


@dataclass(frozen=True, slots=True)
class Said:
    """One setting in words."""

    key: str
    label: Text
    text: str


@dataclass(frozen=True, slots=True)
class Section:
    """Settings that belong together; folded where they seldom change."""

    code: str
    label: Text
    rows: tuple[Said, ...]
    is_folded: bool


@dataclass(frozen=True, slots=True)
class SettingsChange:
    """One setting that a draft changes, before and after, in words."""

    label: Text
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class BudgetLine:
    """A year's budget, None where none is set, and how much went to selected applications; whole won."""

    year: int
    budget_krw: int | None
    quota: int | None
    drawn_krw: int
    selected: int

    @property
    def left_krw(self) -> int | None:
        return None if self.budget_krw is None else self.budget_krw - self.drawn_krw

    @property
    def drawn_pct(self) -> int | None:
        return self.drawn_krw * 100 // self.budget_krw if self.budget_krw else None


@dataclass(frozen=True, slots=True)
class Budgets:
    """A programme's budgets, the newest year first, and when what was drawn from them was counted."""

    lines: tuple[BudgetLine, ...]
    counted_at: datetime


def said(settings: Mapping[str, Any], words: Vocabulary) -> list[Said]:
    """Settings in words, in the order of the editor."""
    names = words.names(Word.List.DOCUMENT)
    rows = [
        Said("legal_basis", term_words.PARTS["legal_basis"], settings["legal_basis"]),
        Said("closing_hour", term_words.PARTS["closing_hour"], settings["closing_hour"]),
        Said("counted_site", term_words.PARTS["counted_site"], _site(settings["counted_site"])),
        Said("support_cap_krw", term_words.PARTS["support_cap_krw"], _won(settings.get("support_cap_krw"))),
        Said("self_burden_pct", term_words.PARTS["self_burden_pct"], f"{settings['self_burden_pct']}%"),
        Said("screening", term_words.PARTS["screening"], _clock(settings["screening"])),
        Said("correction", term_words.PARTS["correction"], _clock(settings["correction"])),
        Said("correction_rounds", term_words.PARTS["correction_rounds"], _count(settings.get("correction_rounds"))),
    ]
    objection = settings.get("objection") or {}
    days = _("%(count)s일") % {"count": objection["days"]} if objection else "–"
    rows.append(Said("objection", term_words.PARTS["objection"], days))
    handling = _clock(objection["handling"]) if objection else "–"
    rows.append(Said("handling", term_words.PARTS["handling"], handling))
    rows += _conditions(settings, names)
    asked = {True: _("필수"), False: _("선택")}
    rows += [
        Said(f"document:{row['kind']}", names.get(row["kind"], row["kind"]), asked[row["required"]])
        for row in settings["documents"]
    ]
    seen = [names.get(kind, kind) for kind in sorted(kinds_for_review(settings))]
    if seen:
        rows.append(Said("document:for_review", term_words.PARTS["for_review"], ", ".join(seen)))
    rows += [Said(f"consent:{text.code}", text.edition, asked[required]) for text, required in asked_consents(settings)]
    rows += [_criterion(row) for row in settings["criteria"]]
    rows.append(Said("reviewers", term_words.PARTS["reviewers"], str(settings.get("reviewers") or "–")))
    if panel := settings.get("panel"):
        told = {**asdict(Terms()), **panel}
        rows += [
            Said(f"panel:{name}", label, _term(name, told.get(name), settings["criteria"]))
            for name, label in term_words.TERMS.items()
        ]
    if settings["criteria"]:
        rows.append(Said("consortium", term_words.PARTS["consortium"], str(term_words.CONSORTIUM[forms_at(settings)])))
    return rows + [_budget(row) for row in settings.get("budgets") or ()]


def forms_at(settings: Mapping[str, Any]) -> Consortium:
    """When consortia form under a demonstration's settings; older ones that do not say mean after the selection."""
    return Consortium(settings.get("consortium") or Consortium.AFTER_SELECTION)


def sections(settings: Mapping[str, Any], words: Vocabulary) -> list[Section]:
    """Settings in words by what they concern, in the order of the editor; budgets stand in a table of their own."""
    grouped: dict[str, list[Said]] = {code: [] for code in term_words.SECTIONS}
    for row in said(settings, words):
        part = row.key.partition(":")[0]
        code = next((code for code, parts in SECTION_PARTS.items() if part in parts), "")
        if code:
            grouped[code].append(row)
    return [
        Section(code, term_words.SECTIONS[code], tuple(rows), code in SELDOM) for code, rows in grouped.items() if rows
    ]


def changes_between(before: Mapping[str, Any], after: Mapping[str, Any], words: Vocabulary) -> list[SettingsChange]:
    """What differs between two versions of settings, in words; what is only in one of them too."""
    old, new = ({row.key: row for row in said(one, words)} for one in (before, after))
    keys = list(dict.fromkeys([*old, *new]))
    return [
        SettingsChange((new.get(key) or old[key]).label, _text(old.get(key)), _text(new.get(key)))
        for key in keys
        if _text(old.get(key)) != _text(new.get(key))
    ]


def versions_of(programme: Programme, user: User) -> QuerySet[SettingsVersion]:
    """Published versions of a programme's settings, newest first."""
    rows = SettingsVersion.objects.visible_to(user).filter(programme=programme, state=SettingsState.PUBLISHED)
    return rows.select_related("drafted_by", "published_by").order_by("-version", "-pk")


def draft_of(programme: Programme, user: User) -> SettingsVersion | None:
    """The open draft of a programme's settings."""
    rows = SettingsVersion.objects.visible_to(user).filter(programme=programme, state=SettingsState.DRAFT)
    return rows.select_related("drafted_by", "programme").first()


def drafts(user: User) -> dict[int, SettingsVersion]:
    """The open drafts of settings, by programme."""
    rows = SettingsVersion.objects.visible_to(user).filter(state=SettingsState.DRAFT)
    return {row.programme_id: row for row in rows}


def budgets(programme: Programme, *, at: datetime) -> Budgets:
    """Each year's budget with what was drawn from it; what was drawn is counted once in a while."""
    counted_at, drawn = counted(f"drawn:{programme.pk}", lambda: _drawn(programme), at=at)
    told = {row["year"] for row in programme.settings.get("budgets") or ()}
    years = sorted({*told, *drawn}, reverse=True)
    return Budgets(tuple(_line(programme, one, drawn) for one in years), counted_at)


def budget_of(programme: Programme, *, at: datetime) -> BudgetLine | None:
    """The budget of the year a moment lies in, with what is drawn from it now; None where the year has none."""
    line = _line(programme, clocks.local_date(at).year, _drawn(programme))
    return None if line.budget_krw is None else line


def _line(programme: Programme, year: int, drawn: Mapping[int, tuple[int, int]]) -> BudgetLine:
    told = {row["year"]: row for row in programme.settings.get("budgets") or ()}.get(year, {})
    return BudgetLine(year, told.get("budget_krw"), told.get("quota"), *drawn.get(year, (0, 0)))


def _drawn(programme: Programme) -> dict[int, tuple[int, int]]:
    """Support in whole won and number of the applications that hold a place, by the year they were confirmed in."""
    year = ExtractYear("confirmed_at", tzinfo=timezone.get_current_timezone())
    rows = (
        Application.objects.holding_places()
        .filter(call__programme=programme, confirmed_at__isnull=False)
        .annotate(year=year)
        .values("year")
        .annotate(drawn=Sum(F("budget_krw") - F("self_burden_krw")), selected=Count("pk"))
        .order_by("year")
    )
    return {row["year"]: (row["drawn"] or 0, row["selected"]) for row in rows}


def _conditions(settings: Mapping[str, Any], names: Mapping[str, str]) -> list[Said]:
    known: dict[str, Any] = {
        **names,
        **industry_names(one for row in settings["conditions"] for one in row["params"].get("prefixes", ())),
        **dict(district_choices()),
        **{str(value): label for value, label in Company.Size.choices},
        **{str(kind): label for kind, label in BUSINESS_KINDS.items()},
    }
    rows = []
    for row in settings["conditions"]:
        params = row["params"]
        lists = [
            str(known.get(one, one))
            for key in ("districts", "allowed", "prefixes", "kinds")
            for one in params.get(key, ())
        ]
        if row["rule"] == RuleCode.DUPLICATE:
            lists.append(_("%(years)s년") % {"years": params.get("years", 1)})
        required = _("필수") if row["required"] else _("주의만")
        text = f"{required} ({', '.join(lists)})" if lists else required
        key = f"rule:{row['rule']}:{row['required']}" if row["rule"] == RuleCode.CERTIFICATE else f"rule:{row['rule']}"
        rows.append(Said(key, labels.RULES[RuleCode(row["rule"])], text))
    return rows


def _criterion(row: Mapping[str, Any]) -> Said:
    text = _("가중치 %(weight)s, %(max)s점 만점") % {"weight": row["weight"], "max": row["max"]}
    return Said(f"criterion:{row['code']}", localized_label(row), text)


def _budget(row: Mapping[str, Any]) -> Said:
    label = _("%(year)s년 예산") % {"year": row["year"]}
    quota = _("선정 %(count)s곳") % {"count": row["quota"]} if row.get("quota") is not None else ""
    return Said(f"budget:{row['year']}", label, " · ".join(one for one in (krw(row["budget_krw"]), quota) if one))


def _clock(clock: Mapping[str, Any]) -> str:
    return str(term_words.CLOCKS[clock["basis"]]) % {"count": clock["length"]}


def _site(code: str) -> str:
    return str(dict(Site.Kind.choices).get(code, _("어느 사업장이든")))


def _won(amount: int | None) -> str:
    return "–" if amount is None else krw(amount)


def _count(count: int | None) -> str:
    return _("제한 없음") if count is None else _("%(count)s번까지") % {"count": count}


def _plain(value: Any) -> str:
    if value in (None, "", []):
        return "–"
    if isinstance(value, bool):
        return _("예") if value else _("아니요")
    return str(value)


def _term(name: str, value: Any, criteria: Sequence[Mapping[str, Any]]) -> str:
    if name == "mode":
        return str(dict(Committee.Mode.choices).get(value, "–"))
    if name == "tie_break":
        labels_of = {row["code"]: localized_label(row) for row in criteria}
        return " → ".join(labels_of.get(code, code) for code in value or ()) or "–"
    if name == "bonuses":
        points = _("%(label)s %(points)s점")
        told = [points % {"label": localized_label(row), "points": row["points"]} for row in value or ()]
        return ", ".join(told) or "–"
    if name == "rounding":
        return str(term_words.ROUNDING[Mode(value)])
    return _won(value) if name in ("fee_krw", "budget_krw") else _plain(value)


def _text(row: Said | None) -> str:
    return row.text if row else "–"
