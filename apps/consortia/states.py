"""How a brief, a proposal, an agreement and a matching run move."""

from collections.abc import Sequence
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.consortia import permissions
from apps.kernel.errors import Text
from apps.workflow.guards import another_person
from apps.workflow.machine import Machine, Transition, WaitFor


class BriefState(models.TextChoices):
    """Where a project brief stands."""

    DRAFT = "draft", _("작성 중")
    OPEN = "open", _("기관 구성 중")
    PROPOSED = "proposed", _("참여 제안 중")
    AGREED = "agreed", _("협약 체결")
    CANCELLED = "cancelled", _("취소됨")


class BriefAction(models.TextChoices):
    """What happens to a project brief."""

    PUBLISH = "publish", _("기관 구성 시작")
    PROPOSE = "propose", _("모든 역할에 참여 제안")
    REOPEN = "reopen", _("다시 기관 구성")
    AGREE = "agree", _("협약 체결")
    CANCEL = "cancel", _("과제 취소")


class ProposalState(models.TextChoices):
    """What a partner answered."""

    PROPOSED = "proposed", _("답변 대기")
    ACCEPTED = "accepted", _("수락")
    DECLINED = "declined", _("거절")
    EXPIRED = "expired", _("기한 지남")
    WITHDRAWN = "withdrawn", _("제안 철회")


class ProposalAction(models.TextChoices):
    """What is done with a proposal."""

    ACCEPT = "accept", _("수락")
    DECLINE = "decline", _("거절")
    EXPIRE = "expire", _("기한 만료")
    WITHDRAW = "withdraw", _("제안 철회")


class AgreementState(models.TextChoices):
    """How far an agreement is signed."""

    DRAFT = "draft", _("당사자 서명 대기")
    SIGNED = "signed", _("센터 서명 대기")
    ACTIVE = "active", _("이행 중")
    ENDED = "ended", _("종료")
    VOID = "void", _("무효")


class AgreementAction(models.TextChoices):
    """What is done with an agreement."""

    SIGN = "sign", _("당사자 서명")
    SEND_BACK = "send_back", _("조건 되돌리기")
    SIGN_CENTRE = "sign_centre", _("센터 서명")
    END = "end", _("협약 종료")
    DROP = "drop", _("협약안 폐기")


class RunState(models.TextChoices):
    """How far a matching run is."""

    REQUESTED = "requested", _("계산 대기")
    RUNNING = "running", _("계산 중")
    DONE = "done", _("계산 완료")
    FAILED = "failed", _("계산 실패")


class RunAction(models.TextChoices):
    """What happens to a matching run."""

    START = "start", _("계산 시작")
    FINISH = "finish", _("계산 완료")
    FAIL = "fail", _("계산 실패")


class Outcome(models.TextChoices):
    """How a project under an agreement ended; partners' records are counted from it."""

    PASSED = "passed", _("성과지표 달성")
    MISSED = "missed", _("성과지표 미달")
    STOPPED = "stopped", _("중단")


WAIT_FOR_AGREEMENT = "draft_agreement"
# The application is on the waitlist: staff end the project when nobody is called any more.
WAIT_FOR_CALL = "end_of_waitlist"
LIVE = (ProposalState.PROPOSED, ProposalState.ACCEPTED)

TONES = {
    BriefState.DRAFT: "neutral",
    BriefState.OPEN: "progress",
    BriefState.PROPOSED: "info",
    BriefState.AGREED: "success",
    BriefState.CANCELLED: "neutral",
    ProposalState.ACCEPTED: "success",
    ProposalState.DECLINED: "danger",
    ProposalState.EXPIRED: "warning",
    ProposalState.WITHDRAWN: "neutral",
    AgreementState.SIGNED: "progress",
    AgreementState.ACTIVE: "success",
    AgreementState.ENDED: "neutral",
    AgreementState.VOID: "neutral",
    RunState.REQUESTED: "progress",
    RunState.RUNNING: "progress",
    RunState.DONE: "success",
    RunState.FAILED: "danger",
}


def _to_be_published(_brief: Any) -> Sequence[WaitFor]:
    return [WaitFor("role:staff", _("과제 개요서를 확인하고 기관 구성을 시작해 주십시오"))]


def _to_be_proposed(_brief: Any) -> Sequence[WaitFor]:
    return [WaitFor("role:staff", _("후보 기관을 검토하고 참여를 제안해 주십시오"))]


def _to_be_answered(proposal: Any) -> Sequence[WaitFor]:
    return [WaitFor(f"org:{proposal.organisation_id}", _("참여 제안에 답해 주십시오"), proposal.due_at)]


def _parties_sign(agreement: Any) -> Sequence[WaitFor]:
    """Company and accepted partners, each asked once whatever roles it holds."""
    accepted = agreement.brief.proposals.filter(state=ProposalState.ACCEPTED).order_by("pk")
    parties = dict.fromkeys([agreement.company_id, *accepted.values_list("organisation_id", flat=True)])
    return [WaitFor(f"org:{party}", _("협약 조건을 확인하고 서명해 주십시오")) for party in parties]


def _centre_signs(_agreement: Any) -> Sequence[WaitFor]:
    return [WaitFor("role:manager", _("협약 조건을 확인하고 서명해 주십시오"))]


