"""Files through pages and API: pieces, refusals in their place, downloads that are written down."""

import json
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from rest_framework.test import APIClient

from apps.accounts.models import Access
from apps.accounts.roles import Role
from apps.audit.models import Event
from apps.documents.models import Attachment, Upload
from apps.documents.states import AttachmentState
from apps.intake import services
from apps.intake.states import State
from tests.accounts.factories import person
from tests.documents import files
from tests.intake.factories import AGREED, AT, attached, draft, fresh, inspect_all

pytestmark = pytest.mark.django_db
MEGABYTE = 1024 * 1024
LARGE = files.pdf() + b"\n%" + b"x" * 150_000 + b"\nstartxref\n0\n%%EOF\n"
PART = 100_000


def url(name, *args):
    return reverse(f"intake:{name}", args=args)


def api_of(row):
    client = APIClient()
    client.force_authenticate(row.applicant)
    return client, f"/api/v1/intake/applications/{row.uid}/"


def begin(client, base, data=LARGE, **more):
    said = {"uid": str(uuid4()), "kind": "other", "name": "계획.pdf", "size": len(data), **more}
    return said["uid"], client.post(f"{base}uploads/", said, format="json")


def send(client, address, offset, data=LARGE, size=PART):
    piece = data[offset : offset + size]
    kind = "application/octet-stream"
    return client.patch(address, piece, content_type=kind, headers={"Upload-Offset": str(offset)})


def test_a_file_comes_in_pieces_is_cut_goes_on_and_is_there_once():
    row = draft(papers=False)
    client, base = api_of(row)
    uid, begun = begin(client, base)
    address = f"{base}uploads/{uid}/"

    first = send(client, address, 0).data
    again = send(client, address, 0)
    resumed = client.get(address).data["offset"]
    early = client.post(f"{address}finish/")
    send(client, address, resumed)
    finished = [client.post(f"{address}finish/") for _time in range(2)]

    assert (begun.status_code, begun.data["offset"], first["offset"], resumed) == (200, 0, PART, PART)
    assert (again.status_code, again.data["code"], again.data["offset"]) == (409, "wrong_offset", PART)
    assert (early.status_code, early.data["code"], early.data["offset"]) == (409, "upload_unfinished", PART)
    assert [answer.status_code for answer in finished] == [201, 201]
    assert Attachment.objects.get().file.read() == LARGE
    assert client.get(address).data["attachment"]["uid"] == uid


@pytest.mark.parametrize(
    ("more", "status", "code"),
    [
        ({"size": 51 * MEGABYTE}, 422, "file_too_large"),
        ({"size": 0}, 422, "file_empty"),
        ({"size": -1}, 400, "invalid"),
        ({"kind": "made_up"}, 422, "unknown_reason"),
        ({"kind": "tax_certificate"}, 422, "date_missing"),
        ({"kind": "tax_certificate", "issued_on": "2026-01-01"}, 422, "paper_expired"),
    ],
)
def test_what_can_never_be_taken_is_refused_before_a_byte_is_sent(more, status, code):
    row = draft(papers=False)
    client, base = api_of(row)

    _uid, answer = begin(client, base, **more)

    assert (answer.status_code, answer.data["code"]) == (status, code)
    assert Upload.objects.count() == 0


def test_a_renamed_program_in_pieces_is_refused_with_words_and_can_be_thrown_away():
    row = draft(papers=False)
    client, base = api_of(row)
    data = files.PROGRAM + bytes(10_000)
    uid, _begun = begin(client, base, data, name="사업자등록증.pdf")
    address = f"{base}uploads/{uid}/"
    send(client, address, 0, data)

    refused = client.post(f"{address}finish/")
    gone = client.delete(address)

    assert (refused.status_code, refused.data["code"]) == (422, "file_program")
    assert "실행 파일" in refused.data["detail"]
    assert gone.status_code == 204
    assert (Attachment.objects.count(), Upload.objects.count()) == (0, 0)


@pytest.mark.parametrize("headers", [{}, {"Upload-Offset": "-1"}, {"Upload-Offset": "x"}])
def test_a_piece_that_does_not_say_where_it_begins_is_refused(headers):
    row = draft(papers=False)
    client, base = api_of(row)
    uid, _begun = begin(client, base)

    answer = client.patch(
        f"{base}uploads/{uid}/", LARGE[:PART], content_type="application/octet-stream", headers=headers
    )

    assert (answer.status_code, answer.data["errors"][0]["field"]) == (400, "offset")
    assert Upload.objects.get().received == 0


