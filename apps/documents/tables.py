"""The register of documents as a file."""

from django.utils.translation import gettext_lazy as _

from apps.documents.models import Kind
from apps.documents.states import DocumentState
from apps.kernel.tables import field, worded

REGISTER = (
    field(_("문서번호"), "number"),
    worded(_("문서 종류"), "kind", Kind.choices),
    field(_("기업"), "holder"),
    field(_("쪽수"), "pages"),
    field(_("발급일"), "issued_at"),
    worded(_("상태"), "state", DocumentState.choices),
)
