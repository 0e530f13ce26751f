"""Words for the codes in catalogue rows."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from apps.catalogue.models import Basis

INDUSTRIES: dict[str, Promise] = {
    "manufacturing": _("제조"),
    "construction": _("건설"),
    "logistics": _("물류"),
    "fashion": _("패션"),
    "publishing": _("출판"),
    "content": _("콘텐츠"),
}

TECHNOLOGIES: dict[str, Promise] = {
    "vision": _("시각"),
    "learning": _("학습·추론"),
    "language": _("언어"),
    "speech": _("음성"),
    "generation": _("생성"),
    "agent": _("에이전트"),
    "analytics": _("데이터 분석"),
}

BARRIERS: dict[str, Promise] = {
    "infrastructure": _("설비·전산 기반 부족"),
    "cost": _("초기 비용 부담"),
    "people": _("다룰 사람 부족"),
    "data": _("데이터 부족·분산"),
    "process": _("사람마다 다른 일하는 방식"),
    "where": _("시작할 곳을 모름"),
    "trust": _("결과에 대한 걱정"),
    "security": _("기술 유출·보안 걱정"),
    "acceptance": _("현장 수용"),
    "rights": _("데이터 권리·저작권 걱정"),
}

CRITERIA: dict[str, Promise] = {
    "P1": _("업무 표준화"),
    "P2": _("수직 통합"),
    "P3": _("수평 통합"),
    "P4": _("품질관리"),
    "P5": _("설비·공정 제어"),
    "P6": _("병목 정량화"),
    "D1": _("수집"),
    "D2": _("통합"),
    "D3": _("품질"),
    "D4": _("라벨·정답"),
    "D5": _("접근·권리"),
    "D6": _("보안"),
    "O1": _("추진책임"),
    "O2": _("역량"),
    "O3": _("활용과제 가치·기준값"),
    "O4": _("IT·엣지 인프라"),
    "O5": _("AI 위험관리"),
    "O6": _("수용 역량"),
}

AREAS: dict[str, Promise] = {"P": _("공정"), "D": _("데이터"), "O": _("운영")}

BASIS_TONES = {Basis.SOURCED: "info", Basis.ASSUMED: "warning", Basis.MEASURED: "success"}


def criterion(code: str) -> str:
    """A criterion with its area, since names such as 품질 stand in two of them."""
    area = AREAS.get(code[:1])
    name = CRITERIA.get(code)
    return f"{area} {name}" if area and name else code


def word(words: dict[str, Promise], code: str) -> str:
    """The word for a code; the code itself when there is none."""
    return str(words.get(code, code))
