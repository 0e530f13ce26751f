"""What a person may do with programmes, calls and applications."""

from django.utils.translation import gettext_lazy as _

from apps.accounts.permissions import permission
from apps.accounts.roles import Role

APPLY = permission("intake.apply", _("지원을 신청하고 보완하거나 철회합니다"), roles=[Role.COMPANY])
SCREEN = permission("intake.screen", _("신청을 검토하고 보완을 요청합니다"), roles=[Role.STAFF, Role.MANAGER])
PROPOSE = permission("intake.propose", _("평가위원회를 구성하고 선정을 제안합니다"), roles=[Role.STAFF, Role.MANAGER])
CONFIRM = permission("intake.confirm", _("선정을 확정합니다"), roles=[Role.MANAGER])
PUBLISH = permission("intake.publish", _("선정 결과를 발표합니다"), roles=[Role.STAFF, Role.MANAGER])
RUN_CALLS = permission("intake.run_calls", _("모집공고를 열고 닫습니다"), roles=[Role.STAFF, Role.MANAGER])
TAKE_IN = permission("intake.take_in", _("다른 곳에서 받은 신청을 가져옵니다"), roles=[Role.STAFF, Role.MANAGER])
RECORD_OUTAGE = permission(
    "intake.record_outage",
    _("시스템 장애를 적고 그만큼 기한을 미룹니다"),
    roles=[Role.STAFF, Role.MANAGER, Role.ADMIN],
)
EDIT_SETTINGS = permission(
    "intake.edit_settings", _("지원사업 설정의 초안을 씁니다"), roles=[Role.STAFF, Role.MANAGER, Role.ADMIN]
)
PUBLISH_SETTINGS = permission("intake.publish_settings", _("지원사업 설정을 게시합니다"), roles=[Role.MANAGER])
READ = permission("intake.read", _("신청 목록을 봅니다"), roles=[Role.STAFF, Role.MANAGER, Role.OFFICIAL])
