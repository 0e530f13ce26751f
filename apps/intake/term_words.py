"""Words for a programme's settings and for what is wrong with them."""

from django.utils.translation import gettext_lazy as _

from apps.centre.rules import Basis
from apps.intake.terms import Consortium, Why
from apps.panels.rules import Mode

PARTS = {
    "legal_basis": _("근거 법령·지침"),
    "closing_hour": _("마감 시각"),
    "counted_site": _("소재지를 보는 사업장"),
    "support_cap_krw": _("지원금 한도"),
    "self_burden_pct": _("기업 부담 비율"),
    "screening": _("요건검토 기간"),
    "correction": _("보완 기간"),
    "correction_rounds": _("보완요청 횟수"),
    "objection": _("이의신청 기간"),
    "handling": _("이의신청 처리 기간"),
    "conditions": _("신청자격"),
    "documents": _("제출 서류"),
    "consents": _("받을 동의"),
    "criteria": _("평가 항목"),
    "for_review": _("평가위원에게 보일 서류"),
    "reviewers": _("신청마다 최소 평가위원"),
    "trim_from": _("최고·최저 제외 시작"),
    "panel": _("평가위원회"),
    "consortium": _("컨소시엄 구성 시점"),
    "budgets": _("연도별 예산"),
}
SECTIONS = {
    "support": _("지원금"),
    "conditions": _("신청자격"),
    "papers": _("서류와 동의"),
    "criteria": _("평가 항목"),
    "panel": _("평가위원회"),
    "consortium": _("컨소시엄"),
    "basis": _("근거와 기간"),
}
CONSORTIUM = {
    Consortium.AFTER_SELECTION: _("선정한 뒤"),
    Consortium.BEFORE_SELECTION: _("신청이 적격으로 확인된 뒤"),
}
TERMS = {
    "mode": _("평가 방식"),
    "smallest": _("최소 위원 수"),
    "largest": _("최대 위원 수"),
    "outsiders_pct": _("외부 위원 비율(%)"),
    "fewest": _("점수로 보는 최소 평가표"),
    "trim_from": _("최고·최저를 빼기 시작하는 평가표 수"),
    "each": _("안건마다 배정할 위원"),
    "outsiders_each": _("안건마다 외부 위원"),
    "most_together": _("같은 위원이 함께 맡을 수 있는 횟수"),
    "cut_off": _("선정 기준 점수"),
    "tie_break": _("동점일 때 보는 순서"),
    "bonuses": _("가점"),
    "bonus_cap": _("가점 한도"),
    "places": _("점수의 소수 자리"),
    "rounding": _("끝수 처리"),
    "quota": _("위원회마다 선정 수"),
    "budget_krw": _("위원회마다 예산"),
    "skips_over": _("예산에 맞는 뒤 순위를 선정"),
    "presentation": _("발표평가"),
    "document_pct": _("서면평가 비율(%)"),
    "past_years": _("이전 소속을 보는 햇수"),
    "fee_krw": _("위원 수당"),
}
ROUNDING = {Mode.HALF_UP: _("반올림"), Mode.DOWN: _("절사")}
CLOCKS = {
    Basis.WORKING_HOURS: _("근무시간 %(count)s시간"),
    Basis.WORKING_DAYS: _("근무일 %(count)s일"),
    Basis.CALENDAR_DAYS: _("달력 날짜 %(count)s일"),
}
WHY = {
    Why.UNKNOWN: _("%(part)s: 모르는 값입니다. %(detail)s"),
    Why.MISSING: _("%(part)s: 하나 이상 적어 주십시오."),
    Why.SHAPE: _("%(part)s: 빠졌거나 쓸 수 없는 값이 있습니다."),
    Why.TWICE: _("%(part)s: 같은 값이 두 번 있습니다. (%(detail)s)"),
    Why.WEIGHTS: _("%(part)s: 가중치의 합이 100이어야 합니다. 지금은 %(detail)s입니다."),
    Why.TERMS: _("%(part)s: 쓸 수 없는 값이 있습니다. (%(detail)s)"),
    Why.TIE_BREAK: _("%(part)s: 동점 순서에 없는 평가 항목이 있습니다. (%(detail)s)"),
    Why.DIFFERS: _("%(part)s: 신청자격의 값과 달라서는 안 됩니다."),
}
