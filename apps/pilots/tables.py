"""The list of pilots as a file."""

from django.utils.translation import gettext_lazy as _

from apps.kernel.tables import field, worded
from apps.pilots.states import PilotState
from apps.pilots.words import StageName

PILOTS = (
    field(_("과제"), "title"),
    field(_("기업"), "company__name_ko"),
    worded(_("단계"), "stage", StageName.choices),
    worded(_("상태"), "state", PilotState.choices),
    field(_("시작일"), "opened_at"),
    field(_("종료일"), "ends_on"),
    field(_("성과지표"), "kpis_total"),
    field(_("합격한 성과지표"), "kpis_passed"),
    field(_("최근 측정일"), "last_reading_on"),
    field(_("실증확인서 번호"), "certificate_number"),
)
