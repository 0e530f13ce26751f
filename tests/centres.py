"""Two centres side by side, with few and with many rows of everything, made from the same sample cases."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from io import StringIO

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import connection
from django.db.models import F
from django.test import Client

from apps.accounts.models import User
from apps.accounts.roles import Role
from apps.desk.sample import centre
from apps.desk.sample.cast import DOMAIN
from apps.desk.sample.intake import SAMPLE_PDF
from apps.documents.models import Document
from apps.documents.states import DocumentState
from tests.multiply import multiply


@dataclass(frozen=True, slots=True)
class Centres:
    """The names of two databases, and a signed-in client of every role's first account that both of them know."""

    small: str
    large: str
    clients: dict[str, Client]


@dataclass(frozen=True, slots=True)
class Act:
    """Cases to be played, one to each of the ends, and how often everything there is then copied."""

    ends: Sequence[centre.End]
    copies: int = 0


@contextmanager
def centres(acts: Sequence[Act], *, small: int, large: int) -> Iterator[Centres]:
    """Play the acts in turn, then copy everything ``small`` times in one database and ``large`` times in another.

    Needs PostgreSQL and a migrated, empty default database that nobody else is connected to.
    """
    empty = connection.settings_dict["NAME"]
    if User.objects.exists():
        raise RuntimeError(f"{empty} is somebody's; centres are made from an empty test database")
    made = Centres(f"{empty}_small", f"{empty}_large", {})
    try:
        _create(made.small, like=empty)
        with standing_on(made.small):
            _play(acts)
            _render()
            made.clients.update(_clients())
        _create(made.large, like=made.small)
        for name, copies in ((made.small, small), (made.large, large)):
            with standing_on(name):
                multiply(copies, whole=small)
        yield made
    finally:
        connection.close()
        for name in (made.small, made.large):
            with connection._nodb_cursor() as cursor:
                cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


@contextmanager
def standing_on(name: str) -> Iterator[None]:
    """Let every query of the block go to another database of the same server."""
    before = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = name
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = before


def _create(name: str, *, like: str) -> None:
    connection.close()
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{like}"')


def _play(acts: Sequence[Act]) -> None:
    call_command("seed", verbosity=0, stdout=StringIO())
    played: list[centre.End] = []
    for act in acts:
        played += act.ends
        centre.play_all(played, log=StringIO().write)
        if act.copies:
            multiply(act.copies, whole=act.copies)


def _render() -> None:
    """Every document as the worker leaves it, with the same bytes for all."""
    file = default_storage.save("documents/blank.pdf", ContentFile(SAMPLE_PDF))
    Document.objects.filter(state=DocumentState.REQUESTED).update(
        state=DocumentState.READY,
        issued_at=F("requested_at"),
        file=file,
        sha256="0" * 64,
        size=len(SAMPLE_PDF),
        pages=1,
    )


def _clients() -> dict[str, Client]:
    """A client signed in as each role's first sample account; the session lies in the database and is copied."""
    clients: dict[str, Client] = {"visitor": Client()}
    for role in Role:
        user = User.objects.filter(email__endswith=f"@{DOMAIN}", grants__role=role).order_by("pk").first()
        if user is not None:
            clients[role.value] = Client()
            clients[role.value].force_login(user, backend=settings.AUTHENTICATION_BACKENDS[-1])
    return clients
