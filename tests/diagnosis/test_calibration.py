"""Second readings: drawn or asked for, blind, beside the first once both have ended; the board for each reader."""

import pytest
from django.core.cache import cache
from django.urls import reverse
from rest_framework.test import APIClient

from apps.accounts.roles import Role
from apps.diagnosis import integrity, selectors, services
from apps.diagnosis.agreement import FEWEST_CASES
from apps.diagnosis.errors import NotCompleted, ReadAlready, ReadBefore
from apps.diagnosis.models import Assessment, Evidence
from apps.diagnosis.states import AssessmentState
from apps.documents.models import Document
from apps.kernel.errors import NotAllowed, NotFound, WrongState
from apps.notices.models import Notice
from apps.roadmaps import services as roadmaps
from apps.workflow.models import Wait
from tests.accounts.factories import person
from tests.counting import counted
from tests.diagnosis.factories import CRITERIA, NOW, VISIT, assigned, completed, given, scored
from tests.directory import factories as directory

pytestmark = pytest.mark.django_db
API = "/api/v1/diagnosis/"


@pytest.fixture(autouse=True)
def nothing_kept():
    cache.clear()


@pytest.fixture
def staff():
    return person(Role.STAFF)


def read_again(first, staff, *, by=None) -> Assessment:
    """A second reading with its consultant."""
    reading = services.read_again(assessment_id=first.pk, by=staff, at=NOW)
    reader = by or person(Role.CONSULTANT)
    return services.assign(assessment_id=reading.pk, consultant_id=reader.pk, by=staff, at=NOW)


def ended(first, staff, band=1, *, by=None) -> Assessment:
    reading = read_again(first, staff, by=by)
    answers = given(dict.fromkeys(CRITERIA, band))
    services.save_answers(assessment_id=reading.pk, answers=answers, by=reading.consultant, at=NOW)
    return services.complete(assessment_id=reading.pk, by=reading.consultant, at=NOW, visit_on=VISIT)


@pytest.mark.parametrize(("pct", "drawn"), [(0, 0), (100, 1)])
def test_the_centres_share_of_first_diagnoses_is_read_again(settings, pct, drawn):
    row = scored()
    settings.SECOND_READINGS_PCT = pct

    done = services.complete(assessment_id=row.pk, by=row.consultant, at=NOW)

    assert done.readings.count() == drawn
    assert Wait.objects.filter(party="role:staff", closed_at=None, subject_title__contains="교차 진단").count() == drawn


def test_a_diagnosis_reopened_and_completed_anew_is_not_drawn_twice(settings, staff):
    row = scored()
    settings.SECOND_READINGS_PCT = 100
    services.complete(assessment_id=row.pk, by=row.consultant, at=NOW)
    services.reopen(assessment_id=row.pk, reason="증빙이 더 나왔습니다.", by=staff, at=NOW)

    services.complete(assessment_id=row.pk, by=row.consultant, at=NOW)

    assert Assessment.objects.second_readings().count() == 1


def test_the_second_reader_works_from_the_evidence_and_not_from_the_answers(client, staff):
    first = scored()
    services.add_evidence(
        assessment_id=first.pk,
        criterion="P1",
        kind=Evidence.Kind.OBSERVATION,
        title="작업표준서",
        attributes=["P1.1.1"] if "P1.1.1" in selectors.parsed(first.instrument_id).attribute_codes else [],
        by=first.consultant,
        at=NOW,
        seen_on=VISIT,
    )
    services.complete(assessment_id=first.pk, by=first.consultant, at=NOW)
    reading = read_again(first, staff)
    reader = reading.consultant
    client.force_login(reader)

    page = client.get(reverse("diagnosis:score-criterion", args=[reading.uid, "process", "P1"])).content.decode()
    (seen,) = selectors.evidence_to_read(reading, "P1")

    assert "작업표준서" in page
    assert "표본: 현장에서 확인" not in page
    assert seen.attributes == []
    assert Evidence.objects.visible_to(reader).count() == 1
    assert selectors.given(reading) == {}
    for address in ("detail", "result"):
        assert client.get(reverse(f"diagnosis:{address}", args=[first.uid])).status_code == 404


