"""The outage ledger: deadlines that fell into a time in which the system was down move, and those concerned hear of it.

Time in which the system was down does not count (민원 처리에 관한 법률 시행령 §20), so a clock of the law is worked
out anew under the ledger. The end of a call that fell into an outage moves by what was lost before it, counted from
when the system was up and the outage was entered: nobody has a time given back that is over already.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, Max, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from apps.accounts.models import User
from apps.audit import services as audit
from apps.centre import services as centre
from apps.centre.models import Outage
from apps.intake import permissions, selectors
from apps.intake.models import Amendment, Application, Call, Correction, Objection
from apps.intake.services.calls import postpone_call
from apps.intake.services.locks import clock, correction_due
from apps.intake.services.screening import move_correction
from apps.intake.states import OPEN_OBJECTION, CallState, State
from apps.kernel.errors import NotAllowed
from apps.panels import services as panels
from apps.workflow import services as workflow

# What an outage moves, by the names of the counts.
MOVED = ("calls", "corrections", "screenings", "objections", "sheets")


@dataclass(frozen=True, slots=True)
class Moved:
    """How many deadlines an outage moved."""

    outage: Outage
    calls: int = 0
    corrections: int = 0
    screenings: int = 0
    objections: int = 0
    sheets: int = 0


@transaction.atomic
def record_outage(*, uid: UUID, started_at: datetime, ended_at: datetime, reason: str, by: User, at: datetime) -> Moved:
    """Enter an outage and move what fell into it: ends of calls, corrections, screening, answers to objections, days
    on which reviewers' sheets are due.

    The same `uid` twice is once. Raises NotAllowed, OutageRefused, UidTaken.
    """
    if not by.can(permissions.RECORD_OUTAGE):
        raise NotAllowed
    known = Outage.objects.filter(uid=uid).exists()
    outage = centre.enter_outage(uid=uid, started_at=started_at, ended_at=ended_at, reason=reason, at=at)
    if known:
        return Moved(outage)
    moved = Moved(
        outage,
        calls=_move_calls(outage, ended_at, by, at),
        corrections=_move_corrections(outage, ended_at, at),
        screenings=_move_screenings(outage, ended_at),
        objections=_move_objections(outage, ended_at),
        sheets=panels.give_back(started_at=outage.started_at, ended_at=ended_at, at=at),
    )
    data = {name: getattr(moved, name) for name in MOVED}
    audit.record(subject=outage, action="record", by=by, at=at, reason=outage.reason, data=data)
    return moved


def _move_calls(outage: Outage, ended_at: datetime, by: User, at: datetime) -> int:
    calls = (
        Call.objects.select_for_update(of=("self",))
        .select_related("programme")
        .exclude(state=CallState.DRAFT)
        # Closed by hand, it ended in the very moment that its change was made: such an end stays.
        .exclude(Exists(Amendment.objects.filter(call=OuterRef("pk"), made_at=OuterRef("closes_at"))))
        .filter(closes_at__gte=outage.started_at, closes_at__lte=ended_at)
        .order_by("pk")
    )
    count = 0
    for call in calls:
        if call.closes_at is None:
            continue
        closes_at = max(ended_at, at) + (call.closes_at - outage.started_at)
        with override(settings.LANGUAGE_CODE):
            said = _("시스템 장애(%(start)s ~ %(end)s)로 마감을 미룹니다.") % {
                "start": f"{timezone.localtime(outage.started_at):%Y-%m-%d %H:%M}",
                "end": f"{timezone.localtime(ended_at):%Y-%m-%d %H:%M}",
            }
        postpone_call(call, closes_at=closes_at, reason=said, by=by, at=at)
        count += 1
    return count


def _move_corrections(outage: Outage, ended_at: datetime, at: datetime) -> int:
    """Corrections that were open in the outage, with what their clocks now say; their applicants are told once."""
    open_then = Correction.objects.filter(answered_at=None, requested_at__lt=ended_at, due_at__gte=outage.started_at)
    count = 0
    for correction in open_then.order_by("pk"):
        application = _locked(correction.application_id)
        correction.refresh_from_db()
        if application.state != State.CORRECTING or correction.answered_at is not None:
            continue
        due_at = correction_due(application, correction.requested_at)
        if due_at <= correction.due_at:
            continue
        # What is over by now is given back from now on.
        due_at = due_at if due_at > at else at + (due_at - correction.due_at)
        with override(application.applicant.language):
            reason = _("시스템 장애: %(reason)s") % {"reason": outage.reason}
        move_correction(correction, application, due_at, at=at, reason=reason, round_=str(outage.uid))
        count += 1
    return count


def _move_screenings(outage: Outage, ended_at: datetime) -> int:
    """Applications whose screening ran in the outage."""
    answered = Max("corrections__answered_at", filter=Q(corrections__answered_at__isnull=False))
    running = Application.objects.filter(state=State.SUBMITTED, screening_due_at__gte=outage.started_at)
    count = 0
    for pk, began_at in running.annotate(answered=answered).order_by("pk").values_list("pk", "answered"):
        application = _locked(pk)
        came_at = application.created_at if application.is_from_elsewhere else application.submitted_at
        start = began_at or came_at
        if start is None or start >= ended_at or application.state != State.SUBMITTED:
            continue
        due_at = clock(application, "screening", start)
        if application.screening_due_at is None or due_at <= application.screening_due_at:
            continue
        application.screening_due_at = due_at
        application.save(update_fields=["screening_due_at"])
        workflow.move_waits(application, key=workflow.STATE, due_at=due_at)
        count += 1
    return count


def _move_objections(outage: Outage, ended_at: datetime) -> int:
    """Objections that waited for their answer in the outage."""
    waiting = Objection.objects.filter(state__in=OPEN_OBJECTION, filed_at__lt=ended_at, due_at__gte=outage.started_at)
    count = 0
    for pk, application_id in waiting.order_by("pk").values_list("pk", "application_id"):
        application = _locked(application_id)
        objection = Objection.objects.select_for_update().get(pk=pk)
        due_at = selectors.answer_due(application, objection.filed_at)
        if objection.state not in OPEN_OBJECTION or due_at <= objection.due_at:
            continue
        objection.due_at = due_at
        objection.save(update_fields=["due_at"])
        workflow.move_waits(objection, key=workflow.STATE, due_at=due_at)
        count += 1
    return count


def _locked(application_id: int) -> Application:
    rows = Application.objects.select_for_update(of=("self",)).select_related("call", "company", "applicant")
    return rows.get(pk=application_id)
