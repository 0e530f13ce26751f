"""What a person may do in the directory."""

from django.utils.translation import gettext_lazy as _

from apps.accounts.permissions import permission
from apps.accounts.roles import Role

REGISTER = permission("directory.register", _("기업을 등록하고 기업정보를 고칩니다"), roles=[Role.COMPANY])
MANAGE = permission(
    "directory.manage", _("기관과 구성원 정보를 관리합니다"), roles=[Role.STAFF, Role.MANAGER, Role.ADMIN]
)
LIST = permission("directory.list", _("기업과 기관 목록을 봅니다"), roles=[Role.STAFF, Role.MANAGER, Role.OFFICIAL])
SETTLE_CLAIM = permission("directory.settle_claim", _("기업 등록 분쟁을 처리합니다"), roles=[Role.STAFF, Role.MANAGER])
EDIT_PROFILE = permission(
    "directory.edit_profile",
    _("소속 기관의 소개와 참여 가능 규모를 고칩니다"),
    roles=[Role.UNIVERSITY, Role.SUPPLIER, Role.ADVISER, Role.STAFF, Role.MANAGER],
)
VIEW_PERSONS = permission(
    "directory.view_persons",
    _("기업의 대표자 이름을 봅니다"),
    roles=[role for role in Role if role != Role.OFFICIAL],
)
