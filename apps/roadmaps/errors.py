"""Refusals around a roadmap."""

from django.utils.translation import gettext_lazy as _

from apps.kernel.errors import Conflict, Invalid


class NotDiagnosed(Conflict):
    message = _("진단이 끝나지 않았습니다. 진단을 완료한 뒤 로드맵을 만들어 주십시오.")
    code = "not_diagnosed"


class NoWeights(Conflict):
    message = _("영향도 가중치가 등록되어 있지 않습니다. 관리자에게 문의해 주십시오.")
    code = "no_weights"


class Stale(Conflict):
    message = _("그사이 다른 창에서 계획이 바뀌었습니다. 화면을 새로 고쳐 확인해 주십시오.")
    code = "stale"


class NotEditable(Conflict):
    message = _("지금 단계에서는 계획을 고칠 수 없습니다.")
    code = "not_editable"


class NotPlanned(Conflict):
    message = _("실행할 과제가 없습니다. 예산이나 고정한 과제를 고쳐 계획을 다시 세워 주십시오.")
    code = "not_planned"


class OutOfDate(Conflict):
    message = _("조건이 바뀐 뒤 계획을 다시 세우지 않았습니다. 먼저 다시 계획해 주십시오.")
    code = "out_of_date"


class UnknownAction(Invalid):
    message = _("이 기업이 쓸 수 없는 과제입니다. 과제를 다시 선택해 주십시오.")
    code = "unknown_action"


class BadMove(Invalid):
    message = _("옮길 기간과 시작 월을 다시 확인해 주십시오.")
    code = "bad_move"


class BadSettings(Invalid):
    message = _("계획 조건을 다시 확인해 주십시오.")
    code = "bad_settings"
