"""How an assessment moves, and whose turn it is."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.accounts.roles import Role
from apps.diagnosis import permissions
from apps.workflow.guards import assigned, the_house_alone
from apps.workflow.machine import Machine, Transition, WaitFor


class AssessmentState(models.TextChoices):
    OPENED = "opened", _("컨설턴트 배정 대기")
    ASSIGNED = "assigned", _("방문 준비")
    SCORING = "scoring", _("채점 중")
    COMPLETED = "completed", _("진단 완료")
    REOPENED = "reopened", _("다시 채점 중")
    CANCELLED = "cancelled", _("중단")


class AssessmentAction(models.TextChoices):
    ASSIGN = "assign", _("컨설턴트 배정")
    START = "start", _("채점 시작")
    COMPLETE = "complete", _("진단 완료")
    REOPEN = "reopen", _("진단 다시 열기")
    CANCEL = "cancel", _("신청 철회로 중단")


_S = AssessmentState
_A = AssessmentAction
SCORABLE = (_S.ASSIGNED, _S.SCORING, _S.REOPENED)
"""States in which the assigned consultant may answer and add evidence."""
UNFINISHED = (_S.OPENED, *SCORABLE)
# A wait beside the state: the floor of roadmaps takes it back when it begins its part.
WAIT_FOR_ROADMAP = "open_roadmap"
WAIT_FOR_MEETING = "meeting"

_ITS_CONSULTANT = (assigned(to="consultant_id"),)


def _staff_assign(_assessment: Any) -> tuple[WaitFor, ...]:
    return (WaitFor(f"role:{Role.STAFF}", _("컨설턴트를 배정해 주십시오")),)


def _consultant_scores(assessment: Any) -> tuple[WaitFor, ...]:
    return (WaitFor(f"user:{assessment.consultant_id}", _("방문해 진단을 채점해 주십시오")),)


def _consultant_corrects(assessment: Any) -> tuple[WaitFor, ...]:
    return (WaitFor(f"user:{assessment.consultant_id}", _("다시 열린 진단을 고쳐 완료해 주십시오")),)


ASSESSMENT = Machine(
    initial=_S.OPENED,
    transitions=(
        Transition(_A.ASSIGN, (_S.OPENED, _S.ASSIGNED), _S.ASSIGNED, _A.ASSIGN.label, permission=permissions.ASSIGN),
        Transition(
            _A.START,
            (_S.ASSIGNED,),
            _S.SCORING,
            _A.START.label,
            permission=permissions.SCORE,
            guards=_ITS_CONSULTANT,
        ),
        Transition(
            _A.COMPLETE,
            (_S.SCORING, _S.REOPENED),
            _S.COMPLETED,
            _A.COMPLETE.label,
            permission=permissions.SCORE,
            guards=_ITS_CONSULTANT,
        ),
        Transition(
            _A.REOPEN,
            (_S.COMPLETED,),
            _S.REOPENED,
            _A.REOPEN.label,
            permission=permissions.REOPEN,
            needs_reason=True,
        ),
        Transition(
            _A.CANCEL,
            UNFINISHED,
            _S.CANCELLED,
            _A.CANCEL.label,
            guards=(the_house_alone(saying=_("신청을 철회하면 진단도 함께 중단됩니다.")),),
        ),
    ),
    waits={
        _S.OPENED: _staff_assign,
        _S.ASSIGNED: _consultant_scores,
        _S.SCORING: _consultant_scores,
        _S.REOPENED: _consultant_corrects,
    },
)
