"""The list of diagnoses as a file."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from apps.diagnosis.states import AssessmentState
from apps.kernel.tables import Column, field, worded


def _level(row: dict[str, Any]) -> Any:
    """A readiness level is told once the diagnosis is complete."""
    return row["level"] if row["state"] == AssessmentState.COMPLETED else None


# One row a criterion of a result: (area, criterion) as pages show them.
CRITERIA = (
    Column(_("영역"), lambda row: row[0].name),
    Column(_("영역 가중치(%)"), lambda row: row[0].weight),
    Column(_("코드"), lambda row: row[1].code),
    Column(_("진단항목"), lambda row: row[1].name),
    Column(_("수준"), lambda row: row[1].point),
    Column(_("가능한 낮은 수준"), lambda row: row[1].low),
    Column(_("가능한 높은 수준"), lambda row: row[1].high),
    Column(_("자가진단"), lambda row: row[1].self_band),
    Column(_("합의"), lambda row: row[1].agreed_band),
    Column(_("지금 모습"), lambda row: row[1].sentence),
    Column(_("다음 수준에 필요한 것"), lambda row: " / ".join(one.statement for one in row[1].missing)),
)
ASSESSMENTS = (
    field(_("기업"), "company__name_ko"),
    field(_("접수번호"), "application__receipt_number"),
    field(_("차수"), "round"),
    worded(_("상태"), "state", AssessmentState.choices),
    field(_("방문일"), "visit_on"),
    Column(_("준비도"), _level),
)
