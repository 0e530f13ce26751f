"""The list of cases as a file."""

from django.utils.translation import gettext_lazy as _

from apps.desk import figures
from apps.kernel.tables import field, named, worded

CASES = (
    field(_("기업"), "company__name_ko"),
    field(_("접수번호"), "receipt_number"),
    named(_("자치구"), "company__district__name"),
    field(_("접수일시"), "submitted_at"),
    worded(_("현재 단계"), "step", [(code, words[0]) for code, words in figures.STEPS.items()]),
)
