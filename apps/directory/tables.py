"""Lists of the directory as files."""

from django.utils.translation import gettext_lazy as _

from apps.directory.models import Company, Organisation
from apps.kernel.tables import Column, field, named, worded


def _formatted(row: dict[str, str]) -> str:
    digits = row["business_number"]
    return f"{digits[:3]}-{digits[3:5]}-{digits[5:]}"


COMPANIES = (
    field(_("기업"), "organisation__name_ko"),
    Column(_("사업자등록번호"), _formatted),
    named(_("업종"), "industry__name"),
    named(_("소재지"), "organisation__district__name"),
    worded(_("규모"), "size_class", Company.Size.choices),
    field(_("등록일시"), "organisation__created_at"),
    field(_("신청 권한 확인일시"), "authority_confirmed_at"),
)
PARTNERS = (
    named(_("기관"), "name"),
    worded(_("종류"), "kind", Organisation.Kind.choices),
    named(_("소속 기관"), "parent__name"),
    field(_("소개"), "summary"),
)
