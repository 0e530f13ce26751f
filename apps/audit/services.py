"""Writing history."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Protocol

from django.db import models, transaction

from apps.audit import rules, selectors
from apps.audit.models import Event, Seal

AT_ONCE = 500


class Actor(Protocol):
    """Who acts: anything with a key and a short label that names no person."""

    pk: Any

    @property
    def actor_label(self) -> str: ...


def label_of(subject: models.Model) -> str:
    return subject._meta.label_lower


@transaction.atomic
def record(
    *,
    subject: models.Model,
    action: str,
    by: Actor | None,
    at: datetime,
    before: Any = None,
    after: Any = None,
    reason: str = "",
    data: dict[str, Any] | None = None,
) -> Event:
    """Append one event to the subject's chain. The caller holds the subject's row lock, so positions never collide."""
    label = label_of(subject)
    last = (
        Event.objects.filter(subject_label=label, subject_id=subject.pk)
        .order_by("-position")
        .values_list("position", "hash")
        .first()
    )
    position, previous_hash = (last[0] + 1, last[1]) if last else (1, "")
    entry = rules.Entry(
        subject_label=label,
        subject_id=subject.pk,
        position=position,
        action=action,
        actor_id=by.pk if by else None,
        at=rules.moment(at),
        before=before,
        after=after,
    )
    return Event.objects.create(
        subject_label=label,
        subject_id=subject.pk,
        subject_uid=getattr(subject, "uid", None),
        position=position,
        action=action,
        actor_id=entry.actor_id,
        actor_label=by.actor_label if by else "system",
        at=at,
        before=before,
        after=after,
        reason=reason,
        data=data or {},
        previous_hash=previous_hash,
        hash=rules.chain(previous_hash, entry),
    )


@transaction.atomic
def record_births(
    *,
    subjects: Sequence[models.Model],
    action: str,
    by: Actor | None,
    at: datetime,
    before: Any = None,
    after: Any = None,
) -> list[Event]:
    """Begin the chains of rows that were just written together: what `record` does, without a query a row."""
    events = []
    for subject in subjects:
        entry = rules.Entry(
            subject_label=label_of(subject),
            subject_id=subject.pk,
            position=1,
            action=action,
            actor_id=by.pk if by else None,
            at=rules.moment(at),
            before=before,
            after=after,
        )
        events.append(
            Event(
                subject_label=entry.subject_label,
                subject_id=subject.pk,
                subject_uid=getattr(subject, "uid", None),
                position=1,
                action=action,
                actor_id=entry.actor_id,
                actor_label=by.actor_label if by else "system",
                at=at,
                before=before,
                after=after,
                hash=rules.chain("", entry),
            )
        )
    return Event.objects.bulk_create(events, batch_size=AT_ONCE)


@transaction.atomic
def seal(*, at: datetime) -> Seal:
    """Fix the heads of all chains under one root, which carries the root before it."""
    previous = Seal.objects.order_by("-sealed_at").first()
    last_event_id = Event.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    heads = selectors.heads(last_event_id)
    return Seal.objects.create(
        sealed_at=at,
        last_event_id=last_event_id,
        chains=len(heads),
        root=rules.root(heads, previous.root if previous else ""),
        previous_root=previous.root if previous else "",
    )
