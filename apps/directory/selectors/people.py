"""Who belongs where, and who is too close to whom."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from apps.accounts.models import User
from apps.accounts.roles import INSIDE
from apps.directory import permissions
from apps.directory.errors import Tied
from apps.directory.models import Claim, Invitation, Membership, Organisation, Relation
from apps.directory.states import ClaimState
from apps.kernel.errors import NotAllowed, NotFound, Text


@dataclass(frozen=True, slots=True)
class ConflictReason:
    """Why a person may not decide about an organisation: a code, in words, and the note of the fact."""

    code: str
    label: Text
    note: str = ""


def organisations_of(user: User) -> QuerySet[Organisation]:
    """Active organisations a person acts for now; a university's people act for its laboratories too."""
    return Organisation.objects.active().filter(Organisation.objects.held_by(user)).order_by("name_ko", "pk")


def own_company(user: User) -> Organisation | None:
    """The company a person acts for: the one they joined first, when there are several."""
    mine = Membership.objects.current().filter(user=user, organisation__kind=Organisation.Kind.COMPANY)
    first = mine.select_related("organisation__company").order_by("started_on", "pk").first()
    return first.organisation if first else None


def parties_of(user: User) -> list[str]:
    """The names under which something may wait for a person: themselves, their roles, their organisations."""
    organisations = organisations_of(user).values_list("pk", flat=True)
    return [f"user:{user.pk}", *(f"role:{role}" for role in sorted(user.roles)), *(f"org:{pk}" for pk in organisations)]


def members_of(organisation: Organisation) -> QuerySet[User]:
    """People who act for an organisation now, by name."""
    place = Membership.objects.current().filter(organisation=organisation, user=OuterRef("pk"))
    return User.objects.with_roles().filter(Exists(place), is_active=True).order_by("name", "pk")


def may_see_people(user: User, organisation: Organisation) -> bool:
    """Whether a person acts for the organisation or cares for all of them."""
    return user.can(permissions.MANAGE) or organisations_of(user).filter(pk=organisation.pk).exists()


def organisation_with_people(user: User, uid: UUID) -> Organisation:
    """An organisation whose people a person may see; raises NotFound for any other."""
    found = Organisation.objects.visible_to(user).filter(uid=uid).first()
    if found is None or not may_see_people(user, found):
        raise NotFound
    return found


def leads(user: User, organisation: Organisation) -> bool:
    """Whether a person answers for an organisation: its leaders, those of its parent, and the centre."""
    if user.can(permissions.MANAGE):
        return True
    houses = {organisation.pk, organisation.parent_id} - {None}
    return Membership.objects.current().leading().filter(user=user, organisation__in=houses).exists()


def memberships_of(organisation: Organisation) -> QuerySet[Membership]:
    """Present places of an organisation, in the order they came."""
    rows = Membership.objects.current().filter(organisation=organisation, user__is_active=True)
    return rows.select_related("user").order_by("started_on", "pk")


def member(organisation: Organisation, uid: UUID) -> Membership:
    """One person's present place; raises NotFound."""
    found = Membership.objects.current().filter(organisation=organisation, user__uid=uid).first()
    if found is None:
        raise NotFound
    return found


def invitations_of(organisation: Organisation, at: datetime) -> QuerySet[Invitation]:
    """Invitations of an organisation that still count, newest first."""
    rows = Invitation.objects.open(at).filter(organisation=organisation)
    return rows.select_related("invited_by").order_by("-invited_at", "-pk")


def invitations_to(user: User, at: datetime) -> QuerySet[Invitation]:
    """Invitations to the address a person signs in with, newest first."""
    rows = Invitation.objects.open(at).filter(email=user.email)
    return rows.select_related("organisation", "invited_by").order_by("-invited_at", "-pk")


def open_claims_of(user: User) -> QuerySet[Claim]:
    """Requests of a person to act for a registered company that the centre has not answered, oldest first."""
    rows = Claim.objects.filter(claimant=user, state=Claim.machine.initial)
    return rows.select_related("organisation__company").order_by("opened_at", "pk")


