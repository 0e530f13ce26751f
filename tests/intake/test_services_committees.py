"""Applications of one call before one committee, from founding to decision."""

from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone
from rest_framework.test import APIClient

from apps.accounts.roles import Role
from apps.intake import selectors, services
from apps.intake.entries import Approval
from apps.intake.errors import ApprovedTooSoon, BadApproval, ReviewNotDone
from apps.intake.models import Call
from apps.intake.states import Outcome, State
from apps.kernel.errors import NotAllowed, NotFound, UidTaken, WrongState
from apps.panels import selectors as panel
from apps.panels import services as panels
from apps.panels.errors import BadCommitteeTerms, NoCases
from apps.panels.models import Case, Committee, Seat
from tests.accounts.factories import person
from tests.intake.factories import AT, DAY, call, fresh, hear_panels, waits
from tests.intake.selecting import APPROVAL, concluded, found, propose, scored, waiting

pytestmark = pytest.mark.django_db


@pytest.fixture
def rows():
    return waiting(2)


def test_applications_of_a_call_come_before_one_committee_masked(rows):
    one = found(rows)

    cases = list(Case.objects.order_by("position"))
    assert [fresh(row).state for row in rows] == [State.IN_REVIEW, State.IN_REVIEW]
    assert [case.subject_title for case in cases] == [row.receipt_number for row in rows]
    assert [case.subject_uid for case in cases] == [row.uid for row in rows]
    assert cases[0].amount_krw == rows[0].support_krw
    assert rows[0].company.name_ko not in str(cases[0].masked_sheet)
    assert list(panel.committees_about(rows[0].call)) == [one]
    assert selectors.waiting_for_panel(rows[0].call, person(Role.STAFF)) == []


def test_the_same_committee_twice_is_once(rows):
    uid = uuid4()

    assert found(rows, uid=uid) == found(rows, uid=uid)
    with pytest.raises(UidTaken):
        found(rows, uid=uid, call_uid=call("demonstration-spring-2026").uid)


def test_a_committee_takes_admitted_applications_of_its_call_alone(rows):
    with pytest.raises(NotFound):
        found(rows, application_uids=[uuid4()])
    with pytest.raises(NoCases):
        found(rows, application_uids=[])
    with pytest.raises(NotAllowed):
        found(rows, by=person(Role.CONSULTANT))
    found(rows[:1])
    with pytest.raises(WrongState):
        found(rows)

    assert fresh(rows[1]).state == State.ADMITTED


def test_panel_settings_that_cannot_be_kept_are_refused_and_nothing_moves(rows):
    Call.objects.filter(pk=rows[0].call_id).update(settings={**rows[0].call.settings, "panel": {"fame": 1}})

    with pytest.raises(BadCommitteeTerms):
        found(rows)

    assert fresh(rows[0]).state == State.ADMITTED


def test_a_selection_waits_for_the_committees_conclusion(rows):
    one = scored(rows)
    with pytest.raises(ReviewNotDone):
        propose(rows[0])
    panels.conclude(committee_uid=one.uid, place="", minutes="표본 심의", by=person(Role.STAFF), at=AT)

    propose(rows[0])
    services.confirm_selection(application_id=rows[0].pk, by=person(Role.MANAGER), at=AT, approval=APPROVAL)

    assert fresh(rows[0]).state == State.DECIDED
    assert panel.outcome(rows[0]).total == Case.objects.get(subject_id=rows[0].pk).total


def test_staff_are_asked_for_proposals_when_the_committee_has_concluded(rows):
    one = scored(rows)
    hear_panels()
    before = [waits(row) for row in rows]
    panels.conclude(committee_uid=one.uid, place="", minutes="표본 심의", by=person(Role.STAFF), at=AT)
    hear_panels()

    assert before == [[], []]
    assert [waits(row) for row in rows] == [[("role:staff", "평가 결과 확인과 선정 여부 제안")]] * 2


