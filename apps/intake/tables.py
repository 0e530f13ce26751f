"""Lists of intake as files."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from apps.intake import selectors
from apps.intake.states import ObjectionState, State, shown_to
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
SCREENED = (*_applications(to_centre=True), field(_("담당"), "screener__name"))
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
    field(_("처리 기한"), "due_at"),
    worded(_("상태"), "state", ObjectionState.choices),
)


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
