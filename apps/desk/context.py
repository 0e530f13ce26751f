"""What every page shows around its own content."""

import functools
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from apps.desk import selectors


def house(request: HttpRequest) -> dict[str, Any]:
    """The centre, the person's navigation and how much waits for them; each asked at most once, and only if shown."""
    inbox_count: Callable[[], int] = functools.cache(lambda: selectors.inbox_count(request.user))
    return {
        "centre": functools.cache(selectors.centre),
        "is_demo": settings.IS_DEMO,
        "inbox_count": inbox_count,
        "navigation": functools.cache(lambda: selectors.navigation(request.user, request.path, inbox_count())),
    }
