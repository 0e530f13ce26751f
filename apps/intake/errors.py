"""Refusals of intake, each with what to do next."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from apps.documents.labels import told
from apps.documents.models import Attachment
from apps.intake.term_words import PARTS, WHY
from apps.intake.terms import Fault
from apps.kernel.errors import Conflict, DomainError, Invalid, Problem
from apps.kernel.money import krw
from apps.panels.rules import Verdict


class NoCompany(Conflict):
    message = _("먼저 기업을 등록해 주십시오. 등록이 끝나면 바로 신청할 수 있습니다.")
    code = "no_company"


class CallClosed(Conflict):
    title = _("모집 기간이 아닙니다")
    message = _("모집 기간이 아니어서 제출할 수 없습니다. 다른 모집공고를 확인해 주십시오.")
    code = "call_closed"


class DraftExists(Conflict):
    """The company is writing an application to this call already; it is named, so that one can go on with it."""

    message = _("이 모집공고에 쓰던 신청서가 있습니다. 이어서 쓰시거나, 그 신청서를 버린 뒤 새로 시작해 주십시오.")
    code = "draft_exists"

    def __init__(self, application: UUID) -> None:
        super().__init__()
        self.application = application

    @property
    def extra(self) -> Mapping[str, Any]:
        return {"application": str(self.application)}


class UnknownSite(Invalid):
    """A place of work that is not the company's, or that it closed."""

    message = _("이 기업의 사업장이 아닙니다. 기업정보에 있는 사업장을 골라 주십시오.")
    code = "unknown_site"

    def __init__(self) -> None:
        super().__init__(field="site")


class Incomplete(Invalid):
    message = _("아직 적지 않은 항목이 있습니다. 표시된 항목을 채워 주십시오.")
    code = "incomplete"


class UnknownConsent(Invalid):
    code = "unknown_consent"

    def __init__(self, code: str) -> None:
        super().__init__(_("이 공고가 받지 않는 동의입니다: %(code)s") % {"code": code}, field="consents")


class DeadlineNotLater(Invalid):
    message = _("지금 기한과 현재 시각보다 늦은 때를 적어 주십시오.")
    code = "deadline_not_later"


class DeadlineTooFar(Invalid):
    message = _("기한은 오늘부터 90일 안으로 정해 주십시오. 더 필요하면 그때 다시 미룰 수 있습니다.")
    code = "deadline_too_far"


class NotEditable(Conflict):
    message = _("제출한 신청은 고칠 수 없습니다. 고칠 내용이 있으면 센터에 보완요청을 부탁해 주십시오.")
    code = "not_editable"


class ChangedMeanwhile(Conflict):
    """Fields that somebody else changed since the draft was read; theirs stay, everything else is saved."""

    message = _("그 사이 다른 사람이 바꾼 항목이 있습니다. 두 내용을 견주어 보고 다시 저장해 주십시오.")
    code = "changed_meanwhile"

    def __init__(self, theirs: Mapping[str, Any], version: int) -> None:
        super().__init__()
        self.theirs, self.version = dict(theirs), version

    @property
    def extra(self) -> Mapping[str, Any]:
        return {"theirs": self.theirs, "version": self.version}


class SiteClosed(Invalid):
    message = _("문을 닫은 사업장입니다. 지금 운영하는 사업장을 골라 주십시오.")
    code = "site_closed"


class UnknownField(Invalid):
    message = _("신청서에 없는 항목입니다.")
    code = "unknown_field"


class CorrectionLate(Conflict):
    title = _("보완 기한이 지났습니다")
    message = _("보완 기한이 지났습니다. 센터에 문의해 주십시오.")
    code = "correction_late"


class NothingMended(Invalid):
    """A correction request handed back with nothing changed and nothing said: it would be used up by a slip."""

    message = _("고친 내용이 없습니다. 요청받은 내용을 고치시거나, 고칠 것이 없으면 그 까닭을 적어 주십시오.")
    code = "nothing_mended"


class StillTime(Conflict):
    """Nobody may be refused for an answer whose time is not over, or that was never asked for."""

    code = "still_time"

    def __init__(self, due_at: datetime | None, *, field: str) -> None:
        if due_at is None:
            told = gettext("보완을 요청한 적이 없어 ‘기한 안에 보완하지 않았습니다’를 사유로 할 수 없습니다.")
        else:
            due = {"due": f"{timezone.localtime(due_at):%Y-%m-%d %H:%M}"}
            told = gettext("보완 기한이 %(due)s까지입니다. 기한이 지난 뒤에 이 사유로 결정해 주십시오.") % due
        super().__init__(told, field=field)


