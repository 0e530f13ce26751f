"""``fire``: the one way a row changes its state."""

import logging
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any, Protocol

from django.conf import settings
from django.db import models, transaction
from django.db.models import F
from django.utils.translation import override

from apps.accounts.models import User
from apps.audit import services as audit
from apps.audit.models import Event
from apps.kernel import jobs
from apps.kernel.errors import Text
from apps.workflow import news
from apps.workflow.machine import Machine, WaitFor
from apps.workflow.models import Delivery, Wait
from apps.workflow.moves import ReasonMissing, check  # noqa: F401 - fire raises it and callers name it

logger = logging.getLogger(__name__)
STATE = "state"
MAX_ATTEMPTS = 8
AT_ONCE = 500
REMIND_BEFORE = timedelta(days=1)


class Row(Protocol):
    """A model with a machine: what ``fire`` needs to know of it."""

    machine: Machine
    pk: Any

    @property
    def title(self) -> str: ...

    def get_absolute_url(self) -> str: ...


@transaction.atomic
def fire(row: Any, action: str, *, by: User | None, at: datetime, reason: str = "", **changes: Any) -> Event:
    """Move a locked row along its machine: set state and ``changes``, write the event, turn the waits, tell the news.

    ``by`` is None only where the house itself acts (a worker, a clock). Nothing is written when it refuses.
    """
    transition = check(row, action, by=by, reason=reason)
    attribute = row.machine.attribute
    before = getattr(row, attribute)
    setattr(row, attribute, transition.target)
    for name, value in changes.items():
        setattr(row, name, value)
    row.save(update_fields=[attribute, *changes])
    event = audit.record(
        subject=row,
        action=action,
        by=by,
        at=at,
        before={attribute: before},
        after={attribute: transition.target},
        reason=reason,
    )
    close_waits(row, at=at, key=STATE)
    open_state_waits(row, at=at)
    _tell(event)
    return event


@transaction.atomic
def fire_births(rows: Sequence[Any], action: str, *, by: User, at: datetime) -> None:
    """Write rows whose life begins with an action: what `fire` does for each of them, without a query a row.

    The rows are of one model, not yet written and in its first state; everything but the state is set by the caller.
    Nothing is written when one of them is refused.
    """
    if not rows:
        return
    attribute = rows[0].machine.attribute
    for row in rows:
        setattr(row, attribute, check(row, action, by=by).target)
    target = getattr(rows[0], attribute)
    type(rows[0])._default_manager.bulk_create(rows, batch_size=AT_ONCE)
    before, after = {attribute: rows[0].machine.initial}, {attribute: target}
    events = audit.record_births(subjects=rows, action=action, by=by, at=at, before=before, after=after)
    with override(settings.LANGUAGE_CODE):
        waits = [_wait(row, STATE, wait, at) for row in rows for wait in row.machine.waits_in(row)]
    Wait.objects.bulk_create(waits, batch_size=AT_ONCE)
    for event in events:
        _tell(event)


def _wait(row: Any, key: str, wait: WaitFor, at: datetime) -> Wait:
    return Wait(
        subject_label=audit.label_of(row),
        subject_id=row.pk,
        key=key,
        party=wait.party,
        what=str(wait.what),
        subject_title=str(row.title)[:200],
        path=row.get_absolute_url(),
        opened_at=at,
        due_at=wait.due_at,
    )


def open_state_waits(row: Any, *, at: datetime) -> None:
    """Write the waits of the row's present state; also called when a row is born."""
    for wait in row.machine.waits_in(row):
        open_wait(
            row, key=STATE, party=wait.party, what=wait.what, path=row.get_absolute_url(), at=at, due_at=wait.due_at
        )


def open_wait(
    row: Any, *, key: str, party: str, what: Text, path: str, at: datetime, due_at: datetime | None = None
) -> Wait:
    """Ask something of a party; asking twice is the same as once."""
    with override(settings.LANGUAGE_CODE):
        words = str(what)
    wait, _created = Wait.objects.get_or_create(
        subject_label=audit.label_of(row),
        subject_id=row.pk,
        key=key,
        party=party,
        what=words,
        closed_at=None,
        defaults={"subject_title": str(row.title)[:200], "path": path, "opened_at": at, "due_at": due_at},
    )
    return wait


def close_waits(row: models.Model, *, at: datetime, key: str | None = None, party: str | None = None) -> int:
    """Take back what is asked about a row: all of it, what was asked under one key, or of one party."""
    waits = Wait.objects.filter(subject_label=audit.label_of(row), subject_id=row.pk, closed_at__isnull=True)
    if key is not None:
        waits = waits.filter(key=key)
    if party is not None:
        waits = waits.filter(party=party)
    return waits.update(closed_at=at)


def move_waits(row: Any, *, key: str, due_at: datetime | None) -> int:
    """Give what is asked about a row under one key another end; whoever is waited for is reminded again before it."""
    waits = Wait.objects.filter(subject_label=audit.label_of(row), subject_id=row.pk, key=key, closed_at__isnull=True)
    return waits.update(due_at=due_at, reminded_at=None)


def deliver(*, delivery_id: int, handler: Callable[[Delivery], None], at: datetime) -> None:
    """Tell one delivery to its handler, exactly once; a handler that fails is asked again by the sweeper.

    What follows from news carries the moment of the news (`delivery.event_at`), however late a worker comes to it and
    however often it fails.
    """
    try:
        with transaction.atomic():
            delivery = Delivery.objects.select_for_update().get(pk=delivery_id)
            if delivery.state != Delivery.State.PENDING:
                return
            handler(delivery)
            delivery.state, delivery.done_at = Delivery.State.DONE, at
            delivery.save(update_fields=["state", "done_at"])
    except Exception as failure:
        logger.exception("delivery %s failed", delivery_id)
        told = {"failure": repr(failure)[:2000], "tried_at": at}
        Delivery.objects.filter(pk=delivery_id).update(attempts=F("attempts") + 1, **told)
        Delivery.objects.filter(pk=delivery_id, attempts__gte=MAX_ATTEMPTS).update(state=Delivery.State.FAILED)


def mark_reminded(*, at: datetime) -> list[Wait]:
    """Take the open waits that fall due within a day and were not yet reminded, and mark them."""
    with transaction.atomic():
        due = list(
            Wait.objects.select_for_update(skip_locked=True)
            .filter(closed_at__isnull=True, reminded_at__isnull=True, due_at__lte=at + REMIND_BEFORE)
            .order_by("due_at", "pk")[:500]
        )
        Wait.objects.filter(pk__in=[wait.pk for wait in due]).update(reminded_at=at)
    return due


def _tell(event: Event) -> None:
    for job in news.LISTENERS.get((event.subject_label, event.action), ()):
        delivery = Delivery.objects.create(
            event_id=event.pk,
            job=job,
            subject_label=event.subject_label,
            subject_id=event.subject_id,
            action=event.action,
            actor_id=event.actor_id,
            event_at=event.at,
            tried_at=event.at,
        )
        jobs.enqueue(job, delivery_id=delivery.pk)
