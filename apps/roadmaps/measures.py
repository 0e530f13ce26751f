"""The KPIs of a roadmap on paper: the figure the company itself named, the chosen KPIs, those of the use cases."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from apps.catalogue.models import CatalogueAction, Kpi
from apps.intake.models import Application
from apps.kernel.language import localized
from apps.roadmaps import rules
from apps.roadmaps.models import PlannedAction

MAIN_STRENGTH = 3


def figure(application: Application) -> dict[str, Any] | None:
    """The figure the company wants to move, as the summary names it."""
    if not application.figure_name:
        return None
    return {
        "name": application.figure_name,
        "unit": application.figure_unit,
        "current": text(application.figure_today),
        "wanted": text(application.figure_wished),
    }


class Measures:
    """The KPI tree: under the first stand the chosen KPIs and those of use cases that move a chosen one.

    What other use cases move is no part of the figure the company named, and stands for itself.
    `numbers` maps catalogue codes to the code by which each KPI is cited. The application's own figure comes first
    where no catalogue KPI is the same, so that today's value and the wished one are always in the table.
    """

    def __init__(self, application: Application, chosen: Sequence[str], actions: Sequence[PlannedAction]) -> None:
        self._application = application
        self._main = _main(actions)
        self._joined = _joined(actions, chosen)
        codes = [*chosen, *(code for code in sorted(self._main) if code not in chosen)]
        known = {kpi.code: kpi for kpi in Kpi.objects.filter(code__in=codes)}
        self._kpis = [known[code] for code in codes if code in known]
        has_figure = application.figure_today is not None or application.figure_wished is not None
        self._own = bool(application.figure_name) and has_figure and not any(map(self._is_figure, self._kpis))
        self.numbers = {kpi.code: f"K{place}" for place, kpi in enumerate(self._kpis, start=2 if self._own else 1)}

    def rows(self) -> list[dict[str, Any]]:
        """The KPIs as the sheet keeps them."""
        rows = [self._row(kpi) for kpi in self._kpis]
        if self._own:
            rows.insert(0, self._own_row())
        return rows

    def _is_figure(self, kpi: Kpi) -> bool:
        return rules.overlaps(kpi.name_ko, self._application.figure_name)

    def _row(self, kpi: Kpi) -> dict[str, Any]:
        planned = self._main.get(kpi.code)
        number = self.numbers[kpi.code]
        return {
            "name": localized(kpi, "name"),
            "unit": kpi.unit,
            "direction": kpi.direction,
            "definition": localized(kpi, "definition"),
            **(self._values() if self._is_figure(kpi) else {}),
            "horizon": planned.horizon if planned else None,
            "code": number,
            "parent": "K1" if number != "K1" and kpi.code in self._joined else None,
        }

    def _own_row(self) -> dict[str, Any]:
        asked = self._application
        today, wished = asked.figure_today, asked.figure_wished
        direction = None if today is None or wished is None else "up" if wished > today else "down"
        return {
            "name": asked.figure_name,
            "unit": asked.figure_unit,
            "direction": direction,
            "definition": _("신청서에 적은 지표"),
            **self._values(),
            "code": "K1",
            "parent": None,
        }

    def _values(self) -> dict[str, Any]:
        asked = self._application
        return {
            "baseline": text(asked.figure_today),
            "baseline_period": _("신청 당시") if asked.figure_today is not None else None,
            "baseline_evidence": asked.figure_method or None,
            "target": text(asked.figure_wished),
        }


def _main(actions: Sequence[PlannedAction]) -> dict[str, PlannedAction]:
    """The KPIs that the planned use cases are made for, each with its first use case."""
    usecases = [a for a in reversed(actions) if a.action.kind == CatalogueAction.Kind.USECASE]
    return {
        effect.kpi.code: a for a in usecases for effect in a.action.effects.all() if effect.strength == MAIN_STRENGTH
    }


def _joined(actions: Sequence[PlannedAction], chosen: Sequence[str]) -> set[str]:
    """The chosen KPIs and all KPIs of the planned use cases that move one of them."""
    joined = set(chosen)
    for planned in actions:
        moved = {effect.kpi.code for effect in planned.action.effects.all()}
        if planned.action.kind == CatalogueAction.Kind.USECASE and not moved.isdisjoint(chosen):
            joined |= moved
    return joined


def moved(planned: PlannedAction) -> set[str]:
    """The catalogue codes of the KPIs an action stands for: those it was chosen by, and what a use case moves."""
    chosen = {row["kpi"] for row in planned.reasons["kpis"]}
    if planned.action.kind != CatalogueAction.Kind.USECASE:
        return chosen
    return chosen | {effect.kpi.code for effect in planned.action.effects.all()}


def text(value: Decimal | None) -> str | None:
    """A figure without idle zeros."""
    return None if value is None else f"{value.normalize():f}"
