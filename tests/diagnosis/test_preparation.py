"""The data-preparation track: which tasks are proposed, in which order, and who reads them."""

from decimal import Decimal

import pytest
from django.urls import reverse
from rest_framework.test import APIClient

from apps.diagnosis import selectors
from apps.diagnosis.preparation import Candidate, Task, proposed
from tests.diagnosis.factories import CRITERIA, completed
from tests.directory import factories as directory
from tests.roadmaps import factories as roadmaps

REGISTER = Candidate("E08", {"D1": 2}, 2)
QUALITY = Candidate("E11", {"D3": 3}, 2, frozenset({"E08"}))
RIGHTS = Candidate("E14", {"D5": 2}, 2)
LONG = Candidate("E02", {"D1": 4, "D3": 2}, 4)
LOW = Decimal("1.20")


def test_each_low_criterion_gets_its_shortest_task_in_order():
    found = proposed({"D1": 1, "D3": 0, "D5": 2}, LOW, [QUALITY, RIGHTS, LONG, REGISTER])

    assert found == (Task("E08", ("D1",)), Task("E11", ("D3",)))


def test_one_task_for_two_criteria_stands_once():
    assert proposed({"D1": 1, "D3": 1}, LOW, [LONG]) == (Task("E02", ("D1", "D3")),)


@pytest.mark.parametrize("figure", ["2.00", "3.40"])
def test_data_that_is_good_enough_needs_no_track(figure):
    assert proposed({"D1": 1, "D3": 0}, Decimal(figure), [REGISTER, QUALITY]) == ()


def test_what_nothing_lifts_is_left_out():
    assert proposed({"D6": 0}, LOW, [REGISTER]) == ()
    assert proposed({"D3": 0}, LOW, [Candidate("E09", {"D3": 1}, 1)]) == ()


def test_tasks_that_go_before_each_other_still_come_out():
    one, other = Candidate("A", {"D1": 2}, 1, frozenset({"B"})), Candidate("B", {"D2": 2}, 1, frozenset({"A"}))

    assert {task.code for task in proposed({"D1": 0, "D2": 0}, LOW, [one, other])} == {"A", "B"}


@pytest.mark.django_db
def test_a_company_low_in_data_reads_register_quality_and_rights(client):
    roadmaps.seeded()
    low = completed(dict.fromkeys(CRITERIA, 1))
    client.force_login(directory.member_of(low.company))
    api = APIClient()
    api.force_authenticate(directory.member_of(low.company))

    tasks = selectors.preparation_of(low, selectors.result(low))
    page = client.get(reverse("diagnosis:result", args=[low.uid])).content.decode()
    sent = api.get(f"/api/v1/diagnosis/assessments/{low.uid}/preparation/").json()

    assert [task.code for task in tasks] == [one["code"] for one in sent]
    assert {"E08", "E11", "E14"} <= {task.code for task in tasks}
    assert [task.code for task in tasks].index("E08") < [task.code for task in tasks].index("E11")
    assert "데이터 준비부터" in page
    assert "데이터 목록과 수집 기준 만들기" in page


@pytest.mark.django_db
def test_a_company_with_data_enough_reads_nothing_of_it(client):
    roadmaps.seeded()
    good = completed(dict.fromkeys(CRITERIA, 2))
    client.force_login(directory.member_of(good.company))

    assert selectors.preparation_of(good, selectors.result(good)) == ()
    assert "데이터 준비부터" not in client.get(reverse("diagnosis:result", args=[good.uid])).content.decode()
