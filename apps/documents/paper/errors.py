"""Why a document could not be made."""

from django.utils.translation import gettext_lazy as _

from apps.kernel.errors import DomainError


class PaperError(DomainError):
    """A document cannot be made; the message says in plain words why."""

    status = 422
    code = "paper"
    message = _("문서를 만들 수 없습니다. 자료를 확인해 주십시오.")
