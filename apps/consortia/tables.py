"""Lists of projects, proposals, agreements and matching runs as files."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from apps.consortia import labels
from apps.consortia.models import BriefRole
from apps.consortia.states import AgreementState, BriefState, ProposalState, RunState
from apps.kernel.tables import Column, field, worded

BRIEFS = (
    field(_("과제"), "title"),
    field(_("과제 번호"), "number"),
    field(_("수요기업"), "company__name_ko"),
    field(_("역할"), "roles_count"),
    field(_("수락한 역할"), "accepted_count"),
    field(_("총사업비"), "budget_krw"),
    worded(_("상태"), "state", BriefState.choices),
)
PROPOSALS = (
    field(_("과제"), "brief__title"),
    worded(_("역할"), "brief_role__role", BriefRole.Code.choices),
    field(_("제안받은 기관"), "organisation__name_ko"),
    field(_("투입 인월"), "months"),
    field(_("답변 기한"), "due_at"),
    worded(_("상태"), "state", ProposalState.choices),
)
AGREEMENTS = (
    field(_("과제"), "brief__title"),
    field(_("협약 번호"), "number"),
    field(_("수요기업"), "company__name_ko"),
    field(_("시작일"), "starts_on"),
    Column(_("종료일"), lambda row: row["ends_on"] - timedelta(days=1)),
    field(_("지원금"), "support_krw"),
    worded(_("상태"), "state", AgreementState.choices),
)
RUNS = (
    field(_("요청"), "requested_at"),
    field(_("요청한 사람"), "requested_by__name"),
    field(_("구성된 과제"), "formed_count"),
    field(_("대상 과제"), "briefs_count"),
    worded(_("판정"), "status", labels.STATUSES.items()),
    worded(_("상태"), "state", RunState.choices),
)
