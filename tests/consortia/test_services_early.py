"""A consortium that forms before the selection: what may begin early, what waits for the result, and how it ends."""

import re
from decimal import Decimal

import pytest
from django.urls import reverse
from rest_framework.test import APIClient

from apps.accounts.roles import Role
from apps.consortia import errors, selectors, services, tasks
from apps.consortia.models import Agreement, Brief, Proposal
from apps.consortia.states import BriefState, ProposalState
from apps.directory.models import Membership, Organisation
from apps.intake import selectors as intake_selectors
from apps.intake import services as intake
from apps.intake.models import Application, Call
from apps.intake.states import Outcome, State
from apps.notices.models import Notice
from apps.panels.errors import Conflicted
from apps.panels.models import Sitting
from apps.workflow.models import Delivery, Wait
from tests.accounts.factories import person
from tests.consortia import factories as make
from tests.directory import factories as directory
from tests.intake import factories as applications
from tests.intake import selecting
from tests.panels.factories import pooled

pytestmark = pytest.mark.django_db
NEWS = {tasks.APPLICATION_MOVED: tasks.application_moved, tasks.APPLICATION_GONE: tasks.application_gone}
EARLY = [State.ADMITTED, State.IN_REVIEW, State.PROPOSED, State.DECIDED]
CLOSED = [State.SUBMITTED, State.CORRECTING, State.REJECTED, State.WAITLISTED, State.NOT_SELECTED, State.WITHDRAWN]


def early(when: str = "before_selection") -> Application:
    """An application admitted to a call under this setting, of which the worker has heard."""
    roadmap = make.issued_roadmap()
    call = applications.call(selecting.CODE)
    Call.objects.filter(pk=call.pk).update(settings={**call.settings, "consortium": when})
    filled = {**applications.MONEY, "cited_roadmap_number": roadmap.number}
    applicant = directory.member_of(roadmap.company)
    row = applications.admitted(applicant, at=make.AT, code=selecting.CODE, **filled)
    hear()
    return applications.fresh(row)


def hear() -> None:
    """What the worker does with the news of applications."""
    for delivery in Delivery.objects.filter(job__in=NEWS, state=Delivery.State.PENDING).order_by("pk"):
        NEWS[delivery.job](delivery_id=delivery.pk)


def decided(row: Application, outcome: Outcome) -> None:
    """Judged by a committee and decided by two people; nobody outside the centre is told."""
    call = row.call
    Call.objects.filter(pk=call.pk).update(settings={**call.settings, "panel": selecting.TERMS})
    selecting.concluded([applications.fresh(row)])
    selecting.decide(row, outcome)


def told(row: Application, outcome: Outcome) -> None:
    """A result of a committee, published and heard of."""
    decided(row, outcome)
    committee = selecting.Committee.objects.get()
    intake.publish_results(committee_uid=committee.uid, by=person(Role.STAFF), at=make.AT)
    hear()


def asked(row) -> set[str]:
    rows = Wait.objects.filter(subject_label=row._meta.label_lower, subject_id=row.pk, closed_at=None)
    return set(rows.values_list("key", flat=True))


def listed() -> list[str]:
    return [row["receipt_number"] for row in selectors.without_brief(person(Role.STAFF), 20)]


def test_staff_are_asked_for_a_project_when_the_application_is_admitted():
    row = early()

    assert "open_brief" in asked(row)
    assert listed() == [row.receipt_number]
    brief = make.brief(row)
    assert brief.state == BriefState.DRAFT
    assert (listed(), "open_brief" in asked(row)) == ([], False)
    services.cancel(brief_uid=brief.uid, reason=make.REASON, by=brief.opened_by, at=make.AT)
    assert listed() == [row.receipt_number]


@pytest.mark.parametrize("when", ["after_selection", None])
def test_elsewhere_the_selection_comes_first(when):
    row = early(when)

    with pytest.raises(errors.NotSelected):
        make.brief(row)

    assert (listed(), "open_brief" in asked(row)) == ([], False)
    assert not Brief.objects.exists()


def test_an_admitted_diagnosis_asks_for_no_project():
    row = applications.admitted()
    hear()

    assert "open_brief" not in asked(row)
    with pytest.raises(errors.NotSelected):
        services.open_brief(application_id=row.pk, planned_action_id=1, by=person(Role.STAFF), at=make.AT)


