"""What the planner is given for one company: diagnosis, catalogue, weights and settings brought together."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from apps.catalogue import selectors as catalogue
from apps.catalogue.models import Kpi
from apps.catalogue.selectors import ActionFacts
from apps.diagnosis import selectors as diagnosis
from apps.directory import selectors as directory
from apps.directory.models import Organisation
from apps.intake.models import Application
from apps.roadmaps import planner, rules
from apps.roadmaps.errors import NoWeights
from apps.roadmaps.inputs import HORIZONS, HorizonSettings, Settings, parse
from apps.roadmaps.models import ImpactWeights, Roadmap
from apps.roadmaps.planner import ChoiceKind

# What a small company plans with when the application names no budget; shares of a named one, in per cent.
DEFAULT_BUDGETS = {"short": 20_000_000, "middle": 100_000_000, "long": 100_000_000}
BUDGET_SHARES = {"short": 20, "middle": 45, "long": 35}
DEFAULT_STAFF = {"short": Decimal(6), "middle": Decimal(12), "long": Decimal(12)}
DEFAULT_BEST = 4


def weights_now() -> ImpactWeights:
    """The newest version of the impact weights; raises NoWeights."""
    newest = ImpactWeights.objects.order_by("-published_at", "-pk").first()
    if newest is None:
        raise NoWeights
    return newest


def today(roadmap: Roadmap) -> dict[str, tuple[int, int, int]]:
    """Lowest, point and highest band by criterion as diagnosed."""
    return diagnosis.planning_input(roadmap.assessment)


def default_settings(application: Application, weights: ImpactWeights) -> Settings:
    """Where a consultant starts: the named budget or a small company's, the KPI of the wished figure, usual costs."""
    named = application.budget_krw
    budgets = {key: named * BUDGET_SHARES[key] // 100 if named else DEFAULT_BUDGETS[key] for key, _, _ in HORIZONS}
    horizons = tuple(
        HorizonSettings(key, first, last, budgets[key], DEFAULT_STAFF[key]) for key, first, last in HORIZONS
    )
    return Settings(
        horizons=horizons,
        kpis=_kpis_of(application.figure_name),
        cost_shares=cost_shares_for(application.company, weights),
    )


def cost_shares_for(company: Organisation, weights: ImpactWeights) -> dict[str, int]:
    """Assumed cost shares of the company's pilot industry, empty when there are none."""
    industry = directory.company_facts(company).pilot_industry
    return dict(weights.content["cost_shares"]["industries"].get(industry, {}))


def _kpis_of(figure_name: str) -> tuple[tuple[str, int], ...]:
    names = Kpi.objects.order_by("code").values_list("code", "name_ko")
    return tuple((code, 3) for code, name in names if rules.overlaps(name, figure_name))[:1]


def offers_for(roadmap: Roadmap) -> dict[str, ActionFacts]:
    """Catalogue actions made for this company's industry, by code."""
    facts = directory.company_facts(roadmap.company)
    return {row.code: row for row in catalogue.facts() if row.suits(facts.pilot_industry, facts.industry_code)}


def plan_input(roadmap: Roadmap, *, time_limit_seconds: float) -> planner.PlanInput:
    """The frozen input of the planner. Choices about actions that no longer apply fall away."""
    settings = parse(roadmap.inputs)
    content = roadmap.weights.content
    bands = today(roadmap)
    offers = offers_for(roadmap)
    categories = dict(Kpi.objects.values_list("code", "category"))
    return planner.PlanInput(
        horizons=tuple(
            planner.Horizon(h.key, h.start_month, h.end_month, h.budget_krw, h.staff_months) for h in settings.horizons
        ),
        criteria=tuple(
            planner.Criterion(code, low, point, high, content["best_in_class"].get(code, DEFAULT_BEST))
            for code, (low, point, high) in sorted(bands.items())
        ),
        options=_options(offers, {code: band[1] for code, band in bands.items()}),
        weights=_weights(roadmap.weights),
        cost_shares=tuple(sorted(settings.cost_shares.items())),
        chosen_kpis=tuple(
            planner.ChosenKpi(code, categories[code], weight) for code, weight in settings.kpis if code in categories
        ),
        cost_relevance=_relevance(content["cost_relevance"]),
        kpi_relevance=_relevance(content["kpi_relevance"]),
        choices=tuple(
            planner.Choice(code, ChoiceKind(chosen.kind), chosen.horizon, chosen.start_month)
            for code, chosen in sorted(settings.choices.items())
            if code in offers
        ),
        time_limit_seconds=time_limit_seconds,
    )


def _options(offers: Mapping[str, ActionFacts], points: Mapping[str, int]) -> tuple[planner.Option, ...]:
    plain = {
        code: rules.Offer(code, row.required, row.improves, row.lifts_to, row.prerequisites)
        for code, row in offers.items()
    }
    return tuple(
        planner.Option(
            code=code,
            months=row.months,
            staff_months=row.staff_months,
            cost_krw=row.cost_krw,
            requires=tuple(sorted(row.required.items())),
            improves=tuple(sorted(rules.gains(plain[code], points).items())),
            prerequisites=rules.needed_prerequisites(plain[code], plain, points),
            preparations=tuple(earlier for earlier in row.preparations if earlier in offers),
            moves=tuple(sorted(row.moves.items())),
        )
        for code, row in sorted(offers.items())
    )


def _weights(row: ImpactWeights) -> planner.Weights:
    return planner.Weights(
        version=row.version,
        source=row.source,
        readiness_pct=row.content["readiness_pct"],
        horizons=tuple(
            planner.HorizonWeights(h["horizon"], h["cost_pct"], h["kpi_pct"], h["proximity_pct"], h["worth_pct"])
            for h in row.content["horizons"]
        ),
    )


def _relevance(table: Mapping[str, Mapping[str, int]]) -> tuple[planner.Relevance, ...]:
    return tuple(
        planner.Relevance(criterion, subject, degree)
        for criterion, row in sorted(table.items())
        for subject, degree in sorted(row.items())
    )
