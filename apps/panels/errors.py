"""Refusals around a panel."""

from collections.abc import Sequence
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.kernel.errors import Conflict, Invalid, Problem


class AlreadySitting(Conflict):
    message = _("이 안건은 이미 평가 중입니다. 진행 중인 평가위원회를 확인해 주십시오.")
    code = "already_sitting"


class Unusable(Invalid):
    message = _("평가 항목의 배점과 만점을 확인해 주십시오. 항목은 하나 이상이고 값은 0보다 커야 합니다.")
    code = "unusable_criteria"


class TooFewReviewers(Invalid):
    message = _("평가위원이 모자랍니다. 위원을 더 선택해 주십시오.")
    code = "too_few_reviewers"


class NotAReviewer(Invalid):
    code = "not_a_reviewer"


class Conflicted(Invalid):
    code = "conflict_of_interest"


class DueInThePast(Invalid):
    message = _("평가 마감은 지금보다 뒤여야 합니다.")
    code = "due_in_the_past"


class DueTooFar(Invalid):
    message = _("평가 마감은 오늘부터 1년 안으로 정해 주십시오.")
    code = "due_too_far"


class AlreadySeated(Conflict):
    message = _("이미 이 평가에 위촉된 위원입니다. 다른 위원을 선택해 주십시오.")
    code = "already_seated"


class TooFewSheets(Conflict):
    message = _("제출된 평가표가 모자라 마감할 수 없습니다. 위원을 추가로 위촉하거나 제출을 기다려 주십시오.")
    code = "too_few_sheets"


class BadSheet(Invalid):
    message = _("점수를 다시 확인해 주십시오.")
    code = "bad_sheet"


class AlreadyEnrolled(Conflict):
    message = _("이미 평가위원 풀에 있는 사람입니다. 풀에서 그 위원을 찾아 고쳐 주십시오.")
    code = "already_enrolled"


class UnknownExpertise(Invalid):
    message = _("목록에 없는 전문분야입니다. 다시 골라 주십시오.")
    code = "unknown_expertise"


class BadLoad(Invalid):
    message = _("한 해에 맡을 수 있는 건수는 1건부터 200건까지입니다.")
    code = "bad_load"


class BadNumber(Invalid):
    message = _("사업자등록번호가 올바르지 않습니다. 숫자 10자리를 다시 확인해 주십시오.")
    code = "bad_business_number"


class AlreadyDeclared(Conflict):
    message = _("이미 신고한 이해관계입니다. 다른 관계이면 종류를 바꾸어 주십시오.")
    code = "already_declared"


class UnknownCriterion(Invalid):
    message = _("평가표에 없는 항목입니다.")
    code = "unknown_criterion"


class TooLong(Invalid):
    message = _("글이 너무 깁니다. 4,000자까지 적을 수 있습니다.")
    code = "too_long"


class PledgeMissing(Conflict):
    message = _("서약하지 않은 위원에게는 안건을 보일 수 없습니다. 서약을 받은 뒤 다시 시도해 주십시오.")
    code = "pledge_missing"


class NoCases(Invalid):
    message = _("안건이 없습니다. 안건을 하나 이상 골라 주십시오.")
    code = "no_cases"


class BadCommitteeTerms(Invalid):
    message = _("평가위원회 설정을 확인해 주십시오.")
    code = "bad_terms"


class AlreadyMember(Conflict):
    message = _("이미 이 위원회의 위원입니다.")
    code = "already_member"


class NotAMember(Invalid):
    message = _("이 위원회의 위원이 아닙니다. 위원 가운데에서 골라 주십시오.")
    code = "not_a_member"


class BadMake(Conflict):
    """The committee is not made as its terms ask; every lack is named."""

    code = "bad_make"

    def __init__(self, said: Sequence[str]) -> None:
        super().__init__(" ".join(said))


class WrongMake(Invalid):
    """The reviewers of a single case are not as many, or not as many from outside, as the programme asks."""

    code = "wrong_make"

    def __init__(self, said: Sequence[str], *, field: str) -> None:
        super().__init__(" ".join(said), problems=[Problem(field, words) for words in said])


class CasesShort(Conflict):
    """Cases that too few members may judge."""

    code = "cases_short"


class CannotAssign(Conflict):
    message = _("정해진 시간 안에 배정을 마치지 못했습니다. 안건을 나누어 다시 시도해 주십시오.")
    code = "cannot_assign"


class StillOpen(Conflict):
    message = _("아직 끝나지 않은 평가가 있습니다. 평가표를 모두 받은 뒤 다시 시도해 주십시오.")
    code = "still_open"


class NotHeardYet(Conflict):
    """A presentation is scored after it was heard."""

    code = "not_heard_yet"

    def __init__(self, starts_at: datetime) -> None:
        told = _("발표는 %(start)s에 시작합니다. 발표를 들은 뒤 평가표를 제출해 주십시오. 적은 내용은 저장됩니다.")
        super().__init__(str(told) % {"start": f"{timezone.localtime(starts_at):%Y-%m-%d %H:%M}"})


class PresentationMissing(Conflict):
    """The terms ask for a presentation round, and none was held."""

    message = _("설정에 발표평가가 있습니다. 발표평가를 마친 뒤 심의를 끝내 주십시오.")
    code = "presentation_missing"


class NoPresentation(Conflict):
    message = _("이 위원회는 발표평가를 하지 않습니다.")
    code = "no_presentation"


class UnknownBonus(Invalid):
    message = _("이 위원회의 가점 항목이 아닙니다.")
    code = "unknown_bonus"


class NoMinutes(Invalid):
    message = _("회의록에 심의 내용을 적어 주십시오.")
    code = "no_minutes"
