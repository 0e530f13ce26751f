"""How a sitting and its seats move."""

from collections.abc import Sequence
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.panels import permissions
from apps.workflow.guards import assigned, the_house_alone
from apps.workflow.machine import Machine, Transition, WaitFor


class SittingState(models.TextChoices):
    OPEN = "open", _("평가 중")
    CLOSED = "closed", _("평가 완료")
    CANCELLED = "cancelled", _("평가 취소")


class SeatState(models.TextChoices):
    INVITED = "invited", _("평가 대기")
    HANDED_IN = "handed_in", _("제출 완료")
    RECUSED = "recused", _("회피")
    RELEASED = "released", _("해촉")


class SittingAction(models.TextChoices):
    COMPLETE = "complete", _("마지막 평가표로 평가를 마칩니다")
    CANCEL = "cancel", _("평가할 안건이 없어져 취소합니다")


class SeatAction(models.TextChoices):
    HAND_IN = "hand_in", _("평가표 제출")
    RECUSE = "recuse", _("회피 신청")
    RELEASE = "release", _("해촉")


def _its_reviewer(seat: Any) -> Sequence[WaitFor]:
    return [WaitFor(f"user:{seat.user_id}", _("평가표를 제출해 주십시오"), seat.sitting.due_at)]


SITTING_MACHINE = Machine(
    initial=SittingState.OPEN,
    transitions=[
        Transition(
            SittingAction.COMPLETE, [SittingState.OPEN], SittingState.CLOSED, label=SittingAction.COMPLETE.label
        ),
        Transition(
            SittingAction.CANCEL,
            [SittingState.OPEN],
            SittingState.CANCELLED,
            label=SittingAction.CANCEL.label,
            guards=[the_house_alone(saying=_("안건이 철회되면 평가는 저절로 취소됩니다."))],
            needs_reason=True,
        ),
    ],
)

SEAT_MACHINE = Machine(
    initial=SeatState.INVITED,
    transitions=[
        Transition(
            SeatAction.HAND_IN,
            [SeatState.INVITED],
            SeatState.HANDED_IN,
            label=SeatAction.HAND_IN.label,
            permission=permissions.SCORE,
            guards=[assigned(to="user_id")],
        ),
        Transition(
            SeatAction.RECUSE,
            [SeatState.INVITED],
            SeatState.RECUSED,
            label=SeatAction.RECUSE.label,
            permission=permissions.SCORE,
            guards=[assigned(to="user_id")],
            needs_reason=True,
        ),
        Transition(
            SeatAction.RELEASE,
            [SeatState.INVITED],
            SeatState.RELEASED,
            label=SeatAction.RELEASE.label,
            permission=permissions.RELEASE,
            needs_reason=True,
        ),
    ],
    waits={SeatState.INVITED: _its_reviewer},
)
