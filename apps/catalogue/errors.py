"""Refusals around the catalogue."""

from django.utils.translation import gettext_lazy as _

from apps.kernel.errors import Conflict, Invalid, NotFound


class UnknownAction(NotFound):
    message = _("목록에 없는 실행과제입니다. 코드를 확인해 주십시오.")
    code = "unknown_action"


class UnknownKpi(Invalid):
    message = _("목록에 없는 지표입니다. 지표를 다시 선택해 주십시오.")
    code = "unknown_kpi"


class Unordered(Invalid):
    message = _("최소, 보통, 최대 값의 순서를 확인해 주십시오.")
    code = "unordered"


class Stale(Conflict):
    message = _("다른 사람이 먼저 고쳤습니다. 화면을 새로 고쳐 바뀐 내용을 확인해 주십시오.")
    code = "stale"
