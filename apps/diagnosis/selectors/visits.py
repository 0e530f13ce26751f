"""Reads of visits and of what came back from them too late."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from apps.accounts.models import User
from apps.diagnosis import permissions
from apps.diagnosis.frozen import Given
from apps.diagnosis.instrument import Criterion, Instrument
from apps.diagnosis.models import Answer, Assessment, Evidence, LateRecord, Visit
from apps.diagnosis.rules import Answer as Value
from apps.diagnosis.selectors.assessments import given
from apps.diagnosis.selectors.instruments import instrument_of
from apps.kernel import clocks
from apps.kernel.language import localized


@dataclass(frozen=True, slots=True)
class LateAnswer:
    """An answer that came too late beside the one that stands."""

    code: str
    statement: str
    came: str
    note: str
    stands: str


@dataclass(frozen=True, slots=True)
class LateView:
    """One late record as it is shown: its answers, or its piece of evidence."""

    record: LateRecord
    answers: tuple[LateAnswer, ...]
    evidence: dict[str, Any] | None


@dataclass(frozen=True, slots=True)
class VisitCriterion:
    """One criterion on the device: the bands in words, those to start with unfolded."""

    criterion: Criterion
    name: str
    self_band: int | None
    unfolded: frozenset[int]
    evidence: tuple[Evidence, ...]


def visits_of(assessment: Assessment) -> list[Visit]:
    """The visits of a case, newest first."""
    return list(assessment.visits.select_related("by").order_by("-at", "-pk"))


def visit_day(assessment: Assessment) -> date | None:
    """The day of the newest signed visit."""
    ended = assessment.visits.filter(signed_at__isnull=False).order_by("-ended_at").values_list("ended_at", flat=True)
    newest = ended.first()
    return clocks.local_date(newest) if newest else None


def late_of(assessment: Assessment, user: User) -> tuple[LateView, ...]:
    """Late records nobody has settled, oldest first; for staff and the case's consultant."""
    if not getattr(assessment, "has_late", True):
        return ()
    if not (user.can(permissions.VIEW_ALL) or assessment.consultant_id == user.pk):
        return ()
    rows = assessment.late_records.filter(outcome="").select_related("attachment", "by").order_by("at", "pk")
    records = list(rows)
    if not records:
        return ()
    instrument, standing = instrument_of(assessment), given(assessment)
    return tuple(_late(record, instrument, standing) for record in records)


def late_record(uid: Any, user: User) -> LateRecord | None:
    """A late record of a case this person scores or oversees."""
    rows = LateRecord.objects.select_related("assessment", "attachment")
    record = rows.filter(uid=uid, assessment__in=Assessment.objects.with_findings_for(user)).first()
    if record is None or not (user.can(permissions.VIEW_ALL) or record.assessment.consultant_id == user.pk):
        return None
    return record


def to_visit(
    assessment: Assessment, own: dict[str, int | None], evidence: list[Evidence]
) -> list[tuple[str, str, list[VisitCriterion]]]:
    """Code, name and criteria of each area; a criterion starts at the band the company claims, and the next."""
    instrument = instrument_of(assessment)
    return [
        (
            area.code,
            localized(area, "name"),
            [
                VisitCriterion(
                    criterion,
                    localized(criterion, "name"),
                    own.get(criterion.code),
                    _unfolded(own.get(criterion.code)),
                    tuple(one for one in evidence if one.criterion == criterion.code),
                )
                for criterion in area.criteria
            ],
        )
        for area in instrument.areas
    ]


def _unfolded(claimed: int | None) -> frozenset[int]:
    first = max(claimed or 1, 1)
    return frozenset({first, first + 1})


def _late(record: LateRecord, instrument: Instrument, standing: dict[str, Given]) -> LateView:
    labels = dict(Answer.Choice.choices)
    answers = tuple(
        LateAnswer(
            code=one["attribute"],
            statement=instrument.attribute(one["attribute"]).statement,
            came=str(labels[Value(one["value"])]),
            note=one["note"] or one["reason"],
            stands=str(labels[standing[one["attribute"]].value]) if one["attribute"] in standing else "–",
        )
        for one in record.content.get("answers", ())
    )
    evidence = record.content.get("evidence")
    if evidence is not None:
        evidence = {**evidence, "kind_label": Evidence.Kind(evidence["kind"]).label}
    return LateView(record, answers, evidence)
