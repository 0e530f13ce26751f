"""Results of a committee: hidden until they are published, told together, and numbered on the waitlist."""

import pytest
from django.urls import reverse
from rest_framework.test import APIClient

from apps.accounts.roles import Role
from apps.desk import thread
from apps.intake import selectors, services
from apps.intake.entries import Approval
from apps.intake.errors import (
    NoPlace,
    NothingToConfirm,
    NothingToPropose,
    NothingToPublish,
    NoWaitlist,
    ResultsOpen,
    ReviewNotDone,
)
from apps.intake.selectors import pages
from apps.intake.states import Outcome, State
from apps.kernel.errors import NotAllowed, NotFound
from apps.notices.models import Notice
from apps.panels import services as panels
from apps.panels.models import Seat
from tests.accounts.factories import person
from tests.intake.factories import AT, fresh, waits
from tests.intake.selecting import (
    APPROVAL,
    concluded,
    decide,
    hand_in_all,
    in_review,
    propose,
    published,
    scored,
    waiting,
)

PAPER = {"approval_number": "표본-1", "approved_on": "2026-06-01"}
pytestmark = pytest.mark.django_db
SELECT, WAITLIST, DECLINE = Outcome.SELECT, Outcome.WAITLIST, Outcome.DECLINE


def publish(one, by=None):
    return services.publish_results(committee_uid=one.uid, by=by or person(Role.STAFF), at=AT)


def told(row) -> set[str]:
    return set(Notice.objects.filter(to=row.applicant).values_list("kind", flat=True))


def test_everybody_is_told_together_when_staff_publish():
    rows = waiting(3)
    one = concluded(rows)
    for row, outcome in zip(rows, (SELECT, WAITLIST, DECLINE), strict=True):
        decide(row, outcome)
    before = [told(row) for row in rows]
    assert {fresh(row).state for row in rows} == {State.DECIDED}
    assert waits(rows[0]) == [("role:staff", "모든 안건이 확정되면 선정 결과 발표")]

    publish(one)

    assert [fresh(row).state for row in rows] == [State.SELECTED, State.WAITLISTED, State.NOT_SELECTED]
    assert {fresh(row).published_at for row in rows} == {AT}
    assert [told(row) - old for row, old in zip(rows, before, strict=True)] == [
        {"intake.selected"},
        {"intake.waitlisted"},
        {"intake.not_selected"},
    ]
    assert list(selectors.without_brief(person(Role.STAFF), 20)) == [fresh(rows[0])]


def test_a_committee_is_proposed_as_it_ranked_and_confirmed_at_once():
    rows = waiting(4, quota=1)
    one = concluded(rows, (9, 7, 3, 8))
    propose(rows[3], DECLINE)

    done = services.propose_results(committee_uid=one.uid, note="순위대로", by=person(Role.STAFF), at=AT)

    assert [fresh(row).proposed_outcome for row in rows] == [SELECT, WAITLIST, DECLINE, DECLINE]
    assert (len(done.applications), list(done.tied)) == (3, [])
    services.confirm_results(committee_uid=one.uid, by=person(Role.MANAGER), at=AT, approval=APPROVAL)
    assert {fresh(row).state for row in rows} == {State.DECIDED}


def test_a_tie_for_the_last_place_is_left_to_a_person():
    rows = waiting(3, quota=1)
    one = concluded(rows, (9, 9, 3))

    done = services.propose_results(committee_uid=one.uid, note="순위대로", by=person(Role.STAFF), at=AT)

    assert ([one.pk for one in done.applications], {one.pk for one in done.tied}) == (
        [rows[2].pk],
        {rows[0].pk, rows[1].pk},
    )
    with pytest.raises(NothingToPropose):
        services.propose_results(committee_uid=one.uid, note="순위대로", by=person(Role.STAFF), at=AT)


