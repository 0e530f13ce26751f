"""States of a call and of an application, who is waited for, and who may do what."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.accounts.roles import Role
from apps.intake import permissions
from apps.kernel.errors import Text, WrongState
from apps.workflow.guards import another_person
from apps.workflow.machine import Machine, Transition, WaitFor


class CallState(models.TextChoices):
    """Whether the public sees a call and may answer it."""

    DRAFT = "draft", _("준비 중")
    OPEN = "open", _("모집 중")
    CLOSED = "closed", _("마감")


class CallAction(models.TextChoices):
    """What happens to a call."""

    PUBLISH = "publish", _("공고 게시")
    AMEND = "amend", _("공고 변경")
    CLOSE = "close", _("공고 마감")
    POSTPONE = "postpone", _("장애로 마감 연기")


CALL = Machine(
    initial=CallState.DRAFT,
    transitions=(
        Transition(
            CallAction.PUBLISH,
            (CallState.DRAFT,),
            CallState.OPEN,
            CallAction.PUBLISH.label,
            permission=permissions.RUN_CALLS,
        ),
        Transition(
            CallAction.AMEND,
            (CallState.OPEN,),
            CallState.OPEN,
            CallAction.AMEND.label,
            permission=permissions.RUN_CALLS,
            needs_reason=True,
        ),
        Transition(
            CallAction.CLOSE,
            (CallState.OPEN,),
            CallState.CLOSED,
            CallAction.CLOSE.label,
            permission=permissions.RUN_CALLS,
            needs_reason=True,
        ),
        Transition(
            CallAction.POSTPONE,
            (CallState.OPEN, CallState.CLOSED),
            CallState.OPEN,
            CallAction.POSTPONE.label,
            permission=permissions.RECORD_OUTAGE,
            needs_reason=True,
        ),
    ),
)


class SettingsState(models.TextChoices):
    """Whether a version of a programme's settings is being written, in force or once was, or was thrown away."""

    DRAFT = "draft", _("작성 중")
    PUBLISHED = "published", _("게시")
    DISCARDED = "discarded", _("버림")


class SettingsAction(models.TextChoices):
    """What happens to a version of settings."""

    PUBLISH = "publish", _("설정 게시")
    DISCARD = "discard", _("초안 버리기")


def _drafted(_version: Any) -> tuple[WaitFor, ...]:
    return (WaitFor(party=f"role:{Role.MANAGER}", what=_("지원사업 설정 확인과 게시")),)


SETTINGS = Machine(
    initial=SettingsState.DRAFT,
    transitions=(
        Transition(
            SettingsAction.PUBLISH,
            (SettingsState.DRAFT,),
            SettingsState.PUBLISHED,
            SettingsAction.PUBLISH.label,
            permission=permissions.PUBLISH_SETTINGS,
            needs_reason=True,
        ),
        Transition(
            SettingsAction.DISCARD,
            (SettingsState.DRAFT,),
            SettingsState.DISCARDED,
            SettingsAction.DISCARD.label,
            permission=permissions.EDIT_SETTINGS,
        ),
    ),
    waits={SettingsState.DRAFT: _drafted},
)


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
    IN_REVIEW = "in_review", _("평가 중")
    PROPOSED = "proposed", _("선정 제안")
    SELECTED = "selected", _("선정")
    NOT_SELECTED = "not_selected", _("미선정")
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
    DECLINE_SELECTION = "decline_selection", _("미선정 확정")
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
)


class Outcome(models.TextChoices):
    """What a person proposes at the end of a review."""

    SELECT = "select", _("선정")
    DECLINE = "decline", _("미선정")


# Waits beside the state: an upper floor takes them back when it begins its part.
WAIT_FOR_DIAGNOSIS = "open_diagnosis"
WAIT_FOR_BRIEF = "open_brief"
WAIT_FOR_OVERDUE = "correction_overdue"
TONES = {
    State.DRAFT: "neutral",
    State.SUBMITTED: "progress",
    State.CORRECTING: "warning",
    State.ADMITTED: "success",
    State.REJECTED: "danger",
    State.IN_REVIEW: "progress",
    State.PROPOSED: "progress",
    State.SELECTED: "success",
    State.NOT_SELECTED: "neutral",
    State.WITHDRAWN: "neutral",
}


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


def _reviewing(_application: Any) -> tuple[WaitFor, ...]:
    return (WaitFor(party=f"role:{Role.STAFF}", what=_("평가 결과 확인과 선정 여부 제안")),)


def _proposed(_application: Any) -> tuple[WaitFor, ...]:
    return (WaitFor(party=f"role:{Role.MANAGER}", what=_("선정 여부 확정")),)


def _unfulfilled(application: Any, _by: Any) -> WrongState | None:
    """What was asked for and done cannot be taken back."""
    if application.fulfilled_at is not None:
        return WrongState(_("진단이 끝난 신청은 철회할 수 없습니다. 궁금하신 점은 센터로 문의해 주십시오."))
    return None


def _from_elsewhere(application: Any, _by: Any) -> Text | None:
    """What a company writes here it hands in itself."""
    if not application.is_from_elsewhere:
        return _("이 시스템에서 쓰는 신청은 기업이 직접 제출합니다.")
    return None


_SECOND_PERSON = another_person(than="proposed_by_id")
_OPEN = (State.DRAFT, State.SUBMITTED, State.CORRECTING, State.ADMITTED, State.IN_REVIEW, State.PROPOSED)

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
            (State.PROPOSED,),
            State.IN_REVIEW,
            Action.RETURN_PROPOSAL.label,
            permission=permissions.CONFIRM,
            guards=(_SECOND_PERSON,),
            needs_reason=True,
        ),
        Transition(
            Action.CONFIRM_SELECTION,
            (State.PROPOSED,),
            State.SELECTED,
            Action.CONFIRM_SELECTION.label,
            permission=permissions.CONFIRM,
            guards=(_SECOND_PERSON, proposed(Outcome.SELECT)),
        ),
        Transition(
            Action.DECLINE_SELECTION,
            (State.PROPOSED,),
            State.NOT_SELECTED,
            Action.DECLINE_SELECTION.label,
            permission=permissions.CONFIRM,
            guards=(_SECOND_PERSON, proposed(Outcome.DECLINE)),
        ),
        Transition(
            Action.WITHDRAW,
            _OPEN,
            State.WITHDRAWN,
            Action.WITHDRAW.label,
            permission=permissions.APPLY,
            guards=(_unfulfilled,),
        ),
    ),
    waits={
        State.SUBMITTED: _screening,
        State.CORRECTING: _correcting,
        State.ADMITTED: _admitted,
        State.IN_REVIEW: _reviewing,
        State.PROPOSED: _proposed,
    },
)
