"""What every page shows around its own content."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from apps.desk import selectors


def house(request: HttpRequest) -> dict[str, Any]:
    """The centre, the person's navigation and how much waits for them; lazy, so that a page without them asks nothing."""
    return {
        "centre": selectors.centre,
        "is_demo": settings.IS_DEMO,
        "navigation": lambda: selectors.navigation(request.user, request.path),
        "inbox_count": lambda: selectors.inbox_count(request.user),
    }
