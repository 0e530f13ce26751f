"""How a roadmap moves, and whose turn it is."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.accounts.roles import Role
from apps.roadmaps import permissions
from apps.workflow.guards import another_person, assigned, the_house_alone
from apps.workflow.machine import Machine, Transition, WaitFor


class RoadmapState(models.TextChoices):
    DRAFT = "draft", _("작성 준비")
    PLANNED = "planned", _("계획 작성 중")
    PROPOSED = "proposed", _("승인 대기")
    APPROVED = "approved", _("발급 대기")
    ISSUED = "issued", _("발급 완료")
    SUPERSEDED = "superseded", _("새 판으로 대체")


class RoadmapAction(models.TextChoices):
    PLAN = "plan", _("계획 세우기")
    PROPOSE = "propose", _("승인 요청")
    APPROVE = "approve", _("승인")
    SEND_BACK = "send_back", _("돌려보내기")
    ISSUE = "issue", _("발급")
    SUPERSEDE = "supersede", _("새 판으로 대체")


_S = RoadmapState
_A = RoadmapAction
EDITABLE = (_S.DRAFT, _S.PLANNED)
"""States in which the author plans and edits."""
UNISSUED = (*EDITABLE, _S.PROPOSED, _S.APPROVED)
PUBLIC = (_S.ISSUED, _S.SUPERSEDED)
"""States in which the company and the city may read it."""
TONES = {
    _S.DRAFT: "neutral",
    _S.PLANNED: "progress",
    _S.PROPOSED: "info",
    _S.APPROVED: "info",
    _S.ISSUED: "success",
    _S.SUPERSEDED: "neutral",
}

_ITS_AUTHOR = (assigned(to="author_id"),)


def _author_plans(roadmap: Any) -> tuple[WaitFor, ...]:
    return (WaitFor(f"user:{roadmap.author_id}", _("로드맵 계획을 세워 주십시오")),)


def _author_proposes(roadmap: Any) -> tuple[WaitFor, ...]:
    return (WaitFor(f"user:{roadmap.author_id}", _("로드맵을 다듬어 승인을 요청해 주십시오")),)


def _manager_approves(_roadmap: Any) -> tuple[WaitFor, ...]:
    return (WaitFor(f"role:{Role.MANAGER}", _("제안된 로드맵을 확인해 주십시오")),)


def _staff_issues(_roadmap: Any) -> tuple[WaitFor, ...]:
    return (WaitFor(f"role:{Role.STAFF}", _("승인된 로드맵을 발급해 주십시오")),)


ROADMAP = Machine(
    initial=_S.DRAFT,
    transitions=(
        Transition(_A.PLAN, EDITABLE, _S.PLANNED, _A.PLAN.label, permission=permissions.PLAN, guards=_ITS_AUTHOR),
        Transition(
            _A.PROPOSE, (_S.PLANNED,), _S.PROPOSED, _A.PROPOSE.label, permission=permissions.PLAN, guards=_ITS_AUTHOR
        ),
        Transition(
            _A.APPROVE,
            (_S.PROPOSED,),
            _S.APPROVED,
            _A.APPROVE.label,
            permission=permissions.APPROVE,
            guards=(another_person(than="author_id"),),
        ),
        Transition(
            _A.SEND_BACK,
            (_S.PROPOSED, _S.APPROVED),
            _S.PLANNED,
            _A.SEND_BACK.label,
            permission=permissions.APPROVE,
            needs_reason=True,
        ),
        Transition(_A.ISSUE, (_S.APPROVED,), _S.ISSUED, _A.ISSUE.label, permission=permissions.ISSUE),
        Transition(
            _A.SUPERSEDE,
            (_S.ISSUED,),
            _S.SUPERSEDED,
            _A.SUPERSEDE.label,
            guards=(the_house_alone(saying=_("새 판을 발급하면 이전 판은 저절로 대체됩니다.")),),
        ),
    ),
    waits={
        _S.DRAFT: _author_plans,
        _S.PLANNED: _author_proposes,
        _S.PROPOSED: _manager_approves,
        _S.APPROVED: _staff_issues,
    },
)
