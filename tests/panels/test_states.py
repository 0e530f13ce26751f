"""Every state of a sitting and a seat, and every act on it."""

from __future__ import annotations

from apps.accounts.roles import Role
from apps.panels.models import Seat, Sitting
from apps.panels.states import SEAT_MACHINE, SITTING_MACHINE, SeatAction, SeatState, SittingState
from apps.workflow import selectors as workflow
from tests.accounts.factories import person
from tests.panels.factories import hand_in, reviewers, seat_of, sitting


def test_a_seat_is_left_once_and_for_good():
    leaving = {state: {one.action for one in SEAT_MACHINE.leaving(state)} for state in SeatState.values}

    assert leaving == {
        "invited": {"hand_in", "recuse", "release"},
        "handed_in": {"set_aside"},
        "recused": set(),
        "released": set(),
        "set_aside": set(),
    }


def test_a_closed_sitting_moves_only_when_a_sheet_is_set_aside():
    assert {one.action for one in SITTING_MACHINE.leaving(SittingState.CLOSED)} == {"recompute", "reopen"}


def test_each_person_is_offered_only_their_own_acts(db):
    one, two = reviewers()
    panel = sitting(people=[one, two])
    seat = Seat.objects.select_related("sitting").get(pk=seat_of(panel, one).pk)

    def offered(user):
        return {transition.action for transition in workflow.available_actions(seat, user)}

    assert offered(one) == {SeatAction.HAND_IN, SeatAction.RECUSE}
    assert offered(two) == set()
    assert offered(person(Role.STAFF)) == {SeatAction.RELEASE}
    assert offered(person(Role.OFFICIAL)) == set()


def test_rows_name_themselves_and_where_they_open(db):
    (one,) = reviewers(1)
    panel = sitting(people=[one])
    seat = seat_of(panel, one)
    hand_in(panel, one)

    assert (str(panel), seat.title) == ("표본 안건", "표본 안건")
    assert Sitting.objects.get().get_absolute_url() == f"/panels/sittings/{panel.uid}/"
    assert seat.get_absolute_url() == f"/panels/seats/{seat.uid}/"
