"""Objections on pages and over the API, as the company and the centre meet them."""

from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from rest_framework.test import APIClient

from apps.accounts.roles import Role
from apps.documents import selectors as documents
from apps.documents.states import AttachmentState
from apps.intake import services
from apps.intake.models import Application, Objection
from apps.intake.states import ObjectionState, Ruling
from tests.accounts.factories import person
from tests.documents import files
from tests.documents.factories import inspect_all
from tests.intake.factories import AT, DAY, fresh
from tests.intake.objecting import GROUNDS, appointed, declined, filed, judged, proposed, rejected

pytestmark = pytest.mark.django_db


@pytest.fixture
def row():
    """Not selected just now, so that there is time to object."""
    found = declined()
    Application.objects.filter(pk=found.pk).update(published_at=timezone.now())
    return fresh(found)


def api(user) -> APIClient:
    client = APIClient()
    client.force_authenticate(user)
    return client


def test_the_company_objects_from_the_page_of_its_application(client, row):
    client.force_login(row.applicant)
    page = client.get(row.get_absolute_url()).content.decode()
    address = reverse("intake:object", args=[row.uid])
    form = client.get(address).content.decode()
    empty = client.post(address, {"uid": uuid4(), "grounds": ""})

    made = client.post(address, {"uid": uuid4(), "grounds": GROUNDS})
    again = client.post(address, {"uid": uuid4(), "grounds": GROUNDS})

    assert address in page
    assert "표본 사유" in form
    assert empty.status_code == 422
    objection = Objection.objects.get()
    assert made.url == objection.get_absolute_url()
    assert again.status_code == 409
    assert "이미 이의신청을 했습니다" in again.content.decode()
    after = client.get(row.get_absolute_url()).content.decode()
    assert address not in after
    assert objection.get_absolute_url() in after


def test_too_late_is_said_in_its_place(client):
    row = declined()
    client.force_login(row.applicant)

    refused = client.post(reverse("intake:object", args=[row.uid]), {"uid": uuid4(), "grounds": GROUNDS})

    assert refused.status_code == 409
    assert "이의신청 기간이" in refused.content.decode()
    assert reverse("intake:object", args=[row.uid]) not in client.get(row.get_absolute_url()).content.decode()


def test_the_company_does_not_read_a_proposal(client, row):
    objection = proposed(row, Ruling.SELECT)
    client.force_login(row.applicant)

    page = client.get(objection.get_absolute_url()).content.decode()
    data = api(row.applicant).get(f"/api/v1/intake/objections/{objection.uid}/").data
    listed = api(row.applicant).get("/api/v1/intake/objections/", {"state": "proposed"}).data["results"]

    assert "재심의 중" in page
    assert "인용" not in page
    assert "표본 결정 사유" not in page
    assert (data["state"], data["ruling"], data["ruling_note"]) == ("reviewing", "", "")
    assert [one["state"] for one in listed] == ["reviewing"]


def test_another_company_and_reviewers_find_nothing(client, row):
    objection = filed(row, at=timezone.now())
    other = declined()

    for user in (other.applicant, person(Role.REVIEWER), person(Role.OFFICIAL)):
        client.force_login(user)
        assert client.get(objection.get_absolute_url()).status_code in (403, 404)
        assert api(user).get(f"/api/v1/intake/objections/{objection.uid}/").status_code == 404


def test_the_centre_appoints_proposes_and_decides_on_its_page(client, row):
    objection = filed(row, at=timezone.now())
    staff, manager = person(Role.STAFF), person(Role.MANAGER)
    new = [person(Role.REVIEWER), person(Role.REVIEWER)]
    client.force_login(staff)
    listed = client.get(reverse("intake:objections")).content.decode()
    page = client.get(objection.get_absolute_url())
    offered = set(page.context["appoint_form"].fields["reviewers"].queryset)
    address = reverse("intake:appoint-to-objection", args=[objection.uid])
    due = page.context["appoint_form"]["due_at"].value().strftime("%Y-%m-%dT%H:%M")
    nobody = client.post(address, {"reviewers": [], "due_at": due})
    client.post(address, {"reviewers": [one.pk for one in new], "due_at": due})

    assert str(row.receipt_number) in listed
    assert set(new) <= offered
    assert nobody.status_code == 422
    assert Objection.objects.get().state == ObjectionState.REVIEWING
    early = client.post(
        reverse("intake:propose-on-objection", args=[objection.uid]), {"ruling": "dismiss", "reason": "표본"}
    )
    assert early.status_code == 409
    assert "평가가 아직 끝나지 않았습니다" in early.content.decode()
    client.force_login(manager)
    assert client.get(objection.get_absolute_url()).context["ruling_form"] is None


