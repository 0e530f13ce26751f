"""The pool of reviewers: who is in it, what they can judge, what ties they declare."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from apps.accounts import selectors as people
from apps.accounts.models import User
from apps.accounts.roles import Role
from apps.audit import services as audit
from apps.directory import selectors as directory
from apps.directory.models import Skill
from apps.directory.rules import numbers
from apps.kernel.errors import NotAllowed, NotFound
from apps.panels import permissions, selectors
from apps.panels.entries import DeclarationEntry, Profile, Standing
from apps.panels.errors import AlreadyDeclared, AlreadyEnrolled, BadLoad, BadNumber, NotAReviewer, UnknownExpertise
from apps.panels.models import MOST_CASES_A_YEAR, Declaration, Expertise, Reviewer
from apps.panels.services.sheets import CONFLICT, CONFLICT_ASK
from apps.workflow import services as workflow


@transaction.atomic
def enrol(*, user_uid: UUID, profile: Profile, standing: Standing, by: User, at: datetime) -> Reviewer:
    """Take a person with the role of a reviewer into the pool.

    Raises NotAllowed, NotAReviewer, AlreadyEnrolled, UnknownExpertise, BadLoad.
    """
    if not by.can(permissions.MANAGE_POOL):
        raise NotAllowed
    user = people.users_with_role(Role.REVIEWER).filter(uid=user_uid).first()
    if user is None:
        raise NotAReviewer(field="user")
    _check(profile)
    reviewer, created = Reviewer.objects.get_or_create(
        user=user,
        defaults={
            "industries": sorted(set(profile.industries)),
            "yearly_most": profile.yearly_most,
            "is_outsider": standing.is_outsider,
            "is_active": standing.is_active,
            "enrolled_at": at,
            "changed_at": at,
        },
    )
    if not created:
        raise AlreadyEnrolled(field="user")
    _write_expertise(reviewer, profile)
    audit.record(subject=reviewer, action="enrol", by=by, at=at, after=_told(profile, standing))
    return reviewer


@transaction.atomic
def update_profile(
    *, reviewer_uid: UUID, profile: Profile, by: User, at: datetime, standing: Standing | None = None
) -> Reviewer:
    """Change what a reviewer can judge, by themselves or the centre; the standing is the centre's alone.

    Raises NotFound, NotAllowed, UnknownExpertise, BadLoad.
    """
    reviewer = _locked(reviewer_uid, by)
    if standing is not None and not by.can(permissions.MANAGE_POOL):
        raise NotAllowed
    _check(profile)
    now = standing or Standing(reviewer.is_outsider, reviewer.is_active)
    reviewer.industries = sorted(set(profile.industries))
    reviewer.yearly_most = profile.yearly_most
    reviewer.is_outsider, reviewer.is_active = now.is_outsider, now.is_active
    reviewer.changed_at = at
    reviewer.save(update_fields=["industries", "yearly_most", "is_outsider", "is_active", "changed_at"])
    _write_expertise(reviewer, profile)
    audit.record(subject=reviewer, action="update", by=by, at=at, after=_told(profile, now))
    return reviewer


@transaction.atomic
def declare(*, reviewer_uid: UUID, entry: DeclarationEntry, by: User, at: datetime) -> Declaration:
    """Note a tie that a reviewer declares; from now on they are kept off that company's cases.

    Staff are asked to look at those they were seated for already, also where they handed in.
    Raises NotFound, BadNumber, AlreadyDeclared.
    """
    reviewer = _locked(reviewer_uid, by)
    number = numbers.business_number(entry.business_number)
    if not number.is_valid:
        raise BadNumber(field="business_number")
    declaration, created = Declaration.objects.get_or_create(
        reviewer=reviewer,
        business_number=number.digits,
        kind=Declaration.Kind(entry.kind),
        defaults={
            "stated_name": entry.stated_name.strip()[:120],
            "note": entry.note.strip()[:200],
            "declared_at": at,
        },
    )
    if not created:
        raise AlreadyDeclared(field="business_number")
    audit.record(subject=reviewer, action="declare", by=by, at=at, after={"kind": declaration.kind})
    for seat in selectors.seats_before(reviewer.user_id, number.digits):
        path = seat.sitting.get_absolute_url()
        workflow.open_wait(seat.sitting, key=CONFLICT, party="role:staff", what=CONFLICT_ASK, path=path, at=at)
    return declaration


def _locked(reviewer_uid: UUID, by: User) -> Reviewer:
    rows = Reviewer.objects.visible_to(by).select_for_update(of=("self",)).select_related("user")
    reviewer = rows.filter(uid=reviewer_uid).first()
    if reviewer is None:
        raise NotFound
    return reviewer


def _check(profile: Profile) -> None:
    if not 1 <= profile.yearly_most <= MOST_CASES_A_YEAR:
        raise BadLoad(field="yearly_most")
    known = set(Skill.objects.filter(code__in=profile.skills).values_list("code", flat=True))
    if set(profile.skills) - known:
        raise UnknownExpertise(field="skills")
    if set(profile.industries) - {code for code, _name in directory.pilot_industry_choices()}:
        raise UnknownExpertise(field="industries")


def _write_expertise(reviewer: Reviewer, profile: Profile) -> None:
    reviewer.expertise.exclude(skill__code__in=profile.skills).delete()
    known = set(reviewer.expertise.values_list("skill__code", flat=True))
    new = Skill.objects.filter(code__in=set(profile.skills) - known).order_by("code")
    Expertise.objects.bulk_create(Expertise(reviewer=reviewer, skill=skill) for skill in new)


def _told(profile: Profile, standing: Standing) -> dict[str, object]:
    return {
        "skills": sorted(profile.skills),
        "industries": sorted(profile.industries),
        "yearly_most": profile.yearly_most,
        "is_outsider": standing.is_outsider,
        "is_active": standing.is_active,
    }
