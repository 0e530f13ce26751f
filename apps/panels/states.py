"""How a sitting and its seats move."""

from collections.abc import Sequence
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.kernel.errors import Text
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
    SET_ASIDE = "set_aside", _("평가표 제외")


class CommitteeState(models.TextChoices):
    PREPARING = "preparing", _("구성 중")
    DOCUMENT = "document", _("서면평가 중")
    PRESENTATION = "presentation", _("발표평가 중")
    CONCLUDED = "concluded", _("심의 완료")
    RECORDED = "recorded", _("회의록 확정")


class CommitteeAction(models.TextChoices):
    START = "start", _("평가 시작")
    PRESENT = "present", _("발표평가로 넘어가기")
    CONCLUDE = "conclude", _("심의 마치기")
    RECORD = "record", _("회의록 확정")


class SittingAction(models.TextChoices):
    COMPLETE = "complete", _("마지막 평가표로 평가를 마칩니다")
    CANCEL = "cancel", _("평가할 안건이 없어져 취소합니다")
    RECOMPUTE = "recompute", _("제외한 평가표 없이 다시 계산합니다")
    REOPEN = "reopen", _("평가표가 모자라 다시 엽니다")


class SeatAction(models.TextChoices):
    HAND_IN = "hand_in", _("평가표 제출")
    RECUSE = "recuse", _("회피 신청")
    RELEASE = "release", _("해촉")
    SET_ASIDE = "set_aside", _("평가표 제외")


def _its_reviewer(seat: Any) -> Sequence[WaitFor]:
    return [WaitFor(f"user:{seat.user_id}", _("평가표를 제출해 주십시오"), seat.sitting.due_at)]


def _its_chair(committee: Any) -> Sequence[WaitFor]:
    chair = committee.members.filter(is_chair=True, left_at=None).first()
    return [WaitFor(f"user:{chair.user_id}", _("회의록을 확인하고 확정해 주십시오"))] if chair else []


def in_the_chair(committee: Any, by: Any) -> Text | None:
    """The minutes are confirmed by the chair alone."""
    if by is None or not committee.members.filter(user_id=by.pk, is_chair=True, left_at=None).exists():
        return _("회의록은 평가위원장이 확정합니다.")
    return None


COMMITTEE_MACHINE = Machine(
    initial=CommitteeState.PREPARING,
    transitions=[
        Transition(
            CommitteeAction.START,
            [CommitteeState.PREPARING],
            CommitteeState.DOCUMENT,
            label=CommitteeAction.START.label,
            permission=permissions.CONVENE,
        ),
        Transition(
            CommitteeAction.PRESENT,
            [CommitteeState.DOCUMENT],
            CommitteeState.PRESENTATION,
            label=CommitteeAction.PRESENT.label,
            permission=permissions.CONVENE,
        ),
        Transition(
            CommitteeAction.CONCLUDE,
            [CommitteeState.DOCUMENT, CommitteeState.PRESENTATION],
            CommitteeState.CONCLUDED,
            label=CommitteeAction.CONCLUDE.label,
            permission=permissions.RELEASE,
        ),
        Transition(
            CommitteeAction.RECORD,
            [CommitteeState.CONCLUDED],
            CommitteeState.RECORDED,
            label=CommitteeAction.RECORD.label,
            permission=permissions.SCORE,
            guards=[in_the_chair],
        ),
    ],
    waits={CommitteeState.CONCLUDED: _its_chair},
)

SITTING_MACHINE = Machine(
    initial=SittingState.OPEN,
    transitions=[
        Transition(
            SittingAction.COMPLETE, [SittingState.OPEN], SittingState.CLOSED, label=SittingAction.COMPLETE.label
        ),
        Transition(
            SittingAction.RECOMPUTE,
            [SittingState.CLOSED],
            SittingState.CLOSED,
            label=SittingAction.RECOMPUTE.label,
            permission=permissions.RELEASE,
            needs_reason=True,
        ),
        Transition(
            SittingAction.REOPEN,
            [SittingState.CLOSED],
            SittingState.OPEN,
            label=SittingAction.REOPEN.label,
            permission=permissions.RELEASE,
            needs_reason=True,
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
        Transition(
            SeatAction.SET_ASIDE,
            [SeatState.HANDED_IN],
            SeatState.SET_ASIDE,
            label=SeatAction.SET_ASIDE.label,
            permission=permissions.RELEASE,
            needs_reason=True,
        ),
    ],
    waits={SeatState.INVITED: _its_reviewer},
)
