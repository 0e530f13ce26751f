"""The paper of a result: ordered at completion, and once more when company and consultant have agreed."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import override

from apps.accounts.models import User
from apps.centre import selectors as centre
from apps.centre import services as centre_services
from apps.diagnosis import selectors, sheet
from apps.diagnosis.models import Assessment
from apps.directory import selectors as directory
from apps.documents import selectors as documents_read
from apps.documents import services as documents
from apps.documents.models import Kind
from apps.documents.states import DocumentState
from apps.kernel import clocks

NUMBER = "diagnosis"
NAME = "진단 결과서"


def issue(assessment: Assessment, *, by: User, at: datetime) -> None:
    """Order the result document as things stand; an earlier one gives way to it."""
    for earlier in documents_read.of_subject(assessment, Kind.DIAGNOSIS).filter(state=DocumentState.READY):
        documents.supersede(document_id=earlier.pk, by=None, at=at)
    documents.request(
        Kind.DIAGNOSIS,
        _sheet(assessment, at=at),
        number=centre_services.next_number(NUMBER, at),
        name=NAME,
        subject=assessment,
        path=assessment.get_absolute_url(),
        party=f"org:{assessment.company_id}",
        by=by,
        at=at,
    )


def _sheet(assessment: Assessment, *, at: datetime) -> dict[str, Any]:
    """The result in Korean, whatever language the consultant works in."""
    with override("ko"):
        result = selectors.result(assessment)
        return sheet.diagnosis(
            assessment,
            result,
            evidence=selectors.evidence_of(assessment),
            centre=centre.profile(),
            company=directory.company_sheet(assessment.company),
            on=clocks.local_date(at),
            benchmark=selectors.benchmark_of(assessment, result),
            preparation=selectors.preparation_of(assessment, result),
            progress=selectors.progress_of(assessment, result),
        )
