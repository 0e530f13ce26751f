"""Words for what the rules return as codes."""

from django.utils.translation import gettext_lazy as _

from apps.diagnosis.agreement import Worth
from apps.diagnosis.rules import Verdict
from apps.diagnosis.states import AssessmentState

VERDICTS = {
    Verdict.HELD: _("충족"),
    Verdict.REFUTED: _("미충족"),
    Verdict.OPEN: _("증빙 필요"),
    Verdict.UNASSESSABLE: _("판단할 수 없음"),
}
VERDICT_TONES: dict[Verdict, str] = {
    Verdict.HELD: "success",
    Verdict.REFUTED: "neutral",
    Verdict.OPEN: "warning",
    Verdict.UNASSESSABLE: "warning",
}
WORTH = {
    Worth.RELIABLE: _("믿고 쓸 수 있습니다"),
    Worth.TENTATIVE: _("참고할 수 있습니다"),
    Worth.LOW: _("기준을 맞추어야 합니다"),
    Worth.UNKNOWN: _("아직 알 수 없습니다"),
}
WORTH_TONES: dict[Worth, str] = {
    Worth.RELIABLE: "success",
    Worth.TENTATIVE: "info",
    Worth.LOW: "warning",
    Worth.UNKNOWN: "neutral",
}
STATE_TONES: dict[str, str] = {
    AssessmentState.OPENED: "warning",
    AssessmentState.ASSIGNED: "info",
    AssessmentState.SCORING: "progress",
    AssessmentState.COMPLETED: "success",
    AssessmentState.REOPENED: "warning",
    AssessmentState.CANCELLED: "neutral",
}
# Events that a case's timeline shows; single answers stay in the record.
EVENTS = {
    "open": _("진단을 열었습니다"),
    "assign": _("컨설턴트를 배정했습니다"),
    "start": _("채점을 시작했습니다"),
    "self_score": _("기업이 자가진단을 저장했습니다"),
    "complete": _("진단을 완료했습니다"),
    "agree": _("기업과 함께 결과를 읽고 합의했습니다"),
    "reopen": _("진단을 다시 열었습니다"),
    "set_training": _("연습용 진단 여부를 바꾸었습니다"),
    "cancel": _("신청이 철회되어 중단했습니다"),
}
