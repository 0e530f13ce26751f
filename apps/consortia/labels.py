"""The rules' codes in the words of the screen."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.consortia.matching import Closeness, Criterion, Exclusion
from apps.consortia.rules import Fault, TermFault
from apps.consortia.solver import Obstacle, Status
from apps.kernel.errors import Text
from apps.kernel.money import krw

CRITERIA: dict[str, Text] = {
    Criterion.SKILLS: gettext_lazy("필요 역량"),
    Criterion.INDUSTRY: gettext_lazy("업종 경험"),
    Criterion.CAPACITY: gettext_lazy("투입 여력"),
    Criterion.DISTANCE: gettext_lazy("거리"),
    Criterion.RECORD: gettext_lazy("실증 실적"),
    Criterion.TEXT: gettext_lazy("소개글의 관련성"),
}

EXCLUSIONS: dict[str, Text] = {
    Exclusion.WRONG_KIND: gettext_lazy("이 역할을 맡는 기관 유형이 아닙니다."),
    Exclusion.OWN_COMPANY: gettext_lazy("수요기업 자신입니다."),
    Exclusion.CONFLICT: gettext_lazy("수요기업과 이해관계가 있습니다."),
    Exclusion.NO_CAPACITY: gettext_lazy("남은 투입 인월이 모자랍니다."),
    Exclusion.NO_PROJECT: gettext_lazy("더 맡을 수 있는 과제가 없습니다."),
    Exclusion.DECLINED: gettext_lazy("이 역할을 거절한 적이 있습니다."),
}

STATUSES: dict[str, Text] = {
    Status.OPTIMAL: gettext_lazy("최적으로 증명됨"),
    Status.TIME_LIMITED: gettext_lazy("시간 제한으로 멈춤 (최적이라는 증명 없음)"),
}

_CLOSENESS: dict[str, Text] = {
    Closeness.DISTRICT: gettext_lazy("같은 자치구"),
    Closeness.ZONE: gettext_lazy("같은 생활권"),
    Closeness.ELSEWHERE: gettext_lazy("다른 지역"),
}


def reason(part: dict[str, Any], skills: dict[str, str], industries: dict[str, str]) -> str:
    """What a part of the score rests on, in a few words."""
    found, missing = part["found"], part["missing"]
    words: dict[str, Callable[[], str]] = {
        Criterion.SKILLS: lambda: _skills([skills.get(c, c) for c in found], [skills.get(c, c) for c in missing]),
        Criterion.INDUSTRY: lambda: _industry([industries.get(c, c) for c in found or missing], bool(found)),
        Criterion.CAPACITY: lambda: _("남은 여력 %(months)s인월") % {"months": found[0]},
        Criterion.DISTANCE: lambda: str(_CLOSENESS[found[0]]),
        Criterion.RECORD: lambda: _record(*found),
        Criterion.TEXT: lambda: _words(found),
    }
    return words[part["code"]]()


def _industry(names: list[str], is_known: bool) -> str:
    if not names:
        return _("수요기업의 시범업종이 정해지지 않음")
    return _("%(name)s 경험 있음") % {"name": names[0]} if is_known else _("%(name)s 경험 없음") % {"name": names[0]}


def _record(passed: str, finished: str) -> str:
    if finished == "0":
        return _("끝난 과제 없음")
    return _("끝난 과제 %(finished)s건 중 달성 %(passed)s건") % {"passed": passed, "finished": finished}


def _words(found: list[str]) -> str:
    return _("함께 쓰인 말: %(words)s") % {"words": ", ".join(found)} if found else _("함께 쓰인 말 없음")


def _skills(found: list[str], missing: list[str]) -> str:
    parts = []
    if found:
        parts.append(_("갖춤: %(names)s") % {"names": ", ".join(found)})
    if missing:
        parts.append(_("없음: %(names)s") % {"names": ", ".join(missing)})
    return " / ".join(parts) or _("요구 역량 없음")


def obstacle(code: str, instead: list[str]) -> str:
    """Why a candidate did not get a role; `instead` are names of projects, or of the rival organisations."""
    names = ", ".join(instead)
    match code:
        case Obstacle.TOO_SMALL:
            return _("여력이 이 역할보다 작음")
        case Obstacle.TAKEN:
            return _("여력을 다른 과제에 배정: %(names)s") % {"names": names}
        case Obstacle.SAME_BRIEF:
            return _("이 과제의 다른 역할을 맡음")
        case Obstacle.RIVAL:
            return _("이해관계가 있는 기관이 이 과제에 참여: %(names)s") % {"names": names}
        case _:
            return _("전체 배정에서 더 나은 조합을 택함")


def fault(one: Fault) -> str:
    """A fault of terms, with the figure that would be right."""
    limit = one.limit or 0
    words: dict[str, str] = {
        TermFault.ENDS_BEFORE_START: _("끝나는 날은 시작하는 날보다 뒤여야 합니다."),
        TermFault.OVER: _("끝나는 날은 오늘보다 뒤여야 합니다. 기간을 다시 정해 주십시오."),
        TermFault.TOO_LONG: _("협약 기간은 %(years)s년까지입니다. 끝나는 날을 앞당겨 주십시오.") % {"years": limit},
        TermFault.NO_MONEY: _("사업비를 적어 주십시오."),
        TermFault.SUPPORT_ABOVE_SELECTED: _("선정된 지원금은 %(limit)s입니다. 그보다 많이 지원할 수 없습니다.")
        % {"limit": krw(limit)},
        TermFault.SUPPORT_ABOVE_CAP: _("지원금은 %(limit)s까지입니다.") % {"limit": krw(limit)},
        TermFault.BURDEN_TOO_LOW: _("기업 부담금은 현금과 현물을 합해 %(limit)s 이상이어야 합니다.")
        % {"limit": krw(limit)},
        TermFault.ROLES_ABOVE_MONEY: _("역할별 사업비의 합 %(limit)s이 지원금과 현금의 합보다 많습니다.")
        % {"limit": krw(limit)},
        TermFault.SHARES_NOT_WHOLE: _("지식재산 지분의 합은 100%여야 합니다."),
        TermFault.NEGATIVE: _("0 이상으로 적어 주십시오."),
    }
    return words[one.code]


def points(hundredths: int) -> str:
    """Points as text: 32.5, 40."""
    value = Decimal(hundredths) / 100
    return f"{value:.1f}".removesuffix(".0")
