from datetime import timedelta
from uuid import uuid4

import pytest

from apps.accounts.models import User
from apps.accounts.roles import Role
from apps.accounts.services import grant
from apps.audit.models import Event
from apps.diagnosis import errors, selectors, services
from apps.diagnosis.frozen import Given
from apps.diagnosis.models import Answer, Assessment, Evidence, SelfScore
from apps.diagnosis.rules import Answer as Value
from apps.diagnosis.states import AssessmentState
from apps.directory import services as directory_services
from apps.intake.states import Door, State
from apps.kernel.errors import Invalid, NotAllowed, NotFound, UnknownVersion
from apps.notices.models import Notice
from apps.workflow.models import Wait
from tests.accounts.factories import person
from tests.diagnosis import factories
from tests.diagnosis.factories import CRITERIA, NOW
from tests.directory import factories as directory
from tests.documents.factories import upload

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)


def waits(assessment: Assessment) -> set[str]:
    open_ = Wait.objects.filter(subject_label="diagnosis.assessment", subject_id=assessment.pk, closed_at__isnull=True)
    return set(open_.values_list("party", flat=True))


def test_opening_asks_staff_for_a_consultant_and_the_company_for_its_self_assessment():
    company = directory.company()

    assessment = factories.opened(company)

    assert (assessment.state, assessment.round, assessment.profile) == ("opened", "T0", "manufacturing")
    assert waits(assessment) == {"role:staff", f"org:{company.pk}"}
    assert [n.to for n in Notice.objects.filter(kind="diagnosis.opened")] == [directory.member_of(company)]


def test_opening_twice_opens_one():
    application = factories.application()
    staff = person(Role.STAFF)

    first = services.open(application_id=application.pk, by=staff, at=NOW)
    second = services.open(application_id=application.pk, by=staff, at=LATER)

    assert first == second
    assert Event.objects.filter(subject_label="diagnosis.assessment", action="open").count() == 1


@pytest.mark.parametrize(
    "changes", [{"state": State.SUBMITTED}, {"state": State.REJECTED}, {"door": Door.DEMONSTRATION}]
)
def test_only_an_admitted_diagnosis_request_is_opened(changes):
    application = factories.application(**changes)

    with pytest.raises(errors.NotAdmitted):
        services.open(application_id=application.pk, by=person(Role.STAFF), at=NOW)

    assert not Assessment.objects.exists()


def test_a_consultant_cannot_open_a_case():
    with pytest.raises(NotAllowed):
        services.open(application_id=factories.application().pk, by=person(Role.CONSULTANT), at=NOW)


def test_an_industry_without_weights_of_its_own_gets_the_general_ones():
    company = directory.company()
    company.company.pilot_industry = ""
    company.company.save()

    assert factories.opened(company).profile == "general"


def test_assigning_passes_the_turn_to_the_consultant_and_lets_them_read_the_company():
    consultant = person(Role.CONSULTANT)

    assessment = factories.assigned(consultant=consultant)

    assert assessment.state == AssessmentState.ASSIGNED
    assert f"user:{consultant.pk}" in waits(assessment)
    assert Assessment.objects.visible_to(consultant).get() == assessment
    assert type(assessment.company).objects.visible_to(consultant).filter(pk=assessment.company_id).exists()


def test_a_consultant_with_a_tie_to_the_company_is_refused_and_the_tie_is_named():
    assessment = factories.opened()
    staff, consultant = person(Role.STAFF), person(Role.CONSULTANT)
    directory_services.add_relation(
        user_id=consultant.pk, organisation_id=assessment.company_id, kind="contract", by=staff, at=NOW
    )

    with pytest.raises(errors.Conflicted, match="용역·자문 계약"):
        services.assign(assessment_id=assessment.pk, consultant_id=consultant.pk, by=staff, at=NOW)

    assessment.refresh_from_db()
    assert (assessment.state, assessment.consultant) == (AssessmentState.OPENED, None)


