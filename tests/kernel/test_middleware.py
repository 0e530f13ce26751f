"""What the edge of the house refuses."""

from uuid import uuid4

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


def test_an_address_that_only_takes_what_a_button_sends_says_so(client):
    seeded()
    client.force_login(person(Role.STAFF))

    answer = client.get(f"/intake/{uuid4()}/admit/")

    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    assert "단추를 다시 눌러" in answer.content.decode()


def test_whoever_signs_in_again_comes_back_to_the_page_with_the_button(client):
    page = f"/intake/{uuid4()}/screen/"

    sent = client.post(f"/intake/{uuid4()}/admit/", headers={"referer": f"http://testserver{page}"})
    elsewhere = client.post(f"/intake/{uuid4()}/admit/", headers={"referer": "https://example.org/x"})
    asked = client.get(page)

    assert [answer.url for answer in (sent, elsewhere, asked)] == [
        f"/accounts/login/?next={page}",
        "/accounts/login/?next=/",
        f"/accounts/login/?next={page}",
    ]
