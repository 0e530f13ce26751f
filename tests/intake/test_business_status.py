"""Whether a company is in business is checked by the centre; what the company says itself admits nobody."""

import pytest
from django.urls import reverse
from rest_framework.test import APIClient

from apps.accounts.roles import Role
from apps.directory import services as directory
from apps.directory.models import Company
from apps.intake import services
from apps.intake.errors import ConditionsUnmet, StatusUnchecked
from apps.intake.states import Ruling, State
from tests.accounts.factories import person
from tests.intake import factories
from tests.intake.factories import AT
from tests.intake.objecting import proposed, rejected

pytestmark = pytest.mark.django_db


def test_a_status_that_only_the_company_tells_is_checked_before_it_is_found_eligible(client):
    row, staff = factories.submitted(), person(Role.STAFF)
    Company.objects.filter(pk=row.company_id).update(status_checked_on=None)
    client.force_login(staff)
    screen = reverse("intake:screen", args=[row.uid])
    assert "기업이 계속사업자라고 적었습니다. 센터가 확인합니다." in client.get(screen).content.decode()

    with pytest.raises(StatusUnchecked):
        services.admit(application_id=row.pk, by=staff, at=AT)
    assert factories.fresh(row).state == State.SUBMITTED

    said = {"status": "active", "on": "2026-05-31"}
    sent = client.post(
        reverse("directory:record-status", args=[row.company.uid]), said, HTTP_REFERER=f"http://testserver{screen}"
    )
    assert sent.url == screen
    assert 'id="status"' not in client.get(screen).content.decode()
    services.admit(application_id=row.pk, by=staff, at=AT)
    [verdict] = [one for one in factories.fresh(row).eligibility if one["rule"] == "business_status"]
    assert verdict["verdict"] == "met"


def test_a_company_that_turns_out_to_be_closed_is_not_found_eligible():
    row, staff = factories.submitted(), person(Role.STAFF)
    directory.record_business_status(organisation_id=row.company_id, status="closed", on=AT.date(), by=staff, at=AT)

    with pytest.raises(ConditionsUnmet, match="사업자 상태"):
        services.admit(application_id=row.pk, by=staff, at=AT)

    assert factories.fresh(row).state == State.SUBMITTED


def test_an_objection_admits_nobody_whose_status_only_the_company_tells(client):
    row, staff = rejected(), person(Role.STAFF)
    Company.objects.filter(pk=row.company_id).update(status_checked_on=None)

    with pytest.raises(StatusUnchecked):
        proposed(row, Ruling.ADMIT)

    assert factories.fresh(row).state == State.REJECTED
    client.force_login(staff)
    assert 'id="status"' in client.get(reverse("intake:screen", args=[row.uid])).content.decode()


def caller(user) -> APIClient:
    client = APIClient()
    client.force_authenticate(user)
    return client


def test_programs_of_the_centre_note_it_and_others_may_not():
    row = factories.submitted()
    address, said = f"/api/v1/directory/companies/{row.company.uid}/status/", {"business_status": "suspended"}
    staff = caller(person(Role.STAFF))

    assert staff.put(address, said, format="json").status_code == 400
    late = staff.put(address, {**said, "status_checked_on": "2999-01-01"}, format="json")
    assert late.status_code == 422
    assert caller(row.applicant).put(address, {}, format="json").status_code == 403
    assert Company.objects.get(pk=row.company_id).business_status == "active"

    sent = staff.put(address, {**said, "status_checked_on": "2026-05-31"}, format="json")
    assert sent.json() == {**said, "status_checked_on": "2026-05-31"}
    read = caller(row.applicant).get(f"/api/v1/directory/companies/{row.company.uid}/").json()
    assert (read["business_status"], read["status_checked_on"]) == ("suspended", "2026-05-31")
