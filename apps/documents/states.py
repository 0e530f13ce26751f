"""States of a document and of an attachment."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.documents import permissions
from apps.workflow.machine import Machine, Transition, WaitFor


class DocumentState(models.TextChoices):
    REQUESTED = "requested", _("발급 대기")
    RENDERING = "rendering", _("작성 중")
    READY = "ready", _("발급 완료")
    FAILED = "failed", _("작성 실패")
    SUPERSEDED = "superseded", _("새 문서로 대체")
    REVOKED = "revoked", _("발급 취소")


TONES = {
    DocumentState.REQUESTED: "progress",
    DocumentState.RENDERING: "progress",
    DocumentState.READY: "success",
    DocumentState.FAILED: "danger",
    DocumentState.SUPERSEDED: "neutral",
    DocumentState.REVOKED: "warning",
}


class AttachmentState(models.TextChoices):
    QUARANTINED = "quarantined", _("검사 중")
    CLEAN = "clean", _("확인 완료")
    FLAGGED = "flagged", _("사람 확인 필요")
    REFUSED = "refused", _("사용할 수 없음")


ATTACHMENT_TONES = {
    AttachmentState.QUARANTINED: "progress",
    AttachmentState.CLEAN: "success",
    AttachmentState.FLAGGED: "warning",
    AttachmentState.REFUSED: "danger",
}


class AttachmentAction(models.TextChoices):
    """What a worker finds, and what a person decides after looking."""

    CLEAR = "clear", _("이상 없음")
    FLAG = "flag", _("사람 확인 요청")
    REFUSE = "refuse", _("검사에서 걸러냄")
    VOUCH = "vouch", _("확인하고 받음")
    DISMISS = "dismiss", _("확인하고 돌려보냄")


_S = DocumentState

DOCUMENT = Machine(
    initial=_S.REQUESTED,
    transitions=(
        Transition("start", (_S.REQUESTED, _S.RENDERING), _S.RENDERING, _("작성 시작")),
        Transition("ready", (_S.RENDERING,), _S.READY, _("작성 완료")),
        Transition("fail", (_S.REQUESTED, _S.RENDERING), _S.FAILED, _("작성 실패")),
        Transition("retry", (_S.FAILED,), _S.REQUESTED, _("다시 작성"), permission=permissions.MANAGE),
        Transition("supersede", (_S.READY,), _S.SUPERSEDED, _("새 문서로 대체")),
        Transition("revoke", (_S.READY,), _S.REVOKED, _("발급 취소"), permission=permissions.MANAGE, needs_reason=True),
    ),
    waits={_S.FAILED: lambda _document: (WaitFor("role:staff", _("문서 작성 실패 확인")),)},
)

_A = AttachmentState

ATTACHMENT = Machine(
    initial=_A.QUARANTINED,
    transitions=(
        Transition(AttachmentAction.CLEAR, (_A.QUARANTINED,), _A.CLEAN, AttachmentAction.CLEAR.label),
        Transition(AttachmentAction.FLAG, (_A.QUARANTINED,), _A.FLAGGED, AttachmentAction.FLAG.label),
        Transition(AttachmentAction.REFUSE, (_A.QUARANTINED,), _A.REFUSED, AttachmentAction.REFUSE.label),
        Transition(AttachmentAction.VOUCH, (_A.FLAGGED,), _A.CLEAN, AttachmentAction.VOUCH.label),
        Transition(
            AttachmentAction.DISMISS,
            (_A.FLAGGED,),
            _A.REFUSED,
            AttachmentAction.DISMISS.label,
            needs_reason=True,
        ),
    ),
)
