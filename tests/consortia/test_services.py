"""From a selected application to partners who accept, and every refusal on the way."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from apps.accounts.roles import Role
from apps.audit.models import Event
from apps.consortia import errors, selectors, services
from apps.consortia.models import Brief, Candidate, Proposal
from apps.consortia.services import BriefEntry, RoleEntry
from apps.consortia.states import BriefState, ProposalState
from apps.directory.models import Organisation
from apps.directory.services import CapacityFull, add_relation
from apps.intake.models import Application
from apps.kernel.errors import NotAllowed, NotFound
from apps.notices.models import Notice
from apps.workflow.models import Wait
from apps.workflow.services import ReasonMissing
from tests.accounts.factories import person
from tests.consortia import factories as make
from tests.directory import factories as directory

pytestmark = pytest.mark.django_db
ROLE = RoleEntry("adviser", "adviser", [], Decimal("1.5"), 5_000_000, "표본 자문")


def open_waits(row) -> list[tuple[str, str]]:
    rows = Wait.objects.filter(subject_label=row._meta.label_lower, subject_id=row.pk, closed_at__isnull=True)
    return sorted(rows.values_list("party", "key"))


def used(kind: str) -> tuple[Decimal, int]:
    row = Organisation.objects.get(kind=kind)
    return row.capacity_used_months, row.projects_running


def test_a_brief_copies_the_action_and_proposes_its_roles():
    brief = make.brief()

    action = brief.planned_action.action
    assert (brief.state, brief.months, brief.skills) == (BriefState.DRAFT, action.months, action.skills)
    assert list(brief.roles.values_list("role", "organisation_kind")) == [
        ("lead_lab", "laboratory"),
        ("supplier", "supplier"),
    ]
    assert sum(brief.roles.values_list("budget_krw", flat=True)) == brief.budget_krw
    assert open_waits(brief) == [("role:staff", "state")]


def test_only_a_selected_demonstration_gets_a_brief():
    application = make.selected()
    Application.objects.filter(pk=application.pk).update(state="in_review")

    with pytest.raises(errors.NotSelected):
        make.brief(application)

    assert not Brief.objects.exists()


def test_one_application_has_one_live_brief():
    brief = make.brief()

    with pytest.raises(errors.BriefExists):
        make.brief(brief.application)

    services.cancel(brief_uid=brief.uid, reason=make.REASON, by=brief.opened_by, at=make.AT)
    assert make.brief(brief.application).pk != brief.pk


def test_an_action_of_another_roadmap_is_refused():
    application, other = make.selected(), make.issued_roadmap()

    with pytest.raises(errors.NotInRoadmap):
        services.open_brief(
            application_id=application.pk,
            planned_action_id=other.actions.first().pk,
            by=person(Role.STAFF),
            at=make.AT,
        )


def test_a_roadmap_of_another_company_does_not_count():
    application, other = make.selected(), make.issued_roadmap()
    Application.objects.filter(pk=application.pk).update(cited_roadmap_number=other.number)

    with pytest.raises(errors.NoRoadmap):
        selectors.choosable_actions(Application.objects.get(pk=application.pk))


@pytest.mark.parametrize("role", [Role.COMPANY, Role.CONSULTANT, Role.UNIVERSITY, Role.OFFICIAL])
def test_only_the_centre_opens_briefs(role):
    application = make.selected()

    with pytest.raises(NotAllowed):
        services.open_brief(application_id=application.pk, planned_action_id=1, by=person(role), at=make.AT)


def test_editing_a_brief_and_its_roles_is_recorded():
    brief = make.brief()
    staff = brief.opened_by
    first = brief.roles.order_by("position").first()

    services.edit_brief(
        brief_uid=brief.uid, entry=BriefEntry("새 이름", "새 설명", 5, 900_000_000), by=staff, at=make.AT
    )
    added = services.add_role(brief_uid=brief.uid, entry=ROLE, by=staff, at=make.AT)
    services.edit_role(brief_uid=brief.uid, role_uid=first.uid, entry=ROLE, by=staff, at=make.AT)
    services.remove_role(brief_uid=brief.uid, role_uid=added.uid, by=staff, at=make.AT)

    brief.refresh_from_db()
    first.refresh_from_db()
    assert (brief.title, brief.months, brief.budget_krw) == ("새 이름", 5, 900_000_000)
    assert (first.role, first.months_needed) == ("adviser", Decimal("1.5"))
    assert brief.roles.filter(removed_at__isnull=True).count() == 2
    actions = Event.objects.filter(subject_label="consortia.brief").order_by("pk").values_list("action", flat=True)
    assert list(actions) == ["open", "edit", "add_role", "edit_role", "remove_role"]


def test_an_unknown_skill_is_refused_and_nothing_written():
    brief = make.brief()
    entry = RoleEntry("adviser", "adviser", ["no-such"], Decimal(1), 0)

    with pytest.raises(errors.UnknownSkill):
        services.add_role(brief_uid=brief.uid, entry=entry, by=brief.opened_by, at=make.AT)

    assert brief.roles.count() == 2


def test_a_project_without_roles_is_not_published():
    brief = make.brief()
    for role in brief.roles.all():
        services.remove_role(brief_uid=brief.uid, role_uid=role.uid, by=brief.opened_by, at=make.AT)

    with pytest.raises(errors.NoRoles):
        services.publish(brief_uid=brief.uid, by=brief.opened_by, at=make.AT)

    assert make.fresh(brief).state == "draft"


def test_roles_share_the_money_of_the_project_and_never_ask_for_more():
    brief = make.brief()
    asked = [role.budget_krw for role in brief.roles.all()]
    entry = replace(ROLE, budget_krw=1)
    services.add_role(brief_uid=brief.uid, entry=entry, by=brief.opened_by, at=make.AT)

    with pytest.raises(errors.RolesAboveBudget):
        services.publish(brief_uid=brief.uid, by=brief.opened_by, at=make.AT)

    assert (sum(asked), make.fresh(brief).state) == (brief.budget_krw, "draft")


def test_publishing_judges_the_candidates():
    partners = make.partners()
    brief = make.published()

    judged = Candidate.objects.filter(brief_role__brief=brief)
    assert {row.organisation_id for row in judged} == {partner.pk for partner in partners.values()}
    assert all(row.exclusions == [] and row.score > 0 for row in judged)


def test_a_partner_tied_to_the_company_is_out_and_cannot_be_asked():
    partners = make.partners()
    application = make.selected()
    member = directory.member_of(partners["laboratory"])
    add_relation(
        user_id=member.pk, organisation_id=application.company_id, kind="ownership", by=person(Role.STAFF), at=make.AT
    )
    brief = make.published(application=application)
    role = make.role_of(brief, "laboratory")

    assert Candidate.objects.get(brief_role=role).exclusions == ["conflict"]
    with pytest.raises(errors.NotACandidate, match="이해관계"):
        services.propose(
            brief_uid=brief.uid,
            partners={role.uid: partners["laboratory"].uid},
            due_at=make.DUE,
            message="",
            by=brief.opened_by,
            at=make.AT,
        )
    assert not Proposal.objects.exists()


def test_asking_all_roles_moves_the_brief_and_asks_each_partner():
    brief = make.proposed()
    proposal = make.proposal_to(brief, "laboratory")

    assert brief.state == BriefState.PROPOSED
    assert open_waits(proposal) == [(f"org:{proposal.organisation_id}", "state")]
    assert Notice.objects.filter(kind="consortia.proposed").count() == 2


def test_a_role_is_asked_for_once_at_a_time():
    partners = make.partners()
    brief = make.published()
    role = make.role_of(brief, "laboratory")
    ask = {"brief_uid": brief.uid, "due_at": make.DUE, "message": "", "by": brief.opened_by, "at": make.AT}
    services.propose(partners={role.uid: partners["laboratory"].uid}, **ask)

    with pytest.raises(errors.RoleTaken):
        services.propose(partners={role.uid: partners["laboratory"].uid}, **ask)
    with pytest.raises(errors.RoleTaken):
        services.edit_role(brief_uid=brief.uid, role_uid=role.uid, entry=ROLE, by=brief.opened_by, at=make.AT)

    assert Proposal.objects.count() == 1


def test_a_due_time_in_the_past_is_refused():
    partners = make.partners()
    brief = make.published()
    role = make.role_of(brief, "laboratory")

    with pytest.raises(errors.DueInThePast):
        services.propose(
            brief_uid=brief.uid,
            partners={role.uid: partners["laboratory"].uid},
            due_at=make.AT,
            message="",
            by=brief.opened_by,
            at=make.AT,
        )


def test_accepting_reserves_capacity_and_the_last_one_calls_for_terms():
    brief = make.proposed()
    laboratory = make.proposal_to(brief, "laboratory")

    services.accept(proposal_uid=laboratory.uid, by=make.answerer(laboratory), at=make.AT)
    assert used("laboratory") == (laboratory.months, 1)
    assert open_waits(brief) == []

    supplier = make.proposal_to(brief, "supplier")
    services.accept(proposal_uid=supplier.uid, by=make.answerer(supplier), at=make.AT)
    assert open_waits(brief) == [("role:staff", "draft_agreement")]


def test_a_second_answer_is_refused_and_counts_nothing_twice():
    brief = make.proposed()
    proposal = make.proposal_to(brief, "laboratory")
    member = make.answerer(proposal)
    services.accept(proposal_uid=proposal.uid, by=member, at=make.AT)

    with pytest.raises(errors.AlreadyAnswered):
        services.accept(proposal_uid=proposal.uid, by=member, at=make.AT)
    with pytest.raises(errors.AlreadyAnswered):
        services.decline(proposal_uid=proposal.uid, reason=make.REASON, by=member, at=make.AT)

    assert used("laboratory") == (proposal.months, 1)


def test_a_full_partner_cannot_accept_and_nothing_is_written():
    brief = make.proposed()
    proposal = make.proposal_to(brief, "laboratory")
    Organisation.objects.filter(pk=proposal.organisation_id).update(projects_running=2)

    with pytest.raises(CapacityFull):
        services.accept(proposal_uid=proposal.uid, by=make.answerer(proposal), at=make.AT)

    proposal.refresh_from_db()
    assert proposal.state == ProposalState.PROPOSED
    assert not Event.objects.filter(action="accept").exists()


def test_an_answer_after_the_due_time_is_refused():
    brief = make.proposed()
    proposal = make.proposal_to(brief, "laboratory")

    with pytest.raises(errors.TooLate):
        services.accept(proposal_uid=proposal.uid, by=make.answerer(proposal), at=make.DUE + timedelta(seconds=1))


def test_another_partner_does_not_know_of_the_proposal():
    brief = make.proposed()
    laboratory, supplier = make.proposal_to(brief, "laboratory"), make.proposal_to(brief, "supplier")

    with pytest.raises(NotFound):
        services.accept(proposal_uid=laboratory.uid, by=make.answerer(supplier), at=make.AT)


def test_a_refusal_needs_its_reason_and_the_brief_looks_for_another():
    brief = make.proposed()
    proposal = make.proposal_to(brief, "laboratory")
    member = make.answerer(proposal)

    with pytest.raises(ReasonMissing):
        services.decline(proposal_uid=proposal.uid, reason=" ", by=member, at=make.AT)
    services.decline(proposal_uid=proposal.uid, reason=make.REASON, by=member, at=make.AT)

    assert make.fresh(brief).state == BriefState.OPEN
    services.score_candidates(brief_uid=brief.uid, by=brief.opened_by, at=make.AT)
    assert Candidate.objects.get(organisation=proposal.organisation).exclusions == ["declined"]


def test_an_unanswered_proposal_expires_once_its_time_is_over():
    brief = make.proposed()
    proposal = make.proposal_to(brief, "laboratory")

    services.expire(proposal_id=proposal.pk, at=make.DUE - timedelta(seconds=1))
    proposal.refresh_from_db()
    assert proposal.state == ProposalState.PROPOSED

    overdue = selectors.overdue_proposals(make.DUE)
    assert {"proposal_id": proposal.pk} in overdue
    for _time in range(2):
        services.expire(proposal_id=proposal.pk, at=make.DUE)
    proposal.refresh_from_db()
    assert (proposal.state, make.fresh(brief).state) == (ProposalState.EXPIRED, BriefState.OPEN)


def test_taking_an_accepted_proposal_back_frees_its_capacity():
    brief = make.accepted()
    proposal = make.proposal_to(brief, "laboratory")

    services.withdraw(proposal_uid=proposal.uid, reason=make.REASON, by=brief.opened_by, at=make.AT)

    assert used("laboratory") == (Decimal(0), 0)
    assert make.fresh(brief).state == BriefState.OPEN
    assert open_waits(brief) == [("role:staff", "state")]


def test_cancelling_a_project_frees_everybody():
    brief = make.accepted()

    services.cancel(brief_uid=brief.uid, reason=make.REASON, by=brief.opened_by, at=make.AT)

    assert set(Proposal.objects.values_list("state", flat=True)) == {ProposalState.WITHDRAWN}
    assert (used("laboratory"), used("supplier")) == ((Decimal(0), 0), (Decimal(0), 0))
    assert open_waits(brief) == []