def no_signatory(agreement: Any, by: Any) -> Text | None:
    """Who signed for a party does not sign for the centre."""
    if by is not None and agreement.signatures.filter(signatory_id=by.pk).exists():
        return _("당사자로 서명한 사람은 센터로 서명할 수 없습니다. 다른 책임자가 서명해 주십시오.")
    return None


def _run_failed(_run: Any) -> Sequence[WaitFor]:
    return [WaitFor("role:staff", _("배정 계산이 실패했습니다. 사유를 확인하고 다시 계산해 주십시오"))]


BRIEF_MACHINE = Machine(
    initial=BriefState.DRAFT,
    transitions=[
        Transition(
            BriefAction.PUBLISH,
            [BriefState.DRAFT],
            BriefState.OPEN,
            label=BriefAction.PUBLISH.label,
            permission=permissions.MANAGE,
        ),
        Transition(
            BriefAction.PROPOSE,
            [BriefState.OPEN],
            BriefState.PROPOSED,
            label=BriefAction.PROPOSE.label,
            permission=permissions.PROPOSE,
        ),
        Transition(BriefAction.REOPEN, [BriefState.PROPOSED], BriefState.OPEN, label=BriefAction.REOPEN.label),
        Transition(
            BriefAction.AGREE,
            [BriefState.PROPOSED],
            BriefState.AGREED,
            label=BriefAction.AGREE.label,
            permission=permissions.SIGN_CENTRE,
        ),
        Transition(
            BriefAction.CANCEL,
            [BriefState.DRAFT, BriefState.OPEN, BriefState.PROPOSED],
            BriefState.CANCELLED,
            label=BriefAction.CANCEL.label,
            permission=permissions.MANAGE,
            needs_reason=True,
        ),
    ],
    waits={BriefState.DRAFT: _to_be_published, BriefState.OPEN: _to_be_proposed},
)

PROPOSAL_MACHINE = Machine(
    initial=ProposalState.PROPOSED,
    transitions=[
        Transition(
            ProposalAction.ACCEPT,
            [ProposalState.PROPOSED],
            ProposalState.ACCEPTED,
            label=ProposalAction.ACCEPT.label,
            permission=permissions.ANSWER,
        ),
        Transition(
            ProposalAction.DECLINE,
            [ProposalState.PROPOSED],
            ProposalState.DECLINED,
            label=ProposalAction.DECLINE.label,
            permission=permissions.ANSWER,
            needs_reason=True,
        ),
        Transition(
            ProposalAction.EXPIRE,
            [ProposalState.PROPOSED],
            ProposalState.EXPIRED,
            label=ProposalAction.EXPIRE.label,
        ),
        Transition(
            ProposalAction.WITHDRAW,
            [ProposalState.PROPOSED, ProposalState.ACCEPTED],
            ProposalState.WITHDRAWN,
            label=ProposalAction.WITHDRAW.label,
            permission=permissions.PROPOSE,
            needs_reason=True,
        ),
    ],
    waits={ProposalState.PROPOSED: _to_be_answered},
)

AGREEMENT_MACHINE = Machine(
    initial=AgreementState.DRAFT,
    transitions=[
        Transition(
            AgreementAction.SIGN,
            [AgreementState.DRAFT],
            AgreementState.SIGNED,
            label=AgreementAction.SIGN.label,
            permission=permissions.SIGN,
        ),
        Transition(
            AgreementAction.SEND_BACK,
            [AgreementState.SIGNED],
            AgreementState.DRAFT,
            label=AgreementAction.SEND_BACK.label,
            permission=permissions.SIGN_CENTRE,
            needs_reason=True,
        ),
        Transition(
            AgreementAction.SIGN_CENTRE,
            [AgreementState.SIGNED],
            AgreementState.ACTIVE,
            label=AgreementAction.SIGN_CENTRE.label,
            permission=permissions.SIGN_CENTRE,
            guards=[another_person(than="drafted_by_id"), no_signatory],
        ),
        Transition(
            AgreementAction.END,
            [AgreementState.ACTIVE],
            AgreementState.ENDED,
            label=AgreementAction.END.label,
            permission=permissions.END,
        ),
        Transition(
            AgreementAction.DROP,
            [AgreementState.DRAFT, AgreementState.SIGNED],
            AgreementState.VOID,
            label=AgreementAction.DROP.label,
            permission=permissions.MANAGE,
            needs_reason=True,
        ),
    ],
    waits={AgreementState.DRAFT: _parties_sign, AgreementState.SIGNED: _centre_signs},
)

RUN_MACHINE = Machine(
    initial=RunState.REQUESTED,
    transitions=[
        Transition(RunAction.START, [RunState.REQUESTED, RunState.RUNNING], RunState.RUNNING, RunAction.START.label),
        Transition(RunAction.FINISH, [RunState.RUNNING], RunState.DONE, RunAction.FINISH.label),
        Transition(RunAction.FAIL, [RunState.REQUESTED, RunState.RUNNING], RunState.FAILED, RunAction.FAIL.label),
    ],
    waits={RunState.FAILED: _run_failed},
)
