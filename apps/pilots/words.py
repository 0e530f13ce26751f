"""The rules' codes in the words of the screen."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from apps.pilots.rules import DecisionFault, GateBar, KpiFault, Why


class StageName(models.TextChoices):
    DESIGN = "design", _("기술설계")
    POC = "poc", _("기술검증")
    FIELD = "field", _("현장실증")
    DIFFUSION = "diffusion", _("확산")


class DirectionName(models.TextChoices):
    UP = "up", _("높을수록 좋음")
    DOWN = "down", _("낮을수록 좋음")


class MeasureName(models.TextChoices):
    LATEST = "latest", _("가장 최근 측정값")
    MEAN = "mean", _("측정값의 평균")


class VerdictName(models.TextChoices):
    PASSED = "pass", _("합격")
    FAILED = "fail", _("미달")
    UNKNOWN = "unknown", _("측정 전")


class DecisionName(models.TextChoices):
    GO = "go", _("진행")
    CONDITIONAL = "conditional", _("조건부 진행")
    RECYCLE = "recycle", _("재수행")
    HOLD = "hold", _("보류")
    STOP = "stop", _("중단")


class CheckName(models.TextChoices):
    MET = "met", _("충족")
    NOT_MET = "not_met", _("미충족")
    UNKNOWN = "unknown", _("확인 필요")


TONES = {
    "go": "success",
    "conditional": "info",
    "recycle": "warning",
    "hold": "warning",
    "stop": "danger",
    "pass": "success",
    "fail": "danger",
    "unknown": "neutral",
    "met": "success",
    "not_met": "danger",
    "active": "progress",
    "on_hold": "warning",
    "stopped": "danger",
    "finished": "success",
    "open": "progress",
    "proposed": "info",
    "decided": "neutral",
    "ready": "success",
    "failed": "danger",
}

KPI_FAULTS = {
    KpiFault.TARGET_IS_BASELINE: ("target", _("목표값이 기준값과 같습니다. 바꾸려는 값을 적어 주십시오.")),
    KpiFault.TARGET_WRONG_WAY: ("target", _("목표값이 기준값보다 나쁩니다. 방향 또는 목표값을 고쳐 주십시오.")),
    KpiFault.MARK_NOT_BETTER: ("pass_mark", _("합격 기준은 기준값보다 좋아야 합니다.")),
    KpiFault.MARK_BEYOND_TARGET: ("pass_mark", _("합격 기준이 목표값을 넘습니다. 목표값까지만 정할 수 있습니다.")),
}

DECISION_FAULTS = {
    DecisionFault.REASON_NEEDED: ("reason", _("이 판정에는 사유가 필요합니다. 사유를 적어 주십시오.")),
    DecisionFault.CONDITION_NEEDED: ("conditions", _("조건부 진행에는 조건이 하나 이상 필요합니다.")),
    DecisionFault.CONDITION_WITHOUT_DATE: ("conditions", _("조건마다 이행 기한을 적어 주십시오.")),
    DecisionFault.CONDITION_DATE_PAST: ("conditions", _("조건의 이행 기한은 오늘보다 뒤여야 합니다.")),
    DecisionFault.CONDITION_DATE_FAR: ("conditions", _("조건의 이행 기한은 오늘부터 3년 안으로 정해 주십시오.")),
    DecisionFault.CONDITIONS_NOT_EXPECTED: (
        "conditions",
        _("조건은 조건부 진행에만 붙일 수 있습니다. 판정을 바꾸거나 조건을 지워 주십시오."),
    ),
    DecisionFault.KNOCKED_OUT: (
        "decision",
        _("고칠 수 없는 필수 기준을 충족하지 못했습니다. 중단, 보류 또는 재수행을 선택해 주십시오."),
    ),
}

GATE_BARS = {
    GateBar.NOT_ACTIVE: _("진행 중인 실증과제만 심의할 수 있습니다."),
    GateBar.ALREADY_OPEN: _("이미 진행 중인 단계심의가 있습니다. 그 심의를 먼저 마쳐 주십시오."),
    GateBar.NO_KPI: _("성과지표가 없습니다. 심의 전에 성과지표를 하나 이상 정해 주십시오."),
    GateBar.STAGE_PASSED: _("이 단계는 이미 통과했습니다."),
}

WHYS = {
    Why.KNOCKED_OUT: _("고칠 수 없는 필수 기준을 충족하지 못했습니다."),
    Why.MUST_BE_CURED: _("필수 기준을 충족하지 못했으나 보완할 수 있습니다."),
    Why.MUST_UNKNOWN: _("확인되지 않은 필수 기준이 있습니다."),
    Why.SHOULD_UNKNOWN: _("점수를 매기지 않은 권장 기준에 따라 결과가 달라집니다."),
    Why.STRONG: _("필수 기준을 모두 충족하고 권장 기준 점수가 충분합니다."),
    Why.FAIR: _("필수 기준을 모두 충족했으나 권장 기준 점수가 넉넉하지 않습니다."),
    Why.WEAK: _("권장 기준 점수가 모자랍니다."),
}

# What an event of the record is called on the timeline.
ACTS = {
    ("pilots.pilot", "open"): _("실증과제 시작"),
    ("pilots.pilot", "set_kpi"): _("성과지표 정함"),
    ("pilots.pilot", "remove_kpi"): _("성과지표 뺌"),
    ("pilots.pilot", "record_reading"): _("측정값 기록"),
    ("pilots.pilot", "withdraw_reading"): _("측정값 취소"),
    ("pilots.pilot", "meet_condition"): _("조건 이행 확인"),
    ("pilots.pilot", "advance"): _("다음 단계로"),
    ("pilots.pilot", "recycle"): _("단계 재수행"),
    ("pilots.pilot", "hold"): _("보류"),
    ("pilots.pilot", "resume"): _("재개"),
    ("pilots.pilot", "stop"): _("중단"),
    ("pilots.pilot", "finish"): _("실증 완료"),
    ("pilots.pilot", "agree_to_case"): _("사례 공개 동의"),
    ("pilots.gate", "call"): _("단계심의 요청"),
    ("pilots.gate", "propose"): _("판정 제안"),
    ("pilots.gate", "send_back"): _("제안 반려"),
    ("pilots.gate", "confirm"): pgettext_lazy("state", "판정 확정"),
}
