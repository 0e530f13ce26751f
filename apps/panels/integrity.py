"""What of panels contradicts itself."""

from collections.abc import Iterator
from decimal import Decimal

from apps.panels import rules, selectors
from apps.panels.models import Case, ScoreSheet, Sitting
from apps.panels.states import SeatState, SittingState


def problems() -> Iterator[str]:
    """Sheets whose total does not follow from their scores, sheets and seats that disagree, and outcomes likewise."""
    sheets = ScoreSheet.objects.select_related("seat__sitting").order_by("pk")
    for sheet in sheets.iterator(chunk_size=500):
        scores = {code: Decimal(text) for code, text in sheet.scores.items()}
        if sheet.total != rules.sheet_total(selectors.criteria_of(sheet.seat.sitting.criteria), scores):
            yield f"score sheet {sheet.pk}: the total does not follow from its scores"
        if sheet.signature and sheet.signature != selectors.signature(
            sheet.seat, sheet.scores, sheet.comment, sheet.handed_in_at
        ):
            yield f"score sheet {sheet.pk}: it is not what was signed"
        if sheet.seat.state not in {SeatState.HANDED_IN, SeatState.SET_ASIDE}:
            yield f"score sheet {sheet.pk}: its seat is {sheet.seat.state}"
    for sitting in Sitting.objects.filter(state=SittingState.CLOSED).order_by("pk").iterator(chunk_size=500):
        if not _follows(sitting):
            yield f"sitting {sitting.uid}: the outcome does not follow from its sheets"
        if dict(selectors.beside(sitting)) != _kept_beside(sitting):
            yield f"sitting {sitting.uid}: the figures beside its sheets do not follow from them"
    for case in Case.objects.select_related("committee").order_by("pk").iterator(chunk_size=500):
        if {name: getattr(case, name) for name in selectors.FIGURES} != selectors.figures_of(case):
            yield f"case {case.uid}: its figures do not follow from its sittings"


def _kept_beside(sitting: Sitting) -> dict[int, tuple[int | None, Decimal | None]]:
    sheets = ScoreSheet.objects.filter(seat__sitting=sitting, others__isnull=False)
    return {pk: (others, total) for pk, others, total in sheets.values_list("pk", "others", "others_total")}


def _follows(sitting: Sitting) -> bool:
    try:
        return sitting.outcome == selectors.frozen(selectors.computed(sitting))
    except ValueError:  # a sheet of nobody seated, or one that could not have been handed in
        return False
