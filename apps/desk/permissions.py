"""What may be done at the desk."""

from django.utils.translation import gettext_lazy as _

from apps.accounts.permissions import permission
from apps.accounts.roles import Role

SEE_CASES = permission(
    "desk.see_cases", _("사례 흐름 보기"), roles=[Role.STAFF, Role.MANAGER, Role.CONSULTANT, Role.COMPANY]
)
SEE_FIGURES = permission("desk.see_figures", _("현황판과 통계 보기"), roles=[Role.STAFF, Role.MANAGER, Role.OFFICIAL])
SEE_SENT = permission("desk.see_sent", _("보낸 알림의 기록 보기"), roles=[Role.STAFF, Role.MANAGER, Role.ADMIN])
MANAGE_PEOPLE = permission("desk.manage_people", _("사용자와 역할 관리"), roles=[Role.ADMIN])
