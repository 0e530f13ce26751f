import pytest

from apps.accounts import permissions, selectors, services
from apps.accounts.models import Access, RoleGrant, Token, User
from apps.accounts.roles import Role
from apps.audit.models import Event
from tests.accounts.factories import JOINED as NOW
from tests.accounts.factories import person

pytestmark = pytest.mark.django_db


def test_a_person_is_made_with_roles_and_a_verified_address():
    user = person(Role.STAFF, Role.REVIEWER, email="Staff@Example.invalid")

    assert user.email == "staff@example.invalid"
    assert user.roles == {"staff", "reviewer"}
    assert user.emailaddress_set.get().verified


def test_one_address_belongs_to_one_person():
    person(email="same@example.invalid")

    with pytest.raises(services.EmailTaken) as refusal:
        person(email="SAME@example.invalid")

    assert refusal.value.field == "email"
    assert User.objects.count() == 1


def test_roles_are_given_and_taken_back_on_the_record():
    admin, user = person(Role.ADMIN), person()

    for _time in range(2):
        services.grant(user_id=user.pk, role=Role.CONSULTANT, by=admin, at=NOW)
    services.revoke(user_id=user.pk, role=Role.CONSULTANT, by=admin, at=NOW)

    assert not RoleGrant.objects.filter(user=user).exists()
    actions = Event.objects.filter(subject_label="accounts.user", subject_id=user.pk).order_by("position")
    assert [event.action for event in actions] == ["grant", "revoke"]


def test_a_permission_is_held_through_a_role_and_only_by_active_people():
    staff = person(Role.STAFF)

    assert staff.can("documents.manage")
    assert not person(Role.COMPANY).can("documents.manage")
    staff.is_active = False
    assert not staff.can("documents.manage")
    with pytest.raises(KeyError):
        permissions.held_by(["staff"], "no.such")


def test_a_key_is_kept_as_a_hash_only():
    user = person(Role.STAFF)

    raw = services.issue_token(user=user, label="시험", at=NOW)

    assert raw not in Token.objects.get().digest
    assert Token.objects.get().digest == services.digest_of(raw)


def test_people_with_a_role_are_found_by_name():
    person(Role.CONSULTANT, name="표본 나")
    person(Role.CONSULTANT, name="표본 가")
    person(Role.STAFF, name="표본 다")

    assert [user.name for user in selectors.users_with_role(Role.CONSULTANT)] == ["표본 가", "표본 나"]


def test_keeping_a_person_out_is_on_the_record():
    admin, user = person(Role.ADMIN), person(Role.STAFF)

    services.set_active(user_id=user.pk, is_active=False, by=admin, at=NOW)

    user.refresh_from_db()
    assert not user.is_active
    assert Event.objects.filter(action="deactivate").count() == 1


def test_the_access_log_keeps_who_looked_at_whom():
    services.log_access(actor_id=1, address="127.0.0.1", route="x", purpose="심사", persons={3, 2}, at=NOW)

    assert Access.objects.values("actor_id", "persons", "purpose").get() == {
        "actor_id": 1,
        "persons": [2, 3],
        "purpose": "심사",
    }