def test_a_second_reading_ends_without_paper_notice_or_roadmap(staff):
    first = completed()
    papers, told = Document.objects.count(), Notice.objects.filter(kind="diagnosis.completed").count()

    reading = ended(first, staff, 2)

    assert reading.bands == dict.fromkeys(CRITERIA, 2)
    assert (Document.objects.count(), Notice.objects.filter(kind="diagnosis.completed").count()) == (papers, told)
    assert not Wait.objects.filter(subject_id=reading.pk, subject_label="diagnosis.assessment", closed_at=None).exists()
    assert list(integrity.problems()) == []
    with pytest.raises(NotFound):
        roadmaps.open(assessment_id=reading.pk, by=staff, at=NOW)


def test_a_second_reading_asks_no_day_of_a_visit_and_tells_none(client, staff):
    reading = read_again(completed(), staff)
    services.save_answers(
        assessment_id=reading.pk, answers=given(dict.fromkeys(CRITERIA, 1)), by=reading.consultant, at=NOW
    )
    client.force_login(reading.consultant)
    address = reverse("diagnosis:complete", args=[reading.uid])

    shown = client.get(address).content.decode()
    answer = client.post(address)

    assert "진단 완료" in shown
    assert 'name="visit_on"' not in shown
    assert answer.headers["Location"] == reverse("diagnosis:compare", args=[reading.uid])
    reading.refresh_from_db()
    assert (reading.state, reading.visit_on) == (AssessmentState.COMPLETED, None)


def test_a_company_never_learns_of_a_second_reading(client, staff):
    company = directory.company()
    member = directory.member_of(company)
    reading = ended(completed(company=company), staff)
    client.force_login(member)

    for address in ("detail", "result", "compare"):
        assert client.get(reverse(f"diagnosis:{address}", args=[reading.uid])).status_code in (403, 404)
    assert client.get(reverse("diagnosis:calibration")).status_code == 403
    assert "교차" not in client.get(reverse("diagnosis:list")).content.decode()
    assert list(Assessment.objects.visible_to(member)) == [reading.second_of]


def test_whoever_read_a_case_does_not_read_it_again(staff):
    first = completed()
    reading = services.read_again(assessment_id=first.pk, by=staff, at=NOW)

    with pytest.raises(ReadBefore):
        services.assign(assessment_id=reading.pk, consultant_id=first.consultant_id, by=staff, at=NOW)
    assert first.consultant not in selectors.consultants_for(reading)


def test_a_case_has_one_second_reading_and_a_training_case_several(staff):
    first = completed()
    ended(first, staff)
    with pytest.raises(ReadAlready):
        services.read_again(assessment_id=first.pk, by=staff, at=NOW)

    services.set_training(assessment_id=first.pk, is_training=True, by=staff, at=NOW)
    other = ended(first, staff)

    assert first.readings.count() == 2
    third = services.read_again(assessment_id=first.pk, by=staff, at=NOW)
    with pytest.raises(ReadBefore):
        services.assign(assessment_id=third.pk, consultant_id=other.consultant_id, by=staff, at=NOW)


def test_what_is_refused(staff):
    running = assigned()
    reading = ended(completed(), staff)
    ask = {"by": staff, "at": NOW}

    with pytest.raises(NotCompleted):
        services.read_again(assessment_id=running.pk, **ask)
    with pytest.raises(NotCompleted):
        services.set_training(assessment_id=running.pk, is_training=True, **ask)
    with pytest.raises(WrongState):
        services.read_again(assessment_id=reading.pk, **ask)
    with pytest.raises(WrongState):
        services.set_training(assessment_id=reading.pk, is_training=True, **ask)
    with pytest.raises(WrongState):
        services.reopen(assessment_id=reading.pk, reason="다시", **ask)
    with pytest.raises(NotAllowed):
        services.read_again(assessment_id=reading.second_of_id, by=reading.second_of.consultant, at=NOW)
    with pytest.raises(WrongState):
        services.agree(assessment_id=reading.pk, settled={}, held_on=VISIT, by=reading.consultant, at=NOW)


