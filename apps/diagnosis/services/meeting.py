"""The meeting after a diagnosis: what company and consultant agreed on, beside what each says alone."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction

from apps.accounts.models import User
from apps.audit import services as audit
from apps.diagnosis import permissions, selectors
from apps.diagnosis.errors import MeetingAhead, NoteForDifference, UnknownCode, Unsettled
from apps.diagnosis.instrument import HIGHEST_BAND
from apps.diagnosis.meeting import Settled
from apps.diagnosis.models import AgreedScore, Assessment
from apps.diagnosis.services.locks import locked
from apps.diagnosis.services.papers import issue
from apps.diagnosis.states import WAIT_FOR_MEETING, AssessmentState
from apps.directory import selectors as directory
from apps.kernel import clocks
from apps.kernel.errors import NotAllowed, WrongState
from apps.workflow import services as workflow


@transaction.atomic
def agree(*, assessment_id: int, settled: Mapping[str, Settled], held_on: date, by: User, at: datetime) -> Assessment:
    """Keep what was agreed on (criterion code → band and note); once more replaces it. The result stays as it is,
    and its document is made anew with what was agreed.

    Raises NotFound, NotAllowed but for its consultant, Tied, WrongState before completion, MeetingAhead for a day to
    come, UnknownCode, NoteForDifference where a band differs from what was found without a word, Unsettled while gaps
    of two bands or more are left out. Nothing is written then.
    """
    assessment = locked(assessment_id, by)
    if not by.can(permissions.SCORE) or assessment.consultant_id != by.pk:
        raise NotAllowed
    directory.demand_untied(by, assessment.company)
    if assessment.state != AssessmentState.COMPLETED or assessment.second_of_id is not None:
        raise WrongState
    if held_on > clocks.local_date(at):
        raise MeetingAhead(field="held_on")
    _check(assessment, settled)
    before = {code: one.band for code, one in selectors.agreed(assessment).items()}
    assessment.agreed_scores.all().delete()
    AgreedScore.objects.bulk_create(
        [
            AgreedScore(assessment=assessment, criterion=code, band=one.band, note=one.note.strip()[:500], by=by, at=at)
            for code, one in settled.items()
        ]
    )
    assessment.agreed_on = held_on
    assessment.save(update_fields=["agreed_on"])
    after = {code: one.band for code, one in settled.items()}
    audit.record(subject=assessment, action="agree", by=by, at=at, before=before, after=after)
    workflow.close_waits(assessment, at=at, key=WAIT_FOR_MEETING)
    issue(assessment, by=by, at=at)
    return assessment


def _check(assessment: Assessment, settled: Mapping[str, Settled]) -> None:
    agenda = {gap.code: gap for gap in selectors.agenda(assessment)}
    for code, one in settled.items():
        if code not in agenda or not 0 <= one.band <= HIGHEST_BAND:
            raise UnknownCode(field=code)
    if bare := [code for code, one in settled.items() if one.band != agenda[code].found and not one.note.strip()]:
        raise NoteForDifference(bare)
    if left := [gap.code for gap in agenda.values() if gap.is_wide and gap.code not in settled]:
        raise Unsettled(left)
