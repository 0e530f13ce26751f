"""Pages of an assignment of reviewers to cases: the proposal before the start, and moves by hand after it."""

import pytest
from django.urls import reverse

from apps.accounts.roles import Role
from apps.panels.models import Member, Seat
from apps.panels.states import SeatState
from tests.accounts.factories import person
from tests.panels.factories import committee, pooled

pytestmark = pytest.mark.django_db


def test_the_plan_is_shown_with_reasons_before_the_start_and_moved_afterwards(client):
    people = pooled(4)
    one = committee(people, mode="each", each=2)
    client.force_login(person(Role.STAFF))

    plan = client.get(reverse("panels:proposal", args=[one.uid])).content.decode()
    client.post(reverse("panels:start", args=[one.uid]))
    seat = Seat.objects.filter(sitting__case__committee=one).select_related("sitting").order_by("pk").first()
    free = next(user for user in people if not seat.sitting.seats.filter(user=user).exists())
    address = reverse("panels:move", args=[seat.uid])
    shown = client.get(address).content.decode()
    moved = client.post(address, {"to": free.uid, "reason": "일정"})
    beside = seat.sitting.seats.exclude(user=free).get(state=SeatState.INVITED)
    seated = client.post(reverse("panels:move", args=[beside.uid]), {"to": free.uid, "reason": "일정"})

    assert "적합도 100점" in plan
    assert "적합도 100점" in shown
    assert (moved.status_code, seated.status_code) == (302, 409)
    assert seat.sitting.seats.filter(user=free, state=SeatState.INVITED).exists()


def test_the_plan_tells_who_carries_what_this_year_and_who_is_not_in_it_yet(client):
    people = pooled(3)
    one = committee(people, mode="each", each=2)
    late = people[0]
    Member.objects.filter(user=late).update(pledged_at=None)
    client.force_login(person(Role.STAFF))

    plan = client.get(reverse("panels:proposal", args=[one.uid])).content.decode()

    assert "아직 서약하지 않은 위원은 배정안에 없습니다" in plan
    assert plan.count(late.name) == 1
    assert plan.count("올해 모두") == 2
