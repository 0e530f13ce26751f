"""Lists of pilots and of what was measured in one, as files."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from apps.kernel.tables import Column, field, worded
from apps.pilots.states import PilotState
from apps.pilots.words import StageName

PILOTS = (
    field(_("과제"), "title"),
    field(_("기업"), "company__name_ko"),
    worded(_("단계"), "stage", StageName.choices),
    worded(_("상태"), "state", PilotState.choices),
    field(_("시작일"), "opened_at"),
    Column(_("종료일"), lambda row: row["ends_on"] - timedelta(days=1)),
    field(_("성과지표"), "kpis_total"),
    field(_("합격한 성과지표"), "kpis_passed"),
    field(_("최근 측정일"), "last_reading_on"),
    field(_("실증확인서 번호"), "certificate_number"),
)
READINGS = (
    field(_("측정일"), "measured_on"),
    field(_("성과지표"), "kpi__name"),
    field(_("값"), "value"),
    field(_("단위"), "kpi__unit"),
    field(_("메모"), "note"),
    field(_("증빙"), "attachment__original_name"),
    field(_("취소 사유"), "withdrawn_reason"),
    field(_("기록일시"), "recorded_at"),
)


def readings(*, names_shown: bool) -> tuple[Column, ...]:
    """What was measured; who recorded it only for those who may know."""
    return (*READINGS, field(_("기록한 사람"), "by__name")) if names_shown else READINGS
