"""Intake over the API."""

from decimal import Decimal
from uuid import uuid4

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from apps.accounts.roles import Role
from apps.directory import services as services_of_directory
from apps.directory.entries import SiteEntry
from apps.intake.models import Application
from apps.intake.states import State
from apps.panels import services as panels
from apps.panels.models import Seat
from tests.accounts.factories import person
from tests.directory import factories as directory
from tests.intake.factories import (
    AGREED,
    AT,
    DAY,
    PROBLEM,
    call,
    demonstration,
    draft,
    fresh,
    inspect_all,
    pdf,
    seeded,
    submitted,
)
from tests.panels.factories import pooled

pytestmark = pytest.mark.django_db
BASE = "/api/v1/intake"


def signed_in(user):
    client = APIClient()
    client.force_authenticate(user)
    return client


def act(user, row, name, body=None, **more):
    return signed_in(user).post(f"{BASE}/applications/{row.uid}/{name}/", {**(body or {}), **more}, format="json")


def test_anybody_asks_for_open_calls():
    seeded()

    rows = APIClient().get(f"{BASE}/calls/", {"state": "open"}).data["results"]

    assert {row["programme"] for row in rows} == {"ax-diagnosis", "ax-demonstration"}


def test_a_company_applies_from_start_to_receipt():
    seeded()
    member = directory.member_of(directory.company())
    client = signed_in(member)
    uid = str(uuid4())

    begun = client.post(f"{BASE}/applications/", {"uid": uid, "call": str(call().uid)}, format="json")
    saved = client.patch(
        f"{BASE}/applications/{uid}/",
        {"version": begun.data["version"], **PROBLEM},
        format="json",
    )
    attached = client.post(
        f"{BASE}/applications/{uid}/attachments/", {"kind": "business_registration", "file": pdf()}, format="multipart"
    )
    check = client.get(f"{BASE}/applications/{uid}/check/").data
    done = client.post(f"{BASE}/applications/{uid}/submit/", {"consents": AGREED}, format="json")

    assert (begun.status_code, saved.status_code, attached.status_code) == (201, 200, 201)
    assert (check["proposal"], check["missing"], check["consents"]) == ("eligible", [], list(AGREED))
    assert (done.status_code, done.data["state"]) == (200, State.SUBMITTED)
    assert client.get(f"{BASE}/applications/").data["results"][0]["receipt_number"] == done.data["receipt_number"]
    assert client.get(f"{BASE}/applications/{uid}/receipt/").status_code == 409


def test_one_key_starts_one_application():
    seeded()
    client = signed_in(directory.member_of(directory.company()))
    body = {"uid": str(uuid4()), "call": str(call().uid)}

    answers = [
        client.post(f"{BASE}/applications/", body, format="json", headers={"Idempotency-Key": "abc"}) for _ in range(2)
    ]

    assert answers[0].data["uid"] == answers[1].data["uid"]
    assert Application.objects.count() == 1


def test_a_submission_sent_twice_with_one_key_is_one_and_another_body_is_refused():
    row = draft()
    address, once = f"{BASE}/applications/{row.uid}/submit/", {"Idempotency-Key": "abc"}
    client = signed_in(row.applicant)

    first, second = (client.post(address, {"consents": AGREED}, format="json", headers=once) for _ in range(2))
    other = client.post(address, {"consents": []}, format="json", headers=once)

    assert (first.status_code, second.status_code) == (200, 200)
    assert first.data["receipt_number"] == second.data["receipt_number"]
    assert (other.status_code, other.data["code"]) == (422, "idempotency_key_reused")


def test_anothers_text_is_told_and_kept():
    row = draft()
    client = signed_in(row.applicant)
    address = f"{BASE}/applications/{row.uid}/"
    client.patch(address, {"version": row.draft_version, "problem": "먼저"}, format="json")

    answer = client.patch(address, {"version": row.draft_version, "problem": "나중"}, format="json")

    assert (answer.status_code, answer["Content-Type"]) == (409, "application/problem+json")
    assert (answer.data["theirs"], answer.data["version"]) == ({"problem": "먼저"}, fresh(row).draft_version)
    assert fresh(row).problem == "먼저"


def test_an_incomplete_draft_is_a_problem_document_naming_its_fields():
    row = draft(problem="", figure_name="")

    answer = act(row.applicant, row, "submit", consents=AGREED)

    assert (answer.status_code, answer["Content-Type"]) == (422, "application/problem+json")
    assert [error["field"] for error in answer.data["errors"]] == ["problem", "figure_name"]


def test_negative_money_is_refused_by_its_field():
    row = draft()

    answer = signed_in(row.applicant).patch(
        f"{BASE}/applications/{row.uid}/", {"version": 1, "budget_krw": -1}, format="json"
    )

    assert answer.status_code == 400
    assert [error["field"] for error in answer.data["errors"]] == ["budget_krw"]


