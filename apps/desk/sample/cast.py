"""The people and partners of the sample centre, made through the services."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from functools import cache
from pathlib import Path

from django.conf import settings
from django.contrib.auth.hashers import make_password

from apps.accounts import services as accounts
from apps.accounts.models import ConsentText, User
from apps.accounts.roles import Role
from apps.desk.sample.stories import Story, uid_of
from apps.directory import services as directory
from apps.directory.entries import PartnerEntry
from apps.directory.models import Membership, Organisation, Skill
from apps.panels import services as panels
from apps.panels.entries import Profile, Standing
from apps.panels.models import Reviewer

PASSWORD = "sample-ax-2026"  # noqa: S105 printed on purpose; sample accounts exist in demo and test only
DOMAIN = "axcenter.invalid"
PARTNER_ROLES = {"laboratory": Role.UNIVERSITY, "supplier": Role.SUPPLIER, "adviser": Role.ADVISER}
MAIN_ADDRESS = {"laboratory": "university", "supplier": "supplier", "adviser": "adviser"}
# Reviewers who are of the centre itself, by their turn.
INSIDERS = (3, 4)
POSITIONS = {"laboratory": Membership.Position.PROFESSOR}


@dataclass(slots=True)
class Cast:
    """Everybody who plays, by part; partners' people by their organisation's key."""

    people: dict[Role, list[User]]
    partner_members: dict[int, User] = field(default_factory=dict)

    def one(self, role: Role, turn: int = 0) -> User:
        """The role's person whose turn it is."""
        players = self.people[role]
        return players[turn % len(players)]


def seed_file(name: str) -> Path:
    return Path(settings.SEEDS_DIR) / "sample" / name


def read_stories() -> list[Story]:
    return [Story.read(row) for row in json.loads(seed_file("stories.json").read_text(encoding="utf-8"))]


def person(*, email: str, name: str, roles: Sequence[Role], at: datetime) -> User:
    """A sample person, made once. Their password is known only where sample sign-ins are allowed."""
    known = User.objects.with_roles().filter(email=email).first()
    if known is not None:
        return known
    shared = _shared_hash() if settings.SAMPLE_SIGN_IN else ""
    made = accounts.create_user(email=email, name=name, roles=roles, at=at, password_hash=shared, is_sample=True)
    for code in ConsentText.objects.filter(is_optional=False).values_list("code", flat=True).distinct():
        accounts.give_consent(user=made, code=code, at=at)
    return made


@cache
def _shared_hash() -> str:
    """Everybody's password is the same printed one: hashing it once is enough."""
    return make_password(PASSWORD)


def gather(at: datetime) -> Cast:
    """Make the centre's people and its partners; made again, the same ones are found."""
    rows = json.loads(seed_file("people.json").read_text(encoding="utf-8"))
    people: dict[Role, list[User]] = {}
    for row in rows:
        role = Role(row["role"])
        if role in PARTNER_ROLES.values() or role == Role.COMPANY:
            continue
        player = person(email=row["email"], name=row["name"], roles=[role], at=at)
        people.setdefault(role, []).append(player)
    cast = Cast(people)
    _gather_partners(cast, at)
    _fill_pool(cast, at)
    return cast


def _fill_pool(cast: Cast, at: datetime) -> None:
    """Every reviewer is in the pool, some of them from within the centre."""
    skills = list(Skill.objects.order_by("code").values_list("code", flat=True))
    industries = ("manufacturing", "construction", "logistics", "fashion", "publishing", "content")
    for number, user in enumerate(cast.people[Role.REVIEWER]):
        if Reviewer.objects.filter(user=user).exists():
            continue
        own = tuple(skills[(number * 2 + step) % len(skills)] for step in range(3))
        fields = tuple({industries[number % 6], industries[(number + 2) % 6]})
        panels.enrol(
            user_uid=user.uid,
            profile=Profile(skills=own, industries=fields, yearly_most=60),
            standing=Standing(is_outsider=number not in INSIDERS),
            by=cast.one(Role.STAFF),
            at=at,
        )


def _gather_partners(cast: Cast, at: datetime) -> None:
    """Universities first, then their laboratories, suppliers and advisers, each with the person who acts for it."""
    manager = cast.one(Role.MANAGER)
    universities: dict[str, int] = {}
    counts: dict[str, int] = {}
    for row in json.loads(seed_file("partners.json").read_text(encoding="utf-8")):
        kind = row["kind"]
        counts[kind] = number = counts.get(kind, 0) + 1
        organisation = directory.register_partner(
            entry=PartnerEntry(
                kind=kind,
                name_ko=row["name_ko"],
                parent_id=universities[row["university"]] if row["university"] else None,
                summary=row["summary"],
                skill_codes=tuple(row["skills"]),
                industries=tuple(row["industries"]),
                capacity_months=Decimal(row["capacity_months"]) * 4,
                max_projects=row["max_projects"] * 4,
            ),
            by=manager,
            at=at,
            uid=uid_of("partner", kind, number),
            is_sample=True,
        )
        if kind == Organisation.Kind.UNIVERSITY:
            universities[organisation.name_ko] = organisation.pk
            continue
        address = MAIN_ADDRESS[kind] + ("" if number == 1 else str(number))
        member = person(email=f"{address}@{DOMAIN}", name=f"{row['name_ko']} 담당", roles=[PARTNER_ROLES[kind]], at=at)
        if organisation.pk not in _places_of(member):
            directory.add_member(
                organisation_id=organisation.pk,
                user_id=member.pk,
                position=POSITIONS.get(kind, Membership.Position.MANAGER),
                by=manager,
                at=at,
            )
        cast.partner_members[organisation.pk] = member


def _places_of(member: User) -> set[int]:
    return set(Membership.objects.current().filter(user=member).values_list("organisation_id", flat=True))
