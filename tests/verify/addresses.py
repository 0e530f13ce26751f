"""What the running service holds, asked from inside it: rows, who may see each, and every address of pages."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

from tests.stack import Stack

# Runs inside the service: every row with an address of its own, and the accounts that `visible_to` shows it to.
WHO_SEES_WHAT = """
import json
from django.apps import apps
from django.urls import NoReverseMatch
from apps.accounts.models import User
people = list(User.objects.with_roles().filter(email__in={emails}))
listed = []
for model in apps.get_models():
    if not model.__module__.startswith("apps.") or not hasattr(model._default_manager.all(), "visible_to"):
        continue
    if not hasattr(model, "uid"):
        continue
    rows = list(model._default_manager.order_by("pk")[:{most}])
    seen = {{p.email: set(model._default_manager.visible_to(p).values_list("pk", flat=True)) for p in people}}
    for row in rows:
        try:
            address = row.get_absolute_url()
        except (AttributeError, NoReverseMatch):
            address = ""
        by = [email for email, keys in seen.items() if row.pk in keys]
        listed.append({{"app": model._meta.app_label, "model": model._meta.label, "uid": str(row.uid),
                        "address": address, "seen_by": by}})
print("ROWS" + json.dumps(listed))
"""
# Every address of our own pages as it is written in the addresses of the apps.
PAGES = """
import json
from django.urls import get_resolver
def walk(resolver, before=""):
    for each in resolver.url_patterns:
        here = before + str(each.pattern)
        if hasattr(each, "url_patterns"):
            yield from walk(each, here)
        elif each.callback.__module__.startswith("apps."):
            yield here
print("PAGES" + json.dumps(sorted(set(walk(get_resolver())))))
"""
# What stands in an address beside the row it is about; a second row is always a strange one.
STRANGER = "00000000-0000-4000-8000-000000000000"
PARTS = {"area": "process", "criterion": "P1", "step": "problem", "code": "U01"}


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the service and the e-mail addresses of those who may see it."""

    app: str
    model: str
    uid: str
    address: str
    seen_by: frozenset[str]

    @property
    def place(self) -> str:
        """Where addresses about rows like this begin; empty for rows without a page."""
        return self.address.split(self.uid, maxsplit=1)[0] if self.uid in self.address else ""


def rows(stack: Stack, *, most: int = 12) -> list[Row]:
    """Up to `most` rows of every model that says who may see it."""
    emails = [account["email"] for account in stack.accounts.values()]
    said = stack.manage("shell", "--verbosity", "0", "--command", WHO_SEES_WHAT.format(emails=emails, most=most))
    listed = json.loads(said.split("ROWS", 1)[1])
    return [Row(**{**row, "seen_by": frozenset(row["seen_by"])}) for row in listed]


def pages(stack: Stack) -> list[str]:
    """Every address of a page as a pattern (`/intake/<uuid:uid>/check/`)."""
    said = stack.manage("shell", "--verbosity", "0", "--command", PAGES)
    return ["/" + found for found in json.loads(said.split("PAGES", 1)[1]) if not found.startswith("api/")]


def unseen(listed: list[Row], email: str) -> list[Row]:
    """The newest row of every model that a person may not see."""
    return list({row.model: row for row in listed if email not in row.seen_by}.values())


def about(page: str, listed: list[Row]) -> Iterator[str]:
    """The addresses of a page for rows of the kind it is about; for all of them where that is not told."""
    before, _, after = page.partition("<uuid:")
    named = after.partition(">")[2]
    rest = re.sub(r"<uuid:\w+>", STRANGER, named)
    rest = re.sub(r"<\w+:(\w+)>", lambda part: PARTS[part[1]], rest)
    places = {row.place for row in listed if row.place}
    for row in listed:
        if before not in places or row.place == before:
            yield f"{before}{row.uid}{rest}"


def pattern(address: str) -> str:
    """The address with every identifier taken out, so that pages of one kind are looked at once."""
    path = address.split("#", maxsplit=1)[0].split("?", maxsplit=1)[0]
    path = re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", "<uid>", path)
    return re.sub(r"/[A-Z0-9]+(-[A-Z0-9]+)*/", "/<code>/", path)