@pytest.mark.parametrize("name", ["submit", "withdraw", "admit", "reject", "confirm", "take"])
def test_another_companys_application_does_not_exist(name):
    row = submitted()
    stranger = directory.member_of(directory.company())

    answer = act(stranger, row, name, {"codes": ["scope"], "reason": "사유", "screener": str(stranger.uid)})

    assert answer.status_code == 404
    assert fresh(row).state == State.SUBMITTED


def test_the_state_forbids_what_comes_too_late():
    row, staff = submitted(), person(Role.STAFF)
    assert act(staff, row, "admit").status_code == 200

    again = act(staff, row, "admit")

    assert (again.status_code, again.data["code"]) == (409, "wrong_state")


def test_a_correction_goes_back_and_forth():
    row, staff = submitted(), person(Role.STAFF)

    asked = act(staff, row, "correction", {"codes": ["document_missing"], "text": "서류를 올려 주십시오."})
    answered = act(row.applicant, row, "resubmit", {"answer": "올렸습니다."})

    assert (asked.data["state"], answered.data["state"]) == (State.CORRECTING, State.SUBMITTED)


def test_selection_by_two_people():
    row, staff, manager = demonstration(), person(Role.STAFF), person(Role.MANAGER)
    reviewers = pooled(5)
    act(staff, row, "take", {"screener": str(staff.uid)})
    act(staff, row, "admit", {"note": ""})
    due = (timezone.now() + DAY).isoformat()
    assert (
        act(staff, row, "convene", {"reviewers": [str(one.uid) for one in reviewers], "due_at": due}).status_code == 200
    )
    for seat in Seat.objects.filter(sitting__subject_id=row.pk).select_related("user"):
        scores = {code: Decimal(7) for code in ("problem", "plan", "data", "spread")}
        panels.hand_in(seat_uid=seat.uid, scores=scores, comment="의견", by=seat.user, at=AT)

    act(staff, row, "propose", {"outcome": "select", "note": "타당합니다."})
    back = act(manager, row, "return", {"reason": "근거를 더해 주십시오."})
    act(staff, row, "propose", {"outcome": "select", "note": "근거를 더했습니다."})
    paper = {"approval_number": "표본-1", "approved_on": "2026-06-01"}
    own = act(staff, row, "confirm", paper)
    bare = act(manager, row, "confirm")
    done = act(manager, row, "confirm", paper)

    assert (bare.status_code, bare.data["code"]) == (422, "bad_approval")
    assert back.data["state"] == State.IN_REVIEW
    assert own.status_code == 403
    assert (done.status_code, done.data["state"]) == (200, State.SELECTED)


def test_strangers_are_asked_to_sign_in():
    assert APIClient().get(f"{BASE}/applications/").status_code == 401


def test_the_papers_of_a_call_and_the_words_of_forms_are_open_to_anybody():
    seeded()

    asked = {row["programme"]: row["documents"] for row in APIClient().get(f"{BASE}/calls/").data["results"]}
    words = APIClient().get(f"{BASE}/words/").data

    kinds = {word["code"] for word in words if word["list"] == "document"}
    assert {one["kind"] for one in asked["ax-diagnosis"]} <= kinds
    assert {word["list"] for word in words} == {"barrier", "document", "reject", "correct"}


def test_a_file_is_read_by_its_company_and_the_centre_and_taken_out_of_a_draft():
    row = draft(papers=False)
    client = signed_in(row.applicant)
    files = f"{BASE}/applications/{row.uid}/attachments/"
    kept = client.post(files, {"kind": "business_registration", "file": pdf()}, format="multipart").data
    own = f"{files}{kept['uid']}/"
    in_quarantine = client.get(own)
    inspect_all()

    assert (in_quarantine.status_code, in_quarantine.data["code"]) == (409, "file_in_quarantine")
    assert client.get(own)["Content-Type"] == "application/octet-stream"
    assert signed_in(person(Role.OFFICIAL)).get(own).status_code == 404
    assert signed_in(directory.member_of(directory.company())).delete(own).status_code == 404
    assert client.delete(own).status_code == 204
    assert client.get(files).data == []


def test_drafts_are_listed_for_their_own_company_alone():
    own, theirs, row = draft(), draft(), submitted()
    address = f"{BASE}/applications/"

    def listed(user, query=""):
        return [one["uid"] for one in signed_in(user).get(address + query).data["results"]]

    assert listed(own.applicant, "?state=draft") == [str(own.uid)]
    assert listed(theirs.applicant, "?state=draft") == [str(theirs.uid)]
    assert listed(person(Role.STAFF), "?state=draft") == []
    assert listed(own.applicant) == []
    assert listed(row.applicant) == [str(row.uid)]


