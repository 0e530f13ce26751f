"""The pool and committees for programs."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from apps.accounts.roles import Role
from apps.directory.models import Relation
from apps.panels.models import Case, Reviewer, ScoreSheet, Seat
from tests.accounts.factories import person
from tests.panels.factories import NOW, committee, pooled, reviewers, score, score_all, started

pytestmark = pytest.mark.django_db
BASE = "/api/v1/panels"


def client_of(user) -> APIClient:
    client = APIClient()
    client.force_authenticate(user)
    return client


def seats(one) -> list[Seat]:
    return list(Seat.objects.filter(sitting__case__committee=one).select_related("user", "sitting").order_by("pk"))


def test_the_pool_is_filled_read_and_changed():
    (user,) = reviewers(1)
    staff = client_of(person(Role.STAFF))
    given = {"user": str(user.uid), "industries": ["manufacturing"], "is_outsider": False}

    made = staff.post(f"{BASE}/pool/", given, format="json", headers={"Idempotency-Key": "pool-1"})
    again = staff.post(f"{BASE}/pool/", given, format="json", headers={"Idempotency-Key": "pool-1"})
    twice = staff.post(f"{BASE}/pool/", given, format="json")
    address = f"{BASE}/pool/{made.data['uid']}/"
    own = client_of(user).put(address, {"yearly_most": 7}, format="json")
    beyond = client_of(user).put(address, {"is_outsider": True}, format="json")
    wrong = client_of(user).put(address, {"yearly_most": 0}, format="json")

    assert (made.status_code, again.data["uid"], twice.status_code) == (201, made.data["uid"], 409)
    assert (own.data["yearly_most"], own.data["is_outsider"]) == (7, False)
    assert (beyond.status_code, wrong.status_code) == (403, 400)
    assert [row["name"] for row in staff.get(f"{BASE}/pool/").data["results"]] == [user.name]
    assert client_of(person(Role.COMPANY)).get(f"{BASE}/pool/").data["results"] == []


def test_a_tie_is_declared():
    (user,) = pooled(1)
    address = f"{BASE}/pool/{Reviewer.objects.get().uid}/declarations/"
    given = {"business_number": "124-81-00998", "stated_name": "표본정밀", "kind": "family"}

    made = client_of(user).post(address, given, format="json")
    again = client_of(user).post(address, given, format="json")
    wrong = client_of(user).post(address, {**given, "business_number": "1"}, format="json")

    assert (made.status_code, again.status_code, wrong.status_code) == (201, 409, 422)
    assert [one["business_number"] for one in made.data["declarations"]] == ["1248100998"]


def test_a_committee_is_made_scored_and_concluded():
    people = pooled(3)
    one = committee([], presentation=True)
    staff = client_of(person(Role.STAFF))
    base = f"{BASE}/committees/{one.uid}"
    given = {"members": [str(user.uid) for user in people], "chair": str(people[0].uid)}
    made = staff.post(f"{base}/members/", given, format="json")
    early = staff.post(f"{base}/start/")
    for user in people:
        client_of(user).post(f"{base}/pledge/")
    begun = staff.post(f"{base}/start/")
    score_all(one)
    first = str(Case.objects.get(position=1).uid)
    at = (timezone.now() + timedelta(days=2)).isoformat()
    presents = staff.post(f"{base}/present/", {"cases": [first], "starts_at": at, "minutes": 20}, format="json")
    for seat in seats(one)[-3:]:
        score(seat, at=timezone.now() + timedelta(days=3))
    concluded = staff.post(f"{base}/conclude/", {"minutes": "표본 심의"}, format="json")
    recorded = client_of(people[0]).post(f"{base}/record/")

    assert (made.status_code, early.status_code, early.data["code"]) == (201, 409, "pledge_missing")
    assert [begun.data["state"], presents.data["state"], concluded.data["state"], recorded.data["state"]] == [
        "document",
        "presentation",
        "concluded",
        "recorded",
    ]
    assert len(begun.data["cases"]) == 2


def test_a_member_reads_their_own_part_alone():
    people = pooled(3)
    one = started(people)

    answer = client_of(people[0]).get(f"{BASE}/committees/{one.uid}/")

    assert (answer.data["members"], answer.data["cases"]) == ([], [])
    assert len(answer.data["own_seats"]) == 2
    assert client_of(pooled(1)[0]).get(f"{BASE}/committees/{one.uid}/").status_code == 404
    assert [row["uid"] for row in client_of(people[0]).get(f"{BASE}/committees/").data["results"]] == [str(one.uid)]


def test_a_draft_is_kept_and_others_scores_come_after_ones_own():
    one = started(pooled(3))
    mine, theirs = [seat for seat in seats(one) if seat.sitting.case.position == 1][:2]
    score(theirs)
    client = client_of(mine.user)
    address = f"{BASE}/seats/{mine.uid}/"

    saved = client.put(f"{address}draft/", {"version": 0, "values": {"need": "7"}}, format="json")
    crossed = client.put(f"{address}draft/", {"version": 0, "values": {"need": "9"}}, format="json")
    other = client.put(f"{BASE}/seats/{theirs.uid}/draft/", {"version": 0, "values": {}}, format="json")
    before = client.get(address)
    score(mine)
    after = client.get(address)

    assert (saved.data, crossed.data["theirs"]) == ({"version": 1, "theirs": {}}, {"need": "7"})
    assert other.status_code == 404
    assert before.data["others"] == []
    assert [row["total"] for row in after.data["others"]] == [str(ScoreSheet.objects.get(seat=theirs).total)]


def test_the_board_is_for_the_centre_and_tries_without_writing():
    people = pooled(3)
    one = started(people, bonuses=[{"code": "first", "points": "2"}])
    score_all(one)
    staff = client_of(person(Role.STAFF))
    address = f"{BASE}/committees/{one.uid}/board/"
    case = Case.objects.get(position=2)

    granted = staff.put(f"{BASE}/cases/{case.uid}/bonuses/", {"bonuses": ["first"]}, format="json")
    refused = client_of(people[0]).put(f"{BASE}/cases/{case.uid}/bonuses/", {"bonuses": []}, format="json")
    tried = staff.get(address, {"quota": 1})

    assert (granted.status_code, refused.status_code) == (204, 403)
    assert [row["verdict"] for row in tried.data["rows"]] == ["selected", "over_quota"]
    assert [row["bonus"] for row in tried.data["rows"] if row["case"] == str(case.uid)] == ["2.00"]
    assert client_of(people[0]).get(address).status_code == 403
    assert staff.get(address, {"quota": "many"}).status_code == 400


def test_the_plan_is_read_and_a_case_moved_with_conflicts_refused():
    people = pooled(4)
    one = committee(people, mode="each", each=2)
    staff = client_of(person(Role.STAFF))
    plan = staff.get(f"{BASE}/committees/{one.uid}/proposal/")
    staff.post(f"{BASE}/committees/{one.uid}/start/")
    seat = seats(one)[0]
    free = [user for user in people if not seat.sitting.seats.filter(user=user).exists()]
    Relation.objects.create(user=free[0], organisation=seat.sitting.organisation, kind="family", noted_at=NOW)
    address = f"{BASE}/seats/{seat.uid}/move/"

    refused = staff.post(address, {"to": str(free[0].uid), "reason": "일정"}, format="json")
    moved = staff.post(address, {"to": str(free[1].uid), "reason": "일정"}, format="json")

    assert len(plan.data["pairs"]) == 4
    assert client_of(people[0]).get(f"{BASE}/committees/{one.uid}/proposal/").status_code == 403
    assert (refused.status_code, refused.data["code"], moved.status_code) == (422, "conflict_of_interest", 201)


def test_a_sheet_is_set_aside_by_the_centre():
    one = started(pooled(3))
    score_all(one)
    seat = seats(one)[0]
    address = f"{BASE}/seats/{seat.uid}/set-aside/"

    own = client_of(seat.user).post(address, {"reason": "내 점수"}, format="json")
    done = client_of(person(Role.STAFF)).post(address, {"reason": "자문 계약"}, format="json")

    assert (own.status_code, done.status_code) == (403, 204)


def test_a_member_is_dismissed():
    people = pooled(3)
    one = started(people)
    staff = client_of(person(Role.STAFF))
    given = {"member": str(people[2].uid), "reason": "사임"}

    gone = staff.post(f"{BASE}/committees/{one.uid}/dismiss/", given, format="json")

    assert [row["name"] for row in gone.data["members"]] == [people[0].name, people[1].name]