def test_only_a_consultant_is_assigned():
    assessment = factories.opened()

    with pytest.raises(errors.NotAConsultant):
        services.assign(
            assessment_id=assessment.pk, consultant_id=person(Role.REVIEWER).pk, by=person(Role.STAFF), at=NOW
        )


def test_a_tie_that_appears_later_closes_the_case_to_the_consultant():
    assessment = factories.assigned()
    consultant = assessment.consultant
    directory_services.add_relation(
        user_id=consultant.pk, organisation_id=assessment.company_id, kind="family", by=consultant, at=NOW
    )

    with pytest.raises(NotFound):
        services.save_answer(assessment_id=assessment.pk, attribute="P1.1.1", value="yes", by=consultant, at=NOW)


def test_the_first_answer_starts_the_scoring_and_is_kept_in_history():
    assessment = factories.assigned()

    services.save_answer(
        assessment_id=assessment.pk, attribute="P1.1.1", value="yes", note=" 목록 봄 ", by=assessment.consultant, at=NOW
    )

    assessment.refresh_from_db()
    answer = Answer.objects.get()
    assert assessment.state == AssessmentState.SCORING
    assert (answer.attribute, answer.value, answer.note, answer.version) == ("P1.1.1", "yes", "목록 봄", 1)
    event = Event.objects.get(subject_label="diagnosis.assessment", action="answer")
    assert (event.before, event.after) == ({"P1.1.1": ""}, {"P1.1.1": "yes"})


def test_saving_the_same_answers_again_writes_nothing():
    assessment = factories.scored()
    events = Event.objects.count()

    services.save_answers(
        assessment_id=assessment.pk,
        answers=factories.given(dict.fromkeys(CRITERIA, 1)),
        by=assessment.consultant,
        at=LATER,
    )

    assert Event.objects.count() == events


def test_not_applicable_without_a_reason_is_refused_by_name():
    assessment = factories.assigned()

    with pytest.raises(errors.ReasonForNotApplicable) as refusal:
        services.save_answers(
            assessment_id=assessment.pk,
            answers={"P1.1.1": Given(Value.YES), "P1.1.2": Given(Value.NOT_APPLICABLE, "  ")},
            by=assessment.consultant,
            at=NOW,
        )

    assert [problem.field for problem in refusal.value.problems] == ["reason-P1.1.2"]
    assert not Answer.objects.exists()


def test_an_attribute_the_instrument_does_not_have_is_refused():
    assessment = factories.assigned()

    with pytest.raises(errors.UnknownCode):
        services.save_answer(
            assessment_id=assessment.pk, attribute="P7.1.1", value="yes", by=assessment.consultant, at=NOW
        )


def test_two_screens_at_one_case_lose_nothing():
    assessment = factories.assigned()
    save = {"assessment_id": assessment.pk, "by": assessment.consultant, "at": NOW}
    services.save_answers(answers={"P1.1.1": Given(Value.YES)}, version=0, **save)
    services.save_answers(answers={"P1.1.2": Given(Value.YES)}, version=0, **save)

    with pytest.raises(errors.AnsweredMeanwhile) as refusal:
        services.save_answers(answers={"P1.1.1": Given(Value.NO), "P1.1.3": Given(Value.NO)}, version=0, **save)

    assert (refusal.value.theirs, refusal.value.version) == ({"P1.1.1": "yes"}, 2)
    assert dict(Answer.objects.values_list("attribute", "value")) == {"P1.1.1": "yes", "P1.1.2": "yes"}
    with pytest.raises(UnknownVersion):
        services.save_answers(answers={"P1.1.1": Given(Value.NO)}, version=3, **save)
    services.save_answers(answers={"P1.1.1": Given(Value.NO)}, version=2, **save)
    assert Answer.objects.get(attribute="P1.1.1").value == "no"


