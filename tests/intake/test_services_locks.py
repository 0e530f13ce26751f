"""Who may take an application's row to decide on it."""

import pytest

from apps.accounts.roles import Role
from apps.directory.errors import Tied
from apps.intake import services
from apps.intake.states import State
from apps.kernel.errors import NotAllowed
from tests.accounts.factories import person
from tests.directory import factories as directory
from tests.intake.factories import AT, fresh, seeded, submitted
from tests.intake.selecting import APPROVAL

pytestmark = pytest.mark.django_db


def test_staff_who_act_for_the_company_decide_nothing_about_it():
    seeded()
    both = person(Role.COMPANY, Role.STAFF, Role.MANAGER)
    company = directory.company(by=both)
    row = submitted(both)

    for act in (
        lambda: services.take(application_id=row.pk, screener_id=both.pk, by=person(Role.STAFF), at=AT),
        lambda: services.admit(application_id=row.pk, by=both, at=AT),
        lambda: services.reject(application_id=row.pk, codes=(), reason="사유", by=both, at=AT),
        lambda: services.confirm_selection(application_id=row.pk, by=both, at=AT, approval=APPROVAL),
    ):
        with pytest.raises(Tied):
            act()

    assert row.company_id == company.pk
    assert fresh(row).state == State.SUBMITTED
    assert services.admit(application_id=row.pk, by=person(Role.STAFF), at=AT).state == State.ADMITTED


def test_who_lacks_the_role_hears_so_and_not_of_a_tie():
    row = submitted()

    with pytest.raises(NotAllowed) as refusal:
        services.admit(application_id=row.pk, by=row.applicant, at=AT)

    assert (refusal.value.code, fresh(row).state) == ("not_allowed", "submitted")