def test_once_decided_the_company_reads_what_the_others_found_and_wrote(client):
    row = declined()
    objection = proposed(row, Ruling.DISMISS)
    client.force_login(row.applicant)
    before = client.get(objection.get_absolute_url()).content.decode()
    services.decide_objection(objection_uid=objection.uid, by=person(Role.MANAGER), at=AT + DAY)

    after = client.get(objection.get_absolute_url()).content.decode()

    assert "다시 평가한 결과" not in before
    for words in ("다시 평가한 결과", "90.00", "표본 의견"):
        assert words in after


def test_papers_that_nobody_saw_are_pointed_to_before_an_admission_is_proposed(client):
    row = rejected()
    objection = judged(row)
    documents.attachments_of(row).update(state=AttachmentState.FLAGGED)
    client.force_login(person(Role.STAFF))

    page = client.get(objection.get_absolute_url()).content.decode()

    assert f"{reverse('intake:screen', args=[row.uid])}#to-judge" in page


def test_a_manager_confirms_or_sends_back_on_the_page(client):
    objection = proposed(declined(), Ruling.DISMISS)
    client.force_login(person(Role.MANAGER))
    decide = reverse("intake:decide-objection", args=[objection.uid])

    half = client.post(decide, {"approval_number": "표본-1", "approved_on": ""})
    client.post(reverse("intake:return-on-objection", args=[objection.uid]), {"reason": "다시"})
    assert Objection.objects.get().state == ObjectionState.REVIEWING
    services.propose_on_objection(
        objection_uid=objection.uid, ruling=Ruling.DISMISS, reason="표본", by=person(Role.STAFF), at=AT
    )
    client.post(decide, {"approval_number": "", "approved_on": ""})

    assert half.status_code == 422
    assert Objection.objects.get().state == ObjectionState.DISMISSED


def test_the_company_withdraws_it_on_the_page(client, row):
    objection = filed(row, at=timezone.now())
    client.force_login(row.applicant)

    client.post(reverse("intake:withdraw-objection", args=[objection.uid]))

    assert Objection.objects.get().state == ObjectionState.WITHDRAWN


def test_programs_lead_an_objection_from_filing_to_ruling(row):
    company, staff, manager = api(row.applicant), api(person(Role.STAFF)), api(person(Role.MANAGER))
    uid = str(uuid4())
    path = f"/api/v1/intake/objections/{uid}"
    filing = f"/api/v1/intake/applications/{row.uid}/objections/"

    made = company.post(filing, {"uid": uid, "grounds": GROUNDS}, format="json")
    twice = company.post(filing, {"uid": str(uuid4()), "grounds": GROUNDS}, format="json")
    unknown = staff.post(
        f"{path}/appoint/", {"reviewers": [str(uuid4())], "due_at": (timezone.now() + DAY).isoformat()}, format="json"
    )
    people = [person(Role.REVIEWER), person(Role.REVIEWER)]
    given = {"reviewers": [str(one.uid) for one in people], "due_at": (timezone.now() + DAY).isoformat()}
    unseen = api(person(Role.COMPANY)).post(f"{path}/appoint/", given, format="json")
    not_theirs = company.post(f"{path}/appoint/", given, format="json")
    appointed_ = staff.post(f"{path}/appoint/", given, format="json")
    early = staff.post(f"{path}/propose/", {"ruling": "dismiss", "reason": "표본"}, format="json")
    late = manager.post(f"{path}/decide/", {}, format="json")
    listed = staff.get("/api/v1/intake/objections/", {"state": "reviewing"}).data["results"]
    taken_back = company.post(f"{path}/withdraw/")

    assert (made.status_code, made.data["state"]) == (201, "filed")
    assert (twice.status_code, twice.data["code"]) == (409, "already_objected")
    assert (unknown.status_code, unseen.status_code, not_theirs.status_code) == (422, 404, 403)
    assert appointed_.data["state"] == "reviewing"
    assert (early.status_code, early.data["code"], late.status_code) == (409, "review_not_done", 409)
    assert [one["uid"] for one in listed] == [uid]
    assert taken_back.data["state"] == "withdrawn"


