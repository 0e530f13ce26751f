"""Panels over the API."""

from __future__ import annotations

import pytest
from rest_framework.test import APIClient

from apps.accounts.roles import Role
from apps.panels.models import ScoreSheet
from tests.accounts.factories import person
from tests.panels.factories import FAIR, SHEET, hand_in, reviewers, seat_of, sitting

pytestmark = pytest.mark.django_db
GOOD = {"scores": {"need": "8", "plan": "15"}, "comment": "표본 의견"}


def signed_in(user):
    client = APIClient()
    client.force_authenticate(user)
    return client


@pytest.fixture
def panel_of_two():
    one, two = reviewers()
    return sitting(people=[one, two]), one, two


def test_a_reviewer_walks_from_list_to_sheet(panel_of_two):
    _panel, one, _two = panel_of_two
    client = signed_in(one)

    (row,) = client.get("/api/v1/panels/seats/?show=todo").data["results"]
    before = client.get(f"/api/v1/panels/seats/{row['uid']}/").data
    after = client.post(f"/api/v1/panels/seats/{row['uid']}/hand-in/", GOOD, format="json")

    assert row["title"] == "표본 안건"
    assert (before["masked_sheet"], before["sheet"]) == (SHEET, None)
    assert [question["code"] for question in before["questions"]] == ["need", "plan"]
    assert (after.status_code, after.data["sheet"]["total"]) == (201, "77.00")
    assert client.get("/api/v1/panels/seats/?show=todo").data["results"] == []


def test_a_faulty_sheet_is_a_problem_document_naming_its_fields(panel_of_two):
    panel, one, _two = panel_of_two
    address = f"/api/v1/panels/seats/{seat_of(panel, one).uid}/hand-in/"

    answer = signed_in(one).post(address, {"scores": {"need": "11"}, "comment": "표본"}, format="json")

    assert answer.status_code == 422
    assert answer["Content-Type"] == "application/problem+json"
    assert [error["field"] for error in answer.data["errors"]] == ["need", "plan"]
    assert ScoreSheet.objects.count() == 0


def test_a_second_different_sheet_is_a_conflict(panel_of_two):
    panel, one, _two = panel_of_two
    hand_in(panel, one)
    address = f"/api/v1/panels/seats/{seat_of(panel, one).uid}/hand-in/"

    answer = signed_in(one).post(address, {**GOOD, "comment": "다른 의견"}, format="json")

    assert (answer.status_code, answer.data["code"]) == (409, "wrong_state")


def test_the_seat_of_another_is_not_found(panel_of_two):
    panel, one, two = panel_of_two
    address = f"/api/v1/panels/seats/{seat_of(panel, one).uid}/"

    answers = [
        signed_in(two).get(address),
        signed_in(two).post(f"{address}hand-in/", GOOD, format="json"),
        signed_in(person(Role.COMPANY)).get(address),
    ]

    assert [answer.status_code for answer in answers] == [404, 404, 404]


def test_stepping_back_hides_the_sheet(panel_of_two):
    panel, one, _two = panel_of_two
    address = f"/api/v1/panels/seats/{seat_of(panel, one).uid}/"
    client = signed_in(one)

    answer = client.post(f"{address}recuse/", {"reason": "이해관계"}, format="json")

    assert (answer.status_code, answer.data["state"], answer.data["masked_sheet"]) == (200, "recused", {})


def test_staff_read_outcomes_and_reviewers_do_not(panel_of_two):
    panel, one, two = panel_of_two
    staff = signed_in(person(Role.STAFF))
    hand_in(panel, one)
    address = f"/api/v1/panels/sittings/{panel.uid}/outcome/"

    early = staff.get(address).data
    hand_in(panel, two, FAIR)
    final = staff.get(address).data

    assert (early["total"], early["handed_in"], early["seats"]) == (None, 1, 2)
    assert (final["total"], [one["mean"] for one in final["criteria"]]) == ("67.00", ["7.00", "13.00"])
    assert signed_in(one).get(address).status_code == 404
    assert [row["handed_in"] for row in staff.get("/api/v1/panels/sittings/?state=closed").data["results"]] == [2]
