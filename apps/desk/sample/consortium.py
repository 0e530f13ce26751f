"""The fourth act: a brief, a plan over all open briefs, partners who accept, an agreement."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from django.utils import timezone

from apps.accounts.roles import Role
from apps.consortia import selectors
from apps.consortia import services as consortia
from apps.consortia.models import Agreement, Brief, MatchRun, Proposal
from apps.desk.sample.cast import Cast
from apps.desk.sample.intake import Case
from apps.desk.sample.roadmap import chosen_action
from apps.intake.models import Application
from apps.roadmaps.models import Roadmap


def publish(cast: Cast, case: Case, application: Application, roadmap: Roadmap) -> Brief:
    staff = cast.one(Role.STAFF)
    brief = consortia.open_brief(
        application_id=application.pk,
        planned_action_id=chosen_action(case, roadmap).pk,
        by=staff,
        at=case.later(days=2),
    )
    return consortia.publish(brief_uid=brief.uid, by=staff, at=case.later(hours=1))


def match(cast: Cast, case: Case, brief: Brief) -> dict[UUID, UUID]:
    """Ask for a plan over all open briefs, worked out here as the worker would: role → organisation of this brief."""
    run = consortia.request_run(by=cast.one(Role.STAFF), at=case.later(hours=1))
    consortia.solve(run_id=run.pk, at=case.at)
    answer = selectors.run_view(MatchRun.objects.get(pk=run.pk))
    seats = [seat for result in answer.briefs if result.uid == brief.uid for seat in result.seats]
    return {seat.role_uid: seat.organisation_uid for seat in seats if seat.organisation_uid is not None}


def propose(cast: Cast, case: Case, brief: Brief, partners: dict[UUID, UUID]) -> list[Proposal]:
    """Ask the organisations that the plan chose."""
    return consortia.propose(
        brief_uid=brief.uid,
        partners=partners,
        # Whoever plays a partner finds the question still open.
        due_at=max(case.at, timezone.now()) + timedelta(days=14),
        message="현장 문제를 함께 풀 분들을 모십니다. (표본)",
        by=cast.one(Role.STAFF),
        at=case.later(hours=1),
    )


def accept(cast: Cast, case: Case, proposals: list[Proposal]) -> None:
    for proposal in proposals:
        member = cast.partner_members[proposal.organisation_id]
        consortia.accept(proposal_uid=proposal.uid, by=member, at=case.later(days=1))


def agree(cast: Cast, case: Case, brief: Brief) -> Agreement:
    """Terms as the application was selected, with the company's part in cash."""
    staff = cast.one(Role.STAFF)
    brief.refresh_from_db()
    usual = selectors.proposed_terms(brief, case.at.date())
    start = (case.at + timedelta(days=7)).date()
    agreement = consortia.draft_agreement(
        brief_uid=brief.uid,
        draft=replace(usual, starts_on=start, ends_on=start + timedelta(days=30 * brief.months)),
        by=staff,
        at=case.later(days=1),
    )
    consortia.sign(agreement_uid=agreement.uid, by=case.member, at=case.later(days=1))
    partners = [party.organisation_id for party in selectors.partners_of(brief)]
    for organisation_id in dict.fromkeys(partners):
        if organisation_id is not None:
            member = cast.partner_members[organisation_id]
            consortia.sign(agreement_uid=agreement.uid, by=member, at=case.later(hours=3))
    return consortia.sign_as_centre(agreement_uid=agreement.uid, by=cast.one(Role.MANAGER), at=case.later(days=1))
