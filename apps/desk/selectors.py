"""Reads that join what each app offers of itself."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import RoleGrant, User
from apps.accounts.roles import Role
from apps.audit import selectors as audit
from apps.centre.models import CentreProfile
from apps.desk import navigation as entries
from apps.directory import selectors as directory
from apps.kernel import keyset
from apps.kernel.language import localized
from apps.workflow import selectors as workflow

INBOX_BOUND = 99
BY_DUE = "due"
HISTORY = 50
MOST_PARTS = 4


def centre() -> dict[str, Any]:
    """The centre as pages name it; empty before it was seeded."""
    profile = CentreProfile.objects.first()
    if profile is None:
        return {}
    words = ("name", "short_name", "operator", "city", "address", "motto")
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


def inbox(user: User, asked: Mapping[str, str], *, size: int) -> keyset.Page:
    """What waits for this person, the longest waiting first; asked in the order `due`, what has a deadline, the nearest
    first.
    """
    parties = directory.parties_of(user)
    is_by_due = asked.get("order") == BY_DUE
    waits = workflow.open_waits(parties)
    page = keyset.page(
        waits.filter(due_at__isnull=False) if is_by_due else waits,
        ("due_at" if is_by_due else "opened_at", "pk"),
        asked,
        size=size,
        values=("pk", "what", "subject_title", "path", "opened_at", "due_at", "party"),
        # A person of many organisations is looked up once for all of them: the queries of a page have a bound.
        parts=[Q(party=party) for party in sorted(parties)] if len(parties) <= MOST_PARTS else (),
    )
    for row in page.rows:
        # Stored in Korean, shown in the reader's language.
        row["label"] = gettext(row["what"])
    return page


def navigation(user: User, path: str, inbox_count: int) -> list[entries.Group]:
    """The side navigation of this person on this page."""
    if not user.is_authenticated:
        return []
    return entries.for_roles(user.roles, path, inbox_count)


def first_step(user: User) -> str:
    """What an empty inbox offers next: ``register``, ``apply`` or nothing."""
    if not user.holds(Role.COMPANY):
        return ""
    return "apply" if directory.organisations_of(user).exists() else "register"


def people(*, role: str, words: str) -> QuerySet[User]:
    """People by role and by part of name or address, with their roles."""
    found = User.objects.with_roles()
    if role:
        found = found.filter(Exists(RoleGrant.objects.filter(user=OuterRef("pk"), role=role)))
    if words:
        found = found.filter(Q(name__icontains=words) | Q(email__icontains=words))
    return found


ACCOUNT_ACTS = {
    "grant": _("역할을 받음: %(role)s"),
    "revoke": _("역할을 내려놓음: %(role)s"),
    "activate": _("로그인이 허용됨"),
    "deactivate": _("로그인이 막힘"),
    "issue_token": _("API 키를 만듦"),
    "revoke_token": _("API 키를 폐기함"),
}


def history_of(user: User) -> list[dict[str, Any]]:
    """The last changes to a person's account, newest first, in words."""
    rows = []
    for event in audit.history(user).reverse()[:HISTORY]:
        role = (event.after or event.before or {}).get("role", "")
        words = ACCOUNT_ACTS.get(event.action, event.action)
        rows.append({"at": event.at, "label": str(words) % {"role": Role(role).label if role else ""}})
    return rows
