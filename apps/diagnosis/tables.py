"""The list of diagnoses as a file."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from apps.diagnosis.states import AssessmentState
from apps.kernel.tables import Column, field, worded


def _level(row: dict[str, Any]) -> Any:
    """A readiness level is told once the diagnosis is complete."""
    return row["level"] if row["state"] == AssessmentState.COMPLETED else None


ASSESSMENTS = (
    field(_("기업"), "company__name_ko"),
    field(_("접수번호"), "application__receipt_number"),
    field(_("차수"), "round"),
    worded(_("상태"), "state", AssessmentState.choices),
    field(_("방문일"), "visit_on"),
    Column(_("준비도"), _level),
)