def test_both_consultants_and_staff_compare_once_both_have_ended(client, staff):
    first = completed()
    reading = read_again(first, staff)
    address = reverse("diagnosis:compare", args=[reading.uid])
    client.force_login(staff)
    early = client.get(address).status_code
    answers = given({**dict.fromkeys(CRITERIA, 1), "D2": 3, "O1": 2})
    services.save_answers(assessment_id=reading.pk, answers=answers, by=reading.consultant, at=NOW)
    services.complete(assessment_id=reading.pk, by=reading.consultant, at=NOW, visit_on=VISIT)

    _row, differences = selectors.compared(reading.uid, first.consultant)

    assert early == 409
    assert [(one.code, one.apart, one.is_wide) for one in differences[:3]] == [
        ("D2", 2, True),
        ("O1", 1, False),
        ("P1", 0, False),
    ]
    for who in (staff, first.consultant, reading.consultant):
        client.force_login(who)
        assert "두 수준 이상 차이" in client.get(address).content.decode()
    client.force_login(person(Role.CONSULTANT))
    assert client.get(address).status_code == 404


def test_the_board_tells_agreement_from_the_fewest_cases_on(client, staff):
    mild, severe = person(Role.CONSULTANT), person(Role.CONSULTANT)
    for number in range(FEWEST_CASES):
        ended(completed(dict.fromkeys(CRITERIA, 1 + number % 2), consultant=severe), staff, 2 + number % 2, by=mild)
        if number == FEWEST_CASES - 2:
            few = selectors.calibration_board(staff, NOW)
            cache.clear()

    board = selectors.calibration_board(staff, NOW)

    assert (few.overall.cases, few.overall.alpha) == (FEWEST_CASES - 1, None)
    assert (board.overall.cases, board.overall.exact, board.overall.near) == (FEWEST_CASES, 0, 1)
    assert board.overall.alpha is not None
    assert len(board.criteria) == len(CRITERIA)
    assert [(one.name, one.severity.mean) for one in board.readers] == [(severe.name, -1), (mild.name, 1)]
    own = selectors.calibration_board(mild, NOW)
    assert [one.name for one in own.readers] == [mild.name]
    for who, others in ((staff, True), (mild, False)):
        client.force_login(who)
        page = client.get(reverse("diagnosis:calibration")).content.decode()
        head, _sep, _rows = page.partition("교차 진단 목록")
        assert (severe.name in head) is others


def test_training_is_held_against_the_reference_and_counts_for_nothing_else(staff):
    first = completed()
    services.set_training(assessment_id=first.pk, is_training=True, by=staff, at=NOW)
    trainee = ended(first, staff, 2).consultant

    board = selectors.calibration_board(staff, NOW)

    assert board.overall.cases == 0
    assert [(one.name, one.found.near, one.severity.mean) for one in board.trained] == [(trainee.name, 1, 1)]


def test_the_board_asks_as_often_for_many_pairs_as_for_few(client, staff):
    ended(completed(), staff)
    client.force_login(staff)
    address = reverse("diagnosis:calibration")
    client.get(address)
    cache.clear()
    few = counted(lambda: client.get(address))
    for _number in range(4):
        ended(completed(), staff)
    cache.clear()

    assert counted(lambda: client.get(address)).queries == few.queries


def test_programs_open_train_compare_and_read_the_board(staff):
    first = completed()
    api = APIClient()
    api.force_authenticate(staff)

    opened = api.post(f"{API}assessments/{first.uid}/read-again/", format="json")
    again = api.post(f"{API}assessments/{first.uid}/read-again/", format="json")
    uid = opened.json()["uid"]
    early = api.get(f"{API}assessments/{uid}/comparison/")
    training = api.put(f"{API}assessments/{first.uid}/training/", {"is_training": True}, format="json")
    missing = api.put(f"{API}assessments/{first.uid}/training/", {}, format="json")
    board = api.get(f"{API}calibration/")

    assert (opened.status_code, opened.json()["second_of"]) == (201, str(first.uid))
    assert (again.status_code, again.json()["code"]) == (409, "read_already")
    assert (early.status_code, training.json()["is_training"], missing.status_code) == (409, True, 400)
    assert board.json()["overall"]["worth"] == "unknown"
    api.force_authenticate(person(Role.REVIEWER))
    assert api.get(f"{API}calibration/").status_code == 403
