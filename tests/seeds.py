"""Reference data for tests: loaded through the seeds once a process, copied in bulk for every later test."""

from collections.abc import Callable, Sequence
from copy import copy

from django.db import models

_kept: dict[str, list[tuple[type[models.Model], list[models.Model]]]] = {}


def once(name: str, load: Callable[[], object], tables: Sequence[type[models.Model]]) -> None:
    """Fill empty `tables` (those a key points to first) by `load` the first time, and by the same rows afterwards."""
    if any(table.objects.exists() for table in tables):
        load()
        return
    if name not in _kept:
        load()
        _kept[name] = [(table, list(table.objects.order_by("pk"))) for table in tables]
        return
    for table, rows in _kept[name]:
        table.objects.bulk_create([copy(row) for row in rows])
