"""Words for what the rules return as codes."""

from django.utils.translation import gettext_lazy as _

from apps.diagnosis.agreement import Worth
from apps.diagnosis.instrument_faults import Fault
from apps.diagnosis.revising import Part
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
INSTRUMENT_FAULTS = {
    Fault.JSON: _("JSON 형식이 아닙니다 (%(found)s)."),
    Fault.OBJECT: _("중괄호로 묶은 객체여야 합니다."),
    Fault.LIST: _("대괄호로 묶은 목록이어야 합니다."),
    Fault.FILLED_LIST: _("하나 이상 적은 목록이어야 합니다."),
    Fault.TEXT: _("비어 있지 않은 글이어야 합니다."),
    Fault.INTEGER: _("%(low)s부터 %(high)s까지의 정수여야 합니다."),
    Fault.DECIMAL: _("따옴표로 묶은 수여야 합니다."),
    Fault.FINITE: _("끝이 있는 수여야 합니다."),
    Fault.CODE: _("%(found)s: 코드는 영문 소문자, 숫자, 붙임표만 쓸 수 있습니다."),
    Fault.CRITERION_CODE: _("%(found)s: 진단항목 코드는 영문 대문자 하나와 숫자입니다(예: P1)."),
    Fault.TWICE: _("%(found)s: 같은 코드가 두 번 있습니다."),
    Fault.ORDER: _("차례가 맞지 않습니다. %(expected)s이어야 하는데 %(found)s입니다."),
    Fault.BANDS: _("수준 0부터 %(highest)s까지 모두 있어야 하는데 %(found)s개입니다."),
    Fault.ATTRIBUTES: _("수준 %(band)s에는 세부 항목이 %(wanted)s개여야 하는데 %(found)s개입니다."),
    Fault.FRAMEWORK: _("%(found)s: 쓸 수 있는 체계는 %(known)s입니다."),
    Fault.FIRST_LEVEL: _("첫 단계는 0에서 시작해야 합니다."),
    Fault.RISING: _("단계마다 커져야 하고 %(highest)s을 넘을 수 없습니다."),
    Fault.CODES: _("모든 코드를 한 번씩 적어야 합니다. 빠졌거나 모르는 코드: %(found)s"),
    Fault.STRAY: _("%(found)s: 진단도구에 없는 코드입니다."),
    Fault.SUM: _("가중치의 합이 %(wanted)s이어야 하는데 %(found)s입니다."),
}
PARTS = {
    Part.TEXT: _("설명"),
    Part.CRITERION: _("진단항목"),
    Part.BAND: _("수준"),
    Part.ATTRIBUTE: _("세부 항목"),
    Part.LEVEL: _("준비도 단계"),
    Part.WEIGHT: _("가중치"),
}
CLAIMED = {True: _("그렇습니다"), False: _("아닙니다"), None: _("모릅니다")}
PLEDGE = _(
    "이번 방문에서 알게 된 기업의 기술과 경영 정보를 진단과 지원 업무에만 쓰고, 다른 사람에게 알리거나 "
    "따로 보관하지 않겠습니다. 자료와 사진은 센터 시스템에만 올리고 기기에 남기지 않겠습니다."
)
# Events that a case's timeline shows; single answers stay in the record.
EVENTS = {
    "open": _("진단을 열었습니다"),
    "assign": _("컨설턴트를 배정했습니다"),
    "start": _("채점을 시작했습니다"),
    "self_score": _("기업이 자가진단을 저장했습니다"),
    "appoint": _("방문 약속을 잡았습니다"),
    "call_off": _("방문 약속을 취소했습니다"),
    "pledge": _("컨설턴트가 보안 서약을 하고 방문을 시작했습니다"),
    "sign_visit": _("기업이 방문일지에 서명했습니다"),
    "complete": _("진단을 완료했습니다"),
    "agree": _("기업과 함께 결과를 읽고 합의했습니다"),
    "reopen": _("진단을 다시 열었습니다"),
    "late_record": _("완료한 뒤에 현장 기록이 도착했습니다"),
    "set_training": _("연습용 진단 여부를 바꾸었습니다"),
    "cancel": _("신청이 철회되어 중단했습니다"),
}
