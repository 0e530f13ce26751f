"""What follows a published decision: changes of it that two people decide, and objections of the applicant."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.accounts.roles import Role
from apps.intake import permissions
from apps.kernel.errors import Text
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


class Ruling(models.TextChoices):
    """What is decided on an objection: dismissed, or the decision is changed."""

    DISMISS = "dismiss", _("기각")
    ADMIT = "admit", _("인용: 적격으로 변경")
    SELECT = "select", _("인용: 선정으로 변경")
    WAITLIST = "waitlist", _("인용: 예비선정으로 변경")


class ObjectionState(models.TextChoices):
    """Where an objection stands."""

    FILED = "filed", _("접수")
    REVIEWING = "reviewing", _("재심의 중")
    PROPOSED = "proposed", _("결정 제안")
    DISMISSED = "dismissed", _("기각")
    UPHELD = "upheld", _("인용")
    WITHDRAWN = "withdrawn", _("취하")


class ObjectionAction(models.TextChoices):
    """What people do with an objection."""

    APPOINT = "appoint", _("다른 평가위원 위촉")
    PROPOSE = "propose", _("이의신청 결정 제안")
    RETURN = "return", _("이의신청 제안 돌려보내기")
    DISMISS = "dismiss", _("이의신청 기각")
    UPHOLD = "uphold", _("이의신청 인용")
    WITHDRAW = "withdraw", _("이의신청 취하")


OBJECTION_TONES = {
    ObjectionState.FILED: "progress",
    ObjectionState.REVIEWING: "progress",
    ObjectionState.PROPOSED: "progress",
    ObjectionState.DISMISSED: "neutral",
    ObjectionState.UPHELD: "success",
    ObjectionState.WITHDRAWN: "neutral",
}
OPEN_OBJECTION = (ObjectionState.FILED, ObjectionState.REVIEWING, ObjectionState.PROPOSED)


def objection_shown_to(state: str, *, to_centre: bool) -> ObjectionState:
    """The state as a reader is told it: the company does not read a proposal that nobody confirmed."""
    hidden = state == ObjectionState.PROPOSED and not to_centre
    return ObjectionState.REVIEWING if hidden else ObjectionState(state)


def fresh_eyes(objection: Any, by: Any) -> Text | None:
    """Who took part in the contested decision neither picks the reviewers of the objection to it nor decides on it."""
    if by is not None and by.pk in objection.deciders:
        return _("처음 결정에 참여한 사람은 이의신청을 결정할 수 없습니다. 다른 담당자에게 맡겨 주십시오.")
    return None


def ruled(*, upholds: bool) -> Any:
    """The second person confirms what was proposed, or sends it back."""

    def guard(objection: Any, _by: Any) -> Text | None:
        if (objection.ruling != Ruling.DISMISS) != upholds:
            return _("제안된 내용과 다릅니다. 다르게 결정하려면 제안을 돌려보내 주십시오.")
        return None

    return guard


def _to_appoint(objection: Any) -> tuple[WaitFor, ...]:
    return (WaitFor(party=f"role:{Role.STAFF}", what=_("이의신청 평가위원 위촉"), due_at=objection.due_at),)


def _to_propose(objection: Any) -> tuple[WaitFor, ...]:
    return (WaitFor(party=f"role:{Role.STAFF}", what=_("이의신청 재심의 진행과 결정 제안"), due_at=objection.due_at),)


def _to_confirm(objection: Any) -> tuple[WaitFor, ...]:
    return (WaitFor(party=f"role:{Role.MANAGER}", what=_("이의신청 결정 확정"), due_at=objection.due_at),)


_ANOTHER = another_person(than="proposed_by_id")

OBJECTION = Machine(
    initial=ObjectionState.FILED,
    transitions=(
        Transition(
            ObjectionAction.APPOINT,
            (ObjectionState.FILED,),
            ObjectionState.REVIEWING,
            ObjectionAction.APPOINT.label,
            permission=permissions.PROPOSE,
            guards=(fresh_eyes,),
        ),
        Transition(
            ObjectionAction.PROPOSE,
            (ObjectionState.REVIEWING,),
            ObjectionState.PROPOSED,
            ObjectionAction.PROPOSE.label,
            permission=permissions.PROPOSE,
            guards=(fresh_eyes,),
            needs_reason=True,
        ),
        Transition(
            ObjectionAction.RETURN,
            (ObjectionState.PROPOSED,),
            ObjectionState.REVIEWING,
            ObjectionAction.RETURN.label,
            permission=permissions.CONFIRM,
            guards=(_ANOTHER, fresh_eyes),
            needs_reason=True,
        ),
        Transition(
            ObjectionAction.DISMISS,
            (ObjectionState.PROPOSED,),
            ObjectionState.DISMISSED,
            ObjectionAction.DISMISS.label,
            permission=permissions.CONFIRM,
            guards=(_ANOTHER, fresh_eyes, ruled(upholds=False)),
        ),
        Transition(
            ObjectionAction.UPHOLD,
            (ObjectionState.PROPOSED,),
            ObjectionState.UPHELD,
            ObjectionAction.UPHOLD.label,
            permission=permissions.CONFIRM,
            guards=(_ANOTHER, fresh_eyes, ruled(upholds=True)),
        ),
        Transition(
            ObjectionAction.WITHDRAW,
            OPEN_OBJECTION,
            ObjectionState.WITHDRAWN,
            ObjectionAction.WITHDRAW.label,
            permission=permissions.APPLY,
        ),
    ),
    waits={
        ObjectionState.FILED: _to_appoint,
        ObjectionState.REVIEWING: _to_propose,
        ObjectionState.PROPOSED: _to_confirm,
    },
)
