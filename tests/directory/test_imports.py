"""Companies from a table: every row's faults by the file's own numbers, then all of it or nothing."""

from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from rest_framework.test import APIClient

from apps.accounts.roles import Role
from apps.audit.integrity import problems as chain_problems
from apps.directory import selectors, services
from apps.directory.entries import YearEntry
from apps.directory.forms import company_headings, read_companies, required_headings
from apps.directory.models import Claim, Company, CompanyYear, Organisation, Site
from apps.documents import reading
from apps.documents import services as documents
from apps.documents.models import Batch
from apps.documents.selectors import forgotten_batches, lines_of
from apps.kernel.errors import NotAllowed, NotFound, RowsRefused, UidTaken
from apps.notices.models import Notice
from tests.accounts.factories import person
from tests.counting import counted
from tests.directory import factories
from tests.directory.factories import AT
from tests.documents.tables import csv_bytes, xlsx_bytes

pytestmark = pytest.mark.django_db
TODAY = AT.date()
VALUES = {
    "사업자등록번호": "",
    "기업 이름": "표본이관",
    "대표자": "표본 대표",
    "주된 업종": "C25",
    "본점 소재지": "금천구",
    "본점 주소": "표본로 1",
    "설립일": "2012. 5. 2.",
    "사업자 상태": "계속사업자",
    "2025년 매출액": "3,000,000,000원",
    "자산총계": "2000000000",
    "상시근로자": "20명",
}
HEADINGS = tuple(VALUES)
API = "/api/v1/directory/companies/imports/"


def row(**changes) -> list[str]:
    values = {**VALUES, "사업자등록번호": factories.number(), **changes}
    return [values[heading] for heading in HEADINGS]


def kept(rows, by, *, uid=None, at=AT) -> Batch:
    factories.seeded()
    data = csv_bytes([HEADINGS, *rows])
    lines = reading.read(data, "표.csv", company_headings(TODAY).values(), required_headings(TODAY))
    return services.keep_companies(uid=uid or uuid4(), name="표.csv", data=data, lines=lines, by=by, at=at)


def looked(batch: Batch):
    rows, problems = read_companies(lines_of(batch), TODAY)
    return rows, [(one.row, str(one.heading), str(one.message)) for one in problems]


def taken_over(batch: Batch, by) -> Batch:
    return services.import_companies(batch_uid=batch.uid, rows=looked(batch)[0], by=by, at=AT)


def test_a_table_becomes_companies_with_figures_site_size_and_history():
    staff, number = person(Role.STAFF), factories.number()
    batch = kept([row(**{"사업자등록번호": number, "기업 이름": "표본이관 하나"}), row()], staff)

    done = taken_over(batch, staff)

    company = Company.objects.select_related("organisation__district", "industry").get(business_number=number)
    years = CompanyYear.objects.filter(company=company)
    told = tuple(YearEntry(one.year, one.revenue_krw, one.assets_krw, one.workers) for one in years)
    registered = factories.company(
        figures=factories.figures(
            years=told, group="", has_large_owner=None, is_public=None, equity_krw=None, capital_stock_krw=None
        )
    ).company
    assert told == (YearEntry(2025, 3_000_000_000, 2_000_000_000, 20),)
    assert company.organisation.name_ko == "표본이관 하나"
    assert company.organisation.district.name_ko == "금천구"
    assert (company.industry.code, company.representative) == ("C25", "표본 대표")
    assert str(company.founded_on) == "2012-05-02"
    assert (company.size_class, company.size_until) == (registered.size_class, registered.size_until)
    assert Site.objects.get(company=company).address == "표본로 1"
    assert (done.applied_at, done.rows, done.count) == (AT, [], 2)
    assert list(chain_problems()) == []


@pytest.mark.parametrize(
    ("changes", "heading", "words"),
    [
        ({"사업자등록번호": "123-45-67890"}, "사업자등록번호", "번호"),
        ({"사업자등록번호": ""}, "사업자등록번호", ""),
        ({"주된 업종": "Z99"}, "주된 업종", "목록에 없는 업종"),
        ({"본점 소재지": "한양"}, "본점 소재지", "목록에 없는"),
        ({"2025년 매출액": "-1", "자산총계": "", "상시근로자": ""}, "2025년 매출액", "0"),
        ({"설립일": "2126-01-01"}, "설립일", "까지의 날짜"),
        ({"기업 이름": "가" * 121}, "기업 이름", "120"),
        ({"사업자 상태": "쉬는 중"}, "사업자 상태", "목록에 없는"),
        ({"2025년 매출액": "많음"}, "2025년 매출액", ""),
        ({"2025년 매출액": ""}, "2025년 매출액", "매출액을 적어"),
        ({"2025년 매출액": "-1"}, "2025년 매출액", "0"),
    ],
)
def test_every_fault_is_told_once_by_row_and_heading(changes, heading, words):
    batch = kept([row(), row(**changes)], person(Role.STAFF))

    found = looked(batch)[1]

    assert [one[:2] for one in found] == [(3, heading)]
    assert words in found[0][2]