def test_nothing_is_confirmed_where_one_of_them_cannot_be():
    rows = waiting(2)
    one = concluded(rows)
    manager = person(Role.MANAGER)
    propose(rows[0])
    propose(rows[1], by=manager)

    with pytest.raises(NotAllowed):
        services.confirm_results(committee_uid=one.uid, by=manager, at=AT, approval=APPROVAL)

    assert {fresh(row).state for row in rows} == {State.PROPOSED}


def test_nothing_is_proposed_or_confirmed_together_before_its_time():
    rows = waiting(2)
    one = scored(rows)
    staff, manager = person(Role.STAFF), person(Role.MANAGER)

    with pytest.raises(ReviewNotDone):
        services.propose_results(committee_uid=one.uid, note="순위대로", by=staff, at=AT)
    panels.conclude(committee_uid=one.uid, place="", minutes="표본 심의", by=staff, at=AT)
    with pytest.raises(NothingToConfirm):
        services.confirm_results(committee_uid=one.uid, by=manager, at=AT, approval=APPROVAL)
    with pytest.raises(NotAllowed):
        services.propose_results(committee_uid=one.uid, note="순위대로", by=rows[0].applicant, at=AT)
    with pytest.raises(NotAllowed):
        services.confirm_results(committee_uid=one.uid, by=staff, at=AT, approval=APPROVAL)


def test_a_committee_is_decided_together_on_its_page_and_by_programs(client):
    rows = waiting(2)
    one = concluded(rows)
    staff, manager = person(Role.STAFF), person(Role.MANAGER)
    client.force_login(staff)
    address = reverse("intake:propose-results", args=[one.uid])

    empty = client.post(address, {"together-note": ""})
    done = client.post(address, {"together-note": "순위대로 제안합니다."})
    again = client.post(address, {"together-note": "순위대로 제안합니다."})
    program = APIClient()
    program.force_authenticate(manager)
    answer = program.post(f"/api/v1/intake/committees/{one.uid}/confirm/", PAPER, format="json")

    assert (empty.status_code, done.status_code, again.status_code) == (422, 302, 409)
    assert (answer.status_code, {row["state"] for row in answer.data}) == (200, {"decided"})


def test_before_publication_an_applicant_cannot_tell_a_decision_from_a_review(client):
    rows = waiting(2)
    concluded(rows)
    decided, reviewed = rows
    decide(decided, DECLINE)
    client.force_login(decided.applicant)
    program = APIClient()
    program.force_authenticate(decided.applicant)

    page = client.get(decided.get_absolute_url()).content.decode()
    listed = client.get(reverse("intake:list")).content.decode()
    row = program.get(f"/api/v1/intake/applications/{decided.uid}/").data
    found = {
        state: program.get("/api/v1/intake/applications/", {"state": state}).data["results"]
        for state in ("in_review", "decided", "proposed")
    }
    result = program.get(f"/api/v1/intake/applications/{decided.uid}/result/")

    for text in (page, listed):
        assert "심의 중" in text
        assert "미선정" not in text
        assert "발표 대기" not in text
    assert "표본 사유" not in page
    assert row["state"] == "in_review"
    assert [len(found[state]) for state in ("in_review", "decided", "proposed")] == [1, 0, 0]
    assert found["in_review"][0]["state"] == "in_review"
    assert result.status_code == 404
    facts = selectors.for_case(fresh(decided), decided.applicant)
    assert (facts.state, str(facts.state_label)) == ("in_review", "심의 중")
    assert not {"미선정 확정", "선정 여부 제안"} & {str(one.title) for one in pages.timeline(decided, to_centre=False)}
    assert fresh(reviewed).state == State.IN_REVIEW


def test_the_city_reads_no_decision_that_is_not_published(client):
    rows = waiting(1)
    concluded(rows)
    decide(rows[0])
    client.force_login(person(Role.OFFICIAL))

    listed = client.get(reverse("intake:list")).content.decode()

    assert "심의 중" in listed
    assert "발표 대기" not in listed


