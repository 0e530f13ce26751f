"""Asking people to act for an organisation, and their answers."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.accounts import services as accounts
from apps.accounts.models import User
from apps.accounts.roles import Role
from apps.audit import services as audit
from apps.centre import selectors as centre
from apps.directory.models import Invitation, Membership, Organisation
from apps.directory.services.locks import locked_led
from apps.directory.services.people import check_position, join
from apps.directory.states import InvitationAction, OrganisationState
from apps.kernel.errors import Conflict, NotFound, UidTaken
from apps.notices import services as notices
from apps.workflow import services as workflow

LASTS = timedelta(days=14)

# The role by which the people of an organisation work in the system.
ROLE_OF_KIND = {
    Organisation.Kind.COMPANY: Role.COMPANY,
    Organisation.Kind.UNIVERSITY: Role.UNIVERSITY,
    Organisation.Kind.LABORATORY: Role.UNIVERSITY,
    Organisation.Kind.SUPPLIER: Role.SUPPLIER,
    Organisation.Kind.ADVISER: Role.ADVISER,
}


class AlreadyMember(Conflict):
    message = _("이미 이 기관의 구성원입니다.")
    code = "already_member"


class AlreadyInvited(Conflict):
    message = _("이 주소로 보낸 초대가 아직 남아 있습니다. 다시 보내려면 먼저 취소해 주십시오.")
    code = "already_invited"


class InvitationOver(Conflict):
    message = _("초대 기한이 지났거나 취소된 초대입니다. 초대한 분에게 다시 요청해 주십시오.")
    code = "invitation_over"


class OtherCompany(Conflict):
    """A person acts for one company at a time."""

    message = _("이미 다른 기업의 구성원입니다. 그 기업에서 나온 뒤 수락해 주십시오.")
    code = "other_company"


class AddressUnproven(Conflict):
    message = _("이메일 주소를 먼저 확인해 주십시오. 가입할 때 받은 확인 메일의 주소를 열면 됩니다.")
    code = "address_unproven"


@transaction.atomic
def invite(
    *, organisation_id: int, email: str, position: str, by: User, at: datetime, uid: UUID | None = None
) -> Invitation:
    """Ask the holder of an address to join; the same `uid` twice is once. Whether they have an account is not said.

    Raises NotFound, NotYours, NotLeading, UnknownPosition, AlreadyMember, AlreadyInvited, UidTaken.
    """
    organisation = locked_led(organisation_id, by)
    check_position(organisation, position)
    address = email.strip().lower()
    again = Invitation.objects.filter(uid=uid).first() if uid is not None else None
    if again is not None:
        if (again.organisation_id, again.email) != (organisation.pk, address):
            raise UidTaken(field="uid")
        return again
    if Membership.objects.current().filter(organisation=organisation, user__email=address).exists():
        raise AlreadyMember(field="email")
    _clear_way(organisation, address, at)
    invitation = Invitation.objects.create(
        uid=uid or uuid4(),
        organisation=organisation,
        email=address,
        position=position,
        invited_by=by,
        invited_at=at,
        expires_at=at + LASTS,
    )
    audit.record(subject=invitation, action="invite", by=by, at=at, after={"position": position})
    _send(invitation)
    return invitation


@transaction.atomic
def withdraw_invitation(*, invitation_uid: UUID, by: User, at: datetime) -> Invitation:
    """Take an invitation back. Raises NotFound, NotYours, NotLeading, WrongState."""
    invitation = _locked(invitation_uid, by)
    locked_led(invitation.organisation_id, by)
    workflow.fire(invitation, InvitationAction.WITHDRAW, by=by, at=at)
    return invitation


@transaction.atomic
def accept_invitation(*, invitation_uid: UUID, by: User, at: datetime) -> Membership:
    """Join the organisation one was invited to; the role that goes with it is given too.

    Raises NotFound for somebody else's invitation, InvitationOver, AddressUnproven, OtherCompany.
    """
    invitation = _own_open(invitation_uid, by, at)
    _demand_proven_address(by)
    organisation = Organisation.objects.select_for_update(of=("self",)).get(pk=invitation.organisation_id)
    if organisation.state != OrganisationState.ACTIVE:
        raise InvitationOver
    elsewhere = Membership.objects.current().filter(user=by, organisation__kind=Organisation.Kind.COMPANY)
    is_company = organisation.kind == Organisation.Kind.COMPANY
    if is_company and elsewhere.exclude(organisation=organisation).exists():
        raise OtherCompany
    workflow.fire(invitation, InvitationAction.ACCEPT, by=by, at=at)
    accounts.grant(user_id=by.pk, role=ROLE_OF_KIND[Organisation.Kind(organisation.kind)], by=by, at=at)
    membership = join(organisation, user_id=by.pk, position=invitation.position, by=by, at=at)
    _answered(invitation, "directory.invitation_accepted", by, at)
    return membership


@transaction.atomic
def decline_invitation(*, invitation_uid: UUID, by: User, at: datetime) -> Invitation:
    """Say no to an invitation. Raises NotFound, InvitationOver."""
    invitation = _own_open(invitation_uid, by, at)
    workflow.fire(invitation, InvitationAction.DECLINE, by=by, at=at)
    _answered(invitation, "directory.invitation_declined", by, at)
    return invitation


def _clear_way(organisation: Organisation, address: str, at: datetime) -> None:
    """An open invitation that ran out makes way; one that still counts does not."""
    open_ones = Invitation.objects.select_for_update(of=("self",)).filter(
        organisation=organisation, email=address, state=Invitation.machine.initial
    )
    for old in open_ones:
        if old.expires_at > at:
            raise AlreadyInvited(field="email")
        workflow.fire(old, InvitationAction.WITHDRAW, by=None, at=at)


def _locked(uid: UUID, by: User) -> Invitation:
    rows = Invitation.objects.visible_to(by).select_for_update(of=("self",)).select_related("organisation")
    invitation = rows.filter(uid=uid).first()
    if invitation is None:
        raise NotFound
    return invitation


def _own_open(uid: UUID, by: User, at: datetime) -> Invitation:
    invitation = _locked(uid, by)
    if invitation.email != by.email:
        raise NotFound
    if invitation.state != Invitation.machine.initial or invitation.expires_at <= at:
        raise InvitationOver
    return invitation


def _demand_proven_address(user: User) -> None:
    """Where signing up asks nobody to prove their address, having it is enough."""
    if settings.ACCOUNT_EMAIL_VERIFICATION == "none":
        return
    if not EmailAddress.objects.filter(user=user, email=user.email, verified=True).exists():
        raise AddressUnproven


def _send(invitation: Invitation) -> None:
    organisation, inviter = invitation.organisation, invitation.invited_by
    person = User.objects.filter(email=invitation.email, is_active=True).first()
    notices.queue(
        "directory.invited",
        to=person or invitation.email,
        context={
            "centre": centre.profile().short_name_ko,
            "organisation": organisation.name_ko,
            "inviter": inviter.name,
            "until": f"{invitation.expires_at:%Y-%m-%d}",
        },
        path=reverse("directory:invitations"),
        about=invitation,
        at=invitation.invited_at,
    )


def _answered(invitation: Invitation, kind: str, by: User, at: datetime) -> None:
    notices.queue(
        kind,
        to=invitation.invited_by,
        context={
            "centre": centre.profile().short_name_ko,
            "organisation": invitation.organisation.name_ko,
            "name": by.name,
        },
        path=reverse("directory:people", args=[invitation.organisation.uid]),
        about=invitation,
        at=at,
    )
