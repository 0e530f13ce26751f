"""Pilots over the API."""

from __future__ import annotations

from uuid import uuid4

import pytest
from rest_framework.test import APIClient

from apps.accounts.roles import Role
from apps.pilots.models import Gate, GateCondition, Pilot, PilotKpi, Reading
from apps.pilots.rules import Decision, Stage
from tests.accounts.factories import person
from tests.documents.factories import upload
from tests.pilots import factories

pytestmark = pytest.mark.django_db
BASE = "/api/v1/pilots"
KPI = {
    "name": "외관 불량률",
    "unit": "%",
    "direction": "down",
    "baseline": "4.8",
    "baseline_start_on": "2026-03-01",
    "baseline_end_on": "2026-06-01",
    "baseline_evidence": "검사일지(표본)",
    "target": "2.4",
    "pass_mark": "3.2",
}
DESIGN = {
    "decision": "go",
    "answers": {"problem_agreed": "met", "baseline_evidenced": "met", "data_lawful": "met"},
    "points": {"fit_to_site": 4, "people_ready": 4, "risk_handled": 3},
}


@pytest.fixture
def who():
    return factories.people()


def signed_in(user):
    client = APIClient()
    client.force_authenticate(user)
    return client


def post(user, path: str, body=None):
    return signed_in(user).post(f"{BASE}/{path}", body or {}, format="json")


def test_a_pilot_is_begun_fixed_judged_and_measured(who):
    signed = factories.agreement(who)

    begun = post(who.staff, "pilots/", {"agreement": str(signed.uid)})
    uid = begun.data["uid"]
    fixed = post(who.member, f"pilots/{uid}/kpis/", {**KPI, "uid": str(uuid4())})
    gate = post(who.member, f"pilots/{uid}/gates/")
    proposed = post(who.staff, f"gates/{gate.data['uid']}/propose/", DESIGN)
    confirmed = post(who.manager, f"gates/{gate.data['uid']}/confirm/")
    reading = {"kpi": fixed.data["kpis"][0]["uid"], "measured_on": "2026-06-20", "value": "3.0"}
    measured = post(who.professor, f"pilots/{uid}/readings/", reading)

    codes = [answer.status_code for answer in (begun, fixed, gate, proposed, confirmed, measured)]
    assert codes == [201, 201, 201, 200, 200, 201]
    assert (proposed.data["state"], confirmed.data["decision"]) == ("proposed", "go")
    assert (measured.data["stage"], measured.data["kpis"][0]["verdict"]) == ("poc", "pass")


def test_a_key_sent_twice_gives_the_first_answer(who):
    one = factories.at_stage(Stage.POC, who)
    client = signed_in(who.member)
    reading = {"kpi": str(one.kpis.get().uid), "measured_on": "2026-07-20", "value": "2.9"}

    answers = [
        client.post(f"{BASE}/pilots/{one.uid}/readings/", reading, format="json", headers={"Idempotency-Key": "one"})
        for _time in range(2)
    ]

    assert [answer.status_code for answer in answers] == [201, 201]
    assert Reading.objects.filter(measured_on="2026-07-20").count() == 1


def test_readings_are_listed_and_withdrawn_with_their_reason(who):
    one = factories.at_stage(Stage.POC, who)
    reading = Reading.objects.get()

    gone = post(who.member, f"readings/{reading.uid}/withdraw/", {"reason": "다른 라인"})
    (row,) = signed_in(who.professor).get(f"{BASE}/pilots/{one.uid}/readings/").data["results"]

    assert gone.status_code == 204
    assert (row["kpi"], row["value"], row["withdrawn_reason"]) == ("외관 불량률", "3.0000", "다른 라인")


def test_a_wrong_kpi_is_a_problem_document_naming_its_fields(who):
    one = factories.pilot(who)

    answer = post(who.member, f"pilots/{one.uid}/kpis/", {**KPI, "pass_mark": "5"})

    assert (answer.status_code, answer["Content-Type"]) == (422, "application/problem+json")
    assert [error["field"] for error in answer.data["errors"]] == ["pass_mark"]
    assert PilotKpi.objects.count() == 0


def test_a_barred_gate_says_why(who):
    one = factories.pilot(who)

    answer = post(who.member, f"pilots/{one.uid}/gates/")

    assert (answer.status_code, answer.data["code"]) == (409, "gate_barred")
    assert "성과지표가 없습니다" in answer.data["detail"]


def test_who_proposed_is_refused_to_confirm(who):
    one = factories.pilot(who)
    factories.kpi(one, who)
    gate = factories.called(one, who)
    both = person(Role.STAFF, Role.MANAGER)
    post(both, f"gates/{gate.uid}/propose/", DESIGN)

    answer = post(both, f"gates/{gate.uid}/confirm/")

    assert (answer.status_code, Gate.objects.get().state) == (403, "proposed")


def test_a_proposal_is_sent_back(who):
    one = factories.at_stage(Stage.POC, who)
    gate = factories.proposed(one, who)

    answer = post(who.manager, f"gates/{gate.uid}/send-back/", {"reason": "근거 보완"})

    assert (answer.status_code, answer.data["state"]) == (200, "open")


