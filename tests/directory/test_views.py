"""Pages of the directory, as each person sees them."""

from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from apps.accounts.roles import Role
from apps.audit.models import Event
from apps.centre.models import CentreProfile
from apps.directory.models import Claim, Company, Organisation
from apps.directory.rules.size import base_year_of
from apps.kernel import clocks
from apps.workflow.models import Wait
from tests.accounts.factories import person
from tests.counting import counted
from tests.directory.factories import AT, company, member_of, number, partner, seeded

pytestmark = pytest.mark.django_db

COUNCIL = {"code": "council", "name_ko": "표본시 협의회", "name_en": "Sample Council"}


def url(name, *args):
    return reverse(f"directory:{name}", args=args)


def form(**changes):
    base = base_year_of(clocks.local_date(timezone.now()))
    values = {
        "uid": uuid4(),
        "business_number": number(),
        "name_ko": "표본정밀",
        "representative": "표본 대표",
        "industry": "C25 금속 가공제품 제조업; 기계 및 가구 제외",
        "founded_on": "2010-03-02",
        "business_status": "active",
        "district": "11530",
        "address": "표본로 1",
        f"revenue_{base}": "8000000000",
        f"revenue_{base - 1}": "7000000000",
        f"revenue_{base - 2}": "6000000000",
        "assets_krw": "5000000000",
        "workers": "42",
        "equity_krw": "2000000000",
        "group": "none",
        "has_large_owner": "no",
        "is_public": "no",
    }
    return {**values, **changes}


def test_a_company_is_registered_and_its_size_explained(client):
    seeded()
    client.force_login(person(Role.COMPANY))

    answer = client.post(url("register"), form())
    page = client.get(url("company")).content.decode()

    assert answer.url == url("company")
    row = Company.objects.get()
    assert (row.size_class, row.pilot_industry, row.industry.code) == ("small", "manufacturing", "C25")
    assert "소기업" in page
    assert "별표 3" in page
    assert "70억원" in page


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"business_number": "123-45-67890"}, "business_number"),
        ({"business_number": "12345"}, "business_number"),
        ({"industry": "없는 업종"}, "industry"),
        ({"founded_on": "2999-01-01"}, "founded_on"),
        ({"founded_on": "2099-01-01"}, "founded_on"),
        ({"founded_on": "0001-01-01"}, "founded_on"),
        ({"workers": "-1"}, "workers"),
        ({"corporate_number": "123"}, "corporate_number"),
        ({"name_ko": ""}, "name_ko"),
    ],
)
def test_what_cannot_be_right_is_said_in_its_place(client, changes, field):
    seeded()
    client.force_login(person(Role.COMPANY))

    answer = client.post(url("register"), form(**changes))

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert Organisation.objects.companies().count() == 0


def test_all_that_is_wrong_with_a_registration_is_said_at_once(client):
    seeded()
    client.force_login(person(Role.COMPANY))
    wrong = {
        "business_number": "12345",
        "name_ko": "",
        "industry": "없는 업종",
        "founded_on": "2099-01-01",
        "corporate_number": "123",
        "sme_number": "표본-1",
        "sme_until": "",
        "workers": "-1",
    }

    answer = client.post(url("register"), form(**wrong))

    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == set(wrong) - {"sme_number"}
    assert all(len(found) == 1 for found in answer.context["form"].errors.values())
    assert Organisation.objects.companies().count() == 0


def test_all_that_is_wrong_with_changed_facts_is_said_at_once(client):
    own = company()
    client.force_login(member_of(own))
    wrong = {"founded_on": "2099-01-01", "corporate_number": "123", "sme_number": "표본-1", "sme_until": ""}

    answer = client.post(url("facts"), form(**wrong))

    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"founded_on", "corporate_number", "sme_until"}
    assert Event.objects.filter(action="update_facts").count() == 0


def test_registering_twice_with_one_uid_is_once(client):
    seeded()
    client.force_login(person(Role.COMPANY))
    values = form()

    for _click in range(2):
        assert client.post(url("register"), values).url == url("company")
    assert Company.objects.count() == 1


def test_a_second_claimant_learns_nothing_and_the_centre_is_asked(client):
    known = company()
    stranger = person(Role.COMPANY)
    client.force_login(stranger)

    answer = client.post(url("register"), form(business_number=known.company.business_number), follow=True)

    assert answer.redirect_chain[0][0] == url("registration-received")
    assert known.name_ko not in answer.content.decode()
    claim = Claim.objects.get()
    assert Wait.objects.filter(subject_id=claim.pk, party="role:staff", closed_at=None).count() == 1
    assert client.get(url("organisation", known.uid)).status_code == 404
    assert client.get(claim.get_absolute_url()).status_code == 403


def test_a_pending_request_is_told_instead_of_another_form(client):
    known, stranger = company(), person(Role.COMPANY)
    client.force_login(stranger)
    assert client.get(url("registration-received")).url == url("company")
    client.post(url("register"), form(business_number=known.company.business_number))

    page = client.get(url("company"), follow=True)
    again = client.post(url("register"), form(), follow=True)

    text = page.content.decode()
    assert page.redirect_chain[-1][0] == again.redirect_chain[-1][0] == url("registration-received")
    assert "소속 확인을 기다리는 요청이 있습니다" in text
    assert known.company.formatted_number in text
    assert f"{timezone.localtime(Claim.objects.get().opened_at):%Y-%m-%d}에 요청" in text
    assert known.name_ko not in text
    assert 'name="business_number"' not in text
    assert Company.objects.count() == 1
    client.force_login(person(Role.STAFF))
    client.post(Claim.objects.get().get_absolute_url(), {"decision": "refuse", "reason": "위임장이 없습니다."})
    client.force_login(stranger)
    assert 'name="business_number"' in client.get(url("company"), follow=True).content.decode()