def test_a_session_that_ended_in_the_middle_is_told_and_loses_nothing(client):
    row = draft(papers=False)
    signed_in, base = api_of(row)
    uid, _begun = begin(signed_in, base)
    send(signed_in, f"{base}uploads/{uid}/", 0)

    answer = client.patch(
        f"{base}uploads/{uid}/",
        LARGE[PART:],
        content_type="application/octet-stream",
        headers={"Upload-Offset": str(PART)},
    )

    assert answer.status_code == 401
    assert answer.json()["code"] == "not_authenticated"
    assert signed_in.get(f"{base}uploads/{uid}/").data["offset"] == PART


def test_nobody_else_reaches_a_file_on_its_way():
    row, stranger = draft(papers=False), draft(papers=False)
    client, base = api_of(row)
    uid, _begun = begin(client, base)
    other, others = api_of(stranger)

    for address in (f"{base}uploads/{uid}/", f"{others}uploads/{uid}/"):
        assert other.get(address).status_code == 404
        assert send(other, address, 0).status_code == 404
        assert other.post(f"{address}finish/").status_code == 404
        assert other.delete(address).status_code == 404

    assert Upload.objects.get().received == 0


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (files.PROGRAM, "사업자등록증.pdf", "실행 파일"),
        (files.bomb(), "계획.docx", "압축을 풀면"),
        (bytes(51 * MEGABYTE), "큰파일.pdf", "50MB까지"),
        (files.locked_pdf("열쇠"), "증명.pdf", "암호가 걸린"),
    ],
    ids=["a renamed program", "a zip bomb", "51 megabytes", "a locked file"],
)
def test_a_bad_file_is_refused_in_its_place_on_the_plain_form(client, data, name, words):
    row = draft(papers=False)
    client.force_login(row.applicant)
    sent = {"uid": uuid4(), "kind": "other", "file": SimpleUploadedFile(name, data)}

    answer = client.post(url("add-attachment", row.uid), sent)

    assert answer.status_code == 422
    assert words in str(answer.context["form"].errors["file"])
    assert Attachment.objects.count() == 0


def test_an_expired_paper_is_refused_beside_its_date(client):
    row = draft(papers=False)
    client.force_login(row.applicant)
    sent = {"uid": uuid4(), "kind": "tax_certificate", "issued_on": "2026-01-01"}

    answer = client.post(url("add-attachment", row.uid), {**sent, "file": SimpleUploadedFile("증명.pdf", files.pdf())})

    assert answer.status_code == 422
    assert "2026-01-31에 끝난" in str(answer.context["form"].errors["issued_on"])


def test_a_waiting_file_asks_the_page_to_look_again_and_an_inspected_one_does_not(client):
    row = draft(papers=False)
    attached(row)
    client.force_login(row.applicant)
    address = url("list-attachments", row.uid)

    before = client.get(address).content.decode()
    inspect_all()
    after = client.get(address).content.decode()

    assert "data-poll=" in before
    assert "기다리지 않고 제출하셔도 됩니다" in before
    assert "data-poll=" not in after


def test_a_valid_paper_is_offered_and_used_on_the_page_and_by_the_api(client):
    first = draft(papers=False)
    paper = attached(first, kind="business_registration")
    inspect_all()
    services.submit(application_id=first.pk, by=first.applicant, at=AT, consents=AGREED)
    codes = ("diagnosis-rolling-2026", "demonstration-rolling-2026")
    second, third = (draft(first.applicant, code=code, papers=False) for code in codes)
    client.force_login(first.applicant)
    programs, base = api_of(third)

    page = client.get(url("edit", second.uid, "files")).content.decode()
    used = client.post(url("reuse-attachment", second.uid, paper.uid))
    listed = programs.get(f"{base}attachments/reusable/").data
    given = programs.post(f"{base}attachments/reusable/", {"uid": str(paper.uid)}, format="json")
    over = programs.post(f"{base}attachments/reusable/", {"uid": str(uuid4())}, format="json")

    assert url("reuse-attachment", second.uid, paper.uid) in page
    assert used.status_code == 302
    assert [one["kind"] for one in listed] == ["business_registration"]
    assert given.status_code == 201
    assert (over.status_code, over.data["code"]) == (409, "not_reusable")
    assert Attachment.objects.count() == 3


def test_a_download_is_written_down_with_who_and_whose(client):
    row, staff = draft(), person(Role.STAFF)
    paper = attached(row)
    inspect_all()
    services.submit(application_id=row.pk, by=row.applicant, at=AT, consents=AGREED)
    client.force_login(staff)

    answer = client.get(url("attachment", row.uid, paper.uid))

    assert b"".join(answer.streaming_content) == files.pdf()
    assert (answer["Cache-Control"], answer["X-Content-Type-Options"]) == ("private, no-store", "nosniff")
    event = Event.objects.get(subject_label="documents.attachment", action="download")
    assert event.actor_id == staff.pk
    assert Access.objects.filter(actor_id=staff.pk, purpose="첨부파일 내려받기").exists()


