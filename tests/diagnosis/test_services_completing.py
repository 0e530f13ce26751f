from datetime import timedelta

import pytest

from apps.accounts.roles import Role
from apps.diagnosis import errors, selectors, services
from apps.diagnosis.frozen import Given
from apps.diagnosis.models import Answer, Assessment, Evidence
from apps.diagnosis.rules import Answer as Value
from apps.diagnosis.states import AssessmentState
from apps.documents.models import Document, Kind
from apps.documents.states import DocumentState
from apps.intake import services as intake
from apps.kernel.errors import NotAllowed, WrongState
from apps.notices.models import Notice
from apps.workflow.models import Wait
from apps.workflow.services import ReasonMissing
from tests.accounts.factories import person
from tests.diagnosis import factories
from tests.diagnosis.factories import CRITERIA, NOW
from tests.directory import factories as directory

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)


def waits(assessment: Assessment) -> set[str]:
    open_ = Wait.objects.filter(subject_label="diagnosis.assessment", subject_id=assessment.pk, closed_at__isnull=True)
    return set(open_.values_list("party", flat=True))


def test_completing_with_unlooked_attributes_lists_them_and_writes_nothing():
    assessment = factories.scored()
    Answer.objects.filter(attribute__in=["O6.1.2", "P1.2.4"]).delete()

    with pytest.raises(errors.Unanswered) as refusal:
        services.complete(assessment_id=assessment.pk, by=assessment.consultant, at=LATER)

    assert refusal.value.codes == ("P1.2.4", "O6.1.2")
    assessment.refresh_from_db()
    assert (assessment.state, assessment.result) == (AssessmentState.SCORING, None)
    assert not Document.objects.exists()


def test_a_band_that_rests_on_nothing_cannot_be_completed():
    assessment = factories.assigned()
    services.save_answers(
        assessment_id=assessment.pk,
        answers=factories.given(dict.fromkeys(CRITERIA, 0) | {"P1": 1, "D2": 1}, note=""),
        by=assessment.consultant,
        at=NOW,
    )
    services.add_evidence(
        assessment_id=assessment.pk,
        criterion="D2",
        kind=Evidence.Kind.INTERVIEW,
        title="전산 담당 면담",
        seen_on=factories.VISIT,
        by=assessment.consultant,
        at=NOW,
    )

    with pytest.raises(errors.WithoutEvidence) as refusal:
        services.complete(assessment_id=assessment.pk, by=assessment.consultant, at=LATER)

    assert refusal.value.codes == ("P1",)


def test_completing_freezes_the_result_and_orders_its_document(django_capture_on_commit_callbacks):
    bands = dict(zip(CRITERIA, [2, 1, 1, 2, 2, 1, 2, 1, 1, 0, 2, 1, 3, 2, 2, 2, 1, 2], strict=True))

    assessment = factories.completed(bands)

    assessment.refresh_from_db()
    figures = (assessment.level, assessment.overall, assessment.process, assessment.data, assessment.operations)
    assert [str(figure) for figure in figures] == ["2", "1.5500", "1.55", "1.05", "2.05"]
    assert selectors.planning_input(assessment)["D4"] == (0, 0, 0)
    document = Document.objects.get(kind=Kind.DIAGNOSIS)
    assert (document.number, document.party) == ("SAX-2026-D-000001", f"org:{assessment.company_id}")
    assert document.sheet["overall"]["score"] == "1.55"
    assert Notice.objects.filter(kind="diagnosis.completed").count() == 1
    assert waits(assessment) == {f"user:{assessment.consultant_id}"}


def test_a_needs_evidence_answer_leaves_a_range_in_the_result():
    assessment = factories.scored()
    services.save_answers(
        assessment_id=assessment.pk,
        answers={f"P1.2.{n}": Given(Value.NEEDS_EVIDENCE) for n in (1, 2, 3, 4)}
        | {f"P1.3.{n}": Given(Value.NO) for n in (1, 2, 3, 4)},
        by=assessment.consultant,
        at=NOW,
    )

    done = services.complete(assessment_id=assessment.pk, by=assessment.consultant, at=LATER)

    assert selectors.planning_input(done)["P1"] == (1, 1, 2)


