"""Second readings: whether another consultant finds the same in the same evidence, without seeing what was found."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256

from django.conf import settings
from django.db import transaction

from apps.accounts.models import User
from apps.audit import services as audit
from apps.diagnosis import permissions
from apps.diagnosis.errors import NotCompleted, ReadAlready
from apps.diagnosis.models import Assessment
from apps.diagnosis.services.locks import locked
from apps.diagnosis.states import AssessmentState
from apps.kernel.errors import NotAllowed, WrongState
from apps.workflow import services as workflow

WHOLE = 100


@transaction.atomic
def read_again(*, assessment_id: int, by: User, at: datetime) -> Assessment:
    """Open a second reading of a completed diagnosis; staff are asked for its consultant.

    A case has one, a training case as many as there are consultants. Raises NotFound, NotAllowed, WrongState for a
    second reading itself, NotCompleted, ReadAlready.
    """
    if not by.can(permissions.CALIBRATE):
        raise NotAllowed
    first = _first(assessment_id, by)
    if first.result is None:
        raise NotCompleted
    waiting = first.readings.exclude(state=AssessmentState.CANCELLED)
    if waiting.filter(consultant=None).exists() or (not first.is_training and waiting.exists()):
        raise ReadAlready
    return _open(first, by=by, at=at)


@transaction.atomic
def set_training(*, assessment_id: int, is_training: bool, by: User, at: datetime) -> Assessment:
    """Say whether a completed diagnosis is one to train with; its result is then the reference.

    Raises NotFound, NotAllowed, WrongState for a second reading, NotCompleted.
    """
    if not by.can(permissions.CALIBRATE):
        raise NotAllowed
    first = _first(assessment_id, by)
    if first.result is None:
        raise NotCompleted
    if first.is_training != is_training:
        before = {"is_training": first.is_training}
        first.is_training = is_training
        first.save(update_fields=["is_training"])
        audit.record(
            subject=first, action="set_training", by=by, at=at, before=before, after={"is_training": is_training}
        )
    return first


def draw(first: Assessment, *, at: datetime) -> None:
    """Open a second reading for the centre's share of first diagnoses, drawn by chance but the same for one case."""
    drawn = int.from_bytes(sha256(first.uid.bytes).digest()[:4]) % WHOLE < settings.SECOND_READINGS_PCT
    if drawn and first.round == Assessment.Round.T0 and not first.readings.exists():
        _open(first, by=None, at=at)


def _first(assessment_id: int, by: User) -> Assessment:
    first = locked(assessment_id, by)
    if first.second_of_id is not None:
        raise WrongState
    return first


def _open(first: Assessment, *, by: User | None, at: datetime) -> Assessment:
    reading = Assessment.objects.create(
        application=first.application,
        company=first.company,
        instrument=first.instrument,
        profile=first.profile,
        round=first.round,
        second_of=first,
        opened_at=at,
    )
    after = {"state": reading.state, "second_of": str(first.uid)}
    audit.record(subject=reading, action="open", by=by, at=at, after=after)
    workflow.open_state_waits(reading, at=at)
    return reading
