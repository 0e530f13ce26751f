"""What panels know in codes, in words."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.kernel.errors import Text
from apps.panels import rules, solver

GROUNDS: dict[rules.Ground, Text] = {
    rules.Ground.EMPLOYER: gettext_lazy("현재 소속"),
    rules.Ground.PAST_EMPLOYER: gettext_lazy("이전 소속"),
    rules.Ground.SAME_FAMILY: gettext_lazy("같은 계열 기관 소속"),
    rules.Ground.CO_APPLICANT: gettext_lazy("같은 차수에 신청한 기관 소속"),
    rules.Ground.PARTNER: gettext_lazy("이 과제의 참여기관 소속"),
    rules.Ground.RELATIVE: gettext_lazy("친족"),
    rules.Ground.OWNERSHIP: gettext_lazy("지분 보유"),
    rules.Ground.CONTRACT: gettext_lazy("용역·자문 계약"),
    rules.Ground.MUTUAL_REVIEW: gettext_lazy("상호 평가"),
    rules.Ground.DECLARED: gettext_lazy("본인 신고"),
}
OBSTACLES: dict[solver.Obstacle, Text] = {
    solver.Obstacle.FULL: gettext_lazy("한 해 한도를 채움"),
    solver.Obstacle.SAME_COMPANY: gettext_lazy("같은 기업의 안건을 이미 맡음"),
    solver.Obstacle.BUSIER: gettext_lazy("맡은 안건이 같거나 더 많음"),
    solver.Obstacle.OUTWEIGHED: gettext_lazy("전체 배정이 더 좋아지지 않음"),
}
VERDICTS: dict[rules.Verdict, Text] = {
    rules.Verdict.SELECTED: gettext_lazy("선정권"),
    rules.Verdict.BELOW_CUT_OFF: gettext_lazy("기준점수 미달"),
    rules.Verdict.OVER_QUOTA: gettext_lazy("선정 수 초과"),
    rules.Verdict.OVER_BUDGET: gettext_lazy("예산 초과"),
    rules.Verdict.PASSED_BY: gettext_lazy("앞 순위에서 멈춤"),
    rules.Verdict.TIED: gettext_lazy("동점, 사람이 결정"),
}
VERDICT_TONES = {
    rules.Verdict.SELECTED: "success",
    rules.Verdict.BELOW_CUT_OFF: "danger",
    rules.Verdict.TIED: "warning",
}
LACKS: dict[rules.MakeFault, Text] = {
    rules.MakeFault.TOO_SMALL: gettext_lazy("위원이 %(found)s명입니다. %(asked)s명 이상이어야 합니다."),
    rules.MakeFault.TOO_LARGE: gettext_lazy("위원이 %(found)s명입니다. %(asked)s명 이하여야 합니다."),
    rules.MakeFault.NO_CHAIR: gettext_lazy("평가위원장을 정해 주십시오."),
    rules.MakeFault.TWO_CHAIRS: gettext_lazy("평가위원장은 한 명이어야 합니다."),
    rules.MakeFault.FEW_OUTSIDERS: gettext_lazy("외부 위원이 %(found)s명입니다. %(asked)s명 이상이어야 합니다."),
}


def say_lack(lack: rules.Lack) -> str:
    """What a committee lacks, with the figures."""
    return str(LACKS[lack.fault]) % {"found": lack.found, "asked": lack.asked}


def say_grounds(conflicts: Sequence[rules.Conflict]) -> str:
    """Grounds of an exclusion, each once."""
    return ", ".join(dict.fromkeys(str(GROUNDS[one.ground]) for one in conflicts))


def say_conflicts(name: str, conflicts: Sequence[rules.Conflict]) -> str:
    """Why a person may not be seated, and what to do."""
    said = _("%(name)s 위원은 제척 사유가 있습니다(%(grounds)s). 다른 위원을 선택해 주십시오.")
    return said % {"name": name, "grounds": say_grounds(conflicts)}