def test_after_completion_nothing_changes_without_reopening():
    assessment = factories.completed()
    consultant = assessment.consultant

    with pytest.raises(WrongState):
        services.save_answer(assessment_id=assessment.pk, attribute="P1.2.1", value="yes", by=consultant, at=LATER)
    with pytest.raises(WrongState):
        services.save_self_scores(
            assessment_id=assessment.pk, bands={"P1": 3}, by=directory.member_of(assessment.company), at=LATER
        )
    with pytest.raises(WrongState):
        services.complete(assessment_id=assessment.pk, by=consultant, at=LATER)


def test_reopening_needs_a_reason_and_staff():
    assessment = factories.completed()

    with pytest.raises(ReasonMissing):
        services.reopen(assessment_id=assessment.pk, reason=" ", by=person(Role.STAFF), at=LATER)
    with pytest.raises(NotAllowed):
        services.reopen(assessment_id=assessment.pk, reason="오기", by=assessment.consultant, at=LATER)


def test_a_reopened_diagnosis_is_completed_anew_and_its_first_document_gives_way():
    assessment = factories.completed()
    consultant = assessment.consultant
    Document.objects.update(state=DocumentState.READY, sha256="0" * 64, issued_at=NOW)
    services.reopen(assessment_id=assessment.pk, reason="P1 오기", by=person(Role.MANAGER), at=LATER)
    services.save_answers(
        assessment_id=assessment.pk,
        answers=factories.given({"P1": 2}),
        by=consultant,
        at=LATER,
    )

    again = services.complete(assessment_id=assessment.pk, by=consultant, at=LATER)

    assert selectors.planning_input(again)["P1"] == (2, 2, 2)
    states = Document.objects.order_by("number").values_list("number", "state")
    assert list(states) == [("SAX-2026-D-000001", "superseded"), ("SAX-2026-D-000002", "requested")]


def test_a_withdrawn_request_ends_its_unfinished_diagnosis():
    assessment = factories.scored()

    services.let_go(application_id=assessment.application_id, at=LATER)

    assessment.refresh_from_db()
    assert assessment.state == AssessmentState.CANCELLED
    assert waits(assessment) == set()


def test_a_request_whose_diagnosis_is_done_cannot_be_taken_back():
    assessment = factories.completed()
    application = assessment.application

    with pytest.raises(WrongState, match="진단이 끝난 신청"):
        intake.withdraw(application_id=application.pk, reason="사정 변경", by=application.applicant, at=LATER)

    application.refresh_from_db()
    assert (application.state, application.fulfilled_at) == ("admitted", NOW)


def test_a_diagnosis_whose_request_was_taken_back_is_not_completed():
    assessment = factories.scored()
    application = assessment.application
    intake.withdraw(application_id=application.pk, reason="사정 변경", by=application.applicant, at=NOW)

    with pytest.raises(WrongState):
        services.complete(assessment_id=assessment.pk, by=assessment.consultant, at=LATER)

    assessment.refresh_from_db()
    assert (assessment.state, assessment.completed_at) == (AssessmentState.SCORING, None)


def test_an_old_result_stays_as_it_was_when_a_new_instrument_comes(content):
    assessment = factories.completed()
    before = assessment.result
    shipped = content["version"]
    content["version"] = shipped + 1
    content["levels"][1]["at_least"] = "0.5"
    newer = services.deliver(content=content, at=LATER)
    services.publish_draft(instrument_id=newer.pk, by=person(Role.MANAGER), at=LATER)

    assert selectors.current().version == shipped + 1
    assert selectors.result(assessment).level == before["level"] == 2
    assert selectors.result(assessment).version == shipped
