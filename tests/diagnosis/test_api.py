"""The diagnosis over the API."""

from __future__ import annotations

import pytest
from rest_framework.test import APIClient

from apps.accounts.roles import Role
from apps.diagnosis.models import Answer, Assessment, Evidence
from tests.accounts.factories import person
from tests.diagnosis import factories
from tests.diagnosis.factories import CRITERIA
from tests.directory import factories as directory
from tests.documents.factories import inspect_all, upload

pytestmark = pytest.mark.django_db
BASE = "/api/v1/diagnosis/assessments/"


def signed_in(user) -> APIClient:
    client = APIClient()
    client.force_authenticate(user)
    return client


def test_a_case_walks_from_opening_to_its_result():
    company = directory.company()
    application = factories.application(company)
    staff, consultant = signed_in(person(Role.STAFF)), person(Role.CONSULTANT)
    scorer = signed_in(consultant)

    case = staff.post(BASE, {"application": str(application.uid)}, format="json")
    address = f"{BASE}{case.data['uid']}/"
    assigned = staff.post(f"{address}assign/", {"consultant": str(consultant.uid)}, format="json")
    answers = [
        {"attribute": code, "value": one.value.value, "note": one.note}
        for code, one in factories.given(dict.fromkeys(CRITERIA, 2)).items()
    ]
    saved = scorer.put(f"{address}answers/", {"answers": answers, "version": 0}, format="json")
    done = scorer.post(f"{address}complete/", {"visit_on": "2026-06-07"}, format="json")
    result = signed_in(directory.member_of(company)).get(f"{address}result/")

    assert [case.status_code, assigned.status_code, saved.status_code, done.status_code] == [201, 200, 200, 200]
    assert (saved.data["version"], len(saved.data["answers"])) == (1, 18 * 12)
    assert (done.data["state"], result.data["level"], result.data["point"]) == ("completed", 3, "2.00")
    assert result.data["areas"][0]["criteria"][0]["missing"] == ["P1.3.1", "P1.3.2", "P1.3.3", "P1.3.4"]


def test_a_key_sent_twice_opens_one_case():
    application = factories.application()
    client = signed_in(person(Role.STAFF))
    send = {"path": BASE, "data": {"application": str(application.uid)}, "format": "json"}

    first = client.post(**send, headers={"Idempotency-Key": "k1"})
    second = client.post(**send, headers={"Idempotency-Key": "k1"})

    assert (first.data["uid"], first.status_code) == (second.data["uid"], second.status_code)
    assert Assessment.objects.count() == 1


def test_a_clash_is_a_problem_document():
    assessment = factories.assigned()
    client = signed_in(assessment.consultant)
    address = f"{BASE}{assessment.uid}/answers/"
    client.put(address, {"answers": [{"attribute": "P1.1.1", "value": "yes"}], "version": 0}, format="json")

    clash = client.put(address, {"answers": [{"attribute": "P1.1.1", "value": "no"}], "version": 0}, format="json")

    assert (clash.status_code, clash.data["code"]) == (409, "answered_meanwhile")
    assert Answer.objects.get().value == "yes"


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({"answers": []}, 400),
        ({"answers": [{"attribute": "P1.1.1", "value": "perhaps"}]}, 400),
        ({"answers": [{"attribute": "P8.1.1", "value": "yes"}]}, 422),
        ({"answers": [{"attribute": "P1.1.1", "value": "not_applicable"}]}, 422),
    ],
)
def test_answers_that_cannot_be_taken_are_refused(sent, status):
    assessment = factories.assigned()

    answer = signed_in(assessment.consultant).put(f"{BASE}{assessment.uid}/answers/", sent, format="json")

    assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json")
    assert not Answer.objects.exists()


def test_completing_too_early_says_so():
    assessment = factories.assigned()
    client = signed_in(assessment.consultant)
    client.put(
        f"{BASE}{assessment.uid}/answers/", {"answers": [{"attribute": "P1.1.1", "value": "yes"}]}, format="json"
    )

    answer = client.post(f"{BASE}{assessment.uid}/complete/", {}, format="json")

    assert (answer.status_code, answer.data["code"]) == (409, "unanswered")


def test_the_company_sends_its_own_bands_and_reads_them_back():
    company = directory.company()
    assessment = factories.opened(company)
    client = signed_in(directory.member_of(company))
    address = f"{BASE}{assessment.uid}/self-scores/"
    near = client.get(address).data["focus"][0]
    sent = {
        "bands": [{"criterion": near, "band": 2}, {"criterion": "O6", "band": None}],
        "claims": [{"attribute": f"{near}.2.1", "holds": True}, {"attribute": f"{near}.2.2", "holds": None}],
    }

    saved = client.put(address, sent, format="json")

    read = client.get(address).data
    assert saved.data == read
    assert {"claims": read["claims"], "bands": sorted(read["bands"], key=str)} == {
        **sent,
        "bands": sorted(sent["bands"], key=str),
    }
    assert client.get(f"{BASE}{assessment.uid}/answers/").status_code == 409


def test_evidence_is_sent_with_its_file():
    assessment = factories.assigned()
    client = signed_in(assessment.consultant)
    sent = {
        "criterion": "D1",
        "kind": "file",
        "title": "수집 목록",
        "seen_on": "2026-06-01",
        "file": upload(name="목록.pdf"),
    }

    kept = client.post(f"{BASE}{assessment.uid}/evidence/", sent, format="multipart")
    listed = client.get(f"{BASE}{assessment.uid}/evidence/")

    assert (kept.status_code, kept.data["file_state"]) == (201, "quarantined")
    assert [one["uid"] for one in listed.data] == [str(Evidence.objects.get().uid)]
    own = f"/api/v1/diagnosis/evidence/{kept.data['uid']}/"
    assert client.get(own).status_code == 409
    inspect_all()
    assert client.get(own)["Content-Type"] == "application/octet-stream"
    assert signed_in(person(Role.CONSULTANT)).get(own).status_code == 404
    assert client.delete(own).status_code == 204
    assert client.get(f"{BASE}{assessment.uid}/evidence/").data == []


def test_only_those_who_assign_read_who_may_be_assigned():
    company = directory.company()
    assessment = factories.opened(company)
    free = person(Role.CONSULTANT)

    listed = signed_in(person(Role.STAFF)).get(f"{BASE}{assessment.uid}/consultants/").data

    assert [one["uid"] for one in listed] == [str(free.uid)]
    assert signed_in(directory.member_of(company)).get(f"{BASE}{assessment.uid}/consultants/").status_code == 403


@pytest.mark.parametrize("role", [Role.COMPANY, Role.CONSULTANT, Role.REVIEWER, Role.OFFICIAL, Role.UNIVERSITY])
def test_strangers_find_nothing(role):
    assessment = factories.completed()
    client = signed_in(person(role))
    address = f"{BASE}{assessment.uid}/"

    for part in ("", "answers/", "self-scores/", "evidence/", "result/", "document/", "consultants/"):
        assert client.get(f"{address}{part}").status_code == 404, part
    for part in ("complete/", "reopen/"):
        assert client.post(f"{address}{part}", {"reason": "x"}, format="json").status_code == 404, part
    assert client.get(BASE).data["results"] == []


def test_the_instrument_is_open_to_everybody_who_is_signed_in():
    factories.seeded()

    content = signed_in(person(Role.REVIEWER)).get("/api/v1/diagnosis/instrument/").data

    assert (content["code"], len(content["areas"])) == ("ax-readiness", 3)
