"""What a person may do around a diagnosis."""

from django.utils.translation import gettext_lazy as _

from apps.accounts.permissions import permission
from apps.accounts.roles import Role

VIEW_ALL = permission("diagnosis.view_all", _("모든 진단을 봅니다"), roles=[Role.STAFF, Role.MANAGER])
OPEN = permission("diagnosis.open", _("접수된 신청의 진단을 엽니다"), roles=[Role.STAFF, Role.MANAGER])
ASSIGN = permission("diagnosis.assign", _("진단할 컨설턴트를 배정합니다"), roles=[Role.STAFF, Role.MANAGER])
SCORE = permission("diagnosis.score", _("배정된 진단을 증빙으로 채점합니다"), roles=[Role.CONSULTANT])
CALIBRATE = permission(
    "diagnosis.calibrate", _("교차 진단을 열고 연습용 진단을 정합니다"), roles=[Role.STAFF, Role.MANAGER]
)
REOPEN = permission("diagnosis.reopen", _("완료된 진단을 사유를 적고 다시 엽니다"), roles=[Role.STAFF, Role.MANAGER])
SELF_SCORE = permission("diagnosis.self_score", _("우리 기업을 자가진단합니다"), roles=[Role.COMPANY])
DRAFT = permission("diagnosis.draft", _("새 판의 진단도구를 올려 시험합니다"), roles=[Role.STAFF, Role.MANAGER])
PUBLISH = permission("diagnosis.publish", _("시험한 진단도구를 발행합니다"), roles=[Role.MANAGER])
