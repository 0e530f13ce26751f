"""Convening, handing in, stepping back, closing."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from apps.accounts.roles import Role
from apps.audit.models import Event
from apps.directory.models import Relation
from apps.kernel.errors import NotAllowed, NotFound, WrongState
from apps.notices.models import Notice
from apps.panels import selectors, services
from apps.panels.errors import (
    AlreadySeated,
    AlreadySitting,
    BadSheet,
    Conflicted,
    DueInThePast,
    NotAReviewer,
    TooFewReviewers,
    TooFewSheets,
    Unusable,
)
from apps.panels.models import ScoreSheet, Seat, Sitting
from apps.panels.states import SeatState, SittingState
from apps.workflow.models import Wait
from apps.workflow.services import ReasonMissing
from tests.accounts.factories import person
from tests.panels.factories import CRITERIA, DUE, FAIR, GOOD, NOW, company, hand_in, reviewers, seat_of, sitting

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=1)


def open_waits(party: str) -> int:
    return Wait.objects.filter(party=party, closed_at=None).count()


def test_a_case_taken_back_sends_its_panel_home():
    people = reviewers(2)
    case = company()
    one = sitting(people=people, subject=case)
    hand_in(one, people[0], GOOD)

    services.cancel(subject=case, reason="신청 철회", at=NOW)
    services.cancel(subject=case, reason="신청 철회", at=NOW)

    one.refresh_from_db()
    states = [seat_of(one, each).state for each in people]
    assert (one.state, one.closed_at, one.outcome) == (SittingState.CANCELLED, NOW, None)
    assert states == [SeatState.HANDED_IN, SeatState.RELEASED]
    assert Notice.objects.filter(kind="panels.cancelled").values_list("to", flat=True).get() == people[1].pk
    assert not Wait.objects.filter(subject_label__startswith="panels.", closed_at=None).exists()
    assert selectors.outcome(case).is_final is False


def test_convening_asks_each_reviewer_for_a_sheet():
    one, two = reviewers()

    panel = sitting(people=[one, two])

    assert panel.state == SittingState.OPEN
    assert [open_waits(f"user:{user.pk}") for user in (one, two)] == [1, 1]
    assert set(Notice.objects.values_list("kind", "to_id")) == {("panels.invited", one.pk), ("panels.invited", two.pk)}
    assert Wait.objects.get(party=f"user:{one.pk}").due_at == DUE


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        ({"criteria": []}, Unusable),
        ({"criteria": [{**CRITERIA[0], "weight": 0}]}, Unusable),
        ({"due_at": NOW}, DueInThePast),
        ({"people": []}, TooFewReviewers),
        ({"fewest": 3}, TooFewReviewers),
    ],
)
def test_a_panel_that_could_not_decide_is_refused_and_nothing_is_written(given, refusal):
    with pytest.raises(refusal):
        sitting(**given)

    assert (Sitting.objects.count(), Seat.objects.count(), Wait.objects.count()) == (0, 0, 0)


def test_people_who_are_no_reviewers_are_named():
    with pytest.raises(NotAReviewer, match="표본 직원"):
        sitting(people=[person(Role.STAFF, name="표본 직원")])


def test_only_the_centre_convenes():
    with pytest.raises(NotAllowed):
        sitting(by=person(Role.REVIEWER))


def test_a_conflicted_reviewer_is_named_and_the_panel_refused():
    applicant = company()
    one, two = reviewers()
    Relation.objects.create(user=two, organisation=applicant, kind=Relation.Kind.FAMILY, noted_at=NOW)

    with pytest.raises(Conflicted) as refusal:
        sitting(subject=applicant, people=[one, two], organisation=applicant)

    assert [str(problem.message) for problem in refusal.value.problems] == [
        "표본 위원 2 위원은 제척 사유가 있습니다(친족). 다른 위원을 선택해 주십시오."
    ]
    assert Sitting.objects.count() == 0


def test_a_subject_comes_before_one_panel_at_a_time():
    subject = company()
    sitting(subject=subject)

    with pytest.raises(AlreadySitting):
        sitting(subject=subject)


def test_the_database_too_keeps_one_open_sitting_a_subject():
    panel = sitting()
    values = {
        field.name: getattr(panel, field.name) for field in Sitting._meta.fields if field.name not in {"id", "uid"}
    }

    with pytest.raises(IntegrityError), transaction.atomic():
        Sitting.objects.create(**values)


def test_handing_in_keeps_the_sheet_and_ends_the_wait():
    one, two = reviewers()
    panel = sitting(people=[one, two])

    hand_in(panel, one)

    sheet = ScoreSheet.objects.get()
    assert (sheet.scores, sheet.total, sheet.comment) == ({"need": "8", "plan": "15"}, Decimal("77.00"), "표본 의견")
    assert open_waits(f"user:{one.pk}") == 0
    panel.refresh_from_db()
    assert (panel.state, panel.outcome) == (SittingState.OPEN, None)


def test_the_last_sheet_closes_the_sitting_with_its_outcome_and_tells_who_convened():
    staff = person(Role.STAFF)
    one, two = reviewers()
    panel = sitting(people=[one, two], by=staff)

    hand_in(panel, one, GOOD)
    hand_in(panel, two, FAIR)

    panel.refresh_from_db()
    assert (panel.state, panel.closed_at) == (SittingState.CLOSED, LATER)
    assert panel.outcome["total"] == "67.00"
    assert panel.outcome["means"] == {"need": "7.00", "plan": "13.00"}
    assert Notice.objects.filter(kind="panels.completed", to=staff).count() == 1


def test_the_same_sheet_sent_twice_is_one_sheet():
    one, two = reviewers()
    panel = sitting(people=[one, two])

    hand_in(panel, one)
    hand_in(panel, one)

    assert ScoreSheet.objects.count() == 1
    assert Event.objects.filter(action="hand_in").count() == 1


def test_a_handed_in_sheet_cannot_be_changed():
    one, two = reviewers()
    panel = sitting(people=[one, two])
    hand_in(panel, one, GOOD)

    with pytest.raises(WrongState):
        hand_in(panel, one, FAIR)

    assert ScoreSheet.objects.get().total == Decimal("77.00")


def test_a_faulty_sheet_names_each_fault_and_writes_nothing():
    one, two = reviewers()
    panel = sitting(people=[one, two])

    with pytest.raises(BadSheet) as refusal:
        services.hand_in(
            seat_uid=seat_of(panel, one).uid, scores={"need": Decimal("11")}, comment=" ", by=one, at=LATER
        )

    assert [(problem.field, str(problem.message)) for problem in refusal.value.problems] == [
        ("need", "점수는 10점을 넘을 수 없습니다."),
        ("plan", "점수를 입력해 주십시오."),
        ("comment", "종합 의견을 적어 주십시오."),
    ]
    assert ScoreSheet.objects.count() == 0
    assert seat_of(panel, one).state == SeatState.INVITED


def test_nobody_hands_in_for_somebody_else():
    one, two = reviewers()
    panel = sitting(people=[one, two])
    given = {"seat_uid": seat_of(panel, one).uid, "scores": GOOD, "comment": "표본", "at": LATER}

    with pytest.raises(NotFound):
        services.hand_in(**given, by=two)
    with pytest.raises(NotAllowed):
        services.hand_in(**given, by=person(Role.STAFF))

    assert ScoreSheet.objects.count() == 0


def test_stepping_back_needs_a_reason_and_leaves_the_rest_to_the_others():
    one, two = reviewers()
    panel = sitting(people=[one, two])
    hand_in(panel, one)
    uid = seat_of(panel, two).uid

    with pytest.raises(ReasonMissing):
        services.recuse(seat_uid=uid, reason=" ", by=two, at=LATER)
    services.recuse(seat_uid=uid, reason="이전 직장", by=two, at=LATER)

    panel.refresh_from_db()
    assert (panel.state, panel.outcome["total"]) == (SittingState.CLOSED, "77.00")
    assert seat_of(panel, two).left_reason == "이전 직장"


def test_a_panel_that_ran_short_asks_staff_and_goes_on_with_another_reviewer():
    one, two, three = reviewers(3)
    panel = sitting(people=[one, two], fewest=2)
    hand_in(panel, one)
    services.recuse(seat_uid=seat_of(panel, two).uid, reason="이해관계", by=two, at=LATER)
    assert (open_waits("role:staff"), Sitting.objects.get().state) == (1, SittingState.OPEN)

    services.invite(sitting_uid=panel.uid, reviewer=three, by=person(Role.MANAGER), at=LATER)
    assert open_waits("role:staff") == 0
    hand_in(panel, three, FAIR)

    assert Sitting.objects.get().state == SittingState.CLOSED


def test_a_reviewer_is_seated_once():
    one, two = reviewers()
    panel = sitting(people=[one, two])

    with pytest.raises(AlreadySeated):
        services.invite(sitting_uid=panel.uid, reviewer=one, by=person(Role.STAFF), at=LATER)


def test_closing_early_releases_the_empty_seats_with_the_reason():
    one, two = reviewers()
    panel = sitting(people=[one, two])
    hand_in(panel, one)

    services.close(sitting_uid=panel.uid, reason="마감이 지났습니다", by=person(Role.STAFF), at=LATER)

    panel.refresh_from_db()
    left = seat_of(panel, two)
    assert (panel.state, left.state, left.left_reason) == (SittingState.CLOSED, SeatState.RELEASED, "마감이 지났습니다")
    assert open_waits(f"user:{two.pk}") == 0


def test_a_panel_without_enough_sheets_cannot_be_closed():
    panel = sitting()

    with pytest.raises(TooFewSheets):
        services.close(sitting_uid=panel.uid, reason="급함", by=person(Role.STAFF), at=LATER)

    assert Seat.objects.filter(state=SeatState.INVITED).count() == 2


def test_a_closed_sitting_takes_nobody_and_nothing_more():
    one, two = reviewers()
    panel = sitting(people=[one])
    hand_in(panel, one)
    staff = person(Role.STAFF)

    with pytest.raises(WrongState):
        services.invite(sitting_uid=panel.uid, reviewer=two, by=staff, at=LATER)
    with pytest.raises(WrongState):
        services.close(sitting_uid=panel.uid, reason="다시", by=staff, at=LATER)

    assert Seat.objects.count() == 1


def test_a_trimmed_mean_leaves_the_extremes_out():
    people = reviewers(5)
    panel = sitting(people=people, trim_from=5)
    for user, plan in zip(people, ("0", "10", "12", "14", "20"), strict=True):
        hand_in(panel, user, {"need": Decimal("5"), "plan": Decimal(plan)})

    panel.refresh_from_db()
    assert panel.outcome["total"] == "56.00"
    assert panel.outcome["set_aside"] == [str(seat_of(panel, people[0]).uid), str(seat_of(panel, people[4]).uid)]


def test_staff_release_a_seat_whose_sheet_will_not_come():
    one, two = reviewers()
    panel = sitting(people=[one, two])
    uid = seat_of(panel, two).uid

    with pytest.raises(NotFound):
        services.release(seat_uid=uid, reason="연락 두절", by=one, at=LATER)
    services.release(seat_uid=uid, reason="연락 두절", by=person(Role.STAFF), at=LATER)

    assert seat_of(panel, two).state == SeatState.RELEASED