def test_staff_settle_a_claim_and_the_claimant_joins(client):
    known = company()
    stranger = person(Role.COMPANY)
    client.force_login(stranger)
    client.post(url("register"), form(business_number=known.company.business_number))
    client.force_login(person(Role.STAFF))

    client.post(Claim.objects.get().get_absolute_url(), {"decision": "accept", "reason": ""})

    client.force_login(stranger)
    assert known.name_ko in client.get(url("company")).content.decode()


def test_a_number_is_checked_by_its_digits_alone(client):
    known = company()
    client.force_login(person(Role.COMPANY))

    taken = client.get(url("check-number"), {"value": known.company.business_number}).json()
    free = client.get(url("check-number"), {"value": number()}).json()
    wrong = client.get(url("check-number"), {"value": "1234567890"}).json()

    assert (taken["ok"], free["ok"], wrong["ok"]) == (True, True, False)
    assert "법인 본점" in taken["text"]


def test_new_figures_change_the_size(client):
    own = company()
    client.force_login(member_of(own))
    base = base_year_of(clocks.local_date(timezone.now()))
    values = {f"revenue_{year}": "900000000" for year in (base, base - 1, base - 2)}

    page = client.get(url("figures"))
    answer = client.post(
        url("figures"), {**values, "workers": "3", "assets_krw": "1", "group": "none", "has_large_owner": "no"}
    )

    assert page.context["form"].initial["workers"] == 20
    assert answer.url == url("company")
    assert Company.objects.get().size_class == "micro"


def test_a_site_is_added_once(client):
    own = company()
    client.force_login(member_of(own))
    values = {"uid": uuid4(), "kind": "factory", "name": "제1공장", "district": "11545", "address": ""}

    for _click in range(2):
        assert client.post(url("add-site"), values).url == url("company")
    assert own.company.sites.count() == 2


def test_another_companys_page_does_not_exist(client):
    theirs = company()
    client.force_login(member_of(company()))

    assert client.get(url("organisation", theirs.uid)).status_code == 404


def test_partners_edit_their_own_profile(client):
    person_there = person(Role.SUPPLIER)
    own = partner("supplier", member=person_there)
    client.force_login(person_there)
    values = {
        "name_ko": "표본 공급",
        "capacity_months": "12.5",
        "max_projects": "3",
        "skills": ["edge_ai"],
        "summary": "현장",
    }

    page = client.get(url("partner"))
    answer = client.post(url("partner"), values)

    own.refresh_from_db()
    assert page.status_code == 200
    assert answer.url == own.get_absolute_url()
    assert (str(own.capacity_months), own.max_projects) == ("12.5", 3)
    assert [skill.code for skill in own.skills.all()] == ["edge_ai"]


def test_a_partner_without_an_organisation_is_told_so(client):
    seeded()
    client.force_login(person(Role.ADVISER))

    assert client.get(url("partner")).status_code == 404


def test_the_centre_confirms_authority_and_status(client):
    own, staff = company(), person(Role.STAFF)
    client.force_login(staff)

    client.post(url("confirm-authority", own.uid))
    client.post(url("record-status", own.uid), {"status": "suspended", "on": "2026-05-01"})

    row = Company.objects.get()
    assert (row.authority_confirmed_by, row.business_status) == (staff, "suspended")


@pytest.mark.parametrize("name", ["companies", "partners"])
def test_lists_cost_the_same_at_one_row_and_at_thirty(client, name):
    first = company()
    partner("university")
    client.force_login(person(Role.STAFF))
    client.get(url(name))

    one = counted(lambda: client.get(url(name)))
    rows = Organisation.objects.bulk_create(
        Organisation(kind=kind, name_ko=f"표본 {n}", created_at=AT)
        for n in range(29)
        for kind in ("company", "supplier")
    )
    copied = {
        field.attname: getattr(first.company, field.attname)
        for field in Company._meta.concrete_fields
        if field.attname not in {"organisation_id", "business_number"}
    }
    companies = [row for row in rows if row.kind == "company"]
    Company.objects.bulk_create(
        Company(**copied, organisation=row, business_number=f"99999{n:05d}") for n, row in enumerate(companies)
    )
    thirty = counted(lambda: client.get(url(name)))

    assert one == thirty
    assert one.queries <= 15


def test_the_city_reads_a_company_without_its_people(client):
    own = company()
    for role, shown in ((Role.OFFICIAL, False), (Role.STAFF, True)):
        client.force_login(person(role))
        page = client.get(own.get_absolute_url()).content.decode()
        assert own.name_ko in page
        assert (own.company.representative in page) is shown


@pytest.mark.parametrize(("bodies", "named"), [([COUNCIL], True), ([], False)], ids=["named", "no such body"])
def test_a_partner_wears_the_name_of_this_centre_s_council(client, bodies, named):
    lab = partner()
    Organisation.objects.filter(pk=lab.pk).update(is_council_member=True)
    CentreProfile.objects.update(bodies=bodies)
    client.force_login(person(Role.STAFF))

    page = client.get(url("organisation", lab.uid)).content.decode()

    assert (COUNCIL["name_ko"] in page) is named
