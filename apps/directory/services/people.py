"""People's places in organisations and their ties to them."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import User
from apps.audit import services as audit
from apps.directory import permissions
from apps.directory.models import Membership, Organisation, Relation
from apps.directory.services.locks import locked_own
from apps.kernel import clocks
from apps.kernel.errors import Conflict, NotAllowed, NotFound


class LastMember(Conflict):
    """An organisation would be left with nobody."""

    message = _("마지막 구성원은 나갈 수 없습니다. 먼저 다른 구성원을 추가해 주십시오.")
    code = "last_member"


@transaction.atomic
def add_member(*, organisation_id: int, user_id: int, position: str, by: User, at: datetime) -> Membership:
    """Let a person act for an organisation; adding them twice is the same as once."""
    organisation = locked_own(organisation_id, by)
    return join(organisation, user_id=user_id, position=position, by=by, at=at)


@transaction.atomic
def end_member(*, organisation_id: int, user_id: int, by: User, at: datetime) -> Membership:
    """End a person's place; from now on they see nothing of the organisation. Raises LastMember."""
    organisation = locked_own(organisation_id, by)
    current = Membership.objects.current().filter(organisation=organisation)
    membership = current.filter(user_id=user_id).first()
    if membership is None:
        raise NotFound
    if current.count() == 1:
        raise LastMember
    membership.ended_on = max(clocks.local_date(at), membership.started_on)
    membership.save(update_fields=["ended_on"])
    audit.record(subject=organisation, action="end_member", by=by, at=at, before={"user": user_id})
    return membership


@transaction.atomic
def add_relation(*, user_id: int, organisation_id: int, kind: str, by: User, at: datetime, note: str = "") -> Relation:
    """Note a tie between a person and an organisation; one's own, or any for the centre.

    Nobody gives themselves a company to serve. Raises NotAllowed.
    """
    if not by.can(permissions.MANAGE) and (by.pk != user_id or kind == Relation.Kind.SERVES):
        raise NotAllowed
    return _relate(user_id, organisation_id, kind=kind, note=note, by=by, at=at)


@transaction.atomic
def serve(*, user_id: int, organisation_id: int, by: User, at: datetime) -> Relation:
    """Give a person the task of serving a company, so that they may read its page; called by upper apps."""
    return _relate(user_id, organisation_id, kind=Relation.Kind.SERVES, note="", by=by, at=at)


def join(organisation: Organisation, *, user_id: int, position: str, by: User, at: datetime) -> Membership:
    """Write a membership of an organisation that the caller holds locked."""
    membership, created = Membership.objects.get_or_create(
        user_id=user_id,
        organisation=organisation,
        ended_on=None,
        defaults={"position": position, "started_on": clocks.local_date(at)},
    )
    if created:
        after = {"user": user_id, "position": position}
        audit.record(subject=organisation, action="add_member", by=by, at=at, after=after)
    return membership


def _relate(user_id: int, organisation_id: int, *, kind: str, note: str, by: User, at: datetime) -> Relation:
    organisation = Organisation.objects.select_for_update().filter(pk=organisation_id).first()
    if organisation is None:
        raise NotFound
    relation, created = Relation.objects.get_or_create(
        user_id=user_id, organisation=organisation, kind=kind, defaults={"note": note[:200], "noted_at": at}
    )
    if created:
        audit.record(subject=organisation, action="relate", by=by, at=at, after={"user": user_id, "kind": kind})
    return relation