def test_a_resident_number_is_kept_nowhere():
    factories.seeded()
    batch = kept([row(), row(**{"본점 주소": "표본로 900101-1234568"})], person(Role.STAFF))

    assert looked(batch)[1][0][:2] == (3, "본점 주소")
    assert "주민등록번호" in looked(batch)[1][0][2]


def test_emoji_are_letters_like_any_other():
    staff = person(Role.STAFF)

    taken_over(kept([row(**{"기업 이름": "표본🙂"})], staff), staff)

    assert Organisation.objects.filter(name_ko="표본🙂").exists()


def test_a_future_day_is_told_at_its_heading_and_numbers_that_are_taken_by_the_service():
    factories.seeded()
    staff, number = person(Role.STAFF), factories.number()
    rows, unread = looked(
        kept(
            [
                row(**{"사업자등록번호": number}),
                row(**{"사업자등록번호": f"{number[:3]}-{number[3:5]}-{number[5:]}"}),
                row(**{"사업자등록번호": factories.company().company.business_number}),
                row(**{"설립일": "2026-12-31"}),
            ],
            staff,
        )
    )

    found = services.refused_companies(rows, AT)

    assert [one[:2] for one in unread] == [(5, "설립일")]
    assert [(one.row, str(one.heading)) for one in found] == [(3, "사업자등록번호"), (4, "사업자등록번호")]
    assert "2번째 줄" in str(found[0].message)
    assert "이미 등록된" in str(found[1].message)


def test_one_wrong_row_keeps_all_of_them_out():
    factories.seeded()
    staff = person(Role.STAFF)
    batch = kept([row(), row(**{"사업자등록번호": factories.company().company.business_number})], staff)
    before = Organisation.objects.count()

    with pytest.raises(RowsRefused) as refusal:
        taken_over(batch, staff)

    assert [one.row for one in refusal.value.rows] == [3]
    assert Organisation.objects.count() == before
    assert Batch.objects.get().applied_at is None


def test_rows_that_were_left_out_on_the_way_are_refused():
    staff = person(Role.STAFF)
    batch = kept([row(), row()], staff)

    with pytest.raises(RowsRefused):
        services.import_companies(batch_uid=batch.uid, rows=looked(batch)[0][:1], by=staff, at=AT)


def test_asked_twice_it_is_taken_over_once():
    staff = person(Role.STAFF)
    batch = kept([row()], staff)
    rows = looked(batch)[0]

    services.import_companies(batch_uid=batch.uid, rows=rows, by=staff, at=AT)
    before = Company.objects.count()
    services.import_companies(batch_uid=batch.uid, rows=rows, by=staff, at=AT)

    assert Company.objects.count() == before


def test_the_same_file_under_one_name_is_one_table_and_another_file_is_refused():
    factories.seeded()
    staff, uid, rows = person(Role.STAFF), uuid4(), [row()]
    kept(rows, staff, uid=uid)
    kept(rows, staff, uid=uid)

    with pytest.raises(UidTaken):
        kept([row()], staff, uid=uid)
    assert Batch.objects.count() == 1


def test_only_those_who_manage_companies_take_over_and_only_their_own_tables():
    staff, other, company = person(Role.STAFF), person(Role.STAFF), person(Role.COMPANY)
    batch = kept([row()], staff)
    rows = looked(batch)[0]

    with pytest.raises(NotAllowed):
        services.import_companies(batch_uid=batch.uid, rows=rows, by=company, at=AT)
    with pytest.raises(NotAllowed):
        kept([row()], company)
    with pytest.raises(NotFound):
        services.import_companies(batch_uid=batch.uid, rows=rows, by=other, at=AT)


def test_a_table_costs_the_same_queries_however_long_it_is():
    staff = person(Role.STAFF)
    few, many = kept([row()], staff), kept([row() for _number in range(100)], staff)

    small = counted(lambda: taken_over(few, staff)).queries
    large = counted(lambda: taken_over(many, staff)).queries

    # SQLite takes fewer values in one statement than a hundred rows have.
    assert large < small + 12


def test_a_forgotten_table_is_thrown_away_and_one_that_was_taken_over_stays():
    staff = person(Role.STAFF)
    taken_over(kept([row()], staff), staff)
    old = kept([row()], staff)

    for ids in forgotten_batches(AT.replace(day=20)):
        documents.discard_batch(**ids)

    assert not Batch.objects.filter(pk=old.pk).exists()
    assert Batch.objects.count() == 1


