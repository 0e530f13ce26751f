"""The directory over the API."""

from datetime import date
from uuid import uuid4

import pytest
from rest_framework.test import APIClient

from apps.accounts.roles import Role
from apps.directory.api.companies import FiguresSerializer
from apps.directory.forms import FiguresForm
from apps.directory.models import Company, Organisation
from tests.accounts.factories import person
from tests.directory.factories import EOK, company, member_of, number, partner, seeded

pytestmark = pytest.mark.django_db
BASE = "/api/v1/directory"


def signed_in(user):
    client = APIClient()
    client.force_authenticate(user)
    return client


def body(**changes):
    values = {
        "uid": str(uuid4()),
        "business_number": number(),
        "name_ko": "표본정밀",
        "representative": "표본 대표",
        "industry": "C25",
        "founded_on": "2010-03-02",
        "business_status": "active",
        "head": {"kind": "head", "name": "본점", "district": "11530"},
        "figures": {
            "years": [{"year": year, "revenue_krw": 30 * EOK, "workers": 20} for year in (2023, 2024, 2025)],
            "group": "none",
            "has_large_owner": False,
        },
    }
    return {**values, **changes}


def test_a_company_registers_once_with_one_key():
    seeded()
    client = signed_in(person(Role.COMPANY))
    sent = body()

    answers = [
        client.post(f"{BASE}/companies/", sent, format="json", headers={"Idempotency-Key": "k"}) for _ in range(2)
    ]

    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].data == answers[1].data == {"registered": True, "uid": sent["uid"]}
    facts = client.get(f"{BASE}/companies/{sent['uid']}/").data
    assert (facts["pilot_industry"], facts["industry_code"]) == ("manufacturing", "C25")


def test_a_taken_number_says_nothing_of_its_holder():
    known = company()
    client = signed_in(person(Role.COMPANY))

    answer = client.post(f"{BASE}/companies/", body(business_number=known.company.business_number), format="json")

    assert (answer.status_code, answer.data) == (202, {"registered": False, "uid": None})


def test_the_number_of_ones_own_company_takes_nothing_of_what_was_sent():
    own = company()
    sent = body(business_number=own.company.business_number, name_ko="표본 다른 이름")

    answer = signed_in(member_of(own)).post(f"{BASE}/companies/", sent, format="json")

    assert (answer.status_code, answer.data) == (200, {"registered": True, "uid": str(own.uid)})
    assert Organisation.objects.get(pk=own.pk).name_ko == own.name_ko


@pytest.mark.parametrize(
    ("changes", "status", "field"),
    [
        ({"business_number": "1234567890"}, 422, "business_number"),
        ({"industry": "Z99"}, 422, "industry"),
        ({"founded_on": "0001-01-01"}, 400, "founded_on"),
        ({"founded_on": "2099-01-01"}, 422, "founded_on"),
        ({"head": {"kind": "head", "name": "본점", "district": "99999"}}, 422, "district"),
        ({"figures": {"years": [{"year": 2025, "revenue_krw": -1}]}}, 400, "figures.years.0.revenue_krw"),
        ({"figures": {"years": [{"year": 2099, "revenue_krw": 1}]}}, 422, "years"),
    ],
)
def test_a_faulty_registration_is_a_problem_document(changes, status, field):
    seeded()

    answer = signed_in(person(Role.COMPANY)).post(f"{BASE}/companies/", body(**changes), format="json")

    assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json")
    assert [error["field"] for error in answer.data["errors"]] == [field]
    assert Organisation.objects.companies().count() == 0


def test_the_form_and_the_api_have_one_limit_for_what_stands_in_the_books():
    form = FiguresForm(today=date(2026, 6, 1))
    by_api = FiguresSerializer().fields

    for name in ("equity_krw", "capital_stock_krw", "recent_revenue_krw"):
        limits = [(one.min_value, one.max_value) for one in (form.fields[name], by_api[name])]
        assert limits[0] == limits[1]
        told = [str(one.error_messages["max_value"]) for one in (form.fields[name], by_api[name])]
        assert told == ["1,000,000,000,000,000원(1,000조원) 이하로 적어 주십시오."] * 2


def test_all_that_is_wrong_with_a_registration_is_one_answer():
    seeded()
    wrong = {"business_number": "12345", "corporate_number": "1", "founded_on": "2099-01-01", "industry": "ZZ"}

    answer = signed_in(person(Role.COMPANY)).post(f"{BASE}/companies/", body(**wrong), format="json")

    assert (answer.status_code, answer.data["code"]) == (422, "number_refused")
    assert [one["field"] for one in answer.data["errors"]] == [
        "business_number",
        "founded_on",
        "corporate_number",
        "industry",
    ]
    assert Organisation.objects.companies().count() == 0


def test_partners_cannot_register_companies():
    seeded()

    assert signed_in(person(Role.SUPPLIER)).post(f"{BASE}/companies/", body(), format="json").status_code == 403


def test_figures_are_replaced_and_the_size_follows():
    own = company()
    sent = {
        **body()["figures"],
        "years": [{"year": year, "revenue_krw": EOK, "workers": 2} for year in (2023, 2024, 2025)],
    }

    answer = signed_in(member_of(own)).put(f"{BASE}/companies/{own.uid}/figures/", sent, format="json")

    assert (answer.status_code, answer.data["revenue"][0]) == (200, [2025, EOK])
    assert Company.objects.get().size_class == "micro"


def test_another_company_does_not_exist():
    theirs = company()
    client = signed_in(member_of(company()))

    assert client.get(f"{BASE}/companies/{theirs.uid}/").status_code == 404
    assert client.put(f"{BASE}/companies/{theirs.uid}/figures/", body()["figures"], format="json").status_code == 404
    assert [row["uid"] for row in client.get(f"{BASE}/companies/").data["results"]] != [str(theirs.uid)]


def test_a_partner_replaces_its_own_profile_only():
    there = person(Role.UNIVERSITY)
    own, other = partner(member=there), partner()
    sent = {"name_ko": "표본 연구실", "capacity_months": "9.5", "max_projects": 2, "skills": ["time_series"]}
    client = signed_in(there)

    assert client.put(f"{BASE}/partners/{own.uid}/profile/", sent, format="json").status_code == 204
    assert client.put(f"{BASE}/partners/{other.uid}/profile/", sent, format="json").status_code == 403
    own.refresh_from_db()
    assert (own.name_ko, str(own.capacity_months)) == ("표본 연구실", "9.5")


def test_industries_are_searched_in_korean_and_by_code():
    seeded()
    client = signed_in(person(Role.COMPANY))

    assert [row["code"] for row in client.get(f"{BASE}/industries/?q=의복").data["results"]] == ["C13", "C14"]
    assert [row["code"] for row in client.get(f"{BASE}/industries/?q=C25").data["results"]] == ["C25"]
