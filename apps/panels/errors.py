"""Refusals around a panel."""

from django.utils.translation import gettext_lazy as _

from apps.kernel.errors import Conflict, Invalid


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
