"""Every list that can be taken away as a file: the rows one may see, under the page's filters, in Korean."""

import csv
import io

import openpyxl
import pytest
from django.urls import reverse
from django.utils import timezone
from rest_framework.test import APIClient

from apps.accounts.models import Access
from apps.accounts.roles import Role
from apps.notices.models import Notice
from apps.pilots.models import Reading
from apps.pilots.rules import Stage
from tests.accounts.factories import person
from tests.counting import counted
from tests.directory import factories as directory
from tests.intake import factories as intake
from tests.pilots import factories as pilots

pytestmark = pytest.mark.django_db
LISTS = {
    "directory:companies": "기업",
    "directory:partners": "기관",
    "intake:list": "접수번호",
    "intake:calls": "제목",
    "diagnosis:list": "기업",
    "roadmaps:list": "기업",
    "consortia:list": "과제",
    "consortia:proposals": "과제",
    "consortia:agreements": "과제",
    "pilots:list": "과제",
    "desk:cases": "기업",
    "documents:register": "문서번호",
    "desk:sent-notices": "받는 사람",
    "catalogue:list": "코드",
    "intake:screening": "접수번호",
    "intake:objections": "접수번호",
    "panels:committees": "위원회",
    "panels:sittings": "안건",
    "panels:pool": "이름",
    "consortia:runs": "요청",
}


def rows_of(client, address: str, **asked: str) -> list[list[str]]:
    answer = client.get(address, {"format": "csv", **asked})
    assert answer.status_code == 200
    return list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))


@pytest.mark.parametrize("name", LISTS)
def test_every_list_can_be_taken_away_with_korean_headings(client, name):
    directory.seeded()
    client.force_login(person(Role.STAFF))

    answer = client.get(reverse(name), {"format": "xlsx"})
    data = b"".join(answer.streaming_content)

    assert answer["Content-Type"].endswith("spreadsheetml.sheet")
    assert answer["Cache-Control"] == "private, no-store"
    assert openpyxl.load_workbook(io.BytesIO(data)).active["A1"].value == LISTS[name]
    assert rows_of(client, reverse(name))[0][0] == LISTS[name]


def test_a_file_holds_what_the_filters_of_the_page_leave_and_the_page_offers_it(client):
    near, far = directory.company(name_ko="표본금속"), directory.company(name_ko="=표본물류")
    client.force_login(person(Role.STAFF))
    address = reverse("directory:companies")

    page = client.get(address, {"text": "금속"}).content.decode()
    found = rows_of(client, address, text="금속")
    everything = rows_of(client, address)

    assert "?text=%EA%B8%88%EC%86%8D&amp;format=xlsx" in page
    assert [row[0] for row in found] == ["기업", near.name_ko]
    assert {row[0] for row in everything[1:]} == {near.name_ko, f"'{far.name_ko}"}


def test_a_file_holds_every_page_of_a_list_in_the_same_number_of_queries(client):
    client.force_login(person(Role.STAFF))
    address = f"{reverse('directory:companies')}?format=csv"
    directory.company()

    def read():
        return b"".join(client.get(address).streaming_content)

    read()
    few = counted(read).queries
    for _number in range(60):
        directory.company()
    many = counted(read).queries

    assert len(rows_of(client, reverse("directory:companies"))) == 62
    assert many == few


def test_a_company_takes_away_its_own_applications_alone(client):
    mine, other = intake.submitted(), intake.submitted()
    client.force_login(mine.applicant)

    found = rows_of(client, reverse("intake:list"))

    assert [row[0] for row in found] == ["접수번호", mine.receipt_number]
    assert other.receipt_number not in str(found)


def test_an_official_reads_no_screener_in_a_file(client):
    row = intake.admitted()
    client.force_login(person(Role.OFFICIAL))

    found = rows_of(client, reverse("intake:list"))

    assert "담당" not in found[0]
    assert found[1][0] == row.receipt_number


def test_nobody_takes_away_a_list_that_they_may_not_open(client):
    client.force_login(person(Role.REVIEWER))

    assert client.get(reverse("directory:companies"), {"format": "csv"}).status_code == 403


def test_people_are_taken_away_by_those_who_keep_accounts_and_it_is_noted(client):
    keeper, other = person(Role.ADMIN), person(Role.REVIEWER)
    client.force_login(keeper)

    found = rows_of(client, reverse("desk:people"), role=Role.REVIEWER)

    assert [row[1] for row in found[1:]] == [other.email]
    assert list(Access.objects.get().persons) == [other.pk]


def test_the_readings_of_a_pilot_are_taken_away_named_only_for_those_who_may_know(client):
    who = pilots.people()
    one = pilots.at_stage(Stage.POC, who)
    address = reverse("pilots:readings", args=[one.uid])

    client.force_login(who.staff)
    known = rows_of(client, address)
    client.force_login(person(Role.OFFICIAL))
    unknown = rows_of(client, address)

    assert (known[0][-1], known[1][-1]) == ("기록한 사람", Reading.objects.latest("measured_on", "pk").by.name)
    assert [row[:4] for row in unknown] == [row[:4] for row in known]
    assert "기록한 사람" not in unknown[0]


def test_messages_sent_are_taken_away_without_their_texts_and_who_was_seen_is_noted(client):
    staff, told, other = person(Role.STAFF), person(Role.COMPANY), person(Role.COMPANY)
    for one in (told, other):
        Notice.objects.create(
            to=one,
            kind="desk.test",
            subject=f"표본 알림 {one.pk}",
            body="표본 본문의 글",
            dedup_key=f"표본 {one.pk}",
            created_at=timezone.now(),
        )
    client.force_login(staff)
    address = reverse("desk:sent-notices")

    page = client.get(address, {"email": told.email}).content.decode()
    found = rows_of(client, address, email=told.email)
    api = APIClient()
    api.force_authenticate(staff)
    listed = api.get("/api/v1/desk/notices/sent/", {"email": told.email}).json()["results"]
    client.force_login(told)

    assert told.email in page
    assert other.email not in page
    assert [row[1:4] for row in found[1:]] == [[told.email, f"표본 알림 {told.pk}", "발송 대기"]]
    assert "표본 본문의 글" not in page + str(found) + str(listed)
    assert [one["email"] for one in listed] == [told.email]
    seen = Access.objects.filter(actor_id=staff.pk, purpose="보낸 알림 확인").values_list("persons", flat=True)
    assert list(seen) == [[told.pk]] * 3
    assert client.get(address).status_code == 403
    api.force_authenticate(told)
    assert api.get("/api/v1/desk/notices/sent/").status_code == 403
