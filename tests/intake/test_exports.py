"""What stands in the files that the centre takes away."""

import csv
import io
from decimal import Decimal

import pytest
from django.urls import reverse

from apps.accounts.roles import Role
from apps.intake import services
from apps.intake.models import Application, Objection
from apps.panels import services as panels
from apps.panels.selectors import outcome
from tests.accounts.factories import person
from tests.counting import counted
from tests.intake.factories import AT, DAY
from tests.intake.objecting import declined, filed
from tests.intake.selecting import concluded, hand_in_all, in_review, propose, scored, waiting

pytestmark = pytest.mark.django_db


def rows_of(answer) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(answer.getvalue().decode("utf-8-sig"))))


def test_results_tell_order_and_decision(client):
    rows = waiting(2)
    one = concluded(rows, (9, 7))
    services.propose_results(committee_uid=one.uid, note="표본 사유", by=person(Role.STAFF), at=AT)
    client.force_login(person(Role.STAFF))

    told = rows_of(client.get(reverse("intake:results", args=[one.uid]), {"format": "csv"}))

    assert [(row["순위"], row["접수번호"], row["결정"]) for row in told] == [
        ("1", rows[0].receipt_number, "선정"),
        ("2", rows[1].receipt_number, "선정"),
    ]
    assert "신청 지원금(원)" in told[0]


def test_the_list_of_applications_holds_what_would_else_be_copied_from_page_to_page(client):
    row = waiting(1)[0]
    Application.objects.filter(pk=row.pk).update(problem="=표본 문제", figure_name="불량률")
    client.force_login(person(Role.STAFF))

    [told] = rows_of(client.get(reverse("intake:list"), {"format": "csv"}))

    assert told["해결하려는 문제"] == "'=표본 문제"
    assert (told["수치"], told["총사업비(원)"], told["신청 지원금(원)"]) == ("불량률", "100000000", "75000000")
    assert told["사업자등록번호"] == row.company.company.business_number
    assert told["업종 코드"] == "C25"


def test_the_support_of_an_application_without_its_own_part_is_not_told(client):
    row = waiting(1)[0]
    Application.objects.filter(pk=row.pk).update(self_burden_krw=None)
    client.force_login(person(Role.STAFF))

    [told] = rows_of(client.get(reverse("intake:list"), {"format": "csv"}))

    assert (told["총사업비(원)"], told["신청 지원금(원)"]) == ("100000000", "")


@pytest.mark.parametrize(
    "name", ["directory:companies", "directory:partners", "desk:cases", "desk:people", "desk:sent-notices"]
)
@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_lists_of_companies_and_people_are_taken_away_as_well(client, name, form):
    waiting(1)
    client.force_login(person(Role.STAFF, Role.ADMIN))

    answer = client.get(reverse(name), {"format": form})

    assert answer.status_code == 200
    assert f".{form}" in answer["Content-Disposition"]
    assert answer.getvalue()


def test_the_list_of_applications_tells_rank_and_total_once_the_committee_has_concluded(client):
    rows = waiting(3)
    one = scored(rows, (7, 9, 7))
    client.force_login(person(Role.STAFF))
    address = reverse("intake:list")

    before = rows_of(client.get(address, {"format": "csv"}))
    panels.conclude(committee_uid=one.uid, place="", minutes="표본 심의", by=person(Role.STAFF), at=AT)
    after = {row["접수번호"]: (row["순위"], row["합계"]) for row in rows_of(client.get(address, {"format": "csv"}))}
    board = rows_of(client.get(reverse("intake:results", args=[one.uid]), {"format": "csv"}))

    assert {(row["순위"], row["합계"]) for row in before} == {("", "")}
    assert after == {row["접수번호"]: (row["순위"], row["합계"]) for row in board}
    assert [after[row.receipt_number][0] for row in rows] == ["2", "1", "2"]


def test_a_panel_of_its_own_gives_a_total_and_no_rank(client):
    row, _staff, _people = in_review()
    hand_in_all(row)
    client.force_login(person(Role.STAFF))

    [told] = rows_of(client.get(reverse("intake:list"), {"format": "csv"}))

    assert (told["순위"], Decimal(told["합계"])) == ("", outcome(row).total)


def test_a_proposal_that_was_sent_back_is_not_in_the_file(client):
    row = waiting(1)[0]
    concluded([row])
    propose(row)
    client.force_login(person(Role.STAFF))
    address = reverse("intake:list")

    [proposed] = rows_of(client.get(address, {"format": "csv"}))
    services.return_proposal(application_id=row.pk, reason="표본 사유", by=person(Role.MANAGER), at=AT)
    [returned] = rows_of(client.get(address, {"format": "csv"}))

    assert (proposed["선정 제안"], proposed["선정 사유"]) == ("선정", "표본 사유")
    assert (returned["선정 제안"], returned["선정 사유"]) == ("", "")


def test_others_than_the_centre_take_away_the_list_they_see(client):
    row = waiting(1)[0]
    client.force_login(row.applicant)

    [told] = rows_of(client.get(reverse("intake:list"), {"format": "csv"}))

    assert "선정 제안" not in told
    assert told["접수번호"] == row.receipt_number


def test_the_file_of_applications_costs_the_same_for_one_committee_and_for_many(client):
    client.force_login(person(Role.STAFF))
    concluded(waiting(1))

    def read():
        return rows_of(client.get(reverse("intake:list"), {"format": "csv"}))

    read()
    few = counted(read).queries
    concluded(waiting(3))
    concluded(waiting(2))
    many = counted(read).queries

    assert len(read()) == 6
    assert many == few


def test_a_due_day_is_the_last_day_as_on_the_page(client):
    filed(declined(), at=AT + DAY)
    client.force_login(person(Role.STAFF))

    [told] = rows_of(client.get(reverse("intake:objections"), {"format": "csv"}))

    assert told["처리 기한"] == Objection.objects.get().due_on.isoformat()
