"""What reviewers wrote of a case, for its applicant: without names, and in no order that tells who wrote it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q, Subquery

from apps.panels.models import ScoreSheet, Sitting
from apps.panels.states import SeatState, SittingState


@dataclass(frozen=True, slots=True)
class Opinion:
    """One opinion, where it was given, and why the applicant is not shown it (empty: shown)."""

    text: str
    sitting_uid: UUID
    withheld: str


def opinions(subject: Any) -> tuple[Opinion, ...]:
    """Of the sheets that count before the latest panel on a subject, every round of it, once that round is closed."""
    sittings = Sitting.objects.filter(subject_label=subject._meta.label_lower, subject_id=subject.pk)
    latest = sittings.order_by("-convened_at", "-pk")
    of_latest = Q(seat__sitting=Subquery(latest.values("pk")[:1])) | Q(
        seat__sitting__case=Subquery(latest.values("case")[:1])
    )
    sheets = ScoreSheet.objects.filter(
        of_latest, seat__state=SeatState.HANDED_IN, seat__sitting__state=SittingState.CLOSED
    )
    rows = sheets.order_by("comment", "pk").values_list("comment", "seat__sitting__uid", "withheld__reason")
    return tuple(sorted((Opinion(text, uid, reason or "") for text, uid, reason in rows), key=lambda one: one.text))
