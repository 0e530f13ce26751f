"""Reminding the people a wait is waiting for."""

from datetime import datetime

from django.db import transaction

from apps.accounts.models import User
from apps.accounts.selectors import users_with_role
from apps.directory import selectors as directory
from apps.directory.models import Organisation
from apps.kernel import clocks
from apps.notices import services as notices
from apps.workflow import services as workflow

REMINDER = "desk.reminder"


@transaction.atomic
def remind(*, at: datetime) -> int:
    """Tell everybody whose turn falls due within a day, once a wait; returns how many were told."""
    told = 0
    for wait in workflow.mark_reminded(at=at):
        for person in people_of(wait.party):
            notices.queue(
                REMINDER,
                to=person,
                context={
                    "what": wait.what,
                    "subject": wait.subject_title,
                    "due": f"{clocks.local(wait.due_at):%Y-%m-%d %H:%M}" if wait.due_at else "",
                },
                path=wait.path,
                about=wait,
                at=at,
            )
            told += 1
    return told


def people_of(party: str) -> list[User]:
    """The active people behind ``user:7``, ``role:staff`` or ``org:12``."""
    kind, _colon, value = party.partition(":")
    if kind == "role":
        return list(users_with_role(value))
    if kind == "user":
        return list(User.objects.filter(pk=int(value), is_active=True))
    return list(directory.members_of(Organisation.objects.get(pk=int(value))))