@pytest.mark.parametrize("state", EARLY)
def test_a_project_may_begin_from_admission_until_the_result_is_told(state):
    row = early()
    Application.objects.filter(pk=row.pk).update(state=state)

    assert listed() == [row.receipt_number]
    assert make.brief(row).state == BriefState.DRAFT


@pytest.mark.parametrize("state", CLOSED)
def test_no_project_begins_before_admission_or_after_another_result(state):
    row = early()
    Application.objects.filter(pk=row.pk).update(state=state, published_at=make.AT)

    with pytest.raises(errors.NotSelected):
        make.brief(row)

    assert (listed(), Brief.objects.exists()) == ([], False)


def test_terms_wait_for_the_published_selection():
    row = early()
    one = make.cheap(make.accepted(application=row))
    staff = APIClient()
    staff.force_authenticate(one.opened_by)

    with pytest.raises(errors.NotSelectedYet, match="선정된 뒤에 협약 조건을 작성할 수 있습니다"):
        services.draft_agreement(brief_uid=one.uid, draft=make.terms(one), by=one.opened_by, at=make.AT)
    decided(row, Outcome.SELECT)
    address = f"/api/v1/consortia/briefs/{one.uid}/agreement/"
    refused = staff.post(address, staff.get(address).json()["terms"], format="json")

    assert (refused.status_code, refused.json()["code"]) == (409, "not_selected_yet")
    assert not Agreement.objects.exists()
    assert "draft_agreement" not in asked(one)


def test_a_published_selection_asks_for_terms_and_not_for_another_project():
    row = early()
    one = make.cheap(make.accepted(application=row))

    told(row, Outcome.SELECT)

    assert asked(one) == {"draft_agreement"}
    assert (listed(), "open_brief" in asked(row)) == ([], False)
    made = services.draft_agreement(brief_uid=one.uid, draft=make.terms(one), by=one.opened_by, at=make.AT)
    services.follow(application_id=row.pk, at=make.AT)
    assert (made.brief_id, "draft_agreement" in asked(one)) == (one.pk, False)


def test_who_accepts_last_after_the_selection_calls_for_terms():
    row = early()
    one = make.proposed(application=row)
    told(row, Outcome.SELECT)
    before = asked(one)

    for kind in ("laboratory", "supplier"):
        proposal = make.proposal_to(one, kind)
        services.accept(proposal_uid=proposal.uid, by=make.answerer(proposal), at=make.AT + make.HOUR)

    assert ("draft_agreement" in before, "draft_agreement" in asked(one)) == (False, True)


@pytest.mark.parametrize("end", ["not_selected", "withdrawn"])
def test_a_project_ends_with_its_application_and_partners_are_told_and_free(end):
    row = early()
    one = make.accepted(application=row)
    busy = set(Organisation.objects.partners().values_list("projects_running", flat=True))

    if end == "not_selected":
        told(row, Outcome.DECLINE)
    else:
        intake.withdraw(application_id=row.pk, reason="사정", by=row.applicant, at=make.AT)
        hear()

    assert Brief.objects.get(pk=one.pk).state == BriefState.CANCELLED
    gone = Proposal.objects.filter(brief=one)
    assert set(gone.values_list("state", flat=True)) == {ProposalState.WITHDRAWN}
    words = "신청이 선정되지 않았습니다." if end == "not_selected" else "신청이 철회되거나 선정이 취소되었습니다."
    assert set(gone.values_list("reason", flat=True)) == {words}
    assert max(busy) == 1
    free = set(Organisation.objects.partners().values_list("capacity_used_months", "projects_running"))
    assert free == {(Decimal(0), 0)}
    partners = {directory.member_of(proposal.organisation).pk for proposal in gone.select_related("organisation")}
    assert set(Notice.objects.filter(kind="consortia.withdrawn").values_list("to", flat=True)) == partners
    assert (asked(one), "open_brief" in asked(row)) == (set(), False)


def test_nobody_is_asked_any_more_for_the_project_of_an_application_that_is_not_selected():
    row = early()

    told(row, Outcome.DECLINE)

    assert (listed(), "open_brief" in asked(row)) == ([], False)


