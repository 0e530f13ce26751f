"""What the running service holds, asked from inside it: rows, their addresses, and who may see each."""

import json
import re
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


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the service and the e-mail addresses of those who may see it."""

    app: str
    model: str
    uid: str
    address: str
    seen_by: frozenset[str]


def rows(stack: Stack, *, most: int = 12) -> list[Row]:
    """Up to `most` rows of every model that says who may see it."""
    emails = [account["email"] for account in stack.accounts.values()]
    said = stack.manage("shell", "--verbosity", "0", "--command", WHO_SEES_WHAT.format(emails=emails, most=most))
    listed = json.loads(said.split("ROWS", 1)[1])
    return [Row(**{**row, "seen_by": frozenset(row["seen_by"])}) for row in listed]


def pattern(address: str) -> str:
    """The address with every identifier taken out, so that pages of one kind are looked at once."""
    path = address.split("#", maxsplit=1)[0].split("?", maxsplit=1)[0]
    path = re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", "<uid>", path)
    return re.sub(r"/[A-Z0-9]+(-[A-Z0-9]+)+/", "/<code>/", path)
