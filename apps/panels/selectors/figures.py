"""The figures that a committee keeps beside each case, worked out from its sittings."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from apps.panels import rules
from apps.panels.models import Case, ScoreSheet, Sitting
from apps.panels.states import SeatState, SittingState

FIGURES = ("document_total", "presentation_total", "total", "lowest", "highest", "means")
Round = Sitting.Round


def figures_of(case: Case) -> Mapping[str, Any]:
    """Totals of the closed rounds, the total of both, and the spread and means of the latest; needs `committee`."""
    closed = {one.round: one for one in case.sittings.filter(state=SittingState.CLOSED).order_by("pk")}
    document, presentation = (_total(closed.get(name)) for name in (Round.DOCUMENT, Round.PRESENTATION))
    latest = closed.get(Round.PRESENTATION) or closed.get(Round.DOCUMENT)
    spread = rules.spread(_sheet_totals(latest)) if latest else None
    kept = (latest.outcome or {}) if latest else {}
    return {
        "document_total": document,
        "presentation_total": presentation,
        "total": _together(case, document, presentation),
        "lowest": spread.lowest if spread else None,
        "highest": spread.highest if spread else None,
        "means": kept.get("means", {}),
    }


def beside(sitting: Sitting) -> Mapping[int, tuple[int, Decimal]]:
    """Of each sheet that counts in a closed sitting, by its id: how many others count, and their totals added up."""
    if sitting.state != SittingState.CLOSED:
        return {}
    totals = dict(_counting(sitting).values_list("pk", "total"))
    added = sum(totals.values(), Decimal())
    return {pk: (len(totals) - 1, added - own) for pk, own in totals.items()}


def _total(sitting: Sitting | None) -> Decimal | None:
    return Decimal(sitting.outcome["total"]) if sitting and sitting.outcome else None


def _together(case: Case, document: Decimal | None, presentation: Decimal | None) -> Decimal | None:
    if document is None or presentation is None:
        return document if presentation is None else presentation
    terms = rules.terms_of(case.committee.terms)
    return rules.together(document, presentation, document_pct=terms.document_pct, rounding=terms.rounding_of_totals)


def _sheet_totals(sitting: Sitting) -> list[Decimal]:
    return list(_counting(sitting).values_list("total", flat=True))


def _counting(sitting: Sitting) -> QuerySet[ScoreSheet]:
    return ScoreSheet.objects.filter(seat__sitting=sitting, seat__state=SeatState.HANDED_IN).order_by("pk")