class NothingToWaive(Conflict):
    message = _("미충족이거나 확인이 필요한 조건만 한 번씩 예외로 요청할 수 있습니다. 다른 조건을 골라 주십시오.")
    code = "nothing_to_waive"


class TooManyCorrections(Conflict):
    code = "too_many_corrections"

    def __init__(self, most: int) -> None:
        words = _("보완은 %(most)s번까지 요청할 수 있습니다. 지금 낸 내용으로 적격이나 부적격을 결정해 주십시오.")
        super().__init__(words % {"most": most})


class TooManyPapers(Conflict):
    code = "too_many_papers"

    def __init__(self, most: int, **where: Any) -> None:
        words = _("이의신청에는 파일을 %(most)s개까지 올릴 수 있습니다. 자료를 한 파일로 묶어 올려 주십시오.")
        super().__init__(words % {"most": most}, **where)


class AuthorityUnconfirmed(Conflict):
    """Nobody at the centre has seen yet that the registrant may act for the company."""

    message = _("신청 권한을 아직 확인하지 않았습니다. 사업자등록증을 보고 ‘신청 권한 확인’을 먼저 눌러 주십시오.")
    code = "authority_unconfirmed"


class StatusUnchecked(Conflict):
    """That the company is in business is only what it says itself."""

    message = _("사업자 상태를 아직 확인하지 않았습니다. 국세청에서 확인한 상태와 날짜를 먼저 적어 주십시오.")
    code = "status_unchecked"


class NotReady(Conflict):
    """More than one thing is left before an application can be admitted; all are told, with the code of the first."""

    def __init__(self, refusals: Sequence[DomainError]) -> None:
        super().__init__(" ".join(str(one) for one in refusals), code=refusals[0].code)
        self._problems = [problem for one in refusals for problem in one.problems]

    @property
    def problems(self) -> Sequence[Problem]:
        return self._problems


class ConditionsUnmet(Conflict):
    """Required conditions that are not met and that no second person waived; they are named."""

    code = "conditions_unmet"

    def __init__(self, names: Sequence[str]) -> None:
        words = _(
            "충족하지 않은 필수 조건이 있습니다: %(names)s. 적격으로 결정하려면 먼저 ‘예외 승인’을 받아 주십시오."
        )
        super().__init__(words % {"names": ", ".join(names)})


class ConditionsUnknown(Invalid):
    """Required conditions that the rules can't tell and of which nobody said how they were checked; they are named."""

    code = "conditions_unknown"

    def __init__(self, names: Sequence[str], **where: Any) -> None:
        words = _(
            "규칙으로 확인하지 못한 필수 조건이 있습니다: %(names)s. 무엇을 보고 확인하셨는지 메모에 적어 주십시오."
        )
        super().__init__(words % {"names": ", ".join(names)}, **where)


class FilesUnseen(Conflict):
    """Files that inspection left to a person and at which nobody has looked; they are named."""

    code = "files_unseen"

    def __init__(self, rows: Sequence[Attachment]) -> None:
        words = _(
            "아직 확인하지 않은 서류가 있습니다: %(names)s. 열어 본 뒤 ‘확인함’이나 ‘돌려보내기’를 눌러 주십시오."
        )
        super().__init__(words % {"names": ", ".join(row.original_name for row in rows)})
        self.rows = rows

    @property
    def extra(self) -> Mapping[str, Any]:
        files = [{"uid": str(row.uid), "name": row.original_name, "message": str(told(row))} for row in self.rows]
        return {"files": files}


class ReviewNotDone(Conflict):
    message = _("평가가 아직 끝나지 않았습니다. 평가표가 모두 들어온 뒤 제안해 주십시오.")
    code = "review_not_done"


class UnknownReason(Invalid):
    message = _("목록에 없는 사유입니다. 다시 골라 주십시오.")
    code = "unknown_reason"


class BadCall(Invalid):
    message = _("마감은 시작보다 늦어야 합니다. 마감일을 비우면 상시 모집입니다.")
    code = "bad_call"


class CallShortened(Invalid):
    message = _("이미 알린 마감을 앞당길 수는 없습니다. 더 늦은 날을 고르거나 사유를 적어 지금 마감해 주십시오.")
    code = "call_shortened"


class AlreadyOver(Invalid):
    message = _("마감이 이미 지났습니다. 지금보다 늦은 날을 골라 주십시오.")
    code = "already_over"


class NothingChanged(Invalid):
    message = _("바뀐 내용이 없습니다. 고칠 곳을 고친 뒤 다시 저장해 주십시오.")
    code = "nothing_changed"


