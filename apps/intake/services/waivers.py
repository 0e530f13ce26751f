"""Approved exceptions (예외 승인): one person asks to waive a condition, a second one waives it, both say why."""

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from apps.accounts.models import User
from apps.audit import services as audit
from apps.intake import permissions
from apps.intake.errors import NothingToWaive
from apps.intake.models import Application, Waiver
from apps.intake.rules import Verdict
from apps.intake.selectors.waivers import with_waivers
from apps.intake.services.locks import locked_to_decide
from apps.intake.states import State, WaiverAction, WaiverState
from apps.kernel.errors import NotAllowed, NotFound, WrongState
from apps.workflow import services as workflow
from apps.workflow.moves import ReasonMissing

WAIVABLE = (Verdict.NOT_MET, Verdict.UNKNOWN)


@transaction.atomic
def propose_waiver(
    *, application_id: int, rule: str, reason: str, by: User, at: datetime, uid: UUID | None = None
) -> Waiver:
    """Ask that a condition which an application does not meet be waived; the same `uid` twice is once.

    Raises NotFound, NotAllowed, Tied, WrongState, NothingToWaive, ReasonMissing.
    """
    application = locked_to_decide(application_id, by)
    if not by.can(permissions.SCREEN):
        raise NotAllowed
    known = Waiver.objects.filter(uid=uid, application=application).first() if uid else None
    if known is not None:
        return known
    if application.state != State.SUBMITTED:
        raise WrongState
    failing = {row["rule"] for row in application.eligibility if row["verdict"] in WAIVABLE and row["required"]}
    standing = Waiver.objects.filter(application=application, rule=rule).exclude(state=WaiverState.REFUSED)
    if rule not in failing or standing.exists():
        raise NothingToWaive(field="rule")
    if not reason.strip():
        raise ReasonMissing(field="reason")
    waiver = Waiver.objects.create(
        application=application,
        rule=rule,
        reason=reason.strip(),
        proposed_by=by,
        proposed_at=at,
        **({"uid": uid} if uid else {}),
    )
    audit.record(subject=waiver, action="propose", by=by, at=at, after={"state": waiver.state}, reason=waiver.reason)
    workflow.open_state_waits(waiver, at=at)
    return waiver


@transaction.atomic
def decide_waiver(*, waiver_uid: UUID, approve: bool, note: str, by: User, at: datetime) -> Waiver:
    """Waive a condition or refuse to; the verdict stays as it is, and what was waived is shown beside it.

    Raises NotFound, NotAllowed for the one who asked, Tied, WrongState, ReasonMissing.
    """
    found = Waiver.objects.visible_to(by).filter(uid=waiver_uid).values_list("application_id", flat=True).first()
    if found is None:
        raise NotFound
    application = locked_to_decide(found, by)
    waiver = Waiver.objects.select_for_update(of=("self",)).get(uid=waiver_uid)
    waiver.application = application
    if application.state != State.SUBMITTED:
        raise WrongState
    action = WaiverAction.APPROVE if approve else WaiverAction.REFUSE
    workflow.fire(waiver, action, by=by, at=at, reason=note, decided_by=by, decided_at=at, note=note.strip())
    if approve:
        application.eligibility = with_waivers(application, application.eligibility)
        application.save(update_fields=["eligibility"])
    return waiver


def close_waivers(application: Application, *, at: datetime) -> None:
    """Exceptions that nobody decided on end with the screening of the application, which the caller holds locked."""
    for waiver in Waiver.objects.filter(application=application, state=WaiverState.PROPOSED).order_by("pk"):
        waiver.application = application
        with override(settings.LANGUAGE_CODE):
            reason = _("검토가 끝나 예외 요청을 닫았습니다.")
        workflow.fire(waiver, WaiverAction.REFUSE, by=None, at=at, reason=reason, decided_at=at, note=reason)
