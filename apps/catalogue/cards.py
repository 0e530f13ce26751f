"""Catalogue rows as pages print them: codes turned into words, figures into text."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from apps.catalogue import labels
from apps.catalogue.models import ActionEffect, Basis, CatalogueAction, PublishedCase, Support
from apps.kernel.errors import Text
from apps.kernel.language import is_english, localized

TONES = {CatalogueAction.Kind.USECASE: "progress", CatalogueAction.Kind.ENABLING: "neutral"}


@dataclass(frozen=True, slots=True)
class ActionRow:
    """One line of the list."""

    code: str
    name: str
    summary: str
    kind: Text
    tone: str
    industries: str
    months: str
    cost_krw: int
    cost_text: str
    basis: Text
    basis_tone: str


@dataclass(frozen=True, slots=True)
class EffectRow:
    """A KPI an action moves, in words."""

    kpi: str
    direction: str
    text: str
    size: str
    basis: Text
    tone: str
    source: str
    is_main: bool


@dataclass(frozen=True, slots=True)
class Link:
    """Another action by name."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class ActionCard:
    """Everything one page shows of an action."""

    row: ActionRow
    staff_months: Decimal
    cost_min_krw: int
    cost_max_krw: int
    source: str
    version: int
    is_active: bool
    deliverables: Sequence[str]
    data_needs: Sequence[str]
    technologies: Sequence[str]
    barriers: Sequence[str]
    required: Sequence[tuple[str, int]]
    improves: Sequence[tuple[str, int, int | None]]
    effects: Sequence[EffectRow]
    prerequisites: Sequence[Link]
    preparations: Sequence[Link]
    unlocks: Sequence[Link]
    supports: Sequence[Support]
    cases: Sequence[PublishedCase]


def row(action: CatalogueAction) -> ActionRow:
    """An action for the list; no query."""
    industries = [labels.word(labels.INDUSTRIES, code) for code in action.industries]
    same = action.months_low == action.months_high
    months = str(action.months) if same else f"{action.months_low}–{action.months_high}"
    return ActionRow(
        code=action.code,
        name=action.title,
        summary=localized(action, "summary"),
        kind=CatalogueAction.Kind(action.kind).label,
        tone=TONES[CatalogueAction.Kind(action.kind)],
        industries=", ".join(industries) if industries else _("모든 업종"),
        months=_("%(months)s개월") % {"months": months},
        cost_krw=action.cost_typical_krw,
        cost_text=_won_range(action.cost_min_krw, action.cost_max_krw),
        basis=Basis(action.cost_basis).label,
        basis_tone=labels.BASIS_TONES[Basis(action.cost_basis)],
    )


def detail(action: CatalogueAction, cases: Sequence[PublishedCase]) -> ActionCard:
    """An action with its relations, which must be prefetched, and its newest cases."""
    return ActionCard(
        row=row(action),
        staff_months=action.staff_months,
        cost_min_krw=action.cost_min_krw,
        cost_max_krw=action.cost_max_krw,
        source=action.source,
        version=action.version,
        is_active=action.is_active,
        deliverables=action.deliverables_ko,
        data_needs=action.data_needs_ko,
        technologies=[labels.word(labels.TECHNOLOGIES, code) for code in action.technologies],
        barriers=[labels.word(labels.BARRIERS, code) for code in action.barriers],
        required=[(labels.criterion(code), band) for code, band in sorted(action.required.items())],
        improves=[
            (labels.criterion(code), gain, action.lifts_to.get(code)) for code, gain in sorted(action.improves.items())
        ],
        effects=[effect_row(effect) for effect in action.effects.all()],
        prerequisites=[Link(one.code, one.title) for one in action.prerequisites.all()],
        preparations=[Link(one.code, one.title) for one in action.preparations.all()],
        unlocks=[Link(one.code, one.title) for one in action.unlocks.all()],
        supports=list(action.supports.all()),
        cases=list(cases),
    )


def effect_row(effect: ActionEffect) -> EffectRow:
    """One effect in words; an effect without a figure says so."""
    return EffectRow(
        kpi=localized(effect.kpi, "name"),
        direction=effect.kpi.get_direction_display(),
        text=effect.text_ko,
        size=_size(effect),
        basis=Basis(effect.basis).label,
        tone=labels.BASIS_TONES[Basis(effect.basis)],
        source=effect.source,
        is_main=effect.strength == 3,
    )


def _size(effect: ActionEffect) -> str:
    if effect.typical is None:
        return ""
    return f"{effect.typical.normalize():f}{effect.unit}"


def _won_range(low: int, high: int) -> str:
    """A range of won in units of ten thousand."""
    if is_english():
        return f"₩{low:,}–{high:,}"
    return _("%(low)s만–%(high)s만원") % {"low": f"{low // 10_000:,}", "high": f"{high // 10_000:,}"}


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One published case in the list."""

    title: str
    url: str
    company: str
    industry: str
    problem: str
    is_stopped: bool
    is_sample: bool
    at: object
    passed: int
    measured: int


def case_row(case: Mapping[str, Any]) -> CaseRow:
    """A case with how many of its KPIs were reached."""
    return CaseRow(
        title=case["name"],
        url=reverse("catalogue:case", args=[case["uid"]]),
        company=case["company_label"],
        industry=labels.word(labels.INDUSTRIES, case["industry"]) if case["industry"] else "",
        problem=case["problem"],
        is_stopped=case["outcome"] == "stopped",
        is_sample=case["is_sample"],
        at=case["published_at"],
        passed=sum(1 for result in case["results"] if result.get("passed")),
        measured=len(case["results"]),
    )
