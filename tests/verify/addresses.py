"""What the running service holds, asked from inside it: rows, who may see each, and every address of pages."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

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
# The rows that stand in an address behind the row they belong to: by the part's name, every parent's rows.
CHILDREN = """
import json
from apps.consortia.models import BriefRole
from apps.documents.models import Attachment
from apps.directory.models import Membership
from apps.intake.models import Application, Objection
objections = dict(Objection.objects.values_list("pk", "uid"))
papers = Attachment.objects.filter(subject_label="intake.objection", removed_at=None).order_by("pk")
parents = dict(Application.objects.values_list("pk", "uid"))
files = Attachment.objects.filter(subject_label="intake.application", removed_at=None).order_by("pk")
roles = BriefRole.objects.filter(removed_at=None).order_by("pk")
pairs = {"attachment_uid": [(parents[pk], uid) for pk, uid in files.values_list("subject_id", "uid")],
         "file_uid": [(objections[pk], uid) for pk, uid in papers.values_list("subject_id", "uid")],
         "person": Membership.objects.current().order_by("pk").values_list("organisation__uid", "user__uid"),
         "role_uid": roles.values_list("brief__uid", "uid")}
families = {part: {} for part in pairs}
for part, listed in pairs.items():
    for parent, child in listed:
        families[part].setdefault(str(parent), []).append(str(child))
print("CHILDREN" + json.dumps(families))
"""
PARENTS = {
    "attachment_uid": "intake.Application",
    "file_uid": "intake.Objection",
    "person": "directory.Organisation",
    "role_uid": "consortia.Brief",
}
# What stands in an address beside the rows it is about.
PARTS = {"area": "process", "criterion": "P1", "step": "problem", "code": "U01"}

Children = Mapping[str, Mapping[str, Sequence[str]]]


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


def children(stack: Stack) -> Children:
    """Every part of an address that names a second row, with the rows of each parent."""
    said = stack.manage("shell", "--verbosity", "0", "--command", CHILDREN)
    families: Children = json.loads(said.split("CHILDREN", 1)[1])
    return families


def unseen(listed: list[Row], email: str) -> list[Row]:
    """The newest row of every model that a person may not see."""
    return list({row.model: row for row in listed if email not in row.seen_by}.values())


def seen(listed: list[Row], email: str) -> list[Row]:
    """The rows that a person may see."""
    return [row for row in listed if email in row.seen_by]


def about(page: str, listed: list[Row], families: Children) -> Iterator[str]:
    """The addresses of a page for rows of the kind it is about; for all of them where that is not told.

    A second row is asked for twice: as one that belongs to the first, and as one that belongs to another.
    """
    before = page.partition("<uuid:")[0]
    places = {row.place for row in listed if row.place}
    for row in listed:
        if before not in places or row.place == before:
            yield from filled(page, row, families)


def filled(page: str, row: Row, families: Children) -> Iterator[str]:
    """A page's addresses for one row."""
    part = second(page)
    if part is None:
        yield _filled(page, row.uid)
        return
    for child in families[part].get(row.uid, ())[:1]:
        yield _filled(page, row.uid, child)
    yield from _misled(page, row, families[part])


def astray(page: str, listed: list[Row], families: Children) -> Iterator[str]:
    """The addresses of a page that names two rows, where the second belongs to another than the first."""
    part = second(page)
    if part is not None:
        for row in listed:
            if row.model == PARENTS[part]:
                yield from _misled(page, row, families[part])


def _misled(page: str, row: Row, kin: Mapping[str, Sequence[str]]) -> Iterator[str]:
    strange = (found[0] for parent, found in kin.items() if parent != row.uid)
    yield from (_filled(page, row.uid, child) for child in islice(strange, 1))


def second(page: str) -> str | None:
    """The name of the second row in an address, if it names one."""
    named = re.findall(r"<uuid:(\w+)>", page)
    return named[1] if len(named) > 1 else None


def _filled(page: str, *uids: str) -> str:
    for uid in uids:
        page = re.sub(r"<uuid:\w+>", uid, page, count=1)
    return re.sub(r"<\w+:(\w+)>", lambda part: PARTS[part[1]], page)


def route(path: str) -> str:
    """A route of the API's schema in the form in which pages are written."""
    return re.sub(r"\{(\w+)\}", lambda part: f"<{'uuid' if part[1].endswith('uid') else 'slug'}:{part[1]}>", path)


def pattern(address: str) -> str:
    """The address with every identifier taken out, so that pages of one kind are looked at once."""
    path = address.split("#", maxsplit=1)[0].split("?", maxsplit=1)[0]
    path = re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", "<uid>", path)
    return re.sub(r"/[A-Z0-9]+(-[A-Z0-9]+)*/", "/<code>/", path)