def test_drafts_are_paged_in_the_order_they_were_begun():
    member = draft().applicant
    draft(member, code="demonstration-rolling-2026", at=AT + DAY)
    address = f"{BASE}/applications/?state=draft"

    rows = signed_in(member).get(address).data["results"]

    programmes = ["AX 현장실증 지원", "AX 준비도 진단"]
    assert [(one["programme"], one["submitted_at"], one["receipt_number"]) for one in rows] == [
        (name, None, None) for name in programmes
    ]


def test_a_second_draft_to_a_call_is_refused_with_the_one_there_is():
    row = draft()

    answer = signed_in(row.applicant).post(
        f"{BASE}/applications/", {"uid": str(uuid4()), "call": str(row.call.uid)}, format="json"
    )

    assert (answer.status_code, answer.data["code"], answer.data["application"]) == (409, "draft_exists", str(row.uid))


def test_an_unconfirmed_proposal_is_a_review_for_the_company_and_eligibility_stays_as_received():
    row = submitted()
    Application.objects.filter(pk=row.pk).update(state=State.PROPOSED, eligibility=fresh(row).eligibility[:1])

    client, staff = signed_in(row.applicant), signed_in(person(Role.STAFF))

    address = f"{BASE}/applications/"
    assert client.get(f"{address}{row.uid}/").data["state"] == client.get(address).data["results"][0]["state"]
    assert client.get(address).data["results"][0]["state"] == State.IN_REVIEW
    assert staff.get(f"{address}{row.uid}/").data["state"] == State.PROPOSED
    assert len(staff.get(f"{address}{row.uid}/check/").data["findings"]) == 1


@pytest.mark.parametrize(("name", "role"), [("screeners", Role.MANAGER), ("reviewers", Role.REVIEWER)])
def test_only_the_centre_reads_whom_a_decision_may_name(name, role):
    row, named = submitted(), person(role)
    address = f"{BASE}/applications/{row.uid}/{name}/"

    listed = signed_in(person(Role.STAFF)).get(address).data

    assert str(named.uid) in [one["uid"] for one in listed]
    assert signed_in(row.applicant).get(address).status_code == 403


def test_a_program_chooses_a_place_of_the_company_and_no_other():
    row = draft()
    member, place = row.applicant, {"kind": "factory", "name": "2공장", "district_code": "11545"}
    made, closed = [
        services_of_directory.add_site(
            organisation_id=row.company_id, entry=SiteEntry(**{**place, "name": name}), by=member, at=AT
        )
        for name in ("2공장", "3공장")
    ]
    services_of_directory.close_site(organisation_id=row.company_id, site_uid=closed.uid, by=member, at=AT)
    client, address = signed_in(member), f"{BASE}/applications/{row.uid}/"
    others = directory.company().company.sites.get()

    refused = [
        client.patch(address, {"version": row.draft_version, "site": str(uid)}, format="json")
        for uid in (others.uid, closed.uid, uuid4())
    ]
    assert fresh(row).site == row.site
    taken = client.patch(address, {"version": row.draft_version, "site": str(made.uid)}, format="json")
    crossed = client.patch(address, {"version": row.draft_version, "site": None}, format="json")
    services_of_directory.close_site(organisation_id=row.company_id, site_uid=made.uid, by=member, at=AT)
    kept = client.patch(address, {"version": taken.data["version"], "site": str(made.uid)}, format="json")

    for answer in refused:
        assert (answer.status_code, answer.data["errors"][0]["field"]) == (422, "site")
    assert (taken.status_code, kept.status_code) == (200, 200)
    assert (crossed.status_code, crossed.json()["theirs"]) == (409, {"site": str(made.uid)})
    assert client.get(address).data["site"] == str(made.uid)
    cleared = client.patch(address, {"version": taken.data["version"], "site": None}, format="json")
    assert (cleared.status_code, client.get(address).data["site"]) == (200, None)


def test_a_closed_place_counts_no_more_for_the_districts():
    row = draft()
    member = row.applicant
    outside = SiteEntry(kind="head", name="본점")
    services_of_directory.add_site(organisation_id=row.company_id, entry=outside, by=member, at=AT)
    factory = services_of_directory.add_site(
        organisation_id=row.company_id, entry=SiteEntry("factory", "2공장", "11545"), by=member, at=AT
    )
    check = f"{BASE}/applications/{row.uid}/check/"

    before = {one["rule"]: one["verdict"] for one in signed_in(member).get(check).data["findings"]}
    services_of_directory.close_site(organisation_id=row.company_id, site_uid=factory.uid, by=member, at=AT)
    after = {one["rule"]: one["verdict"] for one in signed_in(member).get(check).data["findings"]}

    assert (before["district"], after["district"]) == ("met", "not_met")
