"""Opening a project brief from an application whose consortium may form, and editing it until partners are asked."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.audit import services as audit
from apps.centre import services as centre
from apps.consortia import permissions, rules, selectors
from apps.consortia.entries import BriefEntry, RoleEntry
from apps.consortia.errors import (
    BriefExists,
    NoRoles,
    NotInRoadmap,
    NotSelected,
    RolesAboveBudget,
    RoleTaken,
    UnderAgreement,
    UnknownSkill,
)
from apps.consortia.models import Agreement, Brief, BriefRole, Proposal
from apps.consortia.services import matching, proposals
from apps.consortia.services.locks import demand, has_standing_agreement, locked_brief
from apps.consortia.states import WAIT_FOR_CALL, AgreementAction, AgreementState, BriefAction, BriefState
from apps.directory.models import Organisation, Skill
from apps.intake import selectors as intake_read
from apps.intake import services as intake
from apps.intake.models import Application
from apps.intake.states import WAIT_FOR_BRIEF
from apps.intake.states import State as ApplicationState
from apps.kernel import bounds
from apps.kernel.errors import Invalid, NotFound, UidTaken, WrongState
from apps.roadmaps.models import PlannedAction, Roadmap
from apps.roadmaps.rules import parted_skills
from apps.workflow import services as workflow

EDITABLE = (BriefState.DRAFT, BriefState.OPEN)
UNBOUND = (*EDITABLE, BriefState.PROPOSED)
UNSIGNED = (AgreementState.DRAFT, AgreementState.SIGNED)


@transaction.atomic
def open_brief(*, application_id: int, planned_action_id: int, by: User, at: datetime) -> Brief:
    """Open the project of a demonstration application: one action of the roadmap it cites, with proposed roles. The
    application is selected, or admitted where the call's settings form the consortium before the selection.

    Raises NotAllowed, NotFound, NotSelected, NoRoadmap, NotInRoadmap, BriefExists.
    """
    demand(by, permissions.MANAGE)
    rows = Application.objects.visible_to(by).select_for_update(of=("self",)).select_related("company", "call")
    application = rows.filter(pk=application_id).first()
    if application is None:
        raise NotFound
    if not intake_read.may_form(application):
        raise NotSelected
    if Brief.objects.alive().filter(application=application).exists():
        raise BriefExists
    roadmap, actions = selectors.choosable_actions(application)
    planned = next((action for action in actions if action.pk == planned_action_id), None)
    if planned is None:
        raise NotInRoadmap(field="planned_action")
    brief = _create(application, roadmap, planned, by, at)
    audit.record(subject=brief, action="open", by=by, at=at, after={"state": brief.state})
    workflow.open_state_waits(brief, at=at)
    workflow.close_waits(application, at=at, key=WAIT_FOR_BRIEF)
    return brief


@transaction.atomic
def edit_brief(*, brief_uid: UUID, entry: BriefEntry, by: User, at: datetime) -> Brief:
    """Rewrite what a brief says while partners are not all asked; a budget is not cut below what its roles cost.

    Raises NotAllowed, NotFound, WrongState, RolesAboveBudget, Invalid beyond the bounds of a project.
    """
    brief = _editable(brief_uid, by)
    if not 0 <= entry.budget_krw <= bounds.MOST_KRW:
        raise Invalid(field="budget_krw")
    if len(entry.summary) > bounds.MOST_TEXT:
        raise Invalid(field="summary")
    if entry.budget_krw < brief.budget_krw and sum(_amounts(brief)) > entry.budget_krw:
        raise RolesAboveBudget(field="budget_krw")
    before = {"title": brief.title, "months": brief.months, "budget_krw": brief.budget_krw}
    brief.title, brief.summary = entry.title, entry.summary
    brief.months, brief.budget_krw = entry.months, entry.budget_krw
    brief.save(update_fields=["title", "summary", "months", "budget_krw"])
    after = {"title": brief.title, "months": brief.months, "budget_krw": brief.budget_krw}
    audit.record(subject=brief, action="edit", by=by, at=at, before=before, after=after)
    return brief


@transaction.atomic
def add_role(*, brief_uid: UUID, entry: RoleEntry, by: User, at: datetime, uid: UUID | None = None) -> BriefRole:
    """Ask for one more role; the same `uid` twice is once. Raises NotAllowed, WrongState, UnknownSkill."""
    brief = _editable(brief_uid, by)
    known = BriefRole.objects.filter(brief=brief, uid=uid).first() if uid else None
    if known is not None:
        return known
    if uid is not None and BriefRole.objects.filter(uid=uid).exists():
        raise UidTaken(field="uid")
    last = BriefRole.objects.filter(brief=brief).aggregate(last=Max("position"))["last"] or 0
    role = BriefRole.objects.create(
        brief=brief, position=last + 1, **_values(entry), **({"uid": uid} if uid is not None else {})
    )
    audit.record(subject=brief, action="add_role", by=by, at=at, after={"role": role.role})
    _rescore(brief, at)
    return role


@transaction.atomic
def edit_role(*, brief_uid: UUID, role_uid: UUID, entry: RoleEntry, by: User, at: datetime) -> BriefRole:
    """Change what a role asks, as long as nobody was asked to take it. Raises RoleTaken besides those of `add_role`."""
    brief = _editable(brief_uid, by)
    role = _free_role(brief, role_uid)
    before = {"role": role.role, "months": str(role.months_needed), "budget_krw": role.budget_krw}
    for name, value in _values(entry).items():
        setattr(role, name, value)
    role.save()
    after = {"role": role.role, "months": str(role.months_needed), "budget_krw": role.budget_krw}
    audit.record(subject=brief, action="edit_role", by=by, at=at, before=before, after=after)
    _rescore(brief, at)
    return role


@transaction.atomic
def remove_role(*, brief_uid: UUID, role_uid: UUID, by: User, at: datetime) -> None:
    """Take a role out of a brief; what was proposed for it before stays in the record. Raises RoleTaken."""
    brief = _editable(brief_uid, by)
    role = _free_role(brief, role_uid)
    role.removed_at = at
    role.save(update_fields=["removed_at"])
    audit.record(subject=brief, action="remove_role", by=by, at=at, before={"role": role.role})


@transaction.atomic
def publish(*, brief_uid: UUID, by: User, at: datetime) -> Brief:
    """Begin to look for partners: from here on the company sees the brief and the solver counts it.

    Raises NoRoles or RolesAboveBudget.
    """
    brief = locked_brief(brief_uid, by)
    roles_krw = _amounts(brief)
    if not roles_krw:
        raise NoRoles
    if sum(roles_krw) > brief.budget_krw:
        raise RolesAboveBudget
    workflow.fire(brief, BriefAction.PUBLISH, by=by, at=at)
    matching.score(brief, at)
    return brief


@transaction.atomic
def cancel(*, brief_uid: UUID, reason: str, by: User, at: datetime) -> Brief:
    """Give a project up: proposals are taken back, promised capacity is free again, and a new project is asked for.

    Raises UnderAgreement.
    """
    brief = locked_brief(brief_uid, by)
    if has_standing_agreement(brief):
        raise UnderAgreement
    workflow.fire(brief, BriefAction.CANCEL, by=by, at=at, reason=reason)
    workflow.close_waits(brief, at=at)
    proposals.withdraw_all(brief, reason=reason, by=by, at=at)
    if intake_read.may_form(brief.application):
        intake.ask_for_brief(brief.application, at=at)
    return brief


@transaction.atomic
def follow(*, application_id: int, at: datetime) -> None:
    """The application was admitted, or its result published: what is asked of staff follows it.

    Where the consortium may form they are asked for a project, or for terms if every partner of the project accepted.
    A waitlist has no end of its own, so they are asked to end the project of one that is called no more.
    """
    rows = Brief.objects.alive().filter(application=application_id)
    brief = rows.select_for_update(of=("self",)).first()
    applications = Application.objects.select_for_update(of=("self",)).select_related("company", "call")
    application = applications.get(pk=application_id)
    if intake_read.may_form(application) and not rows.exists():
        intake.ask_for_brief(application, at=at)
    else:
        workflow.close_waits(application, at=at, key=WAIT_FOR_BRIEF)
    if brief is None:
        return
    brief.application = application
    workflow.close_waits(brief, at=at, key=WAIT_FOR_CALL)
    if application.state == ApplicationState.WAITLISTED:
        path, what = brief.get_absolute_url(), _("예비 순위에서 더 선정하지 않으면 과제 취소")
        workflow.open_wait(brief, key=WAIT_FOR_CALL, party="role:staff", what=what, path=path, at=at)
    proposals.settle(brief, at)


@transaction.atomic
def let_go(*, application_id: int, reason: str, at: datetime) -> None:
    """The application was not selected or taken back, or its selection cancelled: its project ends, with terms that
    nobody is bound to, and nobody is asked for one.

    Nothing happens where an agreement is in force: such an application cannot be taken back.
    """
    rows = Brief.objects.select_for_update(of=("self",)).select_related("company", "application__call")
    for brief in rows.filter(application=application_id, state__in=UNBOUND).order_by("pk"):
        for agreement in Agreement.objects.select_for_update().filter(brief=brief, state__in=UNSIGNED).order_by("pk"):
            agreement.brief = brief
            workflow.fire(agreement, AgreementAction.DROP, by=None, at=at, reason=reason)
        workflow.fire(brief, BriefAction.CANCEL, by=None, at=at, reason=reason)
        workflow.close_waits(brief, at=at)
        proposals.withdraw_all(brief, reason=reason, by=None, at=at)
    workflow.close_waits(Application.objects.get(pk=application_id), at=at, key=WAIT_FOR_BRIEF)


def _create(application: Application, roadmap: Roadmap, planned: PlannedAction, by: User, at: datetime) -> Brief:
    action = planned.action
    brief = Brief.objects.create(
        number=centre.next_number("brief", at),
        application=application,
        roadmap=roadmap,
        planned_action=planned,
        company=application.company,
        title=f"{application.company.name_ko} {action.name_ko}"[:200],
        summary=action.summary_ko,
        months=planned.months,
        budget_krw=application.budget_krw or planned.cost_krw,
        skills=list(action.skills),
        opened_by=by,
        opened_at=at,
    )
    known = set(Skill.objects.filter(code__in=action.skills).values_list("code", flat=True))
    lab, supplier = parted_skills([code for code in action.skills if code in known])
    drafts = rules.default_roles(lab, supplier, planned.months, brief.budget_krw)
    BriefRole.objects.bulk_create(
        BriefRole(
            brief=brief,
            position=position,
            role=draft.role,
            organisation_kind=draft.kind,
            skills=list(draft.skills),
            months_needed=draft.months,
            budget_krw=draft.budget_krw,
        )
        for position, draft in enumerate(drafts, start=1)
    )
    return brief


def _editable(brief_uid: UUID, by: User) -> Brief:
    demand(by, permissions.MANAGE)
    brief = locked_brief(brief_uid, by)
    if brief.state not in EDITABLE:
        raise WrongState
    return brief


def _amounts(brief: Brief) -> list[int]:
    """What each role of a brief costs."""
    return list(brief.roles.filter(removed_at__isnull=True).values_list("budget_krw", flat=True))


def _free_role(brief: Brief, role_uid: UUID) -> BriefRole:
    role = BriefRole.objects.select_for_update().filter(brief=brief, uid=role_uid, removed_at__isnull=True).first()
    if role is None:
        raise NotFound
    if Proposal.objects.live().filter(brief_role=role).exists():
        raise RoleTaken
    return role


def _values(entry: RoleEntry) -> dict[str, object]:
    if entry.role not in BriefRole.Code.values or entry.organisation_kind not in Organisation.PARTNER_KINDS:
        raise Invalid(field="role")
    if not 0 < entry.months <= bounds.MOST_ROLE_MONTHS:
        raise Invalid(field="months")
    if not 0 <= entry.budget_krw <= bounds.MOST_KRW:
        raise Invalid(field="budget_krw")
    if Skill.objects.filter(code__in=entry.skills).count() != len(set(entry.skills)):
        raise UnknownSkill(field="skills")
    return {
        "role": entry.role,
        "organisation_kind": entry.organisation_kind,
        "skills": sorted(set(entry.skills)),
        "months_needed": entry.months,
        "budget_krw": entry.budget_krw,
        "duties": entry.duties,
    }


def _rescore(brief: Brief, at: datetime) -> None:
    if brief.state == BriefState.OPEN:
        matching.score(brief, at)
