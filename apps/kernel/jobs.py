"""Background work by name. The domain row is the outbox; the broker only makes it quick.

``task`` registers a function as a Celery task under a stable name. ``enqueue`` sends that name with ids once the
surrounding transaction has committed; when the broker is away the row simply waits, and the sweeper, run by
Celery beat, sends every row that has waited too long. What a worker began and left goes before all that.
"""

import functools
import logging
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime, timedelta

from celery import current_app, shared_task
from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.utils import timezone
from kombu.exceptions import OperationalError

logger = logging.getLogger(__name__)

# Returns the keyword arguments of every call that is overdue at the given moment.
Waiting = Callable[[datetime], Iterable[Mapping[str, int]]]

PAUSE_SECONDS = 1.0
# The broker serves lower numbers first. What people wait for goes before what is made in bulk or sent again.
PROMPT, PATIENT = 0, 9
_away_until = 0.0
_priority = ContextVar("priority", default=PROMPT)

SWEEPS: dict[str, Waiting] = {}
LEFT: dict[str, Waiting] = {}
NAMES: set[str] = set()


def task(
    name: str, *, waiting: Waiting | None = None, left: Waiting | None = None
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Register a job. ``waiting(before)`` lists the rows that the sweeper should send again.

    ``left(at)`` lists those that a worker began and left, as one that was killed: somebody was being served.
    """

    def register(function: Callable[..., None]) -> Callable[..., None]:
        NAMES.add(name)
        if waiting is not None:
            SWEEPS[name] = waiting
        if left is not None:
            LEFT[name] = left
        return shared_task(name=name)(function)

    return register


def enqueue(name: str, **ids: int) -> None:
    """Send a job once the transaction has committed; never fail the caller for a missing broker."""
    transaction.on_commit(functools.partial(_send, name, ids, _priority.get()), robust=True)


@contextmanager
def patiently() -> Iterator[None]:
    """Jobs asked for within give way to all others."""
    token = _priority.set(PATIENT)
    try:
        yield
    finally:
        _priority.reset(token)


def run(name: str, **ids: int) -> None:
    """Do a job here and now, as a worker would."""
    if name not in current_app.tasks:
        current_app.loader.import_default_modules()
    current_app.tasks[name](**ids)


def sweep(at: datetime | None = None) -> int:
    """Send again what was left, and what has waited longer than ``SWEEP_AFTER_SECONDS``; returns how many were sent.

    A row that waits behind many others is not sent again for ``SWEEP_AGAIN_SECONDS``, or it would stand there many
    times over.
    """
    at = at or timezone.now()
    before = at - timedelta(seconds=settings.SWEEP_AFTER_SECONDS)
    sent = 0
    for name, left in sorted(LEFT.items()):
        for ids in left(at):
            sent += _send(name, ids, PROMPT)
    for name, waiting in sorted(SWEEPS.items()):
        for ids in waiting(before):
            mark = ":".join(["swept", name, *(f"{key}={value}" for key, value in sorted(ids.items()))])
            if cache.get(mark):
                continue
            if not _send(name, ids, PATIENT):
                return sent
            cache.set(mark, 1, settings.SWEEP_AGAIN_SECONDS)
            sent += 1
    return sent


def _send(name: str, ids: Mapping[str, int], priority: int) -> bool:
    """Hand a job to the broker. One that was away a moment ago is not asked again: its rows wait for the sweeper."""
    global _away_until  # noqa: PLW0603 one process has one broker
    if time.monotonic() < _away_until:
        return False
    try:
        current_app.send_task(name, kwargs=dict(ids), retry=False, priority=priority)
    except (OperationalError, OSError) as failure:
        _away_until = time.monotonic() + PAUSE_SECONDS
        logger.warning("broker away, %s %s and what follows wait for the sweeper: %s", name, dict(ids), failure)
        return False
    return True
