"""Reads that join what each app offers of itself."""

from typing import Any

from apps.accounts.models import User
from apps.centre.models import CentreProfile
from apps.desk import navigation as entries
from apps.directory import selectors as directory
from apps.kernel.language import localized
from apps.workflow import selectors as workflow

INBOX_BOUND = 99


def centre() -> dict[str, Any]:
    """The centre as pages name it; empty before it was seeded."""
    profile = CentreProfile.objects.first()
    if profile is None:
        return {}
    words = ("name", "short_name", "operator", "address", "motto")
    return {word: localized(profile, word) for word in words} | {
        "phone": profile.phone,
        "email": profile.email,
        "is_sample": profile.is_sample,
    }


def inbox_count(user: User) -> int:
    """How many waits are open for this person, counted to a bound."""
    if not user.is_authenticated:
        return 0
    return workflow.open_waits(directory.parties_of(user)).order_by()[: INBOX_BOUND + 1].count()


def navigation(user: User, path: str) -> list[entries.Group]:
    if not user.is_authenticated:
        return []
    return entries.for_roles(user.roles, path, inbox_count(user))
