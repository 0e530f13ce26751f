"""Inviting people into an organisation, their answers, positions and leaving."""

from datetime import timedelta
from uuid import uuid4

import pytest
from allauth.account.models import EmailAddress
from django.core import mail

from apps.accounts.models import User
from apps.accounts.roles import Role
from apps.directory import selectors, services
from apps.directory.models import Invitation, Membership, Organisation
from apps.directory.services.invitations import (
    AddressUnproven,
    AlreadyInvited,
    AlreadyMember,
    InvitationOver,
    OtherCompany,
)
from apps.directory.services.locks import NotLeading
from apps.directory.services.people import LastLeader, UnknownPosition
from apps.kernel.errors import NotFound, UidTaken, WrongState
from apps.notices import services as notices
from apps.notices.models import Notice
from tests.accounts.factories import person
from tests.directory.factories import AT, company, member_of, partner

pytestmark = pytest.mark.django_db

DAYS = timedelta(days=1)


def invited(own, guest, **changes):
    values = {
        "position": "member",
        "by": member_of(own),
        "at": AT,
        "email": guest if isinstance(guest, str) else guest.email,
    }
    return services.invite(organisation_id=own.pk, **{**values, **changes})


def test_an_invited_colleague_accepts_and_acts_for_the_company():
    own, colleague = company(), person(Role.COMPANY)
    invitation = invited(own, colleague, email=f" {colleague.email.upper()} ")

    membership = services.accept_invitation(invitation_uid=invitation.uid, by=colleague, at=AT + DAYS)

    assert (membership.organisation, membership.position) == (own, "member")
    assert selectors.own_company(colleague) == own
    told = Notice.objects.get(kind="directory.invitation_accepted")
    assert told.to == member_of(own)
    with pytest.raises(InvitationOver):
        services.accept_invitation(invitation_uid=invitation.uid, by=colleague, at=AT + DAYS)


def test_somebody_without_an_account_is_written_to_at_their_address():
    own = company()
    invited(own, "nobody-yet@axcenter.invalid")

    notice = Notice.objects.get(kind="directory.invited")
    assert (notice.to, notice.address) == (None, "nobody-yet@axcenter.invalid")
    notices.send(notice_id=notice.pk, at=AT)
    assert mail.outbox[0].to == ["nobody-yet@axcenter.invalid"]
    assert own.name_ko in mail.outbox[0].body
    assert "/invitations/" in mail.outbox[0].body


def test_the_role_that_goes_with_an_organisation_comes_with_the_place():
    lab = partner(member=person(Role.UNIVERSITY))
    newcomer = person(Role.COMPANY)
    invitation = invited(lab, newcomer)

    services.accept_invitation(invitation_uid=invitation.uid, by=newcomer, at=AT)

    assert User.objects.with_roles().get(pk=newcomer.pk).roles == {Role.COMPANY, Role.UNIVERSITY}


def test_sending_an_invitation_twice_is_once_and_its_uid_names_no_other():
    own, uid = company(), uuid4()

    first = invited(own, "a@axcenter.invalid", uid=uid)
    assert invited(own, "a@axcenter.invalid", uid=uid) == first
    with pytest.raises(UidTaken):
        invited(own, "b@axcenter.invalid", uid=uid)
    with pytest.raises(AlreadyInvited):
        invited(own, "a@axcenter.invalid")
    with pytest.raises(AlreadyMember):
        invited(own, member_of(own))
    assert Invitation.objects.count() == 1


def test_an_invitation_that_ran_out_makes_way_for_a_new_one():
    own, colleague = company(), person(Role.COMPANY)
    old = invited(own, colleague)
    late = AT + 15 * DAYS

    with pytest.raises(InvitationOver):
        services.accept_invitation(invitation_uid=old.uid, by=colleague, at=late)
    new = invited(own, colleague, at=late)

    assert list(selectors.invitations_to(colleague, late)) == [new]
    old.refresh_from_db()
    assert old.state == "withdrawn"


