"""An outage gives back the time that was lost, once, and tells those it concerns."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.urls import reverse
from rest_framework.test import APIClient

from apps.accounts.roles import Role
from apps.audit.integrity import problems as chain_problems
from apps.centre.models import Outage
from apps.centre.services import OutageRefused
from apps.intake import services
from apps.intake.models import Amendment, Call, Correction
from apps.intake.states import WAIT_FOR_OVERDUE, CallState, Ruling
from apps.kernel.errors import NotAllowed, UidTaken
from apps.notices.models import Notice
from apps.panels import services as panels
from apps.panels.models import Sitting
from apps.workflow.models import Wait
from tests.accounts.factories import person
from tests.intake import factories
from tests.intake.factories import AT, DAY
from tests.intake.objecting import decided, declined, filed
from tests.intake.selecting import found, in_review, scored, waiting

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
NOTHING_MOVED = {"calls": 0, "corrections": 0, "screenings": 0, "objections": 0, "sheets": 0}


def down(start: datetime, end: datetime, *, by=None, at=None, uid=None):
    return services.record_outage(
        uid=uid or uuid4(),
        started_at=start,
        ended_at=end,
        reason="전원 장애",
        by=by or person(Role.STAFF),
        at=at or end,
    )


def corrected(row, staff, at=AT) -> Correction:
    return services.request_correction(application_id=row.pk, codes=("other",), text="사진", by=staff, at=at)


def notices() -> int:
    return Notice.objects.filter(kind="intake.deadline_moved").count()


def test_a_correction_gets_back_the_working_time_that_was_lost_and_its_applicant_hears_of_it_once():
    row, staff, uid = factories.submitted(), person(Role.STAFF), uuid4()
    before = corrected(row, staff).due_at

    moved = down(AT + DAY + HOUR, AT + DAY + 3 * HOUR, uid=uid)
    down(AT + DAY + HOUR, AT + DAY + 3 * HOUR, uid=uid)

    after = Correction.objects.get()
    # Between 11:00 and 13:00 on a Tuesday lies one hour of work; the day after the last one gives it back.
    assert after.due_at == before + timedelta(hours=16)
    assert factories.fresh(row).correction_due_at == after.due_at
    assert Wait.objects.get(key="state", closed_at=None, subject_id=row.pk).due_at == after.due_at
    assert (moved.calls, moved.corrections, moved.screenings) == (0, 1, 0)
    assert notices() == 1
    assert list(chain_problems()) == []


def test_a_correction_that_seemed_overdue_is_open_again():
    row, staff = factories.submitted(), person(Role.STAFF)
    correction = corrected(row, staff)
    late = correction.due_at + HOUR
    services.note_overdue(correction_id=correction.pk, at=late)

    down(correction.due_at - 3 * HOUR, correction.due_at - HOUR, at=late)

    assert Correction.objects.get().due_at > late
    assert not Wait.objects.filter(key=WAIT_FOR_OVERDUE, closed_at=None).exists()
    services.resubmit(application_id=row.pk, answer="올렸습니다", by=row.applicant, at=late + timedelta(minutes=30))


def test_screening_gets_its_time_back_too():
    row = factories.submitted()
    before = row.screening_due_at

    moved = down(AT + HOUR, AT + 2 * HOUR)

    after = factories.fresh(row)
    assert moved.screenings == 1
    assert after.screening_due_at == before + HOUR
    assert Wait.objects.get(key="state", closed_at=None, subject_id=row.pk).due_at == after.screening_due_at


def test_the_answer_to_an_objection_gets_its_time_back_too_unless_it_was_given():
    open_one, answered = filed(declined()), decided(declined(), Ruling.DISMISS)
    before, done_by = open_one.due_at, answered.due_at

    moved = down(AT + 2 * DAY, AT + 2 * DAY + HOUR)

    open_one.refresh_from_db()
    answered.refresh_from_db()
    assert moved.objections == 1
    assert (open_one.due_at, answered.due_at) == (before + HOUR, done_by)
    waits = Wait.objects.filter(subject_label="intake.objection", subject_id=open_one.pk, closed_at=None)
    assert [one.due_at for one in waits] == [before + HOUR]


def test_what_ended_before_or_began_after_stays():
    row, staff = factories.submitted(), person(Role.STAFF)
    correction = corrected(row, staff, AT + timedelta(days=1))

    down(AT - 5 * HOUR, AT - 3 * HOUR, at=AT + timedelta(days=2))

    assert Correction.objects.get().due_at == correction.due_at
    assert notices() == 0


@pytest.mark.parametrize("state", [CallState.OPEN, CallState.CLOSED])
def test_a_call_that_would_have_closed_in_the_outage_closes_later_in_public(state):
    call = factories.call()
    closes_at = datetime(2026, 6, 10, 9, 0, tzinfo=UTC)
    Call.objects.filter(pk=call.pk).update(closes_at=closes_at, state=state)
    entered = closes_at + 5 * HOUR

    moved = down(closes_at - 2 * HOUR, closes_at + HOUR, at=entered)

    call.refresh_from_db()
    assert moved.calls == 1
    assert (call.state, call.closes_at) == (CallState.OPEN, entered + 2 * HOUR)
    assert "시스템 장애" in Amendment.objects.get(call=call).reason


def test_a_call_that_closed_at_another_time_stays():
    call = factories.call()
    closes_at = datetime(2026, 6, 10, 9, 0, tzinfo=UTC)
    Call.objects.filter(pk=call.pk).update(closes_at=closes_at)

    moved = down(closes_at + HOUR, closes_at + 2 * HOUR)

    assert moved.calls == 0
    assert not Amendment.objects.exists()


@pytest.mark.parametrize(("start", "end", "at"), [(2, 1, 3), (1, 1, 3), (1, 4, 3)])
def test_an_outage_that_cannot_be_is_refused(start, end, at):
    factories.seeded()

    with pytest.raises(OutageRefused):
        down(AT + start * HOUR, AT + end * HOUR, at=AT + at * HOUR)

    assert not Outage.objects.exists()


def test_two_outages_do_not_lie_over_each_other_and_one_name_is_one_outage():
    factories.seeded()
    uid = uuid4()
    down(AT, AT + HOUR, uid=uid)

    with pytest.raises(OutageRefused, match="겹칩니다"):
        down(AT, AT + 2 * HOUR)
    with pytest.raises(UidTaken):
        down(AT + 3 * HOUR, AT + 4 * HOUR, uid=uid)
    assert Outage.objects.count() == 1


def test_others_may_not():
    factories.seeded()

    with pytest.raises(NotAllowed):
        down(AT, AT + HOUR, by=person(Role.COMPANY))


def test_staff_enter_an_outage_in_a_page(client):
    factories.seeded()
    client.force_login(person(Role.STAFF))
    sent = {"uid": uuid4(), "started_at": "2026-06-01T10:00", "ended_at": "2026-06-01T12:00", "reason": "전원 장애"}

    wrong = client.post(reverse("intake:outages"), {**sent, "ended_at": "2026-06-01T09:00"})
    done = client.post(reverse("intake:outages"), sent, follow=True)
    again = client.post(reverse("intake:outages"), {**sent, "uid": uuid4()})

    assert wrong.status_code == 422
    assert "전원 장애" in done.content.decode()
    assert "장애를 적고" in done.content.decode()
    assert again.status_code == 422
    assert "겹칩니다" in again.content.decode()
    assert Outage.objects.count() == 1


def test_programs_enter_outages_and_those_of_companies_do_not():
    factories.seeded()
    api = APIClient()
    api.force_authenticate(person(Role.ADMIN))
    body = {
        "uid": str(uuid4()),
        "started_at": "2026-06-01T10:00:00+09:00",
        "ended_at": "2026-06-01T12:00:00+09:00",
        "reason": "전원 장애",
    }

    made = api.post("/api/v1/intake/outages/", body, format="json")
    listed = api.get("/api/v1/intake/outages/").json()["results"]
    api.force_authenticate(person(Role.COMPANY))

    assert (made.status_code, made.json()) == (201, NOTHING_MOVED)
    assert [one["reason"] for one in listed] == ["전원 장애"]
    assert api.post("/api/v1/intake/outages/", body, format="json").status_code == 403
    assert api.get("/api/v1/intake/outages/").status_code == 403


def test_a_committee_that_has_not_begun_gets_back_the_time_before_its_due_day_and_one_that_scored_nothing():
    rows = waiting(2)
    one = scored(rows[:1])
    open_ = found(rows[1:])
    due_at = open_.due_at

    moved = down(due_at - HOUR, due_at + HOUR)

    open_.refresh_from_db()
    assert moved.sheets == 0
    assert open_.due_at == due_at + 2 * HOUR
    assert set(one.cases.values_list("sittings__due_at", flat=True)) == {due_at}


def test_a_reviewer_who_owed_a_sheet_in_an_outage_has_as_long_again():
    row, _staff, people = in_review()
    sitting = Sitting.objects.get(subject_id=row.pk)
    scores = {criterion["code"]: Decimal(8) for criterion in sitting.criteria}
    seat = sitting.seats.get(user=people[0])
    panels.hand_in(seat_uid=seat.uid, scores=scores, comment="표본", by=people[0], at=AT)
    due_at = sitting.due_at
    Wait.objects.filter(key="state").update(reminded_at=AT)

    moved = down(due_at - HOUR, due_at, at=due_at + HOUR)

    sitting.refresh_from_db()
    owing = Wait.objects.get(subject_label="panels.seat", closed_at=None, party=f"user:{people[1].pk}")
    assert moved.sheets == 1
    assert sitting.due_at == due_at + 2 * HOUR
    assert (owing.due_at, owing.reminded_at) == (sitting.due_at, None)


def test_a_call_that_staff_closed_stays_closed():
    factories.seeded()
    call = Call.objects.filter(state=CallState.OPEN).order_by("pk").first()
    services.close_call(call_uid=call.uid, reason="예산 소진", by=person(Role.STAFF), at=AT)

    moved = down(AT - HOUR, AT + HOUR)

    call.refresh_from_db()
    assert moved.calls == 0
    assert (call.state, call.closes_at) == (CallState.CLOSED, AT)
