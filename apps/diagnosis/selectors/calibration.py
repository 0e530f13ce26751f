"""Reads of calibration: how far second readings agree with the first, who is severe, and where the two differ."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from apps.accounts.models import User
from apps.diagnosis import permissions
from apps.diagnosis.agreement import Agreement, Pair, Severity, agreement, severities
from apps.diagnosis.errors import NotCompleted
from apps.diagnosis.models import Assessment
from apps.diagnosis.selectors.instruments import current, instrument_of, parsed
from apps.diagnosis.states import AssessmentState
from apps.kernel.counted import counted
from apps.kernel.errors import NotFound
from apps.kernel.language import localized

FIGURES = "diagnosis:calibration"
READING = (
    "pk",
    "uid",
    "state",
    "round",
    "opened_at",
    "company__name_ko",
    "consultant_id",
    "consultant__name",
    "second_of__consultant_id",
    "second_of__consultant__name",
    "second_of__is_training",
)


@dataclass(frozen=True, slots=True)
class Figures:
    """Everything worked out from the pairs, by codes and keys alone, so that it can be kept for a while.

    `overall` is of all criteria, `criteria` by code; `trained` of each consultant against the references.
    """

    overall: Agreement
    criteria: Mapping[str, Agreement]
    areas: Mapping[str, Agreement]
    severities: tuple[Severity, ...]
    trained: tuple[tuple[int, Agreement, Severity], ...]


@dataclass(frozen=True, slots=True)
class Named:
    """An agreement with the name of what it is of."""

    code: str
    name: str
    found: Agreement


@dataclass(frozen=True, slots=True)
class Reader:
    """A consultant's severity, or how close a trainee comes to the references (`found`)."""

    user_id: int
    name: str
    severity: Severity
    found: Agreement | None = None


@dataclass(frozen=True, slots=True)
class Board:
    """The calibration board at a moment. A consultant sees the common figures and of persons only themselves."""

    overall: Agreement
    areas: tuple[Named, ...]
    criteria: tuple[Named, ...]
    readers: tuple[Reader, ...]
    trained: tuple[Reader, ...]
    counted_at: datetime


@dataclass(frozen=True, slots=True)
class Difference:
    """One criterion read twice; `apart` is the second band less the first."""

    code: str
    name: str
    first: int
    second: int

    @property
    def apart(self) -> int:
        return self.second - self.first

    @property
    def is_wide(self) -> bool:
        return abs(self.apart) > 1


def calibration_board(user: User, at: datetime) -> Board:
    """Agreement and severities; walking every pair is dear, so the figures are kept for a while."""
    counted_at, figures = counted(FIGURES, _figures, at=at)
    instrument = parsed(current().pk)
    names = _names({*(one.consultant for one in figures.severities), *(key for key, _f, _s in figures.trained)})
    if not user.can(permissions.VIEW_ALL):
        names = {key: name for key, name in names.items() if key == user.pk}
    return Board(
        overall=figures.overall,
        areas=tuple(Named(area.code, localized(area, "name"), figures.areas[area.code]) for area in instrument.areas),
        criteria=tuple(
            Named(one.code, localized(one, "name"), figures.criteria[one.code]) for one in instrument.criteria
        ),
        readers=tuple(
            Reader(one.consultant, names[one.consultant], one) for one in figures.severities if one.consultant in names
        ),
        trained=tuple(
            Reader(key, names[key], severity, found) for key, found, severity in figures.trained if key in names
        ),
        counted_at=counted_at,
    )


def readings_for(user: User) -> QuerySet[Assessment]:
    """Second readings this person may follow, to be read as `READING`; a consultant's own once both have ended."""
    rows = Assessment.objects.second_readings().exclude(state=AssessmentState.CANCELLED)
    if not user.can(permissions.VIEW_ALL):
        mine = Q(consultant=user) | Q(second_of__consultant=user, second_of__is_training=False)
        rows = rows.filter(mine & _ENDED)
    return rows


def reading_of(assessment: Assessment) -> Assessment | None:
    """The newest second reading of a diagnosis that was not cancelled."""
    return assessment.readings.exclude(state=AssessmentState.CANCELLED).order_by("-opened_at", "-pk").first()


def compared(uid: UUID, user: User) -> tuple[Assessment, list[Difference]]:
    """A second reading and how it differs from the first, the widest first.

    Raises NotFound for those who may not follow it, NotCompleted before both have ended.
    """
    rows = Assessment.objects.second_readings().select_related("company", "consultant", "second_of__consultant")
    readers = Q(consultant=user) | Q(second_of__consultant=user, second_of__is_training=False)
    found = (rows if user.can(permissions.VIEW_ALL) else rows.filter(readers)).filter(uid=uid).first()
    if found is None or found.second_of is None:
        raise NotFound
    if found.state != AssessmentState.COMPLETED or found.second_of.state != AssessmentState.COMPLETED:
        raise NotCompleted
    first, second = found.second_of.bands or {}, found.bands or {}
    differences = [
        Difference(one.code, localized(one, "name"), first[one.code], second[one.code])
        for one in instrument_of(found).criteria
        if one.code in first and one.code in second
    ]
    return found, sorted(differences, key=lambda one: -abs(one.apart))


_ENDED = Q(state=AssessmentState.COMPLETED, second_of__state=AssessmentState.COMPLETED)


def _figures() -> Figures:
    pairs: list[Pair] = []
    by_trainee: dict[int, list[Pair]] = {}
    rows = Assessment.objects.filter(_ENDED, bands__isnull=False, second_of__bands__isnull=False).order_by("pk")
    columns = ("pk", "second_of__consultant_id", "consultant_id", "second_of__bands", "bands", "second_of__is_training")
    for key, first, second, before, after, is_training in rows.values_list(*columns).iterator(chunk_size=2000):
        (by_trainee.setdefault(second, []) if is_training else pairs).append(Pair(key, first, second, before, after))
    instrument = parsed(current().pk)
    return Figures(
        overall=agreement(pairs),
        criteria={one.code: agreement(pairs, [one.code]) for one in instrument.criteria},
        areas={area.code: agreement(pairs, [one.code for one in area.criteria]) for area in instrument.areas},
        severities=severities(pairs),
        trained=tuple(
            (who, agreement(own, fewest=1), _own_severity(who, own)) for who, own in sorted(by_trainee.items())
        ),
    )


def _own_severity(who: int, own: list[Pair]) -> Severity:
    return next(one for one in severities(own, fewest=1) if one.consultant == who)


def _names(keys: set[int]) -> dict[int, str]:
    return dict(User.objects.filter(pk__in=keys).values_list("pk", "name"))
