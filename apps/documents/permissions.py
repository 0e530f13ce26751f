"""What may be done to documents by hand."""

from django.utils.translation import gettext_lazy as _

from apps.accounts.permissions import permission
from apps.accounts.roles import Role

MANAGE = permission("documents.manage", _("문서 재작성과 발급 취소"), roles=[Role.STAFF, Role.MANAGER])
