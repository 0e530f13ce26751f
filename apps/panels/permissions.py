"""What people may do around a panel."""

from django.utils.translation import gettext_lazy as _

from apps.accounts.permissions import permission
from apps.accounts.roles import Role

CONVENE = permission("panels.convene", _("평가위원회를 열고 위원을 위촉합니다"), roles=[Role.STAFF, Role.MANAGER])
RELEASE = permission("panels.release", _("평가위원을 해촉하고 평가를 마감합니다"), roles=[Role.STAFF, Role.MANAGER])
SCORE = permission("panels.score", _("배정된 안건을 평가합니다"), roles=[Role.REVIEWER])
VIEW_ALL = permission("panels.view_all", _("모든 평가위원회의 진행을 봅니다"), roles=[Role.STAFF, Role.MANAGER])
MANAGE_POOL = permission(
    "panels.manage_pool", _("평가위원 풀에 사람을 올리고 정보를 고칩니다"), roles=[Role.STAFF, Role.MANAGER]
)
