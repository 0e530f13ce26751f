"""Refusals around a pilot."""

from django.utils.translation import gettext_lazy as _

from apps.kernel.errors import Conflict, Invalid


class NotSigned(Conflict):
    message = _("체결된 협약에서만 실증과제를 시작할 수 있습니다. 협약 상태를 확인해 주십시오.")
    code = "agreement_not_signed"


class KpisFixed(Conflict):
    message = _("단계심의에 올린 뒤에는 성과지표를 바꿀 수 없습니다.")
    code = "kpis_fixed"


class BadKpi(Invalid):
    message = _("성과지표를 다시 확인해 주십시오.")
    code = "bad_kpi"


class TooEarly(Conflict):
    message = _("기술설계 심의를 통과한 뒤부터 측정값을 기록할 수 있습니다.")
    code = "work_not_begun"


class BadReading(Invalid):
    message = _("측정값을 다시 확인해 주십시오.")
    code = "bad_reading"


class AlreadyWithdrawn(Conflict):
    message = _("이미 취소된 측정값입니다.")
    code = "already_withdrawn"


class GateBarred(Conflict):
    code = "gate_barred"


class BadDecision(Invalid):
    message = _("판정을 다시 확인해 주십시오.")
    code = "bad_decision"


class AlreadyMet(Conflict):
    message = _("이미 이행이 확인된 조건입니다.")
    code = "already_met"


class ConditionsOpen(Conflict):
    message = _("이행되지 않은 조건이 있습니다. 조건의 이행을 먼저 확인해 주십시오.")
    code = "conditions_open"
