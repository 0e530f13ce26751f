"""Pages of panels, as each person sees them."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from apps.accounts.roles import Role
from apps.panels import services
from apps.panels.models import ScoreSheet, Seat, Sitting
from apps.panels.states import SeatState, SittingState
from tests.accounts.factories import person
from tests.counting import counted
from tests.panels.factories import DUE, FAIR, NOW, hand_in, reviewers, seat_of, sitting

pytestmark = pytest.mark.django_db
GOOD = {"need": "8", "plan": "15", "comment": "표본 의견"}


def test_a_reviewer_reads_the_masked_sheet_and_hands_in(client):
    one, two = reviewers()
    panel = sitting(people=[one, two])
    address = seat_of(panel, one).get_absolute_url()
    client.force_login(one)

    page = client.get(address).content.decode()
    answer = client.post(address, GOOD)

    assert "검사 공정의 불량 유출" in page
    assert answer.status_code == 302
    assert ScoreSheet.objects.get().seat.user == one
    assert "77.00점" in client.get(address).content.decode()


def test_scores_out_of_range_are_said_beside_their_field(client):
    one, two = reviewers()
    panel = sitting(people=[one, two])
    client.force_login(one)

    answer = client.post(seat_of(panel, one).get_absolute_url(), {**GOOD, "need": "11"})

    assert answer.status_code == 422
    assert answer.context["form"].errors["need"]
    assert ScoreSheet.objects.count() == 0


def test_the_list_of_a_reviewer_holds_their_own_seats_alone(client):
    one, two = reviewers()
    sitting(people=[one], title="표본 안건 하나")
    sitting(people=[two], title="표본 안건 둘")
    client.force_login(one)

    page = client.get(reverse("panels:list")).content.decode()

    assert "표본 안건 하나" in page
    assert "표본 안건 둘" not in page


def test_a_sheet_that_is_owed_since_its_day_is_marked_for_the_reviewer_and_for_staff(client):
    panel = sitting()
    user = panel.seats.first().user
    pages = []
    for who, address in ((user, "panels:list"), (person(Role.STAFF), "panels:sittings")):
        client.force_login(who)
        for moment in (DUE - timedelta(minutes=1), DUE + timedelta(minutes=1)):
            with time_machine.travel(moment, tick=False):
                page = client.get(reverse(address)).content.decode()
                assert "서면평가" in page
                pages.append("기한 지남" in page)

    assert pages == [False, True, False, True]


def test_the_seat_of_another_does_not_exist(client):
    one, two = reviewers()
    panel = sitting(people=[one, two])
    seat = seat_of(panel, one)
    client.force_login(two)

    answers = [
        client.get(seat.get_absolute_url()),
        client.post(seat.get_absolute_url(), GOOD),
        client.post(reverse("panels:recuse", args=[seat.uid]), {"reason": "남의 자리"}),
    ]

    assert [answer.status_code for answer in answers] == [404, 404, 404]
    assert Seat.objects.get(pk=seat.pk).state == SeatState.INVITED


def test_after_stepping_back_the_case_is_gone(client):
    one, two = reviewers()
    panel = sitting(people=[one, two])
    seat = seat_of(panel, one)
    client.force_login(one)

    answer = client.post(reverse("panels:recuse", args=[seat.uid]), {"reason": "이전 직장입니다"})
    page = client.get(seat.get_absolute_url()).content.decode()

    assert answer.status_code == 302
    assert "검사 공정의 불량 유출" not in page
    assert "표본 안건" not in page


def test_stepping_back_without_a_reason_is_refused_on_the_page(client):
    one, two = reviewers()
    panel = sitting(people=[one, two])
    seat = seat_of(panel, one)
    client.force_login(one)

    answer = client.post(reverse("panels:recuse", args=[seat.uid]), {"reason": ""})

    assert answer.status_code == 422
    assert Seat.objects.get(pk=seat.pk).state == SeatState.INVITED


def test_staff_see_no_score_before_the_end_and_all_after(client):
    one, two = reviewers()
    panel = sitting(people=[one, two])
    hand_in(panel, one)
    client.force_login(person(Role.STAFF))

    before = client.get(panel.get_absolute_url()).content.decode()
    hand_in(panel, two, FAIR)
    after = client.get(panel.get_absolute_url()).content.decode()

    assert "77.00" not in before
    assert "1/2" in before
    assert all(figure in after for figure in ("77.00", "57.00", "67.00"))


def test_staff_invite_release_and_close(client):
    one, two, three = reviewers(3)
    panel = sitting(people=[one, two])
    client.force_login(person(Role.STAFF))

    client.post(reverse("panels:invite", args=[panel.uid]), {"reviewer": three.uid})
    client.post(reverse("panels:release", args=[panel.uid]), {"seat": seat_of(panel, two).uid, "reason": "연락 두절"})
    refused = client.post(reverse("panels:close", args=[panel.uid]), {"reason": "급함"}, follow=True)
    hand_in(panel, one)
    client.post(reverse("panels:close", args=[panel.uid]), {"reason": "마감"})

    assert "제출된 평가표가 모자라 마감할 수 없습니다" in refused.content.decode()
    assert list(panel.seats.order_by("pk").values_list("state", flat=True)) == ["handed_in", "released", "released"]
    assert Sitting.objects.get().state == SittingState.CLOSED


@pytest.mark.parametrize("name", ["invite", "release", "close"])
def test_acts_on_a_sitting_without_their_input_change_nothing(client, name):
    panel = sitting()
    client.force_login(person(Role.STAFF))

    answer = client.post(reverse(f"panels:{name}", args=[panel.uid]), {})

    assert answer.status_code == 422
    assert list(panel.seats.values_list("state", flat=True)) == ["invited", "invited"]


@pytest.mark.parametrize("role", [Role.COMPANY, Role.CONSULTANT, Role.OFFICIAL, Role.SUPPLIER])
def test_others_are_kept_out(client, role):
    panel = sitting()
    seat = panel.seats.first()
    client.force_login(person(role))

    addresses = [reverse("panels:list"), reverse("panels:sittings"), panel.get_absolute_url(), seat.get_absolute_url()]

    assert [client.get(address).status_code for address in addresses] == [403, 403, 403, 403]


def test_staff_land_on_the_sittings(client):
    client.force_login(person(Role.STAFF))

    assert client.get(reverse("panels:list")).url == reverse("panels:sittings")


@pytest.mark.parametrize("address", ["list", "sittings"])
def test_lists_cost_the_same_at_one_row_and_at_thirty(client, address):
    reader = person(Role.REVIEWER) if address == "list" else person(Role.STAFF)
    seated = [reader] if address == "list" else reviewers(1)
    sitting(people=seated)
    client.force_login(reader)
    client.get(reverse(f"panels:{address}"))
    one = counted(lambda: client.get(reverse(f"panels:{address}")))
    for _number in range(29):
        sitting(people=seated)

    thirty = counted(lambda: client.get(reverse(f"panels:{address}")))

    assert thirty == one
    assert thirty.queries <= 15


def test_a_sitting_costs_the_same_queries_with_more_seats(client):
    panel = sitting(people=reviewers(2))
    staff = person(Role.STAFF)
    client.force_login(staff)
    client.get(panel.get_absolute_url())
    few = counted(lambda: client.get(panel.get_absolute_url()))
    for reviewer in reviewers(5):
        services.invite(sitting_uid=panel.uid, reviewer=reviewer, by=staff, at=NOW)

    many = counted(lambda: client.get(panel.get_absolute_url()))

    assert many.queries == few.queries
    assert many.queries <= 15