def test_a_result_taken_away_after_the_proposal_cannot_be_confirmed(rows):
    concluded(rows)
    propose(rows[0])
    seats = Seat.objects.filter(sitting__subject_id=rows[0].pk)
    for seat in seats[:2]:
        panels.set_aside(seat_uid=seat.uid, reason="이해관계", by=person(Role.STAFF), at=AT)

    with pytest.raises(ReviewNotDone):
        services.confirm_selection(application_id=rows[0].pk, by=person(Role.MANAGER), at=AT, approval=APPROVAL)

    assert fresh(rows[0]).state == State.PROPOSED


def test_withdrawing_takes_the_case_out_of_the_order(rows):
    found(rows)

    services.withdraw(application_id=rows[0].pk, reason="사정", by=rows[0].applicant, at=AT)

    assert Case.objects.get(subject_id=rows[0].pk).withdrawn_at == AT
    assert Case.objects.get(subject_id=rows[1].pk).withdrawn_at is None


def test_staff_open_a_committee_from_the_page_of_the_call(client, rows):
    client.force_login(person(Role.STAFF))
    address = reverse("intake:found-committee", args=[rows[0].call.uid])
    page = client.get(address)
    given = {
        "uid": uuid4(),
        "title": "표본 1차",
        "applications": [row.uid for row in rows],
        "due_at": "2099-01-01T18:00",
    }

    refused = client.post(address, given)
    given["due_at"] = page.context["form"]["due_at"].value().strftime("%Y-%m-%dT%H:%M")
    made = client.post(address, given)

    assert refused.status_code == 422
    assert made.url == Committee.objects.get().get_absolute_url()
    assert "표본 1차" in client.get(reverse("intake:run-call", args=[rows[0].call.uid])).content.decode()


def test_programs_open_a_committee(rows):
    client = APIClient()
    client.force_authenticate(person(Role.STAFF))
    given = {
        "uid": str(uuid4()),
        "title": "표본 1차",
        "applications": [str(row.uid) for row in rows],
        "due_at": "2000-01-01T00:00:00Z",
    }
    address = f"/api/v1/intake/calls/{rows[0].call.uid}/committees/"

    late = client.post(address, given, format="json")
    due_at = (timezone.now() + DAY).isoformat()
    made = client.post(address, {**given, "due_at": due_at}, format="json")

    assert late.status_code == 422
    assert (made.status_code, made.data["state"]) == (201, "preparing")


def proposed(rows, outcome=Outcome.SELECT):
    concluded(rows)
    propose(rows[0], outcome)
    return fresh(rows[0])


def test_a_decision_carries_the_number_and_the_day_of_its_approval(rows):
    row = proposed(rows)
    give = {"application_id": row.pk, "by": person(Role.MANAGER), "at": AT}
    for approval in (Approval(" ", AT.date()), Approval("표본-12", AT.date() + DAY)):
        with pytest.raises(BadApproval):
            services.confirm_selection(**give, approval=approval)
    with pytest.raises(ApprovedTooSoon, match="2026-06-01부터"):
        services.confirm_selection(**give, approval=Approval("표본-12", AT.date() - DAY))

    services.confirm_selection(**give, approval=Approval("표본-12", AT.date()))

    assert (fresh(row).approval_number, fresh(row).approved_on) == ("표본-12", AT.date())


def test_the_manager_types_the_approval_on_the_page_and_both_parts_of_it(client, rows):
    row = proposed(rows, Outcome.DECLINE)
    client.force_login(person(Role.MANAGER))
    address = reverse("intake:decide", args=[row.uid])

    half = client.post(address, {"approval_number": "표본-12", "approved_on": ""})
    client.post(address, {"approval_number": "표본-12", "approved_on": "2026-06-01"})

    assert half.status_code == 422
    assert (fresh(row).state, fresh(row).approval_number) == (State.DECIDED, "표본-12")


def test_programs_send_the_approval_with_the_decision(rows):
    row = proposed(rows)
    client = APIClient()
    client.force_authenticate(person(Role.MANAGER))
    address = f"/api/v1/intake/applications/{row.uid}/confirm/"

    half = client.post(address, {"approval_number": "표본-12"}, format="json")
    whole = client.post(address, {"approval_number": "표본-12", "approved_on": "2026-06-01"}, format="json")

    assert (half.status_code, half.data["code"], whole.status_code) == (422, "bad_approval", 200)
