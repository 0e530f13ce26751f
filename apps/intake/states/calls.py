"""States of a call and of the settings it is run under, and who may do what."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.accounts.roles import Role
from apps.intake import permissions
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
