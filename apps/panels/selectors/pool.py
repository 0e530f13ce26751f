"""Reads of the pool: who could judge what, and how much they already had this year."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from apps.accounts import selectors as people
from apps.accounts.models import User
from apps.accounts.roles import Role
from apps.directory import selectors as directory
from apps.kernel.clocks import local
from apps.panels.models import Declaration, Expertise, Reviewer, Seat
from apps.panels.states import SeatState

POOL_ROW = ("pk", "uid", "user_id", "user__name", "industries", "is_outsider", "is_active", "yearly_most")


def pool(user: User, *, skill: str = "", text: str = "", standing: str = "") -> QuerySet[Reviewer]:
    """The pool as this person may see it: by a skill, by a part of the name, outsiders or those of the house."""
    rows = Reviewer.objects.visible_to(user)
    if skill:
        having = Expertise.objects.filter(reviewer=OuterRef("pk"), skill__code=skill)
        rows = rows.filter(Exists(having))
    if text.strip():
        rows = rows.filter(user__name__icontains=text.strip()[:60])
    if standing in {"outside", "inside"}:
        rows = rows.filter(is_outsider=standing == "outside")
    elif standing == "resting":
        rows = rows.filter(is_active=False)
    return rows


def not_yet_enrolled() -> QuerySet[User]:
    """Reviewers who are not in the pool."""
    enrolled = Reviewer.objects.filter(user=OuterRef("pk"))
    return people.users_with_role(Role.REVIEWER).exclude(Exists(enrolled))


def own_profile(user: User) -> Reviewer | None:
    """A reviewer's own place in the pool."""
    return Reviewer.objects.filter(user=user).first()


def loads(user_ids: Collection[int], at: datetime) -> dict[int, int]:
    """How many cases each person was given to score this calendar year, seats given back not counted."""
    year = local(at).replace(month=1, day=1, hour=0, minute=0, second=0, microsecond=0)
    counted = [SeatState.INVITED, SeatState.HANDED_IN, SeatState.SET_ASIDE]
    rows = Seat.objects.filter(user__in=user_ids, invited_at__gte=year, state__in=counted).order_by()
    return dict(rows.values_list("user_id").annotate(count=Count("pk")))


def skills_of(reviewer_ids: Collection[int]) -> dict[int, list[str]]:
    """Codes of the skills of each reviewer."""
    found: dict[int, list[str]] = {pk: [] for pk in reviewer_ids}
    rows = Expertise.objects.filter(reviewer__in=reviewer_ids).order_by("skill__code")
    for reviewer_id, code in rows.values_list("reviewer_id", "skill__code"):
        found[reviewer_id].append(code)
    return found


def pool_rows(page: Collection[dict[str, Any]], at: datetime) -> list[dict[str, Any]]:
    """Rows of the pool with the words of their expertise and this year's load."""
    skill_names, industry_names = dict(directory.skill_choices()), dict(directory.pilot_industry_choices())
    skills, had = skills_of([row["pk"] for row in page]), loads([row["user_id"] for row in page], at)
    return [
        {
            **row,
            "skills": [skill_names[code] for code in skills[row["pk"]]],
            "industries": [industry_names.get(code, code) for code in row["industries"]],
            "load": had.get(row["user_id"], 0),
        }
        for row in page
    ]


def declarations_of(reviewer: Reviewer) -> QuerySet[Declaration]:
    """What a reviewer declared, the newest first."""
    return reviewer.declarations.order_by("-declared_at", "-pk")


def resting(user_ids: Collection[int]) -> set[int]:
    """Those of these people who are in the pool but not asked at present."""
    return set(Reviewer.objects.filter(Q(user__in=user_ids), is_active=False).values_list("user_id", flat=True))
