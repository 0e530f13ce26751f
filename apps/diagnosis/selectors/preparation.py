"""The data-preparation track: what is proposed to a company whose data cannot carry a use case yet."""

from __future__ import annotations

from dataclasses import dataclass

from apps.catalogue.models import CatalogueAction
from apps.diagnosis import preparation
from apps.diagnosis.models import Assessment
from apps.diagnosis.selectors.results import ResultView
from apps.kernel.language import localized

DATA = "data"
READ = (
    "code",
    "industries",
    "lifts_to",
    "months",
    "name_ko",
    "name_en",
    "summary_ko",
    "summary_en",
    "deliverables_ko",
)


@dataclass(frozen=True, slots=True)
class PreparationTask:
    """One task in the reader's words: what is left when it is done, and for which criteria it is proposed."""

    code: str
    name: str
    summary: str
    deliverables: tuple[str, ...]
    months: int
    criteria: tuple[str, ...]


def preparation_of(assessment: Assessment, result: ResultView) -> tuple[PreparationTask, ...]:
    """Tasks of the catalogue for every data criterion below band 2; nothing where the area's figure is 2 or more."""
    area = next((one for one in result.areas if one.code == DATA), None)
    if area is None or area.point >= preparation.ENOUGH:
        return ()
    rows = CatalogueAction.objects.active().filter(kind=CatalogueAction.Kind.ENABLING)
    actions = {one.code: one for one in rows.only(*READ) if not one.industries or assessment.profile in one.industries}
    before: dict[str, set[str]] = {}
    for code, earlier in rows.filter(prerequisites__isnull=False).values_list("code", "prerequisites__code"):
        before.setdefault(code, set()).add(earlier)
    candidates = [
        preparation.Candidate(one.code, one.lifts_to, one.months, frozenset(before.get(one.code, ())))
        for one in actions.values()
    ]
    bands = {criterion.code: criterion.point for criterion in area.criteria}
    return tuple(
        PreparationTask(
            code=task.code,
            name=localized(actions[task.code], "name"),
            summary=localized(actions[task.code], "summary"),
            deliverables=tuple(actions[task.code].deliverables_ko),
            months=actions[task.code].months,
            criteria=task.criteria,
        )
        for task in preparation.proposed(bands, area.point, candidates)
    )
