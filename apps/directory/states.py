"""States of an organisation and of a claim to a business number."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.accounts.roles import Role
from apps.directory import permissions
from apps.workflow.guards import another_person
from apps.workflow.machine import Machine, Transition, WaitFor


class OrganisationState(models.TextChoices):
    """Whether the centre works with an organisation."""

    ACTIVE = "active", _("이용 중")
    CLOSED = "closed", _("종료")


class OrganisationAction(models.TextChoices):
    """What happens to an organisation as a whole."""

    CLOSE = "close", _("종료")
    REOPEN = "reopen", _("다시 열기")


ORGANISATION = Machine(
    initial=OrganisationState.ACTIVE,
    transitions=(
        Transition(
            OrganisationAction.CLOSE,
            (OrganisationState.ACTIVE,),
            OrganisationState.CLOSED,
            OrganisationAction.CLOSE.label,
            permission=permissions.MANAGE,
            needs_reason=True,
        ),
        Transition(
            OrganisationAction.REOPEN,
            (OrganisationState.CLOSED,),
            OrganisationState.ACTIVE,
            OrganisationAction.REOPEN.label,
            permission=permissions.MANAGE,
            needs_reason=True,
        ),
    ),
)


class ClaimState(models.TextChoices):
    """Where a claim to a registered business number stands."""

    OPEN = "open", _("확인 중")
    ACCEPTED = "accepted", _("인정")
    REFUSED = "refused", _("불인정")


class ClaimAction(models.TextChoices):
    """What the centre does with a claim."""

    ACCEPT = "accept", _("구성원으로 인정")
    REFUSE = "refuse", _("인정하지 않음")


def _centre_looks(_claim: Any) -> tuple[WaitFor, ...]:
    return (WaitFor(party=f"role:{Role.STAFF}", what=_("사업자등록번호 등록 분쟁 확인")),)


CLAIM = Machine(
    initial=ClaimState.OPEN,
    transitions=(
        Transition(
            ClaimAction.ACCEPT,
            (ClaimState.OPEN,),
            ClaimState.ACCEPTED,
            ClaimAction.ACCEPT.label,
            permission=permissions.SETTLE_CLAIM,
            guards=(another_person(than="claimant_id"),),
        ),
        Transition(
            ClaimAction.REFUSE,
            (ClaimState.OPEN,),
            ClaimState.REFUSED,
            ClaimAction.REFUSE.label,
            permission=permissions.SETTLE_CLAIM,
            needs_reason=True,
        ),
    ),
    waits={ClaimState.OPEN: _centre_looks},
)


class InvitationState(models.TextChoices):
    """Where an invitation into an organisation stands; one that ran out stays open and counts no more."""

    OPEN = "open", _("답을 기다림")
    ACCEPTED = "accepted", _("수락")
    DECLINED = "declined", _("거절")
    WITHDRAWN = "withdrawn", _("취소")


class InvitationAction(models.TextChoices):
    """What happens to an invitation."""

    ACCEPT = "accept", _("초대 수락")
    DECLINE = "decline", _("초대 거절")
    WITHDRAW = "withdraw", _("초대 취소")


INVITATION = Machine(
    initial=InvitationState.OPEN,
    transitions=tuple(
        Transition(action, (InvitationState.OPEN,), target, action.label)
        for action, target in (
            (InvitationAction.ACCEPT, InvitationState.ACCEPTED),
            (InvitationAction.DECLINE, InvitationState.DECLINED),
            (InvitationAction.WITHDRAW, InvitationState.WITHDRAWN),
        )
    ),
)
