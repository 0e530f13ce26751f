from datetime import timedelta

import pytest
from django.utils import translation

from apps.accounts.roles import Role
from apps.diagnosis import selectors, services
from apps.diagnosis.errors import NoInstrument, NotCompleted
from apps.diagnosis.frozen import Given
from apps.diagnosis.models import Assessment, Instrument
from apps.diagnosis.rules import Answer as Value
from apps.documents import paper
from apps.documents.models import Document
from tests.accounts.factories import person
from tests.diagnosis import factories
from tests.diagnosis.factories import CRITERIA, NOW
from tests.directory import factories as directory

pytestmark = pytest.mark.django_db
BANDS = dict(zip(CRITERIA, [2, 1, 1, 2, 2, 1, 2, 1, 1, 0, 2, 1, 3, 2, 2, 2, 1, 2], strict=True))


def test_without_a_published_instrument_nothing_can_be_opened():
    Instrument.objects.all().delete()

    with pytest.raises(NoInstrument):
        selectors.current()


def test_each_role_sees_its_own_cases():
    company, consultant = directory.company(), person(Role.CONSULTANT)
    mine = factories.assigned(company, consultant=consultant)
    factories.assigned()

    def seen(user):
        return set(Assessment.objects.visible_to(user))

    assert seen(consultant) == seen(directory.member_of(company)) == {mine}
    assert len(seen(person(Role.STAFF))) == len(seen(person(Role.MANAGER))) == 2
    assert seen(person(Role.OFFICIAL)) == seen(person(Role.REVIEWER)) == seen(person(Role.ADMIN)) == set()


def test_the_result_unfolds_from_level_to_answer():
    assessment = factories.completed(BANDS)
    result = selectors.result(assessment)

    assert (result.level_name, str(result.point), result.settled) == ("준비", "1.55", True)
    assert [(area.name, str(area.point), area.weight) for area in result.areas] == [
        ("공정", "1.55", 40),
        ("데이터", "1.05", 30),
        ("운영", "2.05", 30),
    ]
    first = result.areas[0].criteria[0]
    assert (first.low, first.point, first.high) == (2, 2, 2)
    bands = selectors.result_criterion(assessment, first.code).bands
    assert bands[1].attributes[0].note == "표본: 현장에서 확인"
    assert [one.code for one in first.missing] == [f"P1.3.{n}" for n in (1, 2, 3, 4)]


def test_strengths_stand_above_the_mean_and_gaps_begin_with_the_lowest_and_heaviest():
    result = selectors.result(factories.completed(BANDS))

    assert [one.code for one in result.strengths] == ["O1", "P4", "P5"]
    assert [one.code for one in result.gaps] == ["D4", "P6", "P2", "D2", "D3"]


def test_the_planning_input_holds_low_point_and_high_of_every_criterion():
    planning = selectors.planning_input(factories.completed(BANDS))

    assert planning == {code: (band, band, band) for code, band in BANDS.items()}


def test_there_is_no_result_before_completion():
    assessment = factories.scored()

    with pytest.raises(NotCompleted):
        selectors.result(assessment)
    with pytest.raises(NotCompleted):
        selectors.planning_input(assessment)


def test_self_scores_stand_beside_the_consultants_bands():
    company = directory.company()
    assessment = factories.scored(BANDS, company=company)
    services.save_self_scores(
        assessment_id=assessment.pk, bands={"P1": 4, "P2": None}, by=directory.member_of(company), at=NOW
    )
    services.complete(assessment_id=assessment.pk, by=assessment.consultant, at=NOW)
    assessment.refresh_from_db()

    criteria = {one.code: one for one in selectors.result(assessment).criteria}

    assert [(criteria[c].self_band, criteria[c].point) for c in ("P1", "P2", "P3")] == [(4, 2), (None, 1), (None, 1)]


def test_the_progress_counts_what_is_left():
    assessment = factories.assigned()
    services.save_answers(
        assessment_id=assessment.pk, answers=factories.given({"P1": 1}), by=assessment.consultant, at=NOW
    )

    process = selectors.progress(assessment, selectors.self_bands(assessment))[0]

    assert (process.done, process.criteria[0].is_done, process.criteria[0].answered) == (1, True, 8)
    assert (process.criteria[1].is_done, process.criteria[1].outstanding) == (False, 8)


def test_names_follow_the_readers_language():
    assessment = factories.completed(BANDS)

    with translation.override("en"):
        result = selectors.result(assessment)

    assert (result.level_name, result.areas[1].name) == ("Preparing", "Data")


def test_the_list_finds_by_company_receipt_and_state():
    company = directory.company(name_ko="표본 찾는기업")
    mine = factories.assigned(company)
    factories.opened()
    staff = person(Role.STAFF)

    def found(**asked):
        return list(selectors.assessments_for(staff, **asked).values_list("uid", flat=True))

    assert found(words="찾는") == found(state="assigned") == [mine.uid]
    assert found(words=mine.application.receipt_number) == [mine.uid]
    assert len(found(state="nonsense")) == 2


def test_requests_wait_until_their_diagnosis_is_opened():
    waiting = factories.application(submitted_at=NOW - timedelta(days=3))
    factories.opened()

    rows = selectors.waiting_applications(person(Role.STAFF))

    assert [row["uid"] for row in rows] == [waiting.uid]


def test_the_sheet_of_a_result_is_what_the_paper_takes():
    assessment = factories.scored(BANDS)
    services.save_answers(
        assessment_id=assessment.pk,
        answers={f"P1.3.{n}": Given(Value.NEEDS_EVIDENCE) for n in (1, 2, 3, 4)}
        | {f"P1.4.{n}": Given(Value.NO) for n in (1, 2, 3, 4)},
        by=assessment.consultant,
        at=NOW,
    )
    services.complete(assessment_id=assessment.pk, by=assessment.consultant, at=NOW, visit_on=factories.VISIT)
    sheet = Document.objects.get().sheet

    paper.check("diagnosis", sheet)

    assert sheet["overall"] == {
        "score": "1.55",
        "low": "1.55",
        "high": "1.61",
        "level": 2,
        "level_name": "준비",
        "level_high": 2,
        "gate_note": "",
    }
    assert len(sheet["criteria"]) == 18
    assert sheet["criteria"][0]["needs_evidence"] == 4


def test_findings_survive_freezing():
    assessment = factories.scored(BANDS)
    before = selectors.findings(assessment)
    services.complete(assessment_id=assessment.pk, by=assessment.consultant, at=NOW)
    assessment.refresh_from_db()

    from_store = selectors.result(assessment)

    assert from_store == selectors.view(selectors.parsed(assessment.instrument_id), before)