def test_on_the_waitlist_a_project_stays_and_staff_are_asked_to_end_it():
    row = early()
    one = make.accepted(application=row)

    told(row, Outcome.WAITLIST)

    assert (Brief.objects.get(pk=one.pk).state, asked(one)) == (BriefState.PROPOSED, {"end_of_waitlist"})
    with pytest.raises(errors.NotSelectedYet):
        services.draft_agreement(brief_uid=one.uid, draft=make.terms(one), by=one.opened_by, at=make.AT)
    services.cancel(brief_uid=one.uid, reason=make.REASON, by=one.opened_by, at=make.AT)
    assert (asked(one), "open_brief" in asked(row)) == (set(), False)
    assert set(Organisation.objects.partners().values_list("projects_running", flat=True)) == {0}


def test_who_is_called_from_the_waitlist_goes_on_to_terms():
    row = early()
    one = make.accepted(application=row)
    told(row, Outcome.WAITLIST)

    revision = intake.propose_revision(
        application_id=row.pk, kind="promote", reason="표본", by=person(Role.STAFF), at=make.AT
    )
    intake.confirm_revision(revision_uid=revision.uid, by=person(Role.MANAGER), at=make.AT)
    hear()

    assert (asked(one), listed()) == ({"draft_agreement"}, [])


def seen(client, user, address: str) -> str:
    """A page as somebody reads it, without what differs from one call to the next."""
    client.force_login(user, backend="apps.accounts.backends.HouseBackend")
    response = client.get(address)
    assert response.status_code == 200
    return re.sub(r'(csrfmiddlewaretoken" value|nonce)="[^"]+"', "", response.content.decode())


@pytest.mark.parametrize("outcome", list(Outcome))
def test_no_page_of_company_or_partner_tells_a_result_that_is_not_published(client, outcome):
    row = early()
    one = make.accepted(application=row)
    proposal = make.proposal_to(one, "laboratory")
    readers = [
        (row.applicant, one.get_absolute_url()),
        (row.applicant, reverse("consortia:list")),
        (make.answerer(proposal), proposal.get_absolute_url()),
        (make.answerer(proposal), reverse("consortia:proposals")),
    ]
    people = [row.applicant, make.answerer(proposal)]
    pages = [seen(client, user, address) for user, address in readers]
    notices = Notice.objects.filter(to__in=people).count()

    decided(row, outcome)
    hear()

    assert applications.fresh(row).state == State.DECIDED
    assert [seen(client, user, address) for user, address in readers] == pages
    assert Notice.objects.filter(to__in=people).count() == notices
    assert "선정 결과가 나오기 전에" in pages[0]
    assert "아직 선정되지 않은" in pages[2]


def test_who_works_for_a_partner_of_the_project_does_not_judge_it_until_the_proposal_ends():
    row = early()
    one = make.proposed(application=row)
    accepted, waiting = make.proposal_to(one, "laboratory"), make.proposal_to(one, "supplier")
    services.accept(proposal_uid=accepted.uid, by=make.answerer(accepted), at=make.AT)
    people = pooled(7)
    for reviewer, proposal in zip(people, (accepted, waiting), strict=False):
        Membership.objects.create(
            organisation=proposal.organisation,
            user=reviewer,
            position=Membership.Position.MANAGER,
            started_on=make.AT.date(),
        )
    given = {"application_id": row.pk, "due_at": make.AT + applications.DAY, "by": person(Role.STAFF), "at": make.AT}

    with pytest.raises(Conflicted) as refusal:
        intake.convene(reviewers=people, **given)

    said = [str(problem.message) for problem in refusal.value.problems]
    assert [reviewer.name in words for reviewer, words in zip(people, sorted(said), strict=False)] == [True, True]
    assert all("이 과제의 참여기관 소속" in words for words in said)
    assert not Sitting.objects.exists()
    known = intake_selectors.candidates_for(row, make.AT)
    assert [bool(known[reviewer.pk].obstacle) for reviewer in people] == [True, True, *[False] * 5]

    services.cancel(brief_uid=one.uid, reason=make.REASON, by=one.opened_by, at=make.AT)

    assert intake.convene(reviewers=people, **given).state == State.IN_REVIEW
