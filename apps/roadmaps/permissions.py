"""What a person may do with roadmaps."""

from django.utils.translation import gettext_lazy as _

from apps.accounts.permissions import permission
from apps.accounts.roles import Role

VIEW_ALL = permission("roadmaps.view_all", _("모든 로드맵을 봅니다"), roles=[Role.STAFF, Role.MANAGER])
VIEW_ISSUED = permission("roadmaps.view_issued", _("발급된 로드맵의 과제와 금액을 봅니다"), roles=[Role.OFFICIAL])
VIEW_OWN = permission("roadmaps.view_own", _("우리 기업에 발급된 로드맵을 봅니다"), roles=[Role.COMPANY])
OPEN = permission(
    "roadmaps.open", _("완료된 진단의 로드맵을 엽니다"), roles=[Role.CONSULTANT, Role.STAFF, Role.MANAGER]
)
PLAN = permission("roadmaps.plan", _("맡은 기업의 로드맵을 계획하고 제안합니다"), roles=[Role.CONSULTANT])
APPROVE = permission("roadmaps.approve", _("제안된 로드맵을 승인하거나 돌려보냅니다"), roles=[Role.MANAGER])
ISSUE = permission("roadmaps.issue", _("승인된 로드맵을 발급합니다"), roles=[Role.STAFF, Role.MANAGER])