def claims(user: User, *, state: str = "") -> QuerySet[Claim]:
    """Claims to registered companies that a person may settle."""
    rows = Claim.objects.visible_to(user).select_related("organisation__company", "claimant")
    return rows.filter(state=state) if state in ClaimState.values else rows


def conflicts(user: User, organisation: Organisation) -> tuple[ConflictReason, ...]:
    """Every known tie that keeps a person from deciding about an organisation; empty means free."""
    return _conflicts([user.pk], [organisation.pk]).get((user.pk, organisation.pk), ())


def demand_untied(user: User, organisation: Organisation, *, field: str | None = None) -> None:
    """Raises Tied for a person whom a tie keeps from deciding about an organisation.

    A company's and a partner's own people decide nothing about anybody: NotAllowed, whatever ties they have.
    """
    if not user.holds(*INSIDE):
        raise NotAllowed
    if conflicts(user, organisation):
        raise Tied(field=field)


@dataclass(frozen=True, slots=True)
class TieRow:
    """One tie of a person to an organisation; a membership has no kind of relation, and ends or not."""

    user_id: int
    organisation_id: int
    parent_id: int | None
    kind: str = ""
    ended_on: date | None = None


def ties_of(user_ids: Collection[int]) -> list[TieRow]:
    """Everything known of how people are tied to organisations: their places, now or in the past, and relations."""
    places = Membership.objects.filter(user__in=user_ids).order_by("pk")
    ties = Relation.objects.filter(user__in=user_ids, kind__in=Relation.CONFLICTS).order_by("pk")
    columns = ("user_id", "organisation_id", "organisation__parent_id")
    return [
        *(
            TieRow(user_id, own, parent, ended_on=ended_on)
            for user_id, own, parent, ended_on in places.values_list(*columns, "ended_on")
        ),
        *(TieRow(user_id, own, parent, kind) for user_id, own, parent, kind in ties.values_list(*columns, "kind")),
    ]


def conflict_pairs(
    organisation_ids: Collection[int], partner_ids: Collection[int]
) -> dict[tuple[int, int], tuple[ConflictReason, ...]]:
    """Ties between companies and partners through the partners' present people: (company, partner) → reasons."""
    places = Membership.objects.current().filter(organisation__in=partner_ids).values_list("user_id", "organisation_id")
    partners_of: dict[int, list[int]] = defaultdict(list)
    for user_id, partner_id in places:
        partners_of[user_id].append(partner_id)
    found: dict[tuple[int, int], tuple[ConflictReason, ...]] = {}
    for (user_id, organisation_id), reasons in sorted(_conflicts(partners_of, organisation_ids).items()):
        for partner_id in partners_of[user_id]:
            if partner_id != organisation_id:
                key = (organisation_id, partner_id)
                found[key] = (*found.get(key, ()), *reasons)
    return found


def _conflicts(
    user_ids: Collection[int], organisation_ids: Collection[int]
) -> dict[tuple[int, int], tuple[ConflictReason, ...]]:
    found: dict[tuple[int, int], dict[str, ConflictReason]] = defaultdict(dict)
    places = Membership.objects.filter(user__in=user_ids).filter(
        Q(organisation__in=organisation_ids) | Q(organisation__parent__in=organisation_ids)
    )
    employment = Relation.Kind.EMPLOYMENT
    wanted = set(organisation_ids)
    for user_id, own_id, parent_id in places.values_list("user_id", "organisation_id", "organisation__parent_id"):
        for organisation_id in {own_id, parent_id or own_id} & wanted:
            found[user_id, organisation_id][employment] = ConflictReason(str(employment), employment.label)
    ties = Relation.objects.filter(
        user__in=user_ids, organisation__in=organisation_ids, kind__in=Relation.CONFLICTS
    ).order_by("pk")
    for user_id, organisation_id, kind, note in ties.values_list("user_id", "organisation_id", "kind", "note"):
        found[user_id, organisation_id][kind] = ConflictReason(kind, Relation.Kind(kind).label, note)
    return {pair: tuple(reasons[code] for code in sorted(reasons)) for pair, reasons in found.items()}
