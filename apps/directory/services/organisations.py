"""Partners: their profiles, and the end of working together."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import User
from apps.audit import services as audit
from apps.directory import permissions
from apps.directory.checking import UnknownCode
from apps.directory.entries import PartnerEntry
from apps.directory.models import District, Organisation, Skill
from apps.directory.services.locks import locked, locked_own
from apps.directory.states import OrganisationAction
from apps.kernel.errors import Invalid, NotAllowed
from apps.workflow import services as workflow


class CapacityBelowUse(Invalid):
    """A profile offers less than what is already promised."""

    message = _("이미 맡은 과제보다 적게 적을 수 없습니다. 진행 중인 과제를 확인해 주십시오.")
    code = "capacity_below_use"


@transaction.atomic
def register_partner(
    *, entry: PartnerEntry, by: User | None, at: datetime, uid: UUID | None = None, is_sample: bool = False
) -> Organisation:
    """Take a university, laboratory, supplier or adviser into the directory; the same `uid` twice is once.

    Raises NotAllowed without the permission to manage (`by=None` is the house itself) and UnknownCode.
    """
    if by is not None and not by.can(permissions.MANAGE):
        raise NotAllowed
    if entry.kind not in Organisation.PARTNER_KINDS:
        raise UnknownCode(field="kind")
    uid = uid or uuid4()
    found = Organisation.objects.filter(uid=uid).first()
    if found is not None:
        return found
    organisation = Organisation.objects.create(
        uid=uid, kind=entry.kind, created_at=at, is_sample=is_sample, parent_id=entry.parent_id, **_profile(entry)
    )
    organisation.skills.set(_skills(entry.skill_codes))
    audit.record(subject=organisation, action="register", by=by, at=at, after={"kind": entry.kind})
    return organisation


@transaction.atomic
def update_profile(*, organisation_id: int, entry: PartnerEntry, by: User, at: datetime) -> Organisation:
    """Replace a partner's profile; `kind` and `parent_id` stay. Raises NotYours, UnknownCode, CapacityBelowUse."""
    if not by.can(permissions.EDIT_PROFILE):
        raise NotAllowed
    organisation = locked_own(organisation_id, by)
    if entry.capacity_months < organisation.capacity_used_months:
        raise CapacityBelowUse(field="capacity_months")
    if entry.max_projects < organisation.projects_running:
        raise CapacityBelowUse(field="max_projects")
    changes = _profile(entry)
    before = {"capacity_months": str(organisation.capacity_months), "max_projects": organisation.max_projects}
    for name, value in changes.items():
        setattr(organisation, name, value)
    organisation.save(update_fields=list(changes))
    organisation.skills.set(_skills(entry.skill_codes))
    after = {"capacity_months": str(entry.capacity_months), "max_projects": entry.max_projects}
    audit.record(subject=organisation, action="update_profile", by=by, at=at, before=before, after=after)
    return organisation


@transaction.atomic
def close(*, organisation_id: int, reason: str, by: User, at: datetime) -> Organisation:
    """Stop working with an organisation; what waits for it is taken back by those who asked."""
    organisation = locked(organisation_id, by)
    workflow.fire(organisation, OrganisationAction.CLOSE, by=by, at=at, reason=reason)
    return organisation


@transaction.atomic
def reopen(*, organisation_id: int, reason: str, by: User, at: datetime) -> Organisation:
    """Work with an organisation again."""
    organisation = locked(organisation_id, by)
    workflow.fire(organisation, OrganisationAction.REOPEN, by=by, at=at, reason=reason)
    return organisation


def _profile(entry: PartnerEntry) -> dict[str, object]:
    if entry.capacity_months < Decimal(0) or entry.max_projects < 0:
        raise CapacityBelowUse(field="capacity_months")
    return {
        "name_ko": entry.name_ko,
        "name_en": entry.name_en,
        "district": _district(entry.district_code),
        "summary": entry.summary,
        "industries": list(entry.industries),
        "capacity_months": entry.capacity_months,
        "max_projects": entry.max_projects,
        "email": entry.email,
        "phone": entry.phone,
        "website": entry.website,
    }


def _district(code: str) -> District | None:
    if not code:
        return None
    district = District.objects.filter(code=code).first()
    if district is None:
        raise UnknownCode(field="district")
    return district


def _skills(codes: tuple[str, ...]) -> list[Skill]:
    skills = list(Skill.objects.filter(code__in=codes))
    if len(skills) != len(set(codes)):
        raise UnknownCode(field="skills")
    return skills