def test_programs_propose_return_and_decide():
    row = declined()
    objection = judged(row)
    staff, manager = api(person(Role.STAFF)), api(person(Role.MANAGER))
    path = f"/api/v1/intake/objections/{objection.uid}"

    first = staff.post(f"{path}/propose/", {"ruling": "select", "reason": "표본"}, format="json")
    back = manager.post(f"{path}/return/", {"reason": "다시"}, format="json")
    staff.post(f"{path}/propose/", {"ruling": "dismiss", "reason": "표본"}, format="json")
    done = manager.post(f"{path}/decide/", {}, format="json")
    read = api(row.applicant).get(f"{path}/").data

    assert (first.data["state"], first.data["ruling"]) == ("proposed", "select")
    assert back.data["state"] == "reviewing"
    assert (done.data["state"], read["ruling"], read["ruling_note"]) == ("dismissed", "dismiss", "표본")


def test_a_reviewer_of_an_objection_scores_it_like_any_case(client):
    people = [person(Role.REVIEWER), person(Role.REVIEWER)]
    objection = appointed(declined(), people)
    client.force_login(people[0])

    mine = client.get(reverse("panels:list")).content.decode()

    assert str(objection.application.receipt_number) in mine


def pdf(name: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, files.pdf(), "application/pdf")


def test_papers_are_sent_with_the_objection_and_after_it_and_read_by_the_centre(client, row):
    client.force_login(row.applicant)
    given = {"uid": uuid4(), "grounds": GROUNDS, "file": pdf("기록.pdf")}
    page = client.post(reverse("intake:object", args=[row.uid]), given).url
    found = Objection.objects.get()
    sent = client.post(reverse("intake:add-to-objection", args=[found.uid]), {"uid": uuid4(), "file": pdf("사진.pdf")})
    broken = client.post(
        reverse("intake:add-to-objection", args=[found.uid]),
        {"uid": uuid4(), "file": SimpleUploadedFile("자료.pdf", b"", "application/pdf")},
    )
    inspect_all()
    mine = client.get(page).content.decode()
    client.force_login(person(Role.STAFF))
    theirs = client.get(page).content.decode()
    listed = client.get(f"/api/v1/intake/objections/{found.uid}/files/").json()
    opened = client.get(reverse("intake:objection-file", args=[found.uid, listed[0]["uid"]]))

    assert sent.url == page
    assert broken.status_code == 422
    assert "빈 파일" in broken.content.decode()
    assert [one["original_name"] for one in listed] == ["기록.pdf", "사진.pdf"]
    assert all(name in shown for name in ("기록.pdf", "사진.pdf") for shown in (mine, theirs))
    assert "자료 올리기" in mine
    assert "자료 올리기" not in theirs
    assert b"".join(opened.streaming_content) == files.pdf()


def test_nobody_else_reaches_a_paper_of_an_objection(client, row):
    objection = filed(row, file=pdf("기록.pdf"), at=timezone.now())
    inspect_all()
    client.force_login(row.applicant)
    listed = api(row.applicant).get(f"/api/v1/intake/objections/{objection.uid}/files/").json()
    place = f"files/{listed[0]['uid']}/"
    for stranger in (person(Role.REVIEWER), person(Role.COMPANY)):
        client.force_login(stranger)
        assert client.get(f"/intake/objections/{objection.uid}/{place}").status_code in (403, 404)
        assert api(stranger).get(f"/api/v1/intake/objections/{objection.uid}/{place}").status_code == 404
        answer = api(stranger).post(
            f"/api/v1/intake/objections/{objection.uid}/files/", {"file": pdf("남.pdf")}, format="multipart"
        )
        assert answer.status_code == 404


def test_a_paper_comes_over_the_api_once(row):
    objection = filed(row, at=timezone.now())
    uid = uuid4()
    address = f"/api/v1/intake/objections/{objection.uid}/files/"

    answers = [
        api(row.applicant).post(address, {"uid": str(uid), "file": pdf("기록.pdf")}, format="multipart")
        for _time in range(2)
    ]
    bare = api(row.applicant).post(address, {}, format="multipart")

    assert [answer.status_code for answer in answers] == [201, 201]
    assert {answer.json()["uid"] for answer in answers} == {str(uid)}
    assert bare.status_code == 400