class BadApproval(Invalid):
    message = _("결재문서번호와 결재일을 함께 적어 주십시오. 결재일은 오늘까지의 날짜여야 합니다.")
    code = "bad_approval"


class ApprovedTooSoon(BadApproval):
    """The paper is older than what it approves."""

    def __init__(self, since: date) -> None:
        told = gettext("결재일은 결정의 근거가 나온 %(since)s부터 오늘까지의 날짜여야 합니다.")
        super().__init__(told % {"since": since.isoformat()}, field="approved_on")


class NoWaitlist(Invalid):
    message = _("평가위원회에서 순위를 매긴 신청만 예비선정할 수 있습니다. 선정이나 미선정을 골라 주십시오.")
    code = "no_waitlist"


class NoPlace(Conflict):
    """The quota or the budget of the committee or of the year is used up; nothing is decided beyond it."""

    code = "no_place"
    SAID = {
        Verdict.OVER_QUOTA: _("선정 수가 이미 찼습니다. 예비선정으로 정하거나 다른 선정을 먼저 바꾸어 주십시오."),
        Verdict.OVER_BUDGET: _("남은 예산이 신청 지원금보다 적습니다. 예산을 확인하거나 예비선정으로 정해 주십시오."),
    }

    OF_YEAR = {
        Verdict.OVER_QUOTA: _("%(year)s년 선정 수가 이미 찼습니다. 사업 설정의 연도별 예산을 확인해 주십시오."),
        Verdict.OVER_BUDGET: _("%(year)s년 예산에서 남은 %(left)s이 신청 지원금보다 적습니다."),
    }

    def __init__(self, verdict: Verdict, *, year: int | None = None, left_krw: int = 0) -> None:
        told = {"year": year, "left": krw(left_krw)}
        super().__init__(self.SAID[verdict] if year is None else self.OF_YEAR[verdict] % told)


class ResultsOpen(Conflict):
    """Cases of a committee that are not decided yet; the message names them."""

    code = "results_open"


class NotNext(Conflict):
    """Somebody stands before it on the waitlist; the message names them."""

    code = "not_next"


class RevisionOpen(Conflict):
    message = _("이 신청의 결정 변경이 이미 제안되어 있습니다. 센터 책임자의 확정을 기다려 주십시오.")
    code = "revision_open"


class NothingToObject(Conflict):
    message = _("이의신청할 수 있는 결정이 없습니다. 부적격이나 미선정 결정을 받은 신청에서만 할 수 있습니다.")
    code = "nothing_to_object"


class ObjectionLate(Conflict):
    """The time for objecting is over; the message says when it ended."""

    title = _("이의신청 기간이 지났습니다")
    code = "objection_late"


class AlreadyObjected(Conflict):
    message = _("이 결정에는 이미 이의신청을 했습니다. 같은 결정에 두 번 할 수 없습니다.")
    code = "already_objected"


class GroundsMissing(Invalid):
    message = _("이의신청 이유를 적어 주십시오.")
    code = "grounds_missing"


class JudgedBefore(Invalid):
    """Reviewers who scored or decided the case before; the message names them."""

    code = "judged_before"


class WrongRuling(Invalid):
    message = _("이 이의신청에서 고를 수 없는 결정입니다. 목록에서 다시 골라 주십시오.")
    code = "wrong_ruling"


class NothingToPropose(Conflict):
    message = _("함께 제안할 안건이 없습니다. 동점인 안건은 한 건씩 제안해 주십시오.")
    code = "nothing_to_propose"


class NothingToConfirm(Conflict):
    message = _("확정할 제안이 없습니다. 먼저 다른 사람이 제안해야 합니다.")
    code = "nothing_to_confirm"


class NothingToPublish(Conflict):
    message = _("발표할 결정이 없습니다. 이미 발표했거나 아직 확정한 결정이 없습니다.")
    code = "nothing_to_publish"


class EditedMeanwhile(Conflict):
    message = _("그 사이 다른 사람이 이 초안을 고쳤습니다. 화면을 새로 고쳐 지금 내용을 확인한 뒤 다시 고쳐 주십시오.")
    code = "edited_meanwhile"


class BadSettings(Invalid):
    """Settings under which no call could be run; each fault is told in words."""

    code = "bad_settings"

    def __init__(self, found: Sequence[Fault]) -> None:
        told = [
            Problem(one.part, WHY[one.why] % {"part": PARTS.get(one.part, one.part), "detail": one.detail})
            for one in found
        ]
        super().__init__(problems=told)
