"""Reads of waits and deliveries, and what a person may do next."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any, TypeVar

from django.db.models import Exists, Model, OuterRef, QuerySet

from apps.accounts.models import User
from apps.kernel.among import Among
from apps.kernel.errors import DomainError
from apps.workflow.machine import Transition
from apps.workflow.models import Delivery, Wait
from apps.workflow.moves import check

Row = TypeVar("Row", bound=Model)


def open_waits(parties: Collection[str]) -> QuerySet[Wait]:
    """What waits for any of the parties."""
    return Wait.objects.filter(party__in=parties, closed_at__isnull=True)


def is_asked(row: Model, key: str) -> bool:
    """Whether something is asked about a row under a key."""
    label = row._meta.label_lower
    return Wait.objects.filter(subject_label=label, subject_id=row.pk, key=key, closed_at__isnull=True).exists()


def longest_waiting(rows: QuerySet[Row], key: str, most: int) -> QuerySet[Row]:
    """Those of ``rows`` about which something is asked under ``key``, at most so many: those that wait longest.

    It is asked of what waits, in its order, so that it costs the same however many rows were answered or wait.
    """
    waits = Wait.objects.filter(subject_label=rows.model._meta.label_lower, key=key, closed_at__isnull=True)
    waits = waits.filter(Exists(rows.filter(pk=OuterRef("subject_id")))).order_by("opened_at", "pk")
    return rows.filter(Among("pk", waits.values("subject_id")[:most]))


def available_actions(row: Any, user: User) -> list[Transition]:
    """Transitions this person may make now; a missing reason does not count against them."""
    possible = []
    for transition in row.machine.leaving(getattr(row, row.machine.attribute)):
        try:
            check(row, transition.action, by=user, reason="-")
        except DomainError:
            continue
        possible.append(transition)
    return possible


def waiting_deliveries(job: str, before: datetime) -> Iterable[dict[str, int]]:
    """Calls of a news job that are overdue."""
    ids = Delivery.objects.filter(job=job, state=Delivery.State.PENDING, tried_at__lte=before).order_by("pk")
    return [{"delivery_id": pk} for pk in ids.values_list("pk", flat=True)[:500]]
