"""Figures over all rows, counted once in a while and shown with the moment they were counted."""

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from django.conf import settings
from django.core.cache import cache

Figure = TypeVar("Figure")


def counted(name: str, count: Callable[[], Figure], *, at: datetime) -> tuple[datetime, Figure]:
    """What ``count`` finds and when it was found; kept under ``name`` for `FIGURES_FRESH_S` seconds."""
    found: tuple[datetime, Figure] = cache.get_or_set(  # type: ignore[assignment]  # never None
        name, lambda: (at, count()), settings.FIGURES_FRESH_S
    )
    return found
