"""Applications from a table: every row's faults by the file's own numbers, then all of it or nothing."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from rest_framework.test import APIClient

from apps.accounts.roles import Role
from apps.audit.integrity import problems as chain_problems
from apps.documents import reading
from apps.documents.models import Batch
from apps.documents.selectors import lines_of
from apps.intake import selectors, services
from apps.intake.forms import application_headings, read_applications, required_headings
from apps.intake.models import Application
from apps.intake.states import Action, State
from apps.kernel.errors import NotAllowed, NotFound, RowsRefused
from apps.workflow import services as workflow
from tests.accounts.factories import person
from tests.counting import counted
from tests.directory import factories as directory
from tests.documents.tables import csv_bytes, xlsx_bytes
from tests.intake import factories
from tests.intake.factories import AT

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 1, 1, 0, tzinfo=UTC)
VALUES = {
    "사업자등록번호": "",
    "접수일시": "2026-05-20 10:30",
    "이전 접수번호": "",
    "해결하려는 문제": "교대마다 판정이 달라 반품이 늘고 있습니다.",
    "바꾸고 싶은 수치": "외관 불량률",
    "단위": "%",
    "현재 값": "4.8",
    "희망 값": "1.5",
    "애로사항": "",
}
HEADINGS = tuple(VALUES)
API = "/api/v1/intake/applications/imports/"


def row(company=None, **changes) -> list[str]:
    number = (company or directory.company()).company.business_number
    values = {**VALUES, "사업자등록번호": number, **changes}
    return [values[heading] for heading in HEADINGS]


def kept(rows, by, *, code="diagnosis-rolling-2026") -> Batch:
    call = factories.call(code)
    data = csv_bytes([HEADINGS, *rows])
    lines = reading.read(data, "표.csv", application_headings().values(), required_headings())
    return services.keep_applications(
        uid=uuid4(), call_uid=call.uid, name="표.csv", data=data, lines=lines, by=by, at=NOW
    )


def looked(batch: Batch):
    rows, problems = read_applications(lines_of(batch))
    return rows, [(one.row, str(one.heading), str(one.message)) for one in problems]


def refused(batch: Batch) -> list[tuple[int, str, str]]:
    call = factories.call()
    found = services.refused_applications(call, looked(batch)[0], NOW)
    return [(one.row, str(one.heading), str(one.message)) for one in found]


def taken_over(batch: Batch, by) -> Batch:
    return services.import_applications(batch_uid=batch.uid, rows=looked(batch)[0], by=by, at=NOW)


def test_a_table_becomes_applications_with_numbers_verdicts_waits_and_history():
    factories.seeded()
    staff, company = person(Role.STAFF), directory.company()
    batch = kept([row(**{"접수일시": "2026.5.21"}), row(company, **{"이전 접수번호": "가-17"})], staff)

    taken_over(batch, staff)

    second, first = Application.objects.order_by("-receipt_number").select_related("call__programme", "company")
    assert (first.company, first.former_number, first.is_from_elsewhere) == (company, "가-17", True)
    assert first.state == State.SUBMITTED
    assert first.submitted_at == datetime(2026, 5, 20, 1, 30, tzinfo=UTC)
    assert first.submitted_at < second.submitted_at
    assert first.applicant == directory.member_of(company)
    assert first.eligibility == selectors.as_json(selectors.examine(first, timezone.localtime(first.submitted_at)))
    assert first.screening_due_at > NOW
    assert factories.waits(first) == [("role:staff", "신청 요건검토")]
    assert list(chain_problems()) == []


def test_what_was_taken_over_is_screened_like_any_other():
    factories.seeded()
    staff = person(Role.STAFF)
    taken_over(kept([row()], staff), staff)
    found = Application.objects.get()

    services.admit(application_id=found.pk, by=staff, at=NOW)

    assert Application.objects.get().state == State.ADMITTED


@pytest.mark.parametrize(
    ("changes", "heading", "words"),
    [
        ({"사업자등록번호": "123-45-67890"}, "사업자등록번호", "번호"),
        ({"접수일시": "어제"}, "접수일시", ""),
        ({"현재 값": "많음"}, "현재 값", ""),
        ({"단위": "가" * 21}, "단위", "20"),
        ({"해결하려는 문제": "담당 900101-1234568"}, "해결하려는 문제", "주민등록번호"),
        ({"애로사항": "없는 사유"}, "애로사항", "목록에 없는"),
    ],
)
def test_every_fault_is_told_by_row_and_heading(changes, heading, words):
    factories.seeded()
    batch = kept([row(), row(**changes)], person(Role.STAFF))

    found = looked(batch)[1]

    assert {one[:2] for one in found} == {(3, heading)}
    assert words in found[0][2]


def test_what_the_house_refuses_is_told_by_row():
    factories.seeded()
    staff, company = person(Role.STAFF), directory.company()
    known = factories.submitted()
    batch = kept(
        [
            row(company, **{"이전 접수번호": "1"}),
            row(company),
            row(**{"이전 접수번호": "1"}),
            row(known.company),
            row(**{"사업자등록번호": directory.number()}),
            row(**{"접수일시": "2027-01-01"}),
            row(**{"접수일시": "2001-01-01"}),
            row(**{"해결하려는 문제": ""}),
        ],
        staff,
    )

    found = refused(batch)

    assert [one[0] for one in found] == [3, 4, 5, 6, 7, 8, 9]
    assert "2번째 줄과 겹칩니다" in found[0][2]
    assert found[1][1] == "이전 접수번호"
    assert known.receipt_number in found[2][2]
    assert "등록되지 않은 기업" in found[3][2]
    assert "지금보다 늦을 수 없습니다" in found[4][2]
    assert "모집 기간" in found[5][2]
    assert "문제를 적어" in found[6][2]


def test_one_wrong_row_keeps_all_of_them_out():
    factories.seeded()
    staff = person(Role.STAFF)
    batch = kept([row(), row(**{"접수일시": "2027-01-01"})], staff)

    with pytest.raises(RowsRefused) as refusal:
        taken_over(batch, staff)

    assert [one.row for one in refusal.value.rows] == [3]
    assert not Application.objects.exists()


def test_asked_twice_it_is_taken_over_once():
    factories.seeded()
    staff = person(Role.STAFF)
    batch = kept([row()], staff)
    rows = looked(batch)[0]

    services.import_applications(batch_uid=batch.uid, rows=rows, by=staff, at=NOW)
    services.import_applications(batch_uid=batch.uid, rows=rows, by=staff, at=NOW)

    assert Application.objects.count() == 1


def test_a_former_number_is_taken_over_once():
    factories.seeded()
    staff = person(Role.STAFF)
    taken_over(kept([row(**{"이전 접수번호": "가-1"})], staff), staff)

    assert [one[1] for one in refused(kept([row(**{"이전 접수번호": "가-1"})], staff))] == ["이전 접수번호"]


def test_only_the_centre_takes_over_and_only_its_own_tables_of_published_calls():
    factories.seeded()
    staff, company = person(Role.STAFF), person(Role.COMPANY)
    batch = kept([row()], staff)
    rows = looked(batch)[0]

    with pytest.raises(NotAllowed):
        services.import_applications(batch_uid=batch.uid, rows=rows, by=company, at=NOW)
    with pytest.raises(NotAllowed):
        kept([row()], company)
    with pytest.raises(NotFound):
        services.import_applications(batch_uid=batch.uid, rows=rows, by=person(Role.STAFF), at=NOW)


def test_what_a_company_writes_here_is_not_taken_over_by_the_centre():
    found = factories.draft()

    with pytest.raises(NotAllowed):
        workflow.fire(found, Action.TAKE_IN, by=person(Role.STAFF), at=AT)


def test_a_table_costs_the_same_queries_however_long_it_is():
    factories.seeded()
    staff = person(Role.STAFF)
    few, many = kept([row()], staff), kept([row() for _number in range(60)], staff)

    small = counted(lambda: taken_over(few, staff)).queries
    large = counted(lambda: taken_over(many, staff)).queries

    # SQLite takes fewer values in one statement than sixty rows have.
    assert large < small + 12


def test_receipt_numbers_belong_to_the_year_of_receipt():
    factories.seeded()
    call = factories.call()
    call.opens_at = AT - timedelta(days=500)
    call.save(update_fields=["opens_at"])
    staff = person(Role.STAFF)

    taken_over(kept([row(**{"접수일시": "2026-01-05"}), row(**{"접수일시": "2025-12-30"})], staff), staff)

    numbers = Application.objects.order_by("submitted_at").values_list("receipt_number", flat=True)
    assert [number.split("-")[1] for number in numbers] == ["2025", "2026"]


def test_staff_upload_look_and_take_over_in_pages(client):
    factories.seeded()
    client.force_login(person(Role.STAFF))
    call = str(factories.call().uid)
    address = reverse("intake:import")
    file = SimpleUploadedFile("신청.xlsx", xlsx_bytes([HEADINGS, row(**{"단위": ""})]))

    wrong = client.post(address, {"uid": uuid4(), "file": file, "call": call}, follow=True)
    refused = client.post(wrong.redirect_chain[-1][0])
    file = SimpleUploadedFile("신청.xlsx", xlsx_bytes([HEADINGS, row(), row()]))
    fine = client.post(address, {"uid": uuid4(), "file": file, "call": call}, follow=True)
    first = client.post(fine.redirect_chain[-1][0])
    second = client.post(fine.redirect_chain[-1][0])

    assert "단위를 적어" in wrong.content.decode()
    assert refused.status_code == 422
    assert (first.status_code, second.status_code) == (302, 302)
    assert Application.objects.count() == 2
    assert "신청 가져오기" in client.get(reverse("intake:list")).content.decode()


def test_the_template_holds_the_headings(client):
    factories.seeded()
    client.force_login(person(Role.STAFF))

    data = b"".join(client.get(reverse("intake:import-template"), {"format": "csv"}).streaming_content)

    assert data.decode("utf-8-sig").strip().split(",")[:2] == ["사업자등록번호", "접수일시"]


def test_programs_import_the_same_way_and_those_of_companies_do_not():
    factories.seeded()
    api = APIClient()
    api.force_authenticate(person(Role.STAFF))
    call = str(factories.call().uid)
    sent = {"uid": str(uuid4()), "call": call, "file": SimpleUploadedFile("신청.csv", csv_bytes([HEADINGS, row()]))}
    bad = csv_bytes([HEADINGS, row(**{"단위": ""})])
    wrong = {"uid": str(uuid4()), "call": call, "file": SimpleUploadedFile("신청.csv", bad)}

    made = api.post(API, sent, format="multipart")
    told = api.post(API, wrong, format="multipart")
    done = api.post(f"{API}{sent['uid']}/apply/")
    refused = api.post(f"{API}{wrong['uid']}/apply/")
    again = api.get(f"{API}{sent['uid']}/")
    api.force_authenticate(person(Role.COMPANY))
    forbidden = api.post(f"{API}{wrong['uid']}/apply/")

    assert (made.status_code, made.json()["problems"]) == (201, [])
    assert [one["row"] for one in told.json()["problems"]] == [2]
    assert done.status_code == 200
    assert again.json()["applied_at"] is not None
    assert (refused.status_code, refused.json()["code"]) == (422, "rows_refused")
    assert forbidden.status_code == 403
    assert Application.objects.count() == 1


def test_an_application_taken_over_says_so_with_its_former_number(client):
    staff, own = person(Role.STAFF), directory.company()
    taken_over(kept([row(own, **{"이전 접수번호": "구-2025-77"})], staff), staff)
    moved = Application.objects.get(former_number="구-2025-77")

    client.force_login(directory.member_of(own))
    to_company = client.get(moved.get_absolute_url()).content.decode()
    client.force_login(staff)
    to_staff = client.get(reverse("intake:screen", args=[moved.uid])).content.decode()

    assert "구-2025-77" in to_company
    assert "이관된 건" in to_company
    assert "이관된 건" in to_staff
