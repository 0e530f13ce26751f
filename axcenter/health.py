"""Alive, and ready: what a load balancer and an operator ask."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from django.http import HttpRequest, JsonResponse

from axcenter.celery import app

ANSWER_WITHIN_SECONDS = 1.0
STORAGE_IS_ASKED_EVERY_SECONDS = 30.0


@dataclass(slots=True)
class Seldom:
    """Asks at most once in so many seconds and gives the last answer in between, whoever calls."""

    ask: Callable[[], bool]
    seconds: float
    clock: Callable[[], float] = time.monotonic
    _asked_at: float | None = None
    _answer: bool = False
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def __call__(self) -> bool:
        with self._lock:
            now = self.clock()
            if self._asked_at is None or now - self._asked_at >= self.seconds:
                self._asked_at, self._answer = now, _answers(self.ask)
            return self._answer


def healthz(_request: HttpRequest) -> JsonResponse:
    return JsonResponse({"status": "alive"})


def readyz(_request: HttpRequest) -> JsonResponse:
    """200 when database, broker, worker and storage answer, else 503 naming which do not."""
    parts: dict[str, Callable[[], bool]] = {
        "database": _database,
        "broker": _broker,
        "worker": _worker,
        "storage": storage_seldom,
    }
    state = {name: _answers(ask) for name, ask in parts.items()}
    ready = all(state.values())
    return JsonResponse({"status": "ready" if ready else "not ready", **state}, status=200 if ready else 503)


def _answers(ask: Callable[[], bool]) -> bool:
    try:
        return ask()
    except Exception:
        return False


def _database() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return cursor.fetchone() == (1,)


def _broker() -> bool:
    with app.connection_for_write(connect_timeout=ANSWER_WITHIN_SECONDS) as broker:
        broker.ensure_connection(max_retries=0, timeout=ANSWER_WITHIN_SECONDS)
    return True


def _worker() -> bool:
    return bool(app.control.ping(timeout=ANSWER_WITHIN_SECONDS, limit=1))


def _storage() -> bool:
    name = default_storage.save(f"probe/{time.monotonic_ns()}", ContentFile(b"probe"))
    default_storage.delete(name)
    return True


# Each asking writes and deletes a file, and anybody may call `/readyz`.
storage_seldom = Seldom(_storage, STORAGE_IS_ASKED_EVERY_SECONDS)
