"""Reads of the catalogue."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Max, OuterRef, Prefetch, Q, QuerySet, Subquery, prefetch_related_objects

from apps.catalogue.models import ActionEffect, Basis, CatalogueAction, Kpi, PublishedCase

# An action that many pilots carried out shows the last of their measurements and cases; the library has all cases.
MEASUREMENTS = 3
CASES = 10
CASE_LINE = (
    *("pk", "uid", "name", "company_label", "industry"),
    *("problem", "results", "outcome", "is_sample", "published_at"),
)
CASE = (*CASE_LINE, "action__code", "approach", "lessons")


@dataclass(frozen=True, slots=True)
class ActionFacts:
    """An active action as the planner's app reads it; relations as codes, in the catalogue's order."""

    id: int
    code: str
    kind: str
    name_ko: str
    name_en: str
    industries: Sequence[str]
    industry_codes: Sequence[str]
    required: dict[str, int]
    improves: dict[str, int]
    lifts_to: dict[str, int]
    prerequisites: Sequence[str]
    preparations: Sequence[str]
    months: int
    staff_months: Decimal
    cost_krw: int
    moves: dict[str, int]
    version: int

    def suits(self, pilot_industry: str, industry_code: str) -> bool:
        """Whether the action is made for a company of this pilot industry and KSIC code."""
        if self.industry_codes and not any(industry_code.startswith(code) for code in self.industry_codes):
            return False
        return not self.industries or pilot_industry in self.industries


def case_from(source_uid: UUID) -> PublishedCase | None:
    """The case that was published from something, also one that was taken down since, or None."""
    return PublishedCase.objects.filter(source_uid=source_uid).first()


def actions(*, kind: str = "", industry: str = "", text: str = "") -> QuerySet[CatalogueAction]:
    """Active actions by code, filtered by kind, pilot industry (JSON list contains it or is empty) and words."""
    found = CatalogueAction.objects.active()
    if kind:
        found = found.filter(kind=kind)
    if text:
        words = Q(name_ko__icontains=text) | Q(name_en__icontains=text) | Q(summary_ko__icontains=text)
        found = found.filter(words | Q(code__iexact=text))
    if industry:
        found = found.filter(Q(industries=[]) | Q(pk__in=_of_industry(industry)))
    return found.order_by("code", "pk")


def _of_industry(industry: str) -> list[int]:
    # SQLite cannot look into a JSON list, and the catalogue has some dozens of rows.
    rows = CatalogueAction.objects.active().values_list("pk", "industries")
    return [pk for pk, industries in rows if industry in industries]


def action_detail(code: str) -> CatalogueAction | None:
    """One action with its relations, effects, supports and the newest measurements."""
    action = CatalogueAction.objects.filter(code=code).first()
    if action is None:
        return None
    effects = ActionEffect.objects.filter(Q(source_uid__isnull=True) | Q(pk__in=_measurements(action)))
    others = CatalogueAction.objects.order_by("code")
    prefetch_related_objects(
        [action],
        Prefetch("effects", effects.select_related("kpi").order_by("-strength", "kpi__code", "pk")),
        Prefetch("prerequisites", others),
        Prefetch("preparations", others),
        Prefetch("unlocks", others),
        "supports",
    )
    return action


def _measurements(action: CatalogueAction) -> list[int]:
    """The newest measurements of each KPI, a step into the index for each, however many pilots measured."""
    measured = ActionEffect.objects.filter(action=action, kpi=OuterRef("pk"), source_uid__isnull=False).order_by("-pk")
    places = {f"place_{n}": Subquery(measured.values("pk")[n : n + 1]) for n in range(MEASUREMENTS)}
    found = Kpi.objects.annotate(**places).values_list(*places)
    return [pk for row in found for pk in row if pk is not None]


def newest_effects(actions: Iterable[int]) -> QuerySet[ActionEffect]:
    """What is expected of each KPI of these actions, and what was measured last."""
    measured = ActionEffect.objects.filter(action__in=actions, source_uid__isnull=False).order_by()
    newest = measured.values("action", "kpi").annotate(newest=Max("pk")).values("newest")
    return ActionEffect.objects.filter(Q(source_uid__isnull=True) | Q(pk__in=newest)).select_related("kpi")


def newest_cases(action: CatalogueAction) -> list[PublishedCase]:
    """The cases an action's page shows."""
    return list(PublishedCase.objects.standing().filter(action=action).order_by("-published_at", "-pk")[:CASES])


def facts() -> tuple[ActionFacts, ...]:
    """Every active action in its planning terms; three extra queries, however many actions there are."""
    rows = CatalogueAction.objects.active().order_by("code").prefetch_related("prerequisites", "preparations")
    moves: dict[int, dict[str, int]] = {row.pk: {} for row in rows}
    # A pilot that measured no gain is kept as evidence, but promises nothing to the next plan.
    effects = ActionEffect.objects.filter(action__in=moves).exclude(basis=Basis.MEASURED, typical__lte=0)
    strongest = effects.order_by().values_list("action_id", "kpi__code").annotate(strength=Max("strength"))
    for action_id, kpi, strength in strongest.order_by("action_id", "kpi__code"):
        moves[action_id][kpi] = strength
    return tuple(
        ActionFacts(
            id=row.pk,
            code=row.code,
            kind=row.kind,
            name_ko=row.name_ko,
            name_en=row.name_en,
            industries=tuple(row.industries),
            industry_codes=tuple(row.industry_codes),
            required=row.required,
            improves=row.improves,
            lifts_to=row.lifts_to,
            prerequisites=_active(row.prerequisites.all()),
            preparations=_active(row.preparations.all()),
            months=row.months,
            staff_months=row.staff_months,
            cost_krw=row.cost_typical_krw,
            moves=moves[row.pk],
            version=row.version,
        )
        for row in rows
    )


def _active(actions: Iterable[CatalogueAction]) -> tuple[str, ...]:
    return tuple(sorted(one.code for one in actions if one.is_active))


def kpis() -> QuerySet[Kpi]:
    """All KPIs by category and code."""
    return Kpi.objects.order_by("category", "code")


def cases(*, industry: str = "") -> QuerySet[PublishedCase]:
    """Published cases, the newest first, to be read as `CASE_LINE` or `CASE`."""
    found = PublishedCase.objects.standing()
    if industry:
        found = found.filter(industry=industry)
    return found.order_by("-published_at", "-pk")


def case(uid: UUID) -> dict[str, Any] | None:
    """One published case as `CASE`, None when there is none or it was taken down."""
    return PublishedCase.objects.standing().filter(uid=uid).values(*CASE).first()


def best_effects(action: CatalogueAction) -> dict[str, ActionEffect]:
    """One effect a KPI: what pilots measured last, else what is expected."""
    chosen: dict[str, ActionEffect] = {}
    for effect in sorted(action.effects.all(), key=lambda row: (row.basis == Basis.MEASURED, row.pk)):
        chosen[effect.kpi.code] = effect
    return chosen
