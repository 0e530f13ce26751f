"""Noting whose data a page shows; the middleware writes one row for the request."""

from collections.abc import Iterable

from django.http import HttpRequest

from apps.accounts.models import User


def shown(request: HttpRequest, persons: Iterable[User | int], *, purpose: str) -> None:
    """Say that this answer shows data of these people. Looking at one's own data is not logged."""
    ids = {person if isinstance(person, int) else person.pk for person in persons}
    ids.discard(request.user.pk)
    noted: dict[str, set[int]] = request.__dict__.setdefault("_shown", {})
    noted.setdefault(purpose, set()).update(ids)
