"""Lists of intake as files."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from apps.directory.models import Company
from apps.intake import selectors
from apps.intake.models import Word
from apps.intake.models.appeals import last_day
from apps.intake.rules import support_krw
from apps.intake.selectors.programmes import Vocabulary
from apps.intake.states import ObjectionState, Outcome, State, shown_to
from apps.kernel.tables import Column, field, named, worded


def _state(*, to_centre: bool) -> Column:
    """The state as the reader is told it: outside the centre nobody reads a proposal or an unpublished decision."""
    return Column(_("상태"), lambda row: shown_to(row["state"], to_centre=to_centre).label)


def _applications(*, to_centre: bool) -> tuple[Column, ...]:
    return (
        field(_("접수번호"), "receipt_number"),
        field(_("기업"), "company__name_ko"),
        named(_("소재지"), "company__district__name"),
        named(pgettext_lazy("list", "지원사업"), "call__programme__name"),
        _state(to_centre=to_centre),
        field(_("접수일시"), "submitted_at"),
    )


APPLICATIONS = _applications(to_centre=False)


def screened(words: Vocabulary, standings: Mapping[int, tuple[int | None, Decimal]]) -> tuple[Column, ...]:
    """What the centre works with of each application; `words` are those of the lists and `standings` the rank and
    total that a concluded committee gave, by key, both read once for all rows.
    """
    outcomes = {"": "", **dict(Outcome.choices)}
    barriers, reasons = words.names(Word.List.BARRIER), words.names(Word.List.REJECT)
    return (
        *_applications(to_centre=True),
        field(_("담당"), "screener__name"),
        *_OF_COMPANY,
        *_ANSWERS,
        Column(_("애로사항"), lambda row: ", ".join(barriers.get(code, code) for code in row["barriers"])),
        *_MONEY,
        field(_("검토 기한"), "screening_due_at"),
        field(_("보완 기한"), "correction_due_at"),
        field(_("요건검토 결정일시"), "decided_at"),
        Column(_("부적격 사유"), lambda row: ", ".join(reasons.get(code, code) for code in row["decision_codes"])),
        field(_("요건검토 의견"), "decision_note"),
        Column(_("순위"), lambda row: standings.get(row["pk"], (None, None))[0]),
        Column(_("합계"), lambda row: standings.get(row["pk"], (None, None))[1]),
        Column(_("선정 제안"), lambda row: outcomes[row["proposed_outcome"]] if _is_proposed(row) else ""),
        Column(_("선정 사유"), lambda row: row["proposal_note"] if _is_proposed(row) else ""),
        field(_("결재문서번호"), "approval_number"),
        field(_("결재일"), "approved_on"),
        field(_("발표일시"), "published_at"),
        field(_("예비 순위"), "waitlist_rank"),
    )


def _is_proposed(row: Mapping[str, Any]) -> bool:
    """A proposal that was sent back is no decision."""
    return row["state"] != State.IN_REVIEW


_OF_COMPANY = (
    named(pgettext_lazy("list", "모집공고"), "call__title"),
    field(_("이전 접수번호"), "former_number"),
    field(_("사업자등록번호"), "company__company__business_number"),
    worded(_("규모"), "company__company__size_class", Company.Size.choices),
    field(_("업종 코드"), "company__company__industry__code"),
    named(_("업종"), "company__company__industry__name"),
    field(_("사업장"), "site__name"),
    named(_("사업장 소재지"), "site__district__name"),
)
_ANSWERS = (
    field(_("해결하려는 문제"), "problem"),
    field(_("수치"), "figure_name"),
    field(_("단위"), "figure_unit"),
    field(_("지금 값"), "figure_today"),
    field(_("바라는 값"), "figure_wished"),
    field(_("재는 방법"), "figure_method"),
)
_MONEY = (
    field(_("총사업비(원)"), "budget_krw"),
    field(_("기업 부담금(원)"), "self_burden_krw"),
    Column(_("신청 지원금(원)"), lambda row: _support(row["budget_krw"], row["self_burden_krw"])),
    field(_("투입 인력(인월)"), "staff_months"),
    field(_("인용한 로드맵"), "cited_roadmap_number"),
)
SCREENING = (
    field(_("접수번호"), "receipt_number"),
    field(_("기업"), "company__name_ko"),
    named(pgettext_lazy("list", "지원사업"), "call__programme__name"),
    worded(_("상태"), "state", State.choices),
    field(_("기한"), "due_at"),
    field(_("담당"), "screener__name"),
)
OWN = (
    field(_("접수번호"), "receipt_number"),
    named(pgettext_lazy("list", "지원사업"), "call__programme__name"),
    field(_("수치"), "figure_name"),
    _state(to_centre=False),
    field(_("접수일시"), "submitted_at"),
)


OBJECTIONS = (
    field(_("접수번호"), "application__receipt_number"),
    field(_("기업"), "application__company__name_ko"),
    worded(_("대상 결정"), "contested", State.choices),
    field(_("신청일"), "filed_at"),
    Column(_("처리 기한"), lambda row: last_day(row["due_at"])),
    worded(_("상태"), "state", ObjectionState.choices),
)


OUTAGES = (
    Column(_("시작"), lambda one: one.started_at),
    Column(_("끝"), lambda one: one.ended_at),
    Column(_("사유"), lambda one: one.reason),
)
RESULTS = (
    Column(_("순위"), lambda row: row.rank),
    Column(_("접수번호"), lambda row: row.number),
    Column(_("기업"), lambda row: row.company),
    Column(_("합계"), lambda row: row.final),
    Column(_("신청 지원금(원)"), lambda row: row.amount_krw),
    Column(_("설정으로는"), lambda row: row.verdict_label),
    Column(_("결정"), lambda row: row.outcome_label),
    Column(_("예비 순위"), lambda row: row.waitlist_rank),
    Column(_("상태"), lambda row: row.label),
    Column(_("결재문서번호"), lambda row: row.approval_number),
    Column(_("결재일"), lambda row: row.approved_on),
    Column(_("발표일시"), lambda row: row.published_at),
)


def _support(budget_krw: int | None, self_burden_krw: int | None) -> int | None:
    return None if budget_krw is None or self_burden_krw is None else support_krw(budget_krw, self_burden_krw)


def calls(at: datetime) -> tuple[Column, ...]:
    """Calls as they stand at a moment."""
    return (
        Column(_("제목"), lambda call: call.title),
        Column(pgettext_lazy("list", "지원사업"), lambda call: call.programme.name),
        Column(_("종류"), lambda call: call.programme.get_door_display()),
        Column(_("모집 시작"), lambda call: call.opens_at),
        Column(pgettext_lazy("deadline", "마감"), lambda call: call.closes_at or _("상시")),
        Column(_("상태"), lambda call: selectors.standing_of(call, at).label),
    )
