"""Numbers and once-only answers."""

import hashlib
import json
from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from apps.centre import selectors
from apps.centre.models import IdempotencyKey, Outage, Sequence
from apps.kernel import clocks
from apps.kernel.errors import Conflict, Invalid, UidTaken


class KeyReused(Invalid):
    """One Idempotency-Key was sent with two different requests."""

    message = _("같은 Idempotency-Key로 다른 내용을 보냈습니다. 새 키를 사용해 주십시오.")
    code = "idempotency_key_reused"


class StillRunning(Conflict):
    """The first request with this key has not been answered yet."""

    message = _("같은 요청을 처리하고 있습니다. 잠시 후 다시 확인해 주십시오.")
    code = "still_running"


class OutageRefused(Invalid):
    """An outage that cannot be: it ends before it begins, is not over, or lies over another one."""

    message = _("장애가 끝난 시각은 시작한 시각보다 늦고 지금보다 늦지 않아야 합니다.")
    code = "outage_refused"


@transaction.atomic
def enter_outage(*, uid: UUID, started_at: datetime, ended_at: datetime, reason: str, at: datetime) -> Outage:
    """Enter a span into the ledger; who moves deadlines by it calls this first. The same `uid` twice is once.

    Raises OutageRefused, UidTaken.
    """
    known = Outage.objects.select_for_update().filter(uid=uid).first()
    if known is not None:
        if (known.started_at, known.ended_at) != (started_at, ended_at):
            raise UidTaken(field="uid")
        return known
    if not started_at < ended_at <= at:
        raise OutageRefused(field="ended_at")
    if Outage.objects.filter(started_at__lt=ended_at, ended_at__gt=started_at).exists():
        raise OutageRefused(
            _("이미 적은 장애와 시간이 겹칩니다. 겹치지 않는 시간만 적어 주십시오."), field="started_at"
        )
    return Outage.objects.create(uid=uid, started_at=started_at, ended_at=ended_at, reason=reason.strip())


def next_number(kind: str, at: datetime) -> str:
    """Give the next number of a series, such as ``SAX-2026-R-000012``; runs in the caller's transaction."""
    return next_numbers(kind, at, 1)[0]


@transaction.atomic
def next_numbers(kind: str, at: datetime, count: int) -> list[str]:
    """Give the next numbers of a series in their order; runs in the caller's transaction.

    The prefix by kind comes from the centre profile. The counter row is locked, so numbers never repeat, and a
    transaction that fails gives its number back.
    """
    year = clocks.local_date(at).year
    sequence, _created = Sequence.objects.select_for_update().get_or_create(kind=kind, year=year)
    first = sequence.last + 1
    sequence.last += count
    sequence.save(update_fields=["last"])
    prefixes = selectors.profile().number_prefixes
    series = f"{prefixes['centre']}-{year}-{prefixes[kind]}"
    return [f"{series}-{number:06d}" for number in range(first, first + count)]


def once(
    *, key: str, route: str, payload: Any, by_id: int, at: datetime, call: Callable[[], tuple[int, Any]]
) -> tuple[int, Any]:
    """Run ``call`` once for this person and key; asked again with the same payload, return the first answer.

    The answer is kept in the same transaction as what the call wrote, so neither is there without the other.
    """
    digest = hashlib.sha256(json.dumps([route, payload], sort_keys=True, default=str).encode()).hexdigest()
    with transaction.atomic():
        row, created = IdempotencyKey.objects.select_for_update().get_or_create(
            actor_id=by_id, key=key, defaults={"route": route, "request_hash": digest, "at": at}
        )
        if row.request_hash != digest:
            raise KeyReused
        if not created:
            if row.status is None:
                raise StillRunning
            return row.status, row.body
        status, body = call()
        row.status, row.body = status, json.loads(json.dumps(body, default=str))
        row.save(update_fields=["status", "body"])
        return status, body
