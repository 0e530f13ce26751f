"""A place comes free: the next of the waitlist moves up, by two people; a selection is cancelled by two people."""

from uuid import uuid4

import pytest
from django.urls import reverse
from rest_framework.test import APIClient

from apps.accounts.roles import Role
from apps.audit.models import Event
from apps.intake import services
from apps.intake.entries import Approval
from apps.intake.errors import NoPlace, NotNext, RevisionOpen
from apps.intake.models import Application, Revision
from apps.intake.states import Outcome, RevisionKind, RevisionState, State
from apps.kernel.errors import NotAllowed, NotFound, UidTaken, WrongState
from apps.notices.models import Notice
from apps.workflow.services import ReasonMissing
from tests.accounts.factories import person
from tests.intake.factories import AT, fresh, waits
from tests.intake.selecting import published

pytestmark = pytest.mark.django_db
SELECT, WAITLIST, DECLINE = Outcome.SELECT, Outcome.WAITLIST, Outcome.DECLINE
PROMOTE, CANCEL = RevisionKind.PROMOTE, RevisionKind.CANCEL
ASKED = ("role:staff", "예비 순위에서 선정 제안")


@pytest.fixture
def rows():
    """One selected and two waiting, with one place."""
    return published((SELECT, WAITLIST, WAITLIST), marks=(9, 8, 7), quota=1)


def withdraw(row):
    return services.withdraw(application_id=row.pk, reason="사정", by=row.applicant, at=AT)


def propose(row, kind=PROMOTE, **given):
    made = {"reason": "자리가 났습니다.", "by": person(Role.STAFF), "at": AT, **given}
    return services.propose_revision(application_id=row.pk, kind=kind, **made)


def confirm(revision, by=None, **given):
    return services.confirm_revision(revision_uid=revision.uid, by=by or person(Role.MANAGER), at=AT, **given)


def test_when_a_selected_company_leaves_the_first_waiting_moves_up_by_two_people(rows):
    selected, first, second = rows
    assert waits(first) == []

    withdraw(selected)
    assert (waits(first), waits(second)) == ([ASKED], [])
    revision = propose(first)
    assert (fresh(first).state, waits(first)) == (State.WAITLISTED, [])
    confirm(revision, approval=Approval("표본-7", AT.date()))

    done = fresh(first)
    assert (done.state, done.proposed_by, done.confirmed_by) == (
        State.SELECTED,
        revision.proposed_by,
        Revision.objects.get().decided_by,
    )
    assert done.approval_number == "표본-7"
    assert waits(first) == [("role:staff", "과제 개요서 작성")]
    assert Notice.objects.filter(to=first.applicant, kind="intake.promoted").exists()
    assert Event.objects.filter(subject_label="intake.application", subject_id=first.pk, action="promote").exists()
    assert fresh(second).state == State.WAITLISTED


def test_nobody_moves_up_before_a_place_is_free_nor_before_who_stands_first(rows):
    selected, first, second = rows
    with pytest.raises(NoPlace):
        propose(first)
    withdraw(selected)
    with pytest.raises(NotNext) as refused:
        propose(second)

    assert first.receipt_number in str(refused.value)
    assert not Revision.objects.exists()


def test_who_waits_may_leave_and_the_next_is_asked_for(rows):
    selected, first, second = rows
    withdraw(second)
    assert waits(first) == []
    withdraw(selected)
    propose(first)

    withdraw(first)

    revision = Revision.objects.get()
    assert (revision.state, revision.decided_by) == (RevisionState.RETURNED, None)
    assert fresh(first).state == State.WITHDRAWN
    with pytest.raises(WrongState):
        confirm(revision)


def test_the_next_is_asked_for_when_the_first_leaves_after_being_called(rows):
    selected, first, second = rows
    withdraw(selected)

    withdraw(first)

    assert waits(second) == [ASKED]


def test_a_selection_is_cancelled_by_two_people_and_the_company_told_why(rows):
    selected, first, _second = rows
    revision = propose(selected, CANCEL, reason="세금을 체납했습니다.")

    confirm(revision)

    assert fresh(selected).state == State.CANCELLED
    assert waits(selected) == []
    assert waits(first) == [ASKED]
    notice = Notice.objects.get(to=selected.applicant, kind="intake.cancelled")
    assert "세금을 체납했습니다." in notice.body


def test_under_an_agreement_nothing_is_cancelled_or_taken_back(rows):
    selected = rows[0]
    revision = propose(selected, CANCEL)
    services.fulfil(application_id=selected.pk, at=AT)

    with pytest.raises(WrongState):
        confirm(revision)
    with pytest.raises(WrongState):
        withdraw(selected)

    assert fresh(selected).state == State.SELECTED
    services.return_revision(revision_uid=revision.uid, reason="협약을 맺었습니다.", by=person(Role.MANAGER), at=AT)
    with pytest.raises(WrongState):
        propose(selected, CANCEL)