def test_only_the_assigned_consultant_scores():
    assessment = factories.assigned()

    with pytest.raises(NotFound):
        services.save_answer(
            assessment_id=assessment.pk, attribute="P1.1.1", value="yes", by=person(Role.CONSULTANT), at=NOW
        )
    with pytest.raises(NotAllowed):
        services.save_answer(
            assessment_id=assessment.pk, attribute="P1.1.1", value="yes", by=person(Role.STAFF), at=NOW
        )


def test_self_scores_stay_apart_and_answer_what_was_asked():
    company = directory.company()
    assessment = factories.opened(company)
    member = directory.member_of(company)

    services.save_self_scores(
        assessment_id=assessment.pk, bands=dict.fromkeys(CRITERIA, 2) | {"D4": None}, by=member, at=NOW
    )

    assert SelfScore.objects.count() == 18
    assert selectors.self_bands(assessment)["D4"] is None
    assert not Answer.objects.exists()
    assert waits(assessment) == {"role:staff"}


def test_a_part_of_the_self_assessment_keeps_the_question_open():
    company = directory.company()
    assessment = factories.opened(company)

    services.save_self_scores(assessment_id=assessment.pk, bands={"P1": 2}, by=directory.member_of(company), at=NOW)

    assert f"org:{company.pk}" in waits(assessment)


@pytest.mark.parametrize("bands", [{"P1": 6}, {"P1": -1}, {"Q1": 2}])
def test_a_self_score_off_the_scale_is_refused(bands):
    company = directory.company()
    assessment = factories.opened(company)

    with pytest.raises(errors.UnknownCode):
        services.save_self_scores(assessment_id=assessment.pk, bands=bands, by=directory.member_of(company), at=NOW)

    assert not SelfScore.objects.exists()


def test_another_companys_member_cannot_self_assess():
    assessment = factories.opened()

    with pytest.raises(NotFound):
        services.save_self_scores(assessment_id=assessment.pk, bands={"P1": 1}, by=person(Role.COMPANY), at=NOW)


def test_evidence_sent_twice_is_kept_once():
    assessment = factories.assigned()
    uid = uuid4()
    send = {
        "assessment_id": assessment.pk,
        "criterion": "P1",
        "kind": Evidence.Kind.OBSERVATION,
        "title": "작업대 게시물",
        "attributes": ["P1.2.3"],
        "seen_on": factories.VISIT,
        "uid": uid,
        "by": assessment.consultant,
        "at": NOW,
    }

    first = services.add_evidence(**send)
    second = services.add_evidence(**send)

    assert first == second
    assert Evidence.objects.count() == 1


def test_a_document_needs_its_file_and_the_file_waits_for_inspection():
    assessment = factories.assigned()
    send = {
        "assessment_id": assessment.pk,
        "criterion": "P1",
        "kind": Evidence.Kind.FILE,
        "title": "작업표준서",
        "seen_on": factories.VISIT,
        "by": assessment.consultant,
        "at": NOW,
    }

    with pytest.raises(Invalid):
        services.add_evidence(**send)
    evidence = services.add_evidence(file=upload(name="standard.pdf"), **send)

    assert evidence.attachment.state == "quarantined"


def test_evidence_of_another_criterion_is_refused():
    assessment = factories.assigned()

    with pytest.raises(errors.UnknownCode):
        services.add_evidence(
            assessment_id=assessment.pk,
            criterion="P1",
            kind=Evidence.Kind.INTERVIEW,
            title="면담",
            attributes=["P2.1.1"],
            seen_on=factories.VISIT,
            by=assessment.consultant,
            at=NOW,
        )


def test_the_consultant_does_not_self_assess_for_the_company():
    assessment = factories.assigned()
    grant(user_id=assessment.consultant_id, role=Role.COMPANY, by=None, at=NOW)
    both = User.objects.with_roles().get(pk=assessment.consultant_id)

    with pytest.raises(NotAllowed):
        services.save_self_scores(assessment_id=assessment.pk, bands={"P1": 5}, by=both, at=NOW)

    assert not SelfScore.objects.exists()
