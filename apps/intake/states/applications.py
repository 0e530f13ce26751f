"""States of an application, who is waited for, and who may do what."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.accounts.roles import Role
from apps.intake import permissions
from apps.kernel.errors import Text, WrongState
from apps.workflow.guards import another_person
from apps.workflow.machine import Machine, Transition, WaitFor


class Door(models.TextChoices):
    """The two ways in: a diagnosis is always open, a demonstration gives money."""

    DIAGNOSIS = "diagnosis", _("진단")
    DEMONSTRATION = "demonstration", _("실증")


class State(models.TextChoices):
    """Where an application stands."""

    DRAFT = "draft", _("작성 중")
    SUBMITTED = "submitted", _("요건검토 중")
    CORRECTING = "correcting", _("보완 중")
    ADMITTED = "admitted", _("적격")
    REJECTED = "rejected", _("부적격")
    IN_REVIEW = "in_review", _("심의 중")
    PROPOSED = "proposed", _("선정 제안")
    DECIDED = "decided", _("발표 대기")
    SELECTED = "selected", _("선정")
    WAITLISTED = "waitlisted", _("예비선정")
    NOT_SELECTED = "not_selected", _("미선정")
    CANCELLED = "cancelled", _("선정 취소")
    WITHDRAWN = "withdrawn", _("철회")


class Action(models.TextChoices):
    """What people do with an application."""

    SUBMIT = "submit", _("제출")
    TAKE_IN = "take_in", _("이관 접수")
    REQUEST_CORRECTION = "request_correction", _("보완요청")
    RESUBMIT = "resubmit", _("보완 제출")
    ADMIT = "admit", _("적격 결정")
    REJECT = "reject", _("부적격 결정")
    CONVENE = "convene", _("평가위원회 구성")
    PROPOSE_SELECTION = "propose_selection", _("선정 여부 제안")
    RETURN_PROPOSAL = "return_proposal", _("제안 돌려보내기")
    CONFIRM_SELECTION = "confirm_selection", _("선정 확정")
    CONFIRM_WAITLIST = "confirm_waitlist", _("예비선정 확정")
    DECLINE_SELECTION = "decline_selection", _("미선정 확정")
    PUBLISH_SELECTED = "publish_selected", _("선정 발표")
    PUBLISH_WAITLISTED = "publish_waitlisted", _("예비선정 발표")
    PUBLISH_NOT_SELECTED = "publish_not_selected", _("미선정 발표")
    PROMOTE = "promote", _("예비 순위에서 선정")
    CANCEL_SELECTION = "cancel_selection", _("선정 취소")
    ADMIT_ON_OBJECTION = "admit_on_objection", _("이의신청 인용: 적격")
    SELECT_ON_OBJECTION = "select_on_objection", _("이의신청 인용: 선정")
    WAITLIST_ON_OBJECTION = "waitlist_on_objection", _("이의신청 인용: 예비선정")
    WITHDRAW = "withdraw", _("철회")


# Applications that their company may still write.
EDITABLE = (State.DRAFT, State.CORRECTING)
# Applications whose people still wait for a decision of the centre, or write.
UNDECIDED = (
    State.DRAFT,
    State.SUBMITTED,
    State.CORRECTING,
    State.ADMITTED,
    State.IN_REVIEW,
    State.PROPOSED,
    State.DECIDED,
)
# What was proposed or decided and not yet published: for everybody outside the centre still a review.
UNTOLD = (State.PROPOSED, State.DECIDED)


class Outcome(models.TextChoices):
    """What a person proposes at the end of a review."""

    SELECT = "select", _("선정")
    WAITLIST = "waitlist", _("예비선정")
    DECLINE = "decline", _("미선정")


# Waits beside the state: an upper floor takes them back when it begins its part.
WAIT_FOR_DIAGNOSIS = "open_diagnosis"
WAIT_FOR_BRIEF = "open_brief"
# A place came free: staff propose the first of the waitlist.
WAIT_FOR_PROMOTION = "promote"
# A panel has said its result: staff propose what follows.
WAIT_FOR_PROPOSAL = "propose"
WAIT_FOR_FILES = "judge_files"
WAIT_FOR_OVERDUE = "correction_overdue"
TONES = {
    State.DRAFT: "neutral",
    State.SUBMITTED: "progress",
    State.CORRECTING: "warning",
    State.ADMITTED: "success",
    State.REJECTED: "danger",
    State.IN_REVIEW: "progress",
    State.PROPOSED: "progress",
    State.DECIDED: "progress",
    State.SELECTED: "success",
    State.WAITLISTED: "info",
    State.NOT_SELECTED: "neutral",
    State.CANCELLED: "danger",
    State.WITHDRAWN: "neutral",
}


def shown_to(state: str, *, to_centre: bool) -> State:
    """The state as a reader is told it: what is not published yet is a review for those outside the centre."""
    return State.IN_REVIEW if state in UNTOLD and not to_centre else State(state)


def demonstration_only(application: Any, _by: Any) -> Text | None:
    """Panels and selection belong to the door that gives money."""
    if application.door != Door.DEMONSTRATION:
        return _("실증 신청에서만 하는 일입니다. 진단 신청은 적격 결정으로 끝납니다.")
    return None


def proposed(outcome: Outcome) -> Any:
    """The second person confirms what the first one proposed, or sends it back."""

    def guard(application: Any, _by: Any) -> Text | None:
        if application.proposed_outcome != outcome:
            return _("제안된 내용과 다릅니다. 다르게 결정하려면 제안을 돌려보내 주십시오.")
        return None

    return guard


def _screening(application: Any) -> tuple[WaitFor, ...]:
    party = f"user:{application.screener_id}" if application.screener_id else f"role:{Role.STAFF}"
    return (WaitFor(party=party, what=_("신청 요건검토"), due_at=application.screening_due_at),)


def _correcting(application: Any) -> tuple[WaitFor, ...]:
    return (WaitFor(party=f"org:{application.company_id}", what=_("신청 보완"), due_at=application.correction_due_at),)


def _admitted(application: Any) -> tuple[WaitFor, ...]:
    if application.door != Door.DEMONSTRATION:
        return ()
    return (WaitFor(party=f"role:{Role.STAFF}", what=_("평가위원회 구성")),)


def _proposed(_application: Any) -> tuple[WaitFor, ...]:
    return (WaitFor(party=f"role:{Role.MANAGER}", what=_("선정 여부 확정")),)


def _decided(_application: Any) -> tuple[WaitFor, ...]:
    return (WaitFor(party=f"role:{Role.STAFF}", what=_("모든 안건이 확정되면 선정 결과 발표")),)


def unfulfilled(application: Any, _by: Any) -> WrongState | None:
    """What was asked for and done, or is under an agreement, cannot be taken back."""
    if application.fulfilled_at is None:
        return None
    if application.door == Door.DEMONSTRATION:
        return WrongState(_("협약을 맺은 신청은 철회하거나 선정을 취소할 수 없습니다. 협약 화면에서 처리해 주십시오."))
    return WrongState(_("진단이 끝난 신청은 철회할 수 없습니다. 궁금하신 점은 센터로 문의해 주십시오."))


def _from_elsewhere(application: Any, _by: Any) -> Text | None:
    """What a company writes here it hands in itself."""
    if not application.is_from_elsewhere:
        return _("이 시스템에서 쓰는 신청은 기업이 직접 제출합니다.")
    return None


_SECOND_PERSON = another_person(than="proposed_by_id")
_OPEN = (*UNDECIDED, State.SELECTED, State.WAITLISTED)


def _confirm(action: Action, outcome: Outcome) -> Transition:
    return Transition(
        action,
        (State.PROPOSED,),
        State.DECIDED,
        action.label,
        permission=permissions.CONFIRM,
        guards=(_SECOND_PERSON, proposed(outcome)),
    )


def _uphold(action: Action, sources: tuple[State, ...], target: State) -> Transition:
    return Transition(action, sources, target, action.label, permission=permissions.CONFIRM, needs_reason=True)


def _publish(action: Action, outcome: Outcome, target: State) -> Transition:
    return Transition(
        action, (State.DECIDED,), target, action.label, permission=permissions.PUBLISH, guards=(proposed(outcome),)
    )


APPLICATION = Machine(
    initial=State.DRAFT,
    transitions=(
        Transition(Action.SUBMIT, (State.DRAFT,), State.SUBMITTED, Action.SUBMIT.label, permission=permissions.APPLY),
        Transition(
            Action.TAKE_IN,
            (State.DRAFT,),
            State.SUBMITTED,
            Action.TAKE_IN.label,
            permission=permissions.TAKE_IN,
            guards=(_from_elsewhere,),
        ),
        Transition(
            Action.REQUEST_CORRECTION,
            (State.SUBMITTED,),
            State.CORRECTING,
            Action.REQUEST_CORRECTION.label,
            permission=permissions.SCREEN,
            needs_reason=True,
        ),
        Transition(
            Action.RESUBMIT, (State.CORRECTING,), State.SUBMITTED, Action.RESUBMIT.label, permission=permissions.APPLY
        ),
        Transition(Action.ADMIT, (State.SUBMITTED,), State.ADMITTED, Action.ADMIT.label, permission=permissions.SCREEN),
        Transition(
            Action.REJECT,
            (State.SUBMITTED, State.CORRECTING),
            State.REJECTED,
            Action.REJECT.label,
            permission=permissions.SCREEN,
            needs_reason=True,
        ),
        Transition(
            Action.CONVENE,
            (State.ADMITTED,),
            State.IN_REVIEW,
            Action.CONVENE.label,
            permission=permissions.PROPOSE,
            guards=(demonstration_only,),
        ),
        Transition(
            Action.PROPOSE_SELECTION,
            (State.IN_REVIEW,),
            State.PROPOSED,
            Action.PROPOSE_SELECTION.label,
            permission=permissions.PROPOSE,
            guards=(demonstration_only,),
            needs_reason=True,
        ),
        Transition(
            Action.RETURN_PROPOSAL,
            (State.PROPOSED, State.DECIDED),
            State.IN_REVIEW,
            Action.RETURN_PROPOSAL.label,
            permission=permissions.CONFIRM,
            guards=(_SECOND_PERSON,),
            needs_reason=True,
        ),
        _confirm(Action.CONFIRM_SELECTION, Outcome.SELECT),
        _confirm(Action.CONFIRM_WAITLIST, Outcome.WAITLIST),
        _confirm(Action.DECLINE_SELECTION, Outcome.DECLINE),
        _publish(Action.PUBLISH_SELECTED, Outcome.SELECT, State.SELECTED),
        _publish(Action.PUBLISH_WAITLISTED, Outcome.WAITLIST, State.WAITLISTED),
        _publish(Action.PUBLISH_NOT_SELECTED, Outcome.DECLINE, State.NOT_SELECTED),
        Transition(
            Action.PROMOTE, (State.WAITLISTED,), State.SELECTED, Action.PROMOTE.label, permission=permissions.CONFIRM
        ),
        Transition(
            Action.CANCEL_SELECTION,
            (State.SELECTED,),
            State.CANCELLED,
            Action.CANCEL_SELECTION.label,
            permission=permissions.CONFIRM,
            guards=(unfulfilled,),
            needs_reason=True,
        ),
        _uphold(Action.ADMIT_ON_OBJECTION, (State.REJECTED,), State.ADMITTED),
        _uphold(Action.SELECT_ON_OBJECTION, (State.NOT_SELECTED, State.CANCELLED), State.SELECTED),
        _uphold(Action.WAITLIST_ON_OBJECTION, (State.NOT_SELECTED,), State.WAITLISTED),
        Transition(
            Action.WITHDRAW,
            _OPEN,
            State.WITHDRAWN,
            Action.WITHDRAW.label,
            permission=permissions.APPLY,
            guards=(unfulfilled,),
        ),
    ),
    waits={
        State.SUBMITTED: _screening,
        State.CORRECTING: _correcting,
        State.ADMITTED: _admitted,
        State.PROPOSED: _proposed,
        State.DECIDED: _decided,
    },
)
