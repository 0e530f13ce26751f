"""What a person may do with the catalogue."""

from django.utils.translation import gettext_lazy as _

from apps.accounts.permissions import permission
from apps.accounts.roles import Role

MANAGE = permission("catalogue.manage", _("실행과제 목록을 고칩니다"), roles=[Role.STAFF, Role.MANAGER])
EVIDENCE = permission(
    "catalogue.evidence", _("끝난 실증의 효과와 사례를 목록에 더합니다"), roles=[Role.STAFF, Role.MANAGER]
)
