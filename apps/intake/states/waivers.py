"""States of an exception from a condition, who is waited for, and who may decide."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.accounts.roles import Role
from apps.intake import permissions
from apps.workflow.guards import another_person
from apps.workflow.machine import Machine, Transition, WaitFor


class WaiverState(models.TextChoices):
    """Where an exception from a condition stands."""

    PROPOSED = "proposed", _("예외 요청")
    APPROVED = "approved", _("예외 승인")
    REFUSED = "refused", _("예외 거절")


class WaiverAction(models.TextChoices):
    """What a second person makes of it."""

    APPROVE = "approve", _("예외 승인")
    REFUSE = "refuse", _("예외 거절")


def _waiving(_waiver: Any) -> tuple[WaitFor, ...]:
    return (WaitFor(party=f"role:{Role.MANAGER}", what=_("신청자격 예외 승인")),)


WAIVER = Machine(
    initial=WaiverState.PROPOSED,
    transitions=tuple(
        Transition(
            action,
            (WaiverState.PROPOSED,),
            target,
            action.label,
            permission=permissions.SCREEN,
            guards=(another_person(than="proposed_by_id"),),
            needs_reason=True,
        )
        for action, target in (
            (WaiverAction.APPROVE, WaiverState.APPROVED),
            (WaiverAction.REFUSE, WaiverState.REFUSED),
        )
    ),
    waits={WaiverState.PROPOSED: _waiving},
)