def test_a_condition_is_met(who):
    one = factories.at_stage(Stage.POC, who)
    factories.decided(one, who, Decision.CONDITIONAL, reason="보완", conditions=(factories.condition(),))
    condition = GateCondition.objects.get()

    answers = [
        post(who.member, f"conditions/{condition.uid}/meet/"),
        post(who.staff, f"conditions/{condition.uid}/meet/", {"note": "설치함"}),
        post(who.staff, f"conditions/{condition.uid}/meet/"),
    ]

    assert [answer.status_code for answer in answers] == [403, 204, 409]


def test_a_pilot_on_hold_is_resumed_and_one_at_its_end_finished(who):
    one = factories.at_stage(Stage.DIFFUSION, who)
    factories.decided(one, who, Decision.HOLD, reason="설비 고장")

    resumed = post(who.staff, f"pilots/{one.uid}/resume/", {"reason": "수리 끝남"})
    early = post(who.manager, f"pilots/{one.uid}/finish/")
    factories.decided(one, who)
    done = post(who.manager, f"pilots/{one.uid}/finish/", {"lessons": "표본"})

    assert [resumed.status_code, early.status_code, done.status_code] == [200, 409, 200]
    assert done.data["certificate_number"] == Pilot.objects.get().certificate_number != ""


def test_lists_and_pilots_are_those_one_may_see(who):
    mine, foreign = factories.pilot(who), factories.pilot()

    rows = signed_in(who.member).get(f"{BASE}/pilots/?stage=design").data["results"]
    answers = [
        signed_in(who.member).get(f"{BASE}/pilots/{foreign.uid}/"),
        post(who.member, f"pilots/{foreign.uid}/gates/"),
        post(who.member, f"pilots/{foreign.uid}/kpis/", KPI),
        post(
            who.member,
            f"pilots/{foreign.uid}/readings/",
            {"kpi": str(uuid4()), "measured_on": "2026-06-20", "value": 1},
        ),
        signed_in(who.member).get(f"{BASE}/pilots/{foreign.uid}/readings/"),
    ]

    assert [row["uid"] for row in rows] == [str(mine.uid)]
    assert [answer.status_code for answer in answers] == [404] * 5


def test_only_the_centre_begins_pilots(who):
    signed = factories.agreement(who)

    assert post(who.member, "pilots/", {"agreement": str(signed.uid)}).status_code == 403
    assert post(who.staff, "pilots/", {"agreement": str(uuid4())}).status_code == 404
    assert Pilot.objects.count() == 0


def test_a_decision_without_its_reason_is_refused(who):
    one = factories.at_stage(Stage.POC, who)
    gate = factories.called(one, who)

    answer = post(who.staff, f"gates/{gate.uid}/propose/", {"decision": "stop"})

    assert (answer.status_code, [error["field"] for error in answer.data["errors"]]) == (422, ["reason"])


def test_a_gate_tells_what_it_asks_and_which_conditions_it_set(who):
    one = factories.at_stage(Stage.POC, who)
    gate = factories.called(one, who)

    asked = signed_in(who.member).get(f"{BASE}/gates/{gate.uid}/").data["questions"]
    another = factories.at_stage(Stage.POC, who)
    judged = factories.decided(another, who, Decision.CONDITIONAL, reason="보완", conditions=(factories.condition(),))
    told = signed_in(who.member).get(f"{BASE}/gates/{judged.uid}/").data

    by_source = {row["source"]: row["answer"] for row in asked}
    assert (by_source["person"], by_source["readings"]) == ("", "met")
    assert [row["kind"] for row in asked] == sorted(row["kind"] for row in asked)
    assert [row["uid"] for row in told["conditions"]] == [str(GateCondition.objects.get().uid)]
    assert signed_in(person(Role.COMPANY)).get(f"{BASE}/gates/{gate.uid}/").status_code == 404


def test_a_kpi_is_taken_out_before_work_begins(who):
    one = factories.pilot(who)
    row = factories.kpi(one, who)

    gone = signed_in(who.member).delete(f"{BASE}/kpis/{row.uid}/")

    assert (gone.status_code, PilotKpi.objects.count()) == (204, 0)


def test_a_reading_carries_its_file(who):
    one = factories.at_stage(Stage.POC, who)
    reading = {"kpi": str(one.kpis.get().uid), "measured_on": "2026-07-20", "value": "2.9", "file": upload()}

    answer = signed_in(who.member).post(f"{BASE}/pilots/{one.uid}/readings/", reading, format="multipart")

    assert answer.status_code == 201
    assert Reading.objects.get(measured_on="2026-07-20").attachment is not None


def test_there_is_no_certificate_before_the_end(who):
    one = factories.pilot(who)

    assert signed_in(who.member).get(f"{BASE}/pilots/{one.uid}/certificate/").status_code == 404
    done = factories.finished(who)
    assert signed_in(who.member).get(f"{BASE}/pilots/{done.uid}/certificate/").status_code == 409


def test_a_share_above_100_is_refused_at_its_place(who):
    one = factories.at_stage(Stage.POC, who)
    reading = {"kpi": str(one.kpis.get().uid), "measured_on": "2026-07-20", "value": "99999999999"}

    answer = post(who.member, f"pilots/{one.uid}/readings/", reading)

    assert answer.status_code == 422
    told = [(error["field"], error["message"]) for error in answer.data["errors"]]
    assert told == [("value", "비율은 0에서 100 사이로 적어 주십시오. 단위는 %입니다.")]
