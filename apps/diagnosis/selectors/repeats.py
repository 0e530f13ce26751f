"""A company's diagnoses one after another (T0, T1, T2): what comes next, and what changed since the last."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from apps.diagnosis import frozen, progress
from apps.diagnosis.instrument import Instrument
from apps.diagnosis.models import Assessment
from apps.diagnosis.selectors.instruments import instrument_of
from apps.diagnosis.selectors.results import ResultView, view
from apps.diagnosis.states import AssessmentState

ROUNDS = tuple(Assessment.Round)


@dataclass(frozen=True, slots=True)
class FigureChange:
    """A figure on the scale 0 to 5 before and after."""

    name: str
    before: Decimal
    after: Decimal

    @property
    def moved(self) -> Decimal:
        return self.after - self.before


@dataclass(frozen=True, slots=True)
class CriterionChange:
    """A criterion that moved, or whose facts changed; statements in the instrument's words."""

    code: str
    name: str
    before: int
    after: int
    moved: int
    won: tuple[str, ...]
    lost: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ProgressView:
    """What changed from the round before; `same_instrument` tells whether both were made with one version."""

    since: str
    since_at: datetime
    level_before: int
    level_after: int
    level_name_before: str
    level_name_after: str
    figures: tuple[FigureChange, ...]
    criteria: tuple[CriterionChange, ...]
    unchanged: int
    same_instrument: bool

    @property
    def levels_moved(self) -> int:
        """Levels up, or down where it is negative."""
        return self.level_after - self.level_before


def earlier_round(application_id: int, round_: str) -> Assessment | None:
    """The diagnosis of the round before this one, however far it is; None for the first."""
    place = ROUNDS.index(Assessment.Round(round_))
    if place == 0:
        return None
    return Assessment.objects.diagnoses().filter(application=application_id, round=ROUNDS[place - 1]).first()


def next_round(assessment: Assessment) -> Assessment.Round | None:
    """The round that may be opened now: this one is completed, and nobody has opened the one after it."""
    place = ROUNDS.index(Assessment.Round(assessment.round)) + 1
    if assessment.state != AssessmentState.COMPLETED or place == len(ROUNDS) or assessment.second_of_id:
        return None
    after = ROUNDS[place]
    taken = Assessment.objects.diagnoses().filter(application=assessment.application_id, round=after).exists()
    return None if taken else after


def progress_of(assessment: Assessment, now: ResultView) -> ProgressView | None:
    """What changed since the round before, `now` being this result in words; None where there is none to compare."""
    earlier = None if assessment.second_of_id else earlier_round(assessment.application_id, assessment.round)
    if earlier is None or earlier.result is None or earlier.completed_at is None or assessment.result is None:
        return None
    first, then = frozen.thaw(earlier.result), frozen.thaw(assessment.result)
    instruments = instrument_of(earlier), instrument_of(assessment)
    before = view(instruments[0], first)
    found = progress.changes(
        first.score,
        then.score,
        {code: one.value for code, one in first.given.items()},
        {code: one.value for code, one in then.given.items()},
    )
    named = {one.code: one for one in now.criteria}
    words = _statements(instruments[0]) | _statements(instruments[1])
    shown = [one for one in found if one.moved or one.won or one.lost]
    areas = {area.code: area for area in before.areas}
    return ProgressView(
        since=str(earlier.get_round_display()),
        since_at=earlier.completed_at,
        level_before=before.level,
        level_after=now.level,
        level_name_before=before.level_name,
        level_name_after=now.level_name,
        figures=(
            FigureChange(_("전체"), before.point, now.point),
            *(FigureChange(area.name, areas[area.code].point, area.point) for area in now.areas if area.code in areas),
        ),
        criteria=tuple(
            CriterionChange(
                code=one.code,
                name=named[one.code].name,
                before=one.before,
                after=one.after,
                moved=one.moved,
                won=tuple(words[code] for code in one.won),
                lost=tuple(words[code] for code in one.lost),
            )
            for one in sorted(shown, key=lambda one: -one.moved)
        ),
        unchanged=len(found) - len(shown),
        same_instrument=earlier.instrument_id == assessment.instrument_id,
    )


def _statements(instrument: Instrument) -> dict[str, str]:
    bands = (band for criterion in instrument.criteria for band in criterion.bands)
    return {one.code: one.statement for band in bands for one in band.attributes}
