"""What the edge of the house refuses."""

import pytest

from apps.accounts.roles import Role
from tests.accounts.factories import person
from tests.intake.factories import seeded

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("address", ["/programmes/?text=%00", "/intake/?district=a%00b"])
def test_a_nul_byte_in_an_address_is_refused_in_words(client, address):
    seeded()
    client.force_login(person(Role.STAFF))

    answer = client.get(address)

    assert answer.status_code == 400
    assert "주소를 확인해 주십시오." in answer.content.decode()


def test_the_api_answers_a_nul_byte_with_a_problem_document(client):
    seeded()
    client.force_login(person(Role.STAFF))

    answer = client.get("/api/v1/intake/applications/?text=%00")

    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")
    assert answer.json()["code"] == "unreadable_address"
