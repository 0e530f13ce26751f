"""What people may do around a pilot."""

from django.utils.translation import gettext_lazy as _

from apps.accounts.permissions import permission
from apps.accounts.roles import CENTRE, Role

OPEN = permission("pilots.open", _("협약에서 실증과제를 시작합니다"), roles=CENTRE)
SET_KPI = permission("pilots.set_kpi", _("기술설계 심의 전에 성과지표를 정합니다"), roles=[*CENTRE, Role.COMPANY])
RECORD = permission(
    "pilots.record_reading",
    _("성과지표의 측정값을 기록합니다"),
    roles=[*CENTRE, Role.COMPANY, Role.UNIVERSITY, Role.SUPPLIER],
)
CALL_GATE = permission("pilots.call_gate", _("단계심의를 요청합니다"), roles=[*CENTRE, Role.COMPANY])
PROPOSE = permission("pilots.propose_decision", _("단계심의의 판정을 제안합니다"), roles=CENTRE)
CONFIRM = permission("pilots.confirm_decision", _("다른 사람이 제안한 판정을 확정합니다"), roles=[Role.MANAGER])
RESUME = permission("pilots.resume", _("보류된 실증과제를 다시 시작합니다"), roles=CENTRE)
MEET = permission("pilots.meet_condition", _("조건부 진행의 조건 이행을 확인합니다"), roles=CENTRE)
FINISH = permission("pilots.finish", _("실증과제를 마치고 실증확인서를 발급합니다"), roles=[Role.MANAGER])
AGREE_TO_CASE = permission(
    "pilots.agree_to_case", _("끝난 실증과제를 사례로 공개하는 데 동의합니다"), roles=[Role.COMPANY]
)
VIEW_ALL = permission("pilots.view_all", _("모든 실증과제를 봅니다"), roles=[*CENTRE, Role.OFFICIAL])
VIEW_PERSONS = permission(
    "pilots.view_persons",
    _("실증과제를 다룬 사람의 이름을 봅니다"),
    roles=[*CENTRE, Role.COMPANY, Role.CONSULTANT, Role.UNIVERSITY, Role.SUPPLIER, Role.ADVISER],
)