def test_only_the_invited_address_answers_and_only_leaders_take_back():
    own, colleague, stranger = company(), person(Role.COMPANY), person(Role.COMPANY)
    invitation = invited(own, colleague)

    for answer in (services.accept_invitation, services.decline_invitation):
        with pytest.raises(NotFound):
            answer(invitation_uid=invitation.uid, by=stranger, at=AT)
        with pytest.raises(NotFound):
            answer(invitation_uid=invitation.uid, by=member_of(own), at=AT)
    with pytest.raises(NotFound):
        services.withdraw_invitation(invitation_uid=invitation.uid, by=stranger, at=AT)
    services.withdraw_invitation(invitation_uid=invitation.uid, by=member_of(own), at=AT)
    with pytest.raises(WrongState):
        services.withdraw_invitation(invitation_uid=invitation.uid, by=member_of(own), at=AT)


def test_a_declined_invitation_tells_who_sent_it():
    own, colleague = company(), person(Role.COMPANY)
    invitation = invited(own, colleague)

    services.decline_invitation(invitation_uid=invitation.uid, by=colleague, at=AT)

    assert not Membership.objects.filter(user=colleague).exists()
    assert Notice.objects.get(kind="directory.invitation_declined").to == member_of(own)


def test_a_person_acts_for_one_company_at_a_time():
    own, busy = company(), person(Role.COMPANY)
    company(by=busy)
    invitation = invited(own, busy)

    with pytest.raises(OtherCompany):
        services.accept_invitation(invitation_uid=invitation.uid, by=busy, at=AT)
    invitation.refresh_from_db()
    assert invitation.state == "open"


def test_where_addresses_are_proven_an_unproven_one_accepts_nothing(settings):
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"
    own, colleague = company(), person(Role.COMPANY)
    EmailAddress.objects.filter(user=colleague).update(verified=False)
    invitation = invited(own, colleague)

    with pytest.raises(AddressUnproven):
        services.accept_invitation(invitation_uid=invitation.uid, by=colleague, at=AT)
    EmailAddress.objects.filter(user=colleague).update(verified=True)
    assert services.accept_invitation(invitation_uid=invitation.uid, by=colleague, at=AT).user == colleague


def test_members_who_do_not_answer_for_a_company_change_nobody():
    own, colleague = company(), person(Role.COMPANY)
    leader = member_of(own)
    services.add_member(organisation_id=own.pk, user_id=colleague.pk, position="member", by=leader, at=AT)

    with pytest.raises(NotLeading):
        invited(own, "c@axcenter.invalid", by=colleague)
    with pytest.raises(NotLeading):
        services.end_member(organisation_id=own.pk, user_id=leader.pk, by=colleague, at=AT)
    with pytest.raises(NotLeading):
        services.change_position(organisation_id=own.pk, user_id=colleague.pk, position="manager", by=colleague, at=AT)


def test_somebody_always_answers_for_an_organisation():
    own, colleague = company(), person(Role.COMPANY)
    leader = member_of(own)
    services.add_member(organisation_id=own.pk, user_id=colleague.pk, position="member", by=leader, at=AT)

    with pytest.raises(LastLeader):
        services.change_position(organisation_id=own.pk, user_id=leader.pk, position="member", by=leader, at=AT)
    with pytest.raises(LastLeader):
        services.end_member(organisation_id=own.pk, user_id=leader.pk, by=leader, at=AT)
    with pytest.raises(UnknownPosition):
        services.change_position(organisation_id=own.pk, user_id=leader.pk, position="king", by=leader, at=AT)
    services.change_position(organisation_id=own.pk, user_id=colleague.pk, position="manager", by=leader, at=AT)
    services.end_member(organisation_id=own.pk, user_id=leader.pk, by=leader, at=AT)

    assert not Organisation.objects.visible_to(leader).filter(pk=own.pk).exists()
