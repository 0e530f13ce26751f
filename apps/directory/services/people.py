"""People's places in organisations and their ties to them."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import User
from apps.audit import services as audit
from apps.directory import permissions
from apps.directory.models import Membership, Organisation, Relation
from apps.directory.services.locks import locked_led, locked_own
from apps.kernel import clocks
from apps.kernel.errors import Conflict, Invalid, NotAllowed, NotFound


class LastMember(Conflict):
    """An organisation would be left with nobody."""

    message = _("마지막 구성원은 나갈 수 없습니다. 먼저 다른 구성원을 추가해 주십시오.")
    code = "last_member"


class LastLeader(Conflict):
    """An organisation would be left with nobody who answers for it."""

    message = _("대표나 실무 책임자가 한 사람은 있어야 합니다. 먼저 다른 구성원을 책임자로 정해 주십시오.")
    code = "last_leader"


class UnknownPosition(Invalid):
    message = _("이 기관에 없는 직책입니다. 목록에서 다시 골라 주십시오.")
    code = "unknown_position"


@transaction.atomic
def add_member(*, organisation_id: int, user_id: int, position: str, by: User, at: datetime) -> Membership:
    """Let a person act for an organisation; adding them twice is the same as once."""
    organisation = locked_led(organisation_id, by)
    check_position(organisation, position)
    return join(organisation, user_id=user_id, position=position, by=by, at=at)


@transaction.atomic
def change_position(*, organisation_id: int, user_id: int, position: str, by: User, at: datetime) -> Membership:
    """Give a member another position. Raises NotLeading, UnknownPosition, NotFound, LastLeader."""
    organisation = locked_led(organisation_id, by)
    check_position(organisation, position)
    membership = _place(organisation, user_id)
    if position not in Membership.LEADING:
        _demand_other_leader(organisation, membership)
    before = {"user": user_id, "position": membership.position}
    membership.position = position
    membership.save(update_fields=["position"])
    after = {"user": user_id, "position": position}
    audit.record(subject=organisation, action="change_position", by=by, at=at, before=before, after=after)
    return membership


@transaction.atomic
def end_member(*, organisation_id: int, user_id: int, by: User, at: datetime) -> Membership:
    """End a person's place, one's own or as one who answers for the organisation; they see nothing of it any more.

    Raises NotFound, NotYours, NotLeading, LastMember, LastLeader.
    """
    organisation = locked_own(organisation_id, by) if user_id == by.pk else locked_led(organisation_id, by)
    membership = _place(organisation, user_id)
    if Membership.objects.current().filter(organisation=organisation).count() == 1:
        raise LastMember
    _demand_other_leader(organisation, membership)
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


def check_position(organisation: Organisation, position: str) -> None:
    """Raises UnknownPosition for one that this kind of organisation does not know."""
    if position not in Membership.positions_in(organisation.kind):
        raise UnknownPosition(field="position")


def _place(organisation: Organisation, user_id: int) -> Membership:
    membership = Membership.objects.current().filter(organisation=organisation, user_id=user_id).first()
    if membership is None:
        raise NotFound
    return membership


def _demand_other_leader(organisation: Organisation, leaving: Membership) -> None:
    """Somebody else answers for the organisation, unless the one who leaves never did."""
    others = Membership.objects.current().leading().filter(organisation=organisation).exclude(pk=leaving.pk)
    if leaving.position in Membership.LEADING and not others.exists():
        raise LastLeader