def test_a_cancelled_selection_cannot_be_agreed_upon(rows):
    confirm(propose(rows[0], CANCEL))

    with pytest.raises(WrongState):
        services.fulfil(application_id=rows[0].pk, at=AT)


def test_one_person_never_changes_a_decision_alone(rows):
    both = person(Role.STAFF, Role.MANAGER)
    revision = propose(rows[0], CANCEL, by=both)

    for act in (confirm, lambda one, by: services.return_revision(revision_uid=one.uid, reason="-", by=by, at=AT)):
        with pytest.raises(NotAllowed):
            act(revision, by=both)
    with pytest.raises(NotAllowed):
        confirm(revision, by=person(Role.STAFF))
    with pytest.raises(NotFound):
        confirm(revision, by=rows[0].applicant)

    assert fresh(rows[0]).state == State.SELECTED


def test_a_change_that_is_sent_back_leaves_the_decision_and_asks_again(rows):
    selected, first, _second = rows
    withdraw(selected)
    revision = propose(first)

    services.return_revision(revision_uid=revision.uid, reason="예산을 다시 봅니다.", by=person(Role.MANAGER), at=AT)

    assert fresh(first).state == State.WAITLISTED
    assert waits(first) == [ASKED]
    propose(first)


def test_proposals_of_changes_are_refused_with_their_reasons(rows):
    selected, first, _second = rows
    uid = uuid4()
    with pytest.raises(NotAllowed):
        propose(selected, CANCEL, by=person(Role.OFFICIAL))
    with pytest.raises(WrongState):
        propose(first, CANCEL)
    with pytest.raises(ReasonMissing):
        propose(selected, CANCEL, reason=" ")
    made = propose(selected, CANCEL, uid=uid)
    assert propose(selected, CANCEL, uid=uid) == made
    with pytest.raises(UidTaken):
        propose(first, uid=uid)
    with pytest.raises(RevisionOpen):
        propose(selected, CANCEL)

    assert Revision.objects.count() == 1


def test_the_company_does_not_hear_of_a_change_before_it_is_confirmed(client, rows):
    propose(rows[0], CANCEL)
    client.force_login(rows[0].applicant)

    page = client.get(rows[0].get_absolute_url()).content.decode()

    assert "취소" not in page
    assert client.get(reverse("intake:revise", args=[rows[0].uid])).status_code == 403
    assert not Revision.objects.visible_to(rows[0].applicant).exists()


def test_two_people_change_a_decision_on_its_page(client, rows):
    address = reverse("intake:revise", args=[rows[0].uid])
    client.force_login(person(Role.STAFF))
    empty = client.post(address, {"reason": ""})
    client.post(address, {"reason": "포기하겠다고 알려 왔습니다."})
    waiting = client.get(address).content.decode()
    client.force_login(person(Role.MANAGER))
    half = client.post(address, {"approval_number": "표본-3", "approved_on": ""})
    sent_back = client.post(address, {"return": "1", "reason": "다시 확인해 주십시오."})
    client.force_login(person(Role.STAFF))
    client.post(address, {"reason": "다시 확인했습니다."})
    client.force_login(person(Role.MANAGER))
    client.post(address, {"approval_number": "표본-3", "approved_on": "2026-06-01"})

    assert (empty.status_code, half.status_code, sent_back.status_code) == (422, 422, 302)
    assert "제안한 사람이 아닌 센터 책임자가 확정합니다" in waiting
    assert Application.objects.get(pk=rows[0].pk).state == State.CANCELLED
    assert "변경 기록" in client.get(address).content.decode()


def test_programs_change_a_decision(rows):
    staff, manager, company = APIClient(), APIClient(), APIClient()
    staff.force_authenticate(person(Role.STAFF))
    manager.force_authenticate(person(Role.MANAGER))
    company.force_authenticate(rows[0].applicant)
    path = f"/api/v1/intake/applications/{rows[0].uid}/revisions/"
    given = {"uid": str(uuid4()), "kind": "cancel", "reason": "포기"}

    made = staff.post(path, given, format="json")
    twice = staff.post(path, {**given, "uid": str(uuid4())}, format="json")
    sent_back = manager.post(f"/api/v1/intake/revisions/{made.data['uid']}/return/", {"reason": "-"}, format="json")
    again = staff.post(path, {**given, "uid": str(uuid4())}, format="json")
    done = manager.post(f"/api/v1/intake/revisions/{again.data['uid']}/confirm/", {}, format="json")

    assert (made.status_code, twice.status_code, twice.data["code"]) == (201, 409, "revision_open")
    assert (sent_back.data["state"], done.data["state"]) == ("returned", "confirmed")
    assert [row["state"] for row in staff.get(path).data] == ["confirmed", "returned"]
    assert company.get(path).status_code == 403
    assert company.post(path, given, format="json").status_code == 403
    assert fresh(rows[0]).state == State.CANCELLED