def test_the_thread_of_a_case_tells_the_company_a_review():
    rows = waiting(1)
    concluded(rows)
    decide(rows[0])

    knot = thread._application(fresh(rows[0]), "실증 신청", rows[0].applicant)

    assert str(knot.state) == "심의 중"


def test_the_applicant_reads_the_panels_means_by_criterion_after_publication(client):
    rows = waiting(1)
    one = concluded(rows)
    propose(rows[0])
    services.confirm_selection(
        application_id=rows[0].pk, by=person(Role.MANAGER), at=AT, approval=Approval("표본-12", AT.date())
    )
    client.force_login(rows[0].applicant)
    before = client.get(rows[0].get_absolute_url()).content.decode()
    publish(one)
    after = client.get(rows[0].get_absolute_url()).content.decode()
    program = APIClient()
    program.force_authenticate(rows[0].applicant)
    result = program.get(f"/api/v1/intake/applications/{rows[0].uid}/result/").data

    label = rows[0].call.settings["criteria"][0]["label_ko"]
    assert label not in before
    for words in (label, "80.00", "표본-12"):
        assert words in after
    assert "표본 위원" not in after
    assert (result["state"], result["total"], result["approval_number"]) == ("selected", "80.00", "표본-12")
    [only] = result["rounds"]
    assert (only["share_pct"], only["total"], only["criteria"][0]["label"]) == (100, "80.00", label)


def test_the_waitlist_is_numbered_in_the_order_of_the_committee():
    rows = published((WAITLIST, SELECT, WAITLIST, WAITLIST), marks=(7, 9, 8, 7))

    assert [row.waitlist_rank for row in rows] == [2, None, 1, 3]
    assert selectors.result_of(rows[2]).waitlist_rank == 1


def test_nothing_is_published_while_a_case_is_undecided_and_the_refusal_names_it():
    rows = waiting(2)
    one = concluded(rows)
    decide(rows[0])
    propose(rows[1])

    with pytest.raises(ResultsOpen) as refused:
        publish(one)

    assert rows[1].receipt_number in str(refused.value)
    assert fresh(rows[0]).state == State.DECIDED
    assert "intake.selected" not in told(rows[0])


def test_a_case_taken_back_does_not_hold_up_the_others():
    rows = waiting(2)
    one = concluded(rows)
    for row in rows:
        decide(row)
    services.withdraw(application_id=rows[1].pk, reason="사정", by=rows[1].applicant, at=AT)

    publish(one)

    assert [fresh(row).state for row in rows] == [State.SELECTED, State.WITHDRAWN]


def test_publishing_needs_a_conclusion_decisions_and_the_permission():
    rows = waiting(1)
    one = scored(rows)
    with pytest.raises(ReviewNotDone):
        publish(one)
    panels.conclude(committee_uid=one.uid, place="", minutes="표본 심의", by=person(Role.STAFF), at=AT)
    decide(rows[0])
    with pytest.raises(NotAllowed):
        publish(one, person(Role.OFFICIAL))
    with pytest.raises(NotFound):
        services.publish_results(committee_uid=rows[0].uid, by=person(Role.STAFF), at=AT)
    publish(one)
    with pytest.raises(NothingToPublish):
        publish(one)


def test_a_result_taken_away_after_the_decision_is_not_published():
    rows = waiting(1)
    one = concluded(rows)
    decide(rows[0])
    for seat in Seat.objects.filter(sitting__subject_id=rows[0].pk)[:2]:
        panels.set_aside(seat_uid=seat.uid, reason="이해관계", by=person(Role.STAFF), at=AT)

    with pytest.raises(ReviewNotDone):
        publish(one)

    assert fresh(rows[0]).state == State.DECIDED


