"""Reading history, and finding where it was changed."""

from collections.abc import Iterator
from itertools import groupby

from django.db import models
from django.db.models import F, OuterRef, QuerySet, Subquery

from apps.audit import rules
from apps.audit.models import Event, Seal


def history(subject: models.Model) -> QuerySet[Event]:
    """A subject's events, oldest first."""
    return Event.objects.filter(subject_label=subject._meta.label_lower, subject_id=subject.pk).order_by("position")


def heads(last_event_id: int) -> list[tuple[str, int, str]]:
    """The last hash of every chain as it stood when ``last_event_id`` was the newest event."""
    newest = (
        Event.objects.filter(
            subject_label=OuterRef("subject_label"), subject_id=OuterRef("subject_id"), pk__lte=last_event_id
        )
        .order_by("-position")
        .values("pk")[:1]
    )
    rows = Event.objects.filter(pk__lte=last_event_id).annotate(newest=Subquery(newest)).filter(pk=F("newest"))
    return list(rows.order_by("pk").values_list("subject_label", "subject_id", "hash"))


def broken_chains() -> Iterator[tuple[str, int, int]]:
    """Every chain that does not hold, as (label, subject id, position of the first break)."""
    rows = Event.objects.order_by("subject_label", "subject_id", "position").iterator(chunk_size=2000)
    for (label, subject_id), events in groupby(rows, key=lambda event: (event.subject_label, event.subject_id)):
        position = rules.first_break([(_entry(event), event.previous_hash, event.hash) for event in events])
        if position is not None:
            yield label, subject_id, position


def broken_seals() -> Iterator[Seal]:
    """Seals whose root no longer follows from the events they cover."""
    previous = ""
    for seal in Seal.objects.order_by("sealed_at", "pk"):
        if seal.previous_root != previous or rules.root(heads(seal.last_event_id), previous) != seal.root:
            yield seal
        previous = seal.root


def _entry(event: Event) -> rules.Entry:
    return rules.Entry(
        subject_label=event.subject_label,
        subject_id=event.subject_id,
        position=event.position,
        action=event.action,
        actor_id=event.actor_id,
        at=rules.moment(event.at),
        before=event.before,
        after=event.after,
    )
