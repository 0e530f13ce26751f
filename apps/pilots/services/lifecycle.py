"""A pilot begins with a signed agreement and ends with a certificate, or with a stop."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.accounts.models import User
from apps.audit import services as audit
from apps.centre import services as centre
from apps.directory import selectors as directory
from apps.documents import services as documents
from apps.documents.models import Kind
from apps.kernel.errors import NotFound
from apps.notices import services as notices
from apps.pilots import permissions, selectors
from apps.pilots.errors import ConditionsOpen, NotSigned
from apps.pilots.models import GateCondition, Pilot
from apps.pilots.services.endings import leave_behind
from apps.pilots.services.locks import demand, locked, locked_to_decide
from apps.pilots.states import READING_EVERY, PilotAction
from apps.workflow import services as workflow

BEGIN = "pilot"
BEGIN_ASK = gettext_lazy("체결된 협약의 실증과제를 시작해 주십시오")


@transaction.atomic
def ask_for_pilot(*, agreement_id: int, at: datetime) -> None:
    """Ask the centre to begin the pilot of a signed agreement, or take that back when there is nothing to begin."""
    agreement = selectors.locked_agreement(agreement_id)
    if agreement is None:
        return
    if not selectors.is_signed(agreement) or Pilot.objects.filter(agreement=agreement).exists():
        workflow.close_waits(agreement, at=at, key=BEGIN)
        return
    path = reverse("pilots:list")
    workflow.open_wait(agreement, key=BEGIN, party="role:staff", what=BEGIN_ASK, path=path, at=at)


@transaction.atomic
def open_pilot(*, agreement_id: int, by: User, at: datetime) -> Pilot:
    """Begin the pilot of a signed agreement; asked again, the pilot already begun is returned.

    Raises NotAllowed, NotFound, NotSigned.
    """
    demand(by, permissions.OPEN)
    agreement = selectors.locked_agreement(agreement_id)
    if agreement is None:
        raise NotFound
    known = Pilot.objects.filter(agreement=agreement).first()
    if known is not None:
        return known
    if not selectors.is_signed(agreement):
        raise NotSigned
    pilot = Pilot.objects.create(
        agreement=agreement,
        company=agreement.company,
        title=agreement.brief.title,
        summary=agreement.brief.summary,
        starts_on=agreement.starts_on,
        ends_on=agreement.ends_on,
        opened_at=at,
        stage_entered_at=at,
    )
    workflow.close_waits(agreement, at=at, key=BEGIN)
    audit.record(subject=pilot, action="open", by=by, at=at, after={"state": pilot.state, "stage": pilot.stage})
    workflow.open_state_waits(pilot, at=at)
    _tell_company("pilots.opened", pilot, at)
    return pilot


@transaction.atomic
def resume(*, pilot_uid: UUID, reason: str, by: User, at: datetime) -> Pilot:
    """Take up a pilot on hold; its stage goes on where it stood."""
    pilot = locked(pilot_uid, by)
    workflow.fire(pilot, PilotAction.RESUME, by=by, at=at, reason=reason, next_reading_due_at=at + READING_EVERY)
    return pilot


@transaction.atomic
def finish(*, pilot_uid: UUID, by: User, at: datetime, lessons: str = "") -> Pilot:
    """End a pilot that passed its diffusion gate: certificate, measured effects, and the case for the library.

    Raises NotFound, Tied, NotAllowed, WrongState, ConditionsOpen.
    """
    pilot = locked_to_decide(pilot_uid, by)
    workflow.check(pilot, PilotAction.FINISH, by=by)
    if GateCondition.objects.filter(gate__pilot=pilot, met_at__isnull=True).exists():
        raise ConditionsOpen
    number = centre.next_number(Kind.CERTIFICATE, at)
    certificate = documents.request(
        Kind.CERTIFICATE,
        selectors.certificate_sheet(pilot, at),
        number=number,
        name=_("실증확인서"),
        subject=pilot,
        path=pilot.get_absolute_url(),
        party=f"org:{pilot.company_id}",
        by=by,
        at=at,
    )
    workflow.close_waits(pilot, at=at)
    workflow.fire(
        pilot, PilotAction.FINISH, by=by, at=at, certificate_number=number, certificate=certificate, ended_at=at
    )
    leave_behind(pilot, lessons=lessons, by=by, at=at)
    _tell_company("pilots.finished", pilot, at)
    return pilot


def _tell_company(kind: str, pilot: Pilot, at: datetime) -> None:
    context = {"title": pilot.title, "number": pilot.certificate_number}
    for member in directory.members_of(pilot.company):
        notices.queue(kind, to=member, context=context, path=pilot.get_absolute_url(), about=pilot, at=at)
