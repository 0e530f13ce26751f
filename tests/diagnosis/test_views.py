"""Pages of the diagnosis, as each person sees them."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from apps.accounts.roles import Role
from apps.diagnosis import services
from apps.diagnosis.frozen import Given
from apps.diagnosis.models import Answer, Assessment, Evidence, SelfScore
from apps.diagnosis.rules import Answer as Value
from apps.diagnosis.states import AssessmentState
from apps.directory import services as directory_services
from apps.directory.models import Site
from apps.intake.models import Application
from tests.accounts.factories import person
from tests.counting import counted
from tests.diagnosis import factories
from tests.diagnosis.factories import CRITERIA, NOW
from tests.directory import factories as directory
from tests.documents.factories import inspect_all, upload

pytestmark = pytest.mark.django_db


def criterion_url(assessment: Assessment, area: str = "process", code: str = "P1") -> str:
    return reverse("diagnosis:score-criterion", args=[assessment.uid, area, code])


def page(client, user, address: str) -> str:
    client.force_login(user)
    answer = client.get(address)
    assert answer.status_code == 200, answer.content.decode()[:2000]
    return answer.content.decode()


def test_staff_open_a_waiting_request_from_the_list_and_assign_a_consultant(client):
    application = factories.application()
    staff, consultant = person(Role.STAFF), person(Role.CONSULTANT)

    assert application.receipt_number in page(client, staff, reverse("diagnosis:list"))
    client.post(reverse("diagnosis:open", args=[application.uid]))
    assessment = Assessment.objects.get()
    address, visit = reverse("diagnosis:assign", args=[assessment.uid]), str(timezone.localdate() + timedelta(days=7))
    over = client.post(address, {"consultant": consultant.uid, "visit_on": "2020-01-01"})
    answer = client.post(address, {"consultant": consultant.uid, "visit_on": visit})

    assert over.status_code == 422
    assert "이미 지난 날입니다" in over.content.decode()
    assessment.refresh_from_db()
    assert answer.status_code == 302
    assert (assessment.consultant, str(assessment.visit_on)) == (consultant, visit)


def test_a_visit_names_the_site_that_was_applied_for(client):
    assessment = factories.opened()
    site = Site.objects.create(
        company_id=assessment.company_id, kind=Site.Kind.FACTORY, name="둘째 공장", address="온돌로 12"
    )
    Application.objects.filter(pk=assessment.application_id).update(site=site)

    assert "둘째 공장 · 온돌로 12" in page(client, person(Role.STAFF), assessment.get_absolute_url())
    answer = client.get(f"/api/v1/diagnosis/assessments/{assessment.uid}/")
    assert answer.json()["site"] == "둘째 공장 · 온돌로 12"


def test_a_consultant_with_a_tie_is_not_offered(client):
    assessment = factories.opened()
    staff, free, tied = person(Role.STAFF), person(Role.CONSULTANT), person(Role.CONSULTANT)
    directory_services.add_relation(
        user_id=tied.pk, organisation_id=assessment.company_id, kind="family", by=staff, at=NOW
    )

    shown = page(client, staff, reverse("diagnosis:assign", args=[assessment.uid]))

    assert str(free.uid) in shown
    assert str(tied.uid) not in shown


def test_the_company_fills_in_its_self_assessment_and_it_saves_itself(client):
    company = directory.company()
    assessment = factories.opened(company)
    address = reverse("diagnosis:self-score", args=[assessment.uid])
    shown = page(client, directory.member_of(company), address)

    saved = client.post(address, {"P1": "2", "D4": "unknown"}, headers={"X-Autosave": "1"})
    sent = client.post(address, {"P1": "3", "D4": "unknown", "O1": "0"})

    assert "핵심 업무의 순서는 있지만 주로 말과 경험으로 전해집니다." in shown
    assert (saved.status_code, sent.status_code) == (200, 302)
    bands = dict(SelfScore.objects.values_list("criterion", "band"))
    assert bands == {"P1": 3, "D4": None, "O1": 0}
    assert re.search(r'name="P1" value="3"[^>]*checked', client.get(address).content.decode())


def test_the_consultant_answers_a_criterion_and_goes_on_to_the_next(client):
    assessment = factories.assigned()
    address = criterion_url(assessment)
    page(client, assessment.consultant, address)

    answer = client.post(
        address,
        {"version": "0", "value-P1.1.1": "yes", "note-P1.1.1": "목록 확인", "value-P1.1.2": "no", "next": "1"},
    )

    assert (answer.status_code, answer.url) == (302, criterion_url(assessment, code="P2"))
    assert dict(Answer.objects.values_list("attribute", "value")) == {"P1.1.1": "yes", "P1.1.2": "no"}


def test_answers_save_themselves_and_return_the_new_version(client):
    assessment = factories.assigned()
    client.force_login(assessment.consultant)

    answer = client.post(
        criterion_url(assessment), {"version": "0", "value-P1.1.1": "yes"}, headers={"X-Autosave": "1"}
    )

    assert answer.json() == {"version": 1}


def test_a_clash_of_two_screens_shows_theirs_and_writes_nothing(client):
    assessment = factories.assigned()
    services.save_answers(
        assessment_id=assessment.pk, answers={"P1.1.1": Given(Value.YES)}, by=assessment.consultant, at=NOW
    )
    client.force_login(assessment.consultant)
    send = {"version": "0", "value-P1.1.1": "no", "value-P1.1.2": "yes"}

    by_itself = client.post(criterion_url(assessment), send, headers={"X-Autosave": "1"})
    by_hand = client.post(criterion_url(assessment), send)

    assert by_itself.status_code == 409
    assert by_itself.json()["theirs"] == {"value-P1.1.1": "yes"}
    assert by_hand.status_code == 422
    assert "다른 화면에서 바뀐 답변" in by_hand.content.decode()
    assert list(Answer.objects.values_list("attribute", "value")) == [("P1.1.1", "yes")]
    again = re.search(r'name="version" value="(\d+)"', by_hand.content.decode())
    assert client.post(criterion_url(assessment), {**send, "version": again[1]}).status_code == 302


def test_not_applicable_without_a_reason_is_said_beside_the_attribute(client):
    assessment = factories.assigned()
    client.force_login(assessment.consultant)

    answer = client.post(criterion_url(assessment), {"value-P1.3.2": "not_applicable", "value-P1.1.1": "yes"})

    assert answer.status_code == 422
    assert "해당 없음으로 표시한 항목에는 사유를 적어 주십시오." in answer.content.decode()
    assert not Answer.objects.exists()


@pytest.mark.parametrize(("area", "code"), [("data", "P1"), ("process", "P9"), ("nowhere", "P1")])
def test_an_address_that_does_not_exist_is_404(client, area, code):
    assessment = factories.assigned()
    client.force_login(assessment.consultant)

    assert client.get(criterion_url(assessment, area, code)).status_code == 404


def test_evidence_with_a_file_is_kept_and_streamed_to_its_consultant(client):
    assessment = factories.assigned()
    client.force_login(assessment.consultant)
    address = reverse("diagnosis:evidence-add", args=[assessment.uid, "P1"])
    uid = re.search(r'name="uid" value="([0-9a-f-]+)"', client.get(address).content.decode())[1]
    send = {"uid": uid, "kind": "file", "title": "표준서", "seen_on": "2026-06-01", "attributes": ["P1.2.1"]}

    refused = client.post(address, send)
    taken = client.post(address, {**send, "file": upload(name="표준서.pdf")})

    assert "파일을 함께 올려 주십시오" in refused.content.decode()
    assert taken.status_code == 302
    evidence = Evidence.objects.get()
    assert (evidence.attributes, evidence.attachment.original_name) == (["P1.2.1"], "표준서.pdf")
    assert client.get(reverse("diagnosis:evidence-file", args=[evidence.uid])).status_code == 409
    inspect_all()
    assert client.get(reverse("diagnosis:evidence-file", args=[evidence.uid])).status_code == 200
    assert "표준서" in client.get(criterion_url(assessment)).content.decode()
    client.post(reverse("diagnosis:evidence-remove", args=[evidence.uid]))
    assert client.get(reverse("diagnosis:evidence-file", args=[evidence.uid])).status_code == 404


def test_the_review_lists_what_is_left_and_refuses_to_complete(client):
    assessment = factories.scored()
    Answer.objects.filter(attribute="D3.1.1").delete()
    client.force_login(assessment.consultant)
    address = reverse("diagnosis:complete", args=[assessment.uid])

    shown = client.get(address).content.decode()
    answer = client.post(address, {"visit_on": "2026-06-07"})

    assert "아직 답하지 않은 항목이 1개 있습니다" in shown
    assert answer.status_code == 409
    assessment.refresh_from_db()
    assert assessment.state == AssessmentState.SCORING


def test_completing_leads_to_the_result_with_its_radar_and_gaps(client):
    bands = dict(zip(CRITERIA, [2, 1, 1, 2, 2, 1, 2, 1, 1, 0, 2, 1, 3, 2, 2, 2, 1, 2], strict=True))
    assessment = factories.scored(bands)
    client.force_login(assessment.consultant)

    answer = client.post(reverse("diagnosis:complete", args=[assessment.uid]), {"visit_on": "2026-06-07"}, follow=True)

    shown = answer.content.decode()
    assert answer.redirect_chain[-1][0] == reverse("diagnosis:result", args=[assessment.uid])
    for words in ("준비", "1.55", "<svg", "라벨·정답", "결과서 작성 중"):
        assert words in shown


def test_a_criterion_unfolds_to_its_answers_and_evidence(client):
    company = directory.company()
    assessment = factories.scored(company=company)
    client.force_login(directory.member_of(company))
    address = reverse("diagnosis:result-criterion", args=[assessment.uid, "O1"])
    early = client.get(address).status_code
    services.complete(assessment_id=assessment.pk, by=assessment.consultant, at=factories.NOW)

    page = client.get(address).content.decode()

    assert early == 409
    for words in ("세부 항목과 답변", "O1.1.1", "확인함", "표본: 현장에서 확인", "다음 수준에 필요한 것"):
        assert words in page
    assert reverse("diagnosis:result-criterion", args=[assessment.uid, "D6"]) in page
    assert client.get(reverse("diagnosis:result-criterion", args=[assessment.uid, "X9"])).status_code == 404


def test_a_company_reads_answers_only_when_the_diagnosis_is_completed(client):
    company = directory.company()
    assessment = factories.scored(company=company)
    member = directory.member_of(company)
    client.force_login(member)
    result = reverse("diagnosis:result", args=[assessment.uid])

    before = client.get(result)
    detail = client.get(assessment.get_absolute_url()).content.decode()
    services.complete(assessment_id=assessment.pk, by=assessment.consultant, at=NOW, visit_on=factories.VISIT)
    after = client.get(result)

    assert before.status_code == 409
    assert "채점 현황" not in detail
    assert after.status_code == 200


def test_a_reopened_case_shows_the_reason_in_its_history(client):
    assessment = factories.completed()
    manager = person(Role.MANAGER)
    client.force_login(manager)

    client.post(reverse("diagnosis:reopen", args=[assessment.uid]), {"reason": "P1 근거 오기"})

    shown = page(client, assessment.consultant, assessment.get_absolute_url())
    assert "P1 근거 오기" in shown
    assert "다시 채점 중" in shown


@pytest.mark.parametrize(
    "role", [Role.COMPANY, Role.CONSULTANT, Role.REVIEWER, Role.UNIVERSITY, Role.SUPPLIER, Role.OFFICIAL]
)
def test_strangers_find_nothing_at_any_address(client, role):
    assessment = factories.completed()
    client.force_login(person(role))

    for name in ("detail", "result", "document", "document-status", "self-score", "assign", "complete", "reopen"):
        answer = client.get(reverse(f"diagnosis:{name}", args=[assessment.uid]))
        assert answer.status_code in {403, 404}, name
    assert client.get(criterion_url(assessment)).status_code in {403, 404}


def test_the_visitor_is_asked_to_sign_in(client):
    factories.seeded()

    assert client.get(reverse("diagnosis:list")).status_code == 302


@pytest.mark.parametrize(("role", "most"), [(Role.STAFF, 15), (Role.CONSULTANT, 15)])
def test_the_list_costs_the_same_for_one_row_and_for_many(client, role, most):
    consultant = person(Role.CONSULTANT)
    user = consultant if role == Role.CONSULTANT else person(role)
    first = factories.assigned(consultant=consultant)
    client.force_login(user)
    address = reverse("diagnosis:list")
    client.get(address)
    one = counted(lambda: client.get(address))
    company, application = first.company, first.application
    for _number in range(12):
        copy = factories.application(company=company)
        Assessment.objects.create(
            application=copy,
            company=company,
            instrument_id=first.instrument_id,
            profile=first.profile,
            consultant=consultant,
            state=AssessmentState.ASSIGNED,
            opened_at=application.submitted_at,
        )

    many = counted(lambda: client.get(address))

    assert many == one
    assert one.queries <= most


def test_the_pages_of_a_case_stay_within_fifteen_queries(client):
    assessment = factories.completed()
    client.force_login(assessment.consultant)

    for name in ("detail", "result"):
        address = reverse(f"diagnosis:{name}", args=[assessment.uid])
        client.get(address)
        assert counted(lambda address=address: client.get(address)).queries <= 15
