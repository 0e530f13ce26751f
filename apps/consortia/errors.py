"""Why a step towards a consortium is refused."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from apps.kernel.errors import Conflict, Invalid, WrongState


class NotSelected(Conflict):
    """Funded work needs a selected demonstration, or an admitted one where the consortium forms before selection."""

    message = _("선정된 신청에서만 과제를 만들 수 있습니다. 선정 전에 구성하는 공고에서는 적격인 신청이면 됩니다.")
    code = "not_selected"


class NoRoadmap(Conflict):
    """The application cites no roadmap of this company that was issued."""

    message = _("신청이 인용한 전환 로드맵을 찾을 수 없습니다. 신청의 로드맵 번호를 확인해 주십시오.")
    code = "no_roadmap"


class NotInRoadmap(Invalid):
    """The action is not one the issued roadmap chose."""

    message = _("로드맵에서 고른 실행과제가 아닙니다. 목록에서 다시 골라 주십시오.")
    code = "not_in_roadmap"


class BriefExists(Conflict):
    """The application already has a project."""

    message = _("이 신청의 과제 개요서가 이미 있습니다. 있는 개요서를 이용하거나 취소한 뒤 다시 만들어 주십시오.")
    code = "brief_exists"


class NoRoles(Conflict):
    """A project without roles cannot look for partners."""

    message = _("역할이 없습니다. 역할을 하나 이상 추가해 주십시오.")
    code = "no_roles"


class RolesAboveBudget(Conflict):
    """The roles ask for more than the project has."""

    message = _("역할 사업비의 합이 총사업비보다 큽니다. 역할 사업비를 줄이거나 총사업비를 고쳐 주십시오.")
    code = "roles_above_budget"


class RoleTaken(Conflict):
    """A role with a waiting or accepted proposal is not changed under the partner's hands."""

    message = _("이미 참여를 제안한 역할입니다. 먼저 제안을 철회해 주십시오.")
    code = "role_taken"


class UnknownSkill(Invalid):
    """A skill code the directory does not have."""

    message = _("등록되지 않은 역량입니다. 목록에서 다시 골라 주십시오.")
    code = "unknown_skill"


class NotACandidate(Invalid):
    """The organisation cannot take the role; the message says why."""

    code = "not_a_candidate"


class DueInThePast(Invalid):
    """A partner must have time to answer."""

    message = _("답변 기한은 지금보다 뒤여야 합니다.")
    code = "due_in_the_past"


class DueTooFar(Invalid):
    """Nobody waits for an answer for years."""

    message = _("답변 기한은 오늘부터 1년 안으로 정해 주십시오.")
    code = "due_too_far"


class AlreadyAnswered(WrongState):
    """Somebody of the organisation answered first, or the centre took the proposal back."""

    message = _("이미 답변했거나 철회된 제안입니다. 화면을 새로 고쳐 현재 상태를 확인해 주십시오.")
    code = "already_answered"


class TooLate(WrongState):
    """The due time has passed."""

    message = _("답변 기한이 지났습니다. 참여를 원하시면 센터 담당자에게 다시 제안을 요청해 주십시오.")
    code = "too_late"


class RolesOpen(Conflict):
    """An agreement needs every role accepted."""

    message = _("아직 수락하지 않은 역할이 있습니다. 모든 기관이 수락한 뒤에 협약을 작성해 주십시오.")
    code = "roles_open"


class NotSelectedYet(Conflict):
    """A consortium that formed before the selection agrees on terms after it."""

    message = _("선정된 뒤에 협약 조건을 작성할 수 있습니다. 선정 결과를 발표한 다음 다시 시도해 주십시오.")
    code = "not_selected_yet"


class AgreementExists(Conflict):
    """The project already has terms."""

    message = _("이 과제의 협약안이 이미 있습니다. 있는 협약안을 고쳐 주십시오.")
    code = "agreement_exists"


class UnderAgreement(Conflict):
    """What an agreement builds on does not change while it stands."""

    message = _("협약안이 있는 과제입니다. 먼저 협약안을 폐기해 주십시오.")
    code = "under_agreement"


class BadTerms(Invalid):
    """Terms that cannot be signed; each fault is named at its field."""

    code = "bad_terms"


class NoParty(Conflict):
    """Only the people of a party sign for it."""

    status = 403
    message = _("협약 당사자의 구성원만 서명할 수 있습니다.")
    code = "no_party"


class SignaturesMissing(Conflict):
    """The centre signs last."""

    code = "signatures_missing"

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__(_("아직 서명하지 않은 당사자가 있습니다: %(names)s") % {"names": ", ".join(names)})
