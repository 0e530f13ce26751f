"""A panel, a proposal, a confirmation; and a case taken back in between."""

import pytest
from django.utils.translation import override

from apps.accounts.roles import Role
from apps.audit.models import Event
from apps.intake import selectors, services
from apps.intake.errors import (
    ReviewNotDone,
)
from apps.intake.states import Outcome, State
from apps.kernel.errors import NotAllowed
from apps.panels import services as panels
from apps.panels.models import Seat, Sitting
from apps.panels.states import SittingState
from apps.workflow.models import Wait
from tests.accounts.factories import person
from tests.intake.factories import (
    AT,
    DAY,
    admitted,
    demonstration,
    fresh,
    hear_panels,
    waits,
)
from tests.intake.selecting import APPROVAL, hand_in_all, in_review

pytestmark = pytest.mark.django_db
PROPOSE = ("role:staff", "평가 결과 확인과 선정 여부 제안")


def test_withdrawing_sends_the_panel_home():
    row, _staff, people = in_review()

    with override("en"):
        services.withdraw(application_id=row.pk, reason="사정이 생겼습니다.", by=row.applicant, at=AT)

    sitting = Sitting.objects.get(subject_id=row.pk)
    assert (sitting.state, sitting.closed_at) == (SittingState.CANCELLED, AT)
    assert not Wait.objects.filter(party__in=[f"user:{person.pk}" for person in people], closed_at=None).exists()
    cancelled = Event.objects.get(subject_label="panels.sitting", action="cancel")
    assert cancelled.reason == "신청 기업이 신청을 철회했습니다."


def test_a_demonstration_meets_its_conditions_with_its_own_roadmap():
    row = demonstration()

    verdicts = {(one["rule"], one["required"]): one["verdict"] for one in row.eligibility}
    assert verdicts["roadmap", True] == "met"
    assert verdicts["budget_cap", True] == "met"
    assert verdicts["self_burden", True] == "met"


def test_another_companys_roadmap_counts_as_not_found():
    theirs = demonstration()
    row = demonstration(cited_roadmap_number=theirs.cited_roadmap_number)

    finding = next(one for one in row.eligibility if one["rule"] == "roadmap")
    assert (finding["verdict"], finding["reason"]) == ("not_met", "not_found")


def test_the_panel_sees_neither_company_nor_people():
    row, _staff, _people = in_review()

    sitting = Seat.objects.select_related("sitting").filter(sitting__subject_id=row.pk)[0].sitting
    shown = str(sitting.masked_sheet)
    assert sitting.subject_title == row.receipt_number
    assert row.company.name_ko not in shown
    assert row.applicant.name not in shown
    assert row.problem in shown


def test_selection_is_proposed_on_the_panels_result_and_confirmed_by_another_person():
    row, staff, _people = in_review()
    with pytest.raises(ReviewNotDone):
        services.propose_selection(application_id=row.pk, outcome=Outcome.SELECT, note="타당", by=staff, at=AT)
    hear_panels()
    assert waits(row) == []
    hand_in_all(row)
    hear_panels()
    assert waits(row) == [PROPOSE]
    services.propose_selection(application_id=row.pk, outcome=Outcome.SELECT, note="타당합니다.", by=staff, at=AT)
    assert waits(row) == [("role:manager", "선정 여부 확정")]

    with pytest.raises(NotAllowed):
        services.confirm_selection(application_id=row.pk, by=staff, at=AT, approval=APPROVAL)
    manager = person(Role.MANAGER)
    services.confirm_selection(application_id=row.pk, by=manager, at=AT, approval=APPROVAL)

    done = fresh(row)
    assert (done.state, done.proposed_by, done.confirmed_by) == (State.SELECTED, staff, manager)
    assert list(selectors.without_brief(person(Role.STAFF), 20)) == [done]


def test_a_result_that_is_taken_away_is_no_longer_asked_about():
    row, staff, _people = in_review()
    hand_in_all(row)
    hear_panels()
    for seat in Seat.objects.filter(sitting__subject_id=row.pk):
        panels.set_aside(seat_uid=seat.uid, reason="이해관계", by=staff, at=AT)
    hear_panels()

    assert (fresh(row).state, waits(row)) == (State.IN_REVIEW, [])


def test_late_news_of_a_panel_asks_nothing_about_a_proposed_case():
    row, staff, _people = in_review()
    hand_in_all(row)
    services.propose_selection(application_id=row.pk, outcome=Outcome.SELECT, note="타당합니다.", by=staff, at=AT)
    hear_panels()

    assert waits(row) == [("role:manager", "선정 여부 확정")]


def test_a_manager_who_proposed_cannot_confirm():
    row, _staff, _people = in_review()
    hand_in_all(row)
    manager = person(Role.MANAGER, Role.STAFF)
    services.propose_selection(application_id=row.pk, outcome=Outcome.SELECT, note="타당합니다.", by=manager, at=AT)

    with pytest.raises(NotAllowed):
        services.confirm_selection(application_id=row.pk, by=manager, at=AT, approval=APPROVAL)
    assert fresh(row).state == State.PROPOSED


def test_another_result_than_proposed_needs_a_new_proposal():
    row, staff, _people = in_review()
    hand_in_all(row)
    manager = person(Role.MANAGER)
    services.propose_selection(
        application_id=row.pk, outcome=Outcome.DECLINE, note="준비가 모자랍니다.", by=staff, at=AT
    )

    with pytest.raises(NotAllowed):
        services.confirm_selection(application_id=row.pk, by=manager, at=AT, approval=APPROVAL)
    services.return_proposal(application_id=row.pk, reason="다시 검토해 주십시오.", by=manager, at=AT)
    assert (fresh(row).state, waits(row)) == (State.IN_REVIEW, [PROPOSE])
    services.propose_selection(application_id=row.pk, outcome=Outcome.DECLINE, note="그대로입니다.", by=staff, at=AT)
    services.decline_selection(application_id=row.pk, by=manager, at=AT, approval=APPROVAL)
    assert fresh(row).state == State.NOT_SELECTED


def test_a_diagnosis_request_never_comes_before_a_panel():
    row = admitted()

    with pytest.raises(NotAllowed):
        services.convene(
            application_id=row.pk, reviewers=[person(Role.REVIEWER)], due_at=AT + DAY, by=person(Role.STAFF), at=AT
        )
