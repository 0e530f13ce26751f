"""What follows a published decision: changes of it that two people decide."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.accounts.roles import Role
from apps.intake import permissions
from apps.workflow.guards import another_person
from apps.workflow.machine import Machine, Transition, WaitFor


class RevisionKind(models.TextChoices):
    """What is changed of a published decision."""

    PROMOTE = "promote", _("예비 순위에서 선정")
    CANCEL = "cancel", _("선정 취소")


class RevisionState(models.TextChoices):
    """Where the proposal to change a published decision stands."""

    PROPOSED = "proposed", _("확정 대기")
    CONFIRMED = "confirmed", _("확정")
    RETURNED = "returned", _("돌려보냄")


class RevisionAction(models.TextChoices):
    """What the second person does with it."""

    CONFIRM = "confirm", _("결정 변경 확정")
    RETURN = "return", _("결정 변경 돌려보내기")


def _revising(_revision: Any) -> tuple[WaitFor, ...]:
    return (WaitFor(party=f"role:{Role.MANAGER}", what=_("결정 변경 확정")),)


REVISION = Machine(
    initial=RevisionState.PROPOSED,
    transitions=(
        Transition(
            RevisionAction.CONFIRM,
            (RevisionState.PROPOSED,),
            RevisionState.CONFIRMED,
            RevisionAction.CONFIRM.label,
            permission=permissions.CONFIRM,
            guards=(another_person(than="proposed_by_id"),),
        ),
        Transition(
            RevisionAction.RETURN,
            (RevisionState.PROPOSED,),
            RevisionState.RETURNED,
            RevisionAction.RETURN.label,
            permission=permissions.CONFIRM,
            guards=(another_person(than="proposed_by_id"),),
            needs_reason=True,
        ),
    ),
    waits={RevisionState.PROPOSED: _revising},
)
