"""Why the diagnosis refuses, in words a person can act on."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from apps.diagnosis.instrument_faults import InstrumentError
from apps.diagnosis.labels import INSTRUMENT_FAULTS
from apps.kernel.errors import Conflict, Invalid, NotAllowed, Problem


class NotAdmitted(Conflict):
    message = _("요건검토에서 적격으로 결정된 신청만 진단할 수 있습니다. 신청의 상태를 확인해 주십시오.")
    code = "not_admitted"


class RoundTooEarly(Conflict):
    message = _("앞선 진단이 아직 끝나지 않았습니다. 그 진단을 완료한 뒤 재진단을 열어 주십시오.")
    code = "round_too_early"


class NoInstrument(Conflict):
    message = _("발행된 진단도구가 없습니다. 관리자에게 진단도구 등록을 요청해 주십시오.")
    code = "no_instrument"


class NotAConsultant(Invalid):
    message = _("컨설턴트 역할을 가진 사람만 배정할 수 있습니다.")
    code = "not_a_consultant"


class ReadBefore(Invalid):
    message = _("이 진단을 이미 했거나 맡고 있는 컨설턴트입니다. 다른 컨설턴트를 골라 주십시오.")
    code = "read_before"


class ReadAlready(Conflict):
    """One second reading a case is enough, but for training cases."""

    message = _("이 진단에는 교차 진단이 이미 있습니다. 여러 사람이 연습하게 하려면 연습용으로 정해 주십시오.")
    code = "read_already"


class VisitPassed(Invalid):
    message = _("이미 지난 날입니다. 오늘이나 그 뒤의 날을 골라 주십시오.")
    code = "visit_passed"


class Conflicted(NotAllowed):
    """The consultant has a tie to the company; the message names the kinds of tie."""

    code = "conflicted"

    def __init__(self, reasons: Iterable[str]) -> None:
        named = ", ".join(reasons)
        message = _("이 기업과 이해관계(%(reasons)s)가 있어 배정할 수 없습니다. 다른 컨설턴트를 선택해 주십시오.")
        super().__init__(message % {"reasons": named}, field="consultant")


class UnknownCode(Invalid):
    message = _("진단도구에 없는 항목입니다. 화면을 새로 고쳐 주십시오.")
    code = "unknown_code"


class ReasonForNotApplicable(Invalid):
    """Each attribute marked not applicable needs its reason."""

    message = _("해당 없음으로 표시한 항목에는 사유를 적어 주십시오.")
    code = "reason_missing"

    def __init__(self, codes: Iterable[str]) -> None:
        super().__init__(problems=[Problem(f"reason-{code}", self.message) for code in codes])


class AnsweredMeanwhile(Conflict):
    """Somebody else changed the same answers since the form was opened; nothing of the form was written.

    `theirs` holds their values by attribute, `version` the count to send along when one's own answers are meant to win.
    """

    code = "answered_meanwhile"

    def __init__(self, theirs: Mapping[str, str], version: int) -> None:
        self.theirs = dict(theirs)
        self.version = version
        message = _(
            "그 사이 다른 화면에서 바뀐 답변이 있습니다(%(codes)s). 두 답변을 견주어 보고 다시 저장해 주십시오."
        )
        super().__init__(message % {"codes": ", ".join(self.theirs)})

    @property
    def extra(self) -> Mapping[str, Any]:
        return {"theirs": self.theirs, "version": self.version}


class Unanswered(Conflict):
    """Attributes that decide a band are not looked at yet; `codes` lists them."""

    code = "unanswered"

    def __init__(self, codes: Iterable[str]) -> None:
        self.codes = tuple(codes)
        message = _(
            "아직 답하지 않은 항목이 %(count)d개 있어 완료할 수 없습니다. "
            "확인하지 못한 항목은 '증빙 필요'로 답해 주십시오."
        )
        super().__init__(message % {"count": len(self.codes)})

    @property
    def extra(self) -> Mapping[str, Any]:
        return {"codes": list(self.codes)}


class WithoutEvidence(Conflict):
    """Criteria above band 0 without a single piece of evidence or observation; `codes` lists them."""

    code = "without_evidence"

    def __init__(self, codes: Iterable[str]) -> None:
        self.codes = tuple(codes)
        message = _(
            "증빙이나 확인 내용이 하나도 없는 진단항목이 있습니다(%(codes)s). 본 것을 적거나 파일을 올려 주십시오."
        )
        super().__init__(message % {"codes": ", ".join(self.codes)})

    @property
    def extra(self) -> Mapping[str, Any]:
        return {"codes": list(self.codes)}


class NotCompleted(Conflict):
    message = _("진단이 끝난 뒤에 볼 수 있습니다.")
    code = "not_completed"


class MeetingAhead(Invalid):
    message = _("아직 오지 않은 날입니다. 함께 이야기한 날을 적어 주십시오.")
    code = "meeting_ahead"


class NoteForDifference(Invalid):
    """Each agreed band that is not the consultant's needs a word on why."""

    message = _("컨설턴트의 판단과 다르게 합의한 항목에는 까닭을 적어 주십시오.")
    code = "note_missing"

    def __init__(self, codes: Iterable[str]) -> None:
        super().__init__(problems=[Problem(f"note-{code}", self.message) for code in codes])


class Unsettled(Invalid):
    """Criteria seen two bands or more apart of which nothing was agreed."""

    message = _("두 수준 이상 차이 나는 항목입니다. 이야기한 뒤 합의한 수준을 골라 주십시오.")
    code = "unsettled"

    def __init__(self, codes: Iterable[str]) -> None:
        super().__init__(problems=[Problem(f"band-{code}", self.message) for code in codes])


class NotPledged(Invalid):
    message = _("보안 서약을 먼저 해 주십시오.")
    code = "not_pledged"


class PhotoNotPermitted(Invalid):
    """Photos of a company's premises need its word, kept with the visit."""

    message = _("사진 촬영을 허락받은 기록이 없습니다. 현장 화면에서 먼저 허락을 받아 적어 주십시오.")
    code = "photo_not_permitted"


class VisitNotOver(Invalid):
    message = _("아직 오지 않은 시각입니다.")
    code = "visit_not_over"


class VisitSigned(Conflict):
    """A signed log of a visit never changes."""

    message = _("이미 서명한 방문일지입니다. 고칠 것이 있으면 새 방문일지를 적어 주십시오.")
    code = "visit_signed"


class WrongInstrument(Invalid):
    """The file of an instrument cannot be used; the message says on which line and why."""

    code = "wrong_instrument"

    def __init__(self, line: int, fault: InstrumentError | None = None) -> None:
        self.line = line
        if fault is None:
            told = _("%(line)d행: UTF-8로 저장한 파일이 아닙니다.") % {"line": line}
        else:
            reason = INSTRUMENT_FAULTS[fault.fault] % fault.facts
            told = _("%(line)d행, %(path)s: %(reason)s") % {"line": line, "path": fault.path, "reason": reason}
        super().__init__(told, field="file")

    @property
    def extra(self) -> Mapping[str, Any]:
        return {"line": self.line}


class VersionTooOld(Invalid):
    """A published version never changes; a new one needs a higher number."""

    code = "version_too_old"

    def __init__(self, published: int) -> None:
        message = _("%(published)d판까지 발행되어 있습니다. 그보다 높은 판 번호(version)를 적어 주십시오.")
        super().__init__(message % {"published": published}, field="file")