def test_from_a_bucket_one_is_sent_on_by_a_link_that_lasts_a_minute(client, settings):
    row = draft(papers=False)
    paper = attached(row)
    inspect_all()
    client.force_login(row.applicant)
    settings.PRIVATE_BUCKET = "papers"
    options = {"bucket_name": "papers", "access_key": "key", "secret_key": "secret", "region_name": "kr"}
    backend = {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": {**options, "querystring_auth": True}}
    settings.STORAGES = {**settings.STORAGES, "default": backend}

    answer = client.get(url("attachment", row.uid, paper.uid))

    assert answer.status_code == 302
    assert "no-store" in answer["Cache-Control"]
    link = answer["Location"]
    assert "papers" in link
    assert paper.file.name in link
    assert "60" in link.split("Expires=")[1][:13]
    assert "attachment%3B%20filename" in link


def test_what_is_not_in_order_cannot_be_downloaded(client):
    row = draft(papers=False)
    waiting, bad = attached(row), attached(row, files.pdf("900101-1234567"))
    client.force_login(row.applicant)

    before = client.get(url("attachment", row.uid, waiting.uid)).status_code
    inspect_all()
    after = client.get(url("attachment", row.uid, bad.uid)).status_code

    assert (before, after) == (409, 409)
    assert not Event.objects.filter(action="download").exists()


def test_a_screener_takes_and_sends_back_flagged_files_on_the_page_and_by_the_api(client):
    row, staff = draft(), person(Role.STAFF)
    papers = [attached(row, files.png(), name=f"사진{number}.png") for number in range(4)]
    inspect_all()
    services.submit(application_id=row.pk, by=row.applicant, at=AT, consents=AGREED)
    client.force_login(staff)
    programs = APIClient()
    programs.force_authenticate(staff)
    base = f"/api/v1/intake/applications/{row.uid}/attachments/"

    page = client.get(url("screen", row.uid)).content.decode()
    client.post(url("vouch", row.uid, papers[0].uid))
    client.post(url("dismiss", row.uid, papers[1].uid), {"reason": "흐립니다."})
    client.post(url("dismiss", row.uid, papers[2].uid), {"reason": ""})
    vouched = programs.post(f"{base}{papers[2].uid}/vouch/")
    dismissed = programs.post(f"{base}{papers[3].uid}/dismiss/", {"reason": "흐립니다."}, format="json")

    assert url("vouch", row.uid, papers[0].uid) in page
    assert [json.loads(answer.content)["state"] for answer in (vouched, dismissed)] == ["clean", "refused"]
    states = list(Attachment.objects.filter(kind="other").order_by("pk").values_list("state", flat=True))
    assert states == [AttachmentState.CLEAN, AttachmentState.REFUSED, AttachmentState.CLEAN, AttachmentState.REFUSED]


def test_an_unseen_file_stands_beside_the_decision_and_holds_it_up_on_page_and_api(client):
    row, staff = draft(), person(Role.STAFF)
    photo = attached(row, files.png(), name="사진.png")
    inspect_all()
    services.submit(application_id=row.pk, by=row.applicant, at=AT, consents=AGREED)
    client.force_login(staff)
    programs = APIClient()
    programs.force_authenticate(staff)

    page = client.get(url("screen", row.uid)).content.decode()
    refused = client.post(url("admit", row.uid), {"admit-note": ""})
    by_api = programs.post(f"/api/v1/intake/applications/{row.uid}/admit/", {}, format="json")

    assert 'href="#to-judge"' in page
    assert "글자를 읽을 수 없는 사진" in page.split('id="to-judge"')[1]
    assert (refused.status_code, by_api.status_code, by_api.data["code"]) == (409, 409, "files_unseen")
    assert "사진.png" in str(refused.context["admit_form"].non_field_errors())
    assert [one["uid"] for one in by_api.data["files"]] == [str(photo.uid)]
    assert fresh(row).state == State.SUBMITTED

    client.post(url("vouch", row.uid, photo.uid))
    after = client.get(url("screen", row.uid)).content.decode()
    admitted = client.post(url("admit", row.uid), {"admit-note": ""})

    assert f"{staff.name} 확인 " in after
    assert "글자를 읽을 수 없는 사진" not in after
    assert admitted.status_code == 302
    assert fresh(row).state == State.ADMITTED
