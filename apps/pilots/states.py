"""How a pilot and its gates move."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from apps.kernel.errors import WrongState
from apps.pilots import permissions
from apps.workflow.guards import another_person
from apps.workflow.machine import Machine, Transition, WaitFor

READING_EVERY = timedelta(days=30)


class PilotState(models.TextChoices):
    ACTIVE = "active", _("진행 중")
    ON_HOLD = "on_hold", _("보류")
    STOPPED = "stopped", _("중단")
    FINISHED = "finished", _("완료")


class PilotAction(models.TextChoices):
    ADVANCE = "advance", _("단계 통과")
    RECYCLE = "recycle", _("단계 재수행")
    HOLD = "hold", _("보류")
    RESUME = "resume", _("재개")
    STOP = "stop", _("중단")
    FINISH = "finish", _("실증 완료")


class GateState(models.TextChoices):
    OPEN = "open", _("심의 준비")
    PROPOSED = "proposed", _("확정 대기")
    DECIDED = "decided", pgettext_lazy("state", "판정 확정")


class GateAction(models.TextChoices):
    PROPOSE = "propose", _("판정 제안")
    SEND_BACK = "send_back", _("제안 반려")
    CONFIRM = "confirm", _("판정 확정")


def _at_work(pilot: Any) -> Sequence[WaitFor]:
    """Who moves a pilot on: the centre before work begins and at the very end, the company in between."""
    if pilot.ready_to_finish:
        return [WaitFor("role:manager", _("실증을 마치고 실증확인서를 발급해 주십시오"))]
    if pilot.kpis_fixed_at is None:
        return [WaitFor("role:staff", _("성과지표를 정하고 기술설계 심의를 열어 주십시오"))]
    asked = _("성과지표의 측정값을 기록해 주십시오")
    return [WaitFor(f"org:{pilot.company_id}", asked, pilot.next_reading_due_at)]


def _on_hold(_pilot: Any) -> Sequence[WaitFor]:
    return [WaitFor("role:staff", _("보류 사유가 풀렸는지 확인하고 재개 여부를 정해 주십시오"))]


def _to_be_proposed(_gate: Any) -> Sequence[WaitFor]:
    return [WaitFor("role:staff", _("단계심의의 판정을 제안해 주십시오"))]


def _to_be_confirmed(_gate: Any) -> Sequence[WaitFor]:
    return [WaitFor("role:manager", _("제안된 판정을 확인하고 확정해 주십시오"))]


def _diffusion_passed(pilot: Any, _by: Any) -> WrongState | None:
    if not pilot.ready_to_finish:
        return WrongState(_("확산 단계의 심의를 통과해야 실증을 마칠 수 있습니다."))
    return None


PILOT_MACHINE = Machine(
    initial=PilotState.ACTIVE,
    transitions=[
        Transition(
            PilotAction.ADVANCE,
            [PilotState.ACTIVE],
            PilotState.ACTIVE,
            label=PilotAction.ADVANCE.label,
            permission=permissions.CONFIRM,
        ),
        Transition(
            PilotAction.RECYCLE,
            [PilotState.ACTIVE],
            PilotState.ACTIVE,
            label=PilotAction.RECYCLE.label,
            permission=permissions.CONFIRM,
            needs_reason=True,
        ),
        Transition(
            PilotAction.HOLD,
            [PilotState.ACTIVE],
            PilotState.ON_HOLD,
            label=PilotAction.HOLD.label,
            permission=permissions.CONFIRM,
            needs_reason=True,
        ),
        Transition(
            PilotAction.STOP,
            [PilotState.ACTIVE],
            PilotState.STOPPED,
            label=PilotAction.STOP.label,
            permission=permissions.CONFIRM,
            needs_reason=True,
        ),
        Transition(
            PilotAction.RESUME,
            [PilotState.ON_HOLD],
            PilotState.ACTIVE,
            label=PilotAction.RESUME.label,
            permission=permissions.RESUME,
            needs_reason=True,
        ),
        Transition(
            PilotAction.FINISH,
            [PilotState.ACTIVE],
            PilotState.FINISHED,
            label=PilotAction.FINISH.label,
            permission=permissions.FINISH,
            guards=[_diffusion_passed],
        ),
    ],
    waits={PilotState.ACTIVE: _at_work, PilotState.ON_HOLD: _on_hold},
)

GATE_MACHINE = Machine(
    initial=GateState.OPEN,
    transitions=[
        Transition(
            GateAction.PROPOSE,
            [GateState.OPEN],
            GateState.PROPOSED,
            label=GateAction.PROPOSE.label,
            permission=permissions.PROPOSE,
        ),
        Transition(
            GateAction.SEND_BACK,
            [GateState.PROPOSED],
            GateState.OPEN,
            label=GateAction.SEND_BACK.label,
            permission=permissions.CONFIRM,
            needs_reason=True,
        ),
        Transition(
            GateAction.CONFIRM,
            [GateState.PROPOSED],
            GateState.DECIDED,
            label=GateAction.CONFIRM.label,
            permission=permissions.CONFIRM,
            guards=[another_person(than="proposer_id")],
        ),
    ],
    waits={GateState.OPEN: _to_be_proposed, GateState.PROPOSED: _to_be_confirmed},
)