def test_an_unpublished_decision_can_be_sent_back_with_its_approval():
    rows = waiting(1)
    committee = concluded(rows)
    decide(rows[0])

    services.return_proposal(application_id=rows[0].pk, reason="다시 봅니다.", by=person(Role.MANAGER), at=AT)

    row = fresh(rows[0])
    assert (row.state, row.confirmed_by, row.confirmed_at) == (State.IN_REVIEW, None, None)
    assert [one.outcome_label for one in selectors.result_rows(committee, person(Role.STAFF))] == [""]
    assert not [one for one in pages.timeline(row, to_centre=False) if "확정" in str(one.title)]


@pytest.mark.parametrize("terms", [{"quota": 1}, {"budget_krw": 100_000_000}])
def test_no_more_are_selected_than_quota_and_budget_hold(terms):
    rows = waiting(2, **terms)
    concluded(rows)
    decide(rows[0])
    propose(rows[1])

    with pytest.raises(NoPlace):
        services.confirm_selection(application_id=rows[1].pk, by=person(Role.MANAGER), at=AT, approval=APPROVAL)

    assert fresh(rows[1]).state == State.PROPOSED


def test_a_case_judged_alone_is_told_at_once_and_has_no_waitlist():
    row, staff, _people = in_review()
    hand_in_all(row)
    with pytest.raises(NoWaitlist):
        propose(row, WAITLIST, staff)

    decide(row, DECLINE)

    assert (fresh(row).state, fresh(row).published_at) == (State.NOT_SELECTED, AT)
    assert "intake.not_selected" in told(row)


def test_staff_read_and_publish_the_results_on_their_page(client):
    rows = waiting(2)
    one = concluded(rows, marks=(8, 9))
    client.force_login(person(Role.STAFF))
    address = reverse("intake:results", args=[one.uid])
    for row in rows:
        decide(row)
    screen = client.get(reverse("intake:screen", args=[rows[0].uid])).content.decode()
    before = client.get(address)

    publishing, sure = reverse("intake:publish-results", args=[one.uid]), {"publish-sure": "on"}
    slip = client.post(publishing)
    assert (slip.status_code, fresh(rows[0]).state) == (422, State.DECIDED)
    client.post(publishing, sure)

    assert address in screen
    assert [row.number for row in before.context["rows"]] == [rows[1].receipt_number, rows[0].receipt_number]
    assert before.context["publish_form"]
    assert client.get(address).context["publish_form"] is None
    assert fresh(rows[0]).state == State.SELECTED
    again = client.post(publishing, sure)
    assert again.status_code == 409
    assert "발표할 결정이 없습니다" in again.content.decode()


def test_programs_confirm_the_waitlist_and_publish():
    rows = waiting(1)
    one = concluded(rows)
    propose(rows[0], WAITLIST)
    manager = APIClient()
    manager.force_authenticate(person(Role.MANAGER))
    manager.post(f"/api/v1/intake/applications/{rows[0].uid}/confirm-waitlist/", PAPER, format="json")
    path = f"/api/v1/intake/committees/{one.uid}"
    nobody = APIClient()
    nobody.force_authenticate(rows[0].applicant)

    before = manager.get(f"{path}/results/").data
    after = manager.post(f"{path}/publish/").data
    again = manager.post(f"{path}/publish/")

    assert [(row["state"], row["outcome"]) for row in before] == [("decided", "waitlist")]
    assert [(row["state"], row["waitlist_rank"]) for row in after] == [("waitlisted", 1)]
    assert (again.status_code, again.data["code"]) == (409, "nothing_to_publish")
    assert nobody.get(f"{path}/results/").status_code == 403
    assert nobody.post(f"{path}/publish/").status_code == 403


@pytest.mark.parametrize("count", [1, 4])
def test_the_list_of_results_asks_the_same_for_any_number(django_assert_num_queries, count):
    rows = waiting(count)
    one = concluded(rows)
    staff = person(Role.STAFF)

    with django_assert_num_queries(3):
        selectors.result_rows(one, staff)
