"""Claims to registered companies, settled by programs of the centre."""

from uuid import uuid4

import pytest
from rest_framework.test import APIClient

from apps.accounts.models import Access
from apps.accounts.roles import Role
from apps.directory import selectors, services
from apps.directory.models import Claim
from apps.directory.states import ClaimState
from apps.notices.models import Notice
from tests.accounts.factories import person
from tests.counting import counted
from tests.directory.factories import AT, company, entry

pytestmark = pytest.mark.django_db
BASE = "/api/v1/directory/claims/"


def claimed() -> Claim:
    """Somebody else asks to act for a company that is registered."""
    known, other = company(), person(Role.COMPANY)
    number = known.company.business_number
    services.register_company(uid=uuid4(), entry=entry(business_number=number), by=other, at=AT)
    return Claim.objects.get(claimant=other)


def signed_in(user) -> APIClient:
    api = APIClient()
    api.force_authenticate(user)
    return api


def test_the_centre_reads_who_asks_for_which_company_and_it_is_noted():
    claim, staff = claimed(), person(Role.STAFF)

    [told] = signed_in(staff).get(BASE, {"state": "open"}).json()["results"]

    assert (told["uid"], told["state"], told["company"]) == (str(claim.uid), "open", str(claim.organisation.uid))
    assert told["business_number"] == claim.organisation.company.business_number
    assert told["claimant"] == {"uid": str(claim.claimant.uid), "name": claim.claimant.name}
    assert list(Access.objects.get().persons) == [claim.claimant_id]
    assert signed_in(staff).get(BASE, {"state": "refused"}).json()["results"] == []


def test_a_list_of_claims_costs_the_same_for_one_and_for_many():
    api = signed_in(person(Role.STAFF))
    claimed()
    api.get(BASE)
    few = counted(lambda: api.get(BASE)).queries
    for _number in range(3):
        claimed()

    many = counted(lambda: api.get(BASE)).queries

    assert len(api.get(BASE).json()["results"]) == 4
    assert many == few


def test_an_accepted_claimant_acts_for_the_company():
    claim = claimed()

    done = signed_in(person(Role.STAFF)).post(f"{BASE}{claim.uid}/accept/", {}, format="json")

    assert (done.status_code, done.json()["state"]) == (200, "accepted")
    assert claim.organisation in selectors.organisations_of(claim.claimant)


def test_a_refusal_needs_a_reason_and_the_claimant_is_told():
    claim, api = claimed(), signed_in(person(Role.MANAGER))
    address = f"{BASE}{claim.uid}/refuse/"

    silent = api.post(address, {}, format="json")
    state = Claim.objects.get().state
    refused = api.post(address, {"reason": "재직을 확인하지 못했습니다."}, format="json")
    again = api.post(address, {"reason": "재직을 확인하지 못했습니다."}, format="json")

    assert (silent.status_code, state) == (400, ClaimState.OPEN)
    assert (refused.status_code, refused.json()["state"]) == (200, "refused")
    assert again.status_code == 409
    assert Notice.objects.get(to=claim.claimant).kind == "directory.claim_refused"
    assert claim.organisation not in selectors.organisations_of(claim.claimant)


@pytest.mark.parametrize("role", [Role.COMPANY, Role.CONSULTANT, Role.OFFICIAL, Role.ADMIN, Role.REVIEWER])
def test_claims_are_the_centres_alone(role):
    claim, api = claimed(), signed_in(person(role))

    answers = [
        api.get(BASE),
        *(api.post(f"{BASE}{claim.uid}/{act}/", {}, format="json") for act in ("accept", "refuse")),
    ]

    assert [answer.status_code for answer in answers] == [403, 403, 403]
    assert Claim.objects.get().state == ClaimState.OPEN
    assert claim.organisation not in selectors.organisations_of(claim.claimant)
    assert APIClient().get(BASE).status_code == 401


def test_a_claim_that_is_not_there_is_not_found():
    api = signed_in(person(Role.STAFF))

    assert api.post(f"{BASE}{uuid4()}/refuse/", {}, format="json").status_code == 404