def test_staff_upload_look_and_take_over_in_pages(client):
    factories.seeded()
    client.force_login(person(Role.STAFF))
    file = SimpleUploadedFile("기업.xlsx", xlsx_bytes([HEADINGS, row(), row(**{"주된 업종": "Z99"})]))

    wrong = client.post(reverse("directory:import"), {"uid": uuid4(), "file": file}, follow=True)
    refused = client.post(wrong.redirect_chain[-1][0])
    file = SimpleUploadedFile("기업.xlsx", xlsx_bytes([HEADINGS, row(), row()]))
    fine = client.post(reverse("directory:import"), {"uid": uuid4(), "file": file}, follow=True)
    address = fine.redirect_chain[-1][0]
    first, second = client.post(address), client.post(address)

    assert "목록에 없는 업종" in wrong.content.decode()
    assert refused.status_code == 422
    assert "2건 가져오기" in fine.content.decode()
    assert (first.status_code, second.status_code) == (302, 302)
    assert Company.objects.count() == 2
    assert "이미 가져온 파일" in client.get(address).content.decode()


def test_a_file_that_is_no_table_is_refused_beside_its_field(client):
    factories.seeded()
    client.force_login(person(Role.STAFF))
    file = SimpleUploadedFile("프로그램.xlsx", b"MZ" + bytes(64))

    answer = client.post(reverse("directory:import"), {"uid": uuid4(), "file": file})

    assert answer.status_code == 422
    assert "실행 파일" in answer.content.decode()


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_the_template_holds_the_headings_that_a_table_may_have(client, form):
    factories.seeded()
    client.force_login(person(Role.STAFF))

    data = b"".join(client.get(reverse("directory:import-template"), {"format": form}).streaming_content)

    with pytest.raises(reading.TableRefused, match="내용이 없습니다"):
        reading.read(data, f"양식.{form}", company_headings(TODAY).values(), required_headings(TODAY))


def test_company_people_find_no_way_to_import(client):
    client.force_login(person(Role.COMPANY))

    assert client.get(reverse("directory:import")).status_code == 403


def test_programs_import_the_same_way():
    factories.seeded()
    api = APIClient()
    api.force_authenticate(person(Role.STAFF))
    sent = {"uid": str(uuid4()), "file": SimpleUploadedFile("기업.csv", csv_bytes([HEADINGS, row()], "cp949"))}
    wrong = {"uid": str(uuid4()), "file": SimpleUploadedFile("기업.csv", csv_bytes([HEADINGS, row(**{"대표자": ""})]))}

    made = api.post(API, sent, format="multipart")
    told = api.post(API, wrong, format="multipart")
    done = api.post(f"{API}{sent['uid']}/apply/")
    refused = api.post(f"{API}{wrong['uid']}/apply/")

    assert (made.status_code, made.json()["problems"]) == (201, [])
    assert [(one["row"], one["heading"]) for one in told.json()["problems"]] == [(2, "대표자")]
    assert (done.status_code, done.json()["applied_at"] is None) == (200, False)
    assert (refused.status_code, refused.json()["code"]) == (422, "rows_refused")
    assert refused.json()["rows"][0]["row"] == 2
    assert Company.objects.count() == 1
    assert api.get(f"{API}{wrong['uid']}/").json()["problems_count"] == 1


def test_programs_of_companies_are_refused():
    api = APIClient()
    api.force_authenticate(person(Role.COMPANY))

    answer = api.post(API, {"uid": str(uuid4()), "file": SimpleUploadedFile("표.csv", b"1")}, format="multipart")

    assert answer.status_code == 403


def test_companies_taken_over_wait_in_a_list_for_their_first_member_who_then_answers_for_them(client):
    known, staff = factories.company(), person(Role.STAFF)
    batch = kept([row(**{"기업 이름": "표본이관"})], staff)
    client.force_login(staff)

    done = client.post(reverse("directory:import-batch", args=[batch.uid]), follow=True).content.decode()
    listed = client.get(reverse("directory:companies"), {"members": "none"}).content.decode()
    moved = Organisation.objects.get(name_ko="표본이관")
    page = client.get(moved.get_absolute_url()).content.decode()
    people = reverse("directory:people", args=[moved.uid])
    form = client.get(people).context["form"]
    newcomer = person(Role.COMPANY)
    sent = {"uid": uuid4(), "email": newcomer.email, "position": form.initial["position"]}
    client.post(people, sent)

    assert f"{reverse('directory:companies')}?members=none" in done
    assert people in listed
    assert known.name_ko not in listed
    assert "첫 구성원 초대" in page
    assert Notice.objects.filter(kind="directory.invited", to=newcomer).count() == 1

    services.accept_invitation(invitation_uid=sent["uid"], by=newcomer, at=timezone.now())

    assert selectors.leads(newcomer, moved)
    assert "표본이관" not in client.get(reverse("directory:companies"), {"members": "none"}).content.decode()


def test_whoever_claims_a_company_without_members_answers_for_it():
    factories.seeded()
    staff, claimant, number = person(Role.STAFF), person(Role.COMPANY), factories.number()
    taken_over(kept([row(**{"사업자등록번호": number})], staff), staff)

    services.register_company(uid=uuid4(), entry=factories.entry(business_number=number), by=claimant, at=AT)
    services.settle_claim(claim_uid=Claim.objects.get().uid, accept=True, reason="", by=staff, at=AT)

    assert selectors.leads(claimant, Company.objects.get(business_number=number).organisation)
