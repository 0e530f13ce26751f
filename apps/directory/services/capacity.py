"""Capacity of partners: a counter under the organisation's lock."""

from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import User
from apps.audit import services as audit
from apps.directory.models import Organisation
from apps.directory.states import OrganisationState
from apps.kernel.errors import Conflict, NotFound


class CapacityFull(Conflict):
    """The organisation cannot take so much more work."""

    message = _("참여 가능한 규모를 넘습니다. 기관 정보에서 투입 가능 인월과 과제 수를 확인해 주십시오.")
    code = "capacity_full"


@transaction.atomic
def reserve_capacity(*, organisation_id: int, months: Decimal, by: User | None, at: datetime) -> Organisation:
    """Take `months` staff-months and one project from an active partner's capacity.

    Raises CapacityFull when months or projects do not suffice; nothing is written then.
    """
    row = _locked(organisation_id)
    if row.state != OrganisationState.ACTIVE:
        raise CapacityFull
    if row.capacity_used_months + months > row.capacity_months or row.projects_running >= row.max_projects:
        raise CapacityFull
    used, projects = row.capacity_used_months + months, row.projects_running + 1
    return _count(row, used=used, projects=projects, action="reserve_capacity", by=by, at=at)


@transaction.atomic
def release_capacity(*, organisation_id: int, months: Decimal, by: User | None, at: datetime) -> Organisation:
    """Give back what `reserve_capacity` took; never below nothing."""
    row = _locked(organisation_id)
    used = max(Decimal(0), row.capacity_used_months - months)
    projects = max(0, row.projects_running - 1)
    return _count(row, used=used, projects=projects, action="release_capacity", by=by, at=at)


def _locked(organisation_id: int) -> Organisation:
    row = Organisation.objects.select_for_update().filter(pk=organisation_id).first()
    if row is None:
        raise NotFound
    return row


def _count(
    row: Organisation, *, used: Decimal, projects: int, action: str, by: User | None, at: datetime
) -> Organisation:
    before = {"months": str(row.capacity_used_months), "projects": row.projects_running}
    row.capacity_used_months, row.projects_running = used, projects
    row.save(update_fields=["capacity_used_months", "projects_running"])
    audit.record(
        subject=row, action=action, by=by, at=at, before=before, after={"months": str(used), "projects": projects}
    )
    return row
