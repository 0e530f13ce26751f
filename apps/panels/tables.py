"""Lists of panels as files."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext_lazy as _

from apps.directory import selectors as directory
from apps.kernel.tables import Column, field, worded
from apps.panels.models import Committee, Sitting
from apps.panels.states import CommitteeState, SittingState

COMMITTEES = (
    field(_("위원회"), "title"),
    field(_("모집공고"), "about_title"),
    worded(_("방식"), "mode", Committee.Mode.choices),
    field(_("평가 마감"), "due_at"),
    worded(_("상태"), "state", CommitteeState.choices),
)
SITTINGS = (
    field(_("안건"), "subject_title"),
    worded(_("평가"), "round", Sitting.Round.choices),
    field(_("제출한 평가표"), "handed_in_count"),
    field(_("맡은 위원"), "seats_count"),
    field(_("평가 마감"), "due_at"),
    worded(_("상태"), "state", SittingState.choices),
)


def pool(skills: Mapping[int, Sequence[str]], loads: Mapping[int, int]) -> tuple[Column, ...]:
    """Columns of the pool; `skills` by reviewer and `loads` of this year by person were read for all rows at once."""
    skill_names, industry_names = dict(directory.skill_choices()), dict(directory.pilot_industry_choices())
    return (
        field(_("이름"), "user__name"),
        Column(_("전문분야"), lambda row: ", ".join(skill_names[code] for code in skills.get(row["pk"], ()))),
        Column(_("업종"), lambda row: ", ".join(industry_names.get(code, code) for code in row["industries"])),
        Column(_("올해 맡은 안건"), lambda row: loads.get(row["user_id"], 0)),
        field(_("한 해 최대 안건"), "yearly_most"),
        Column(_("구분"), lambda row: _("외부") if row["is_outsider"] else _("내부")),
        Column(_("쉬는 위원"), lambda row: "" if row["is_active"] else _("쉼")),
    )


RANKING = (
    Column(_("순위"), lambda row: row.rank),
    Column(_("안건"), lambda row: row.case.subject_title),
    Column(_("점수"), lambda row: row.total),
    Column(_("가점"), lambda row: row.bonus),
    Column(_("합계"), lambda row: row.final),
    Column(_("편차"), lambda row: row.width),
    Column(_("신청 지원금(원)"), lambda row: row.case.amount_krw),
    Column(_("판정"), lambda row: row.verdict_label),
)


def fees(fee_krw: int) -> tuple[Column, ...]:
    """Columns of a committee's members and what each is paid."""
    return (
        Column(_("이름"), lambda member: member.user.name),
        Column(_("구분"), lambda member: _("외부") if member.is_outsider else _("내부")),
        Column(_("직위"), lambda member: _("위원장") if member.is_chair else ""),
        Column(_("수당(원)"), lambda _member: fee_krw),
    )
