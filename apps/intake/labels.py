"""Words for eligibility rules and their verdicts."""

from django.utils.translation import gettext_lazy as _

from apps.intake.rules import Proposal, RuleCode, Verdict

RULES = {
    RuleCode.DISTRICT: _("사업장 소재지"),
    RuleCode.SIZE_CLASS: _("기업 규모"),
    RuleCode.SME_CERTIFICATE: _("중소기업확인서"),
    RuleCode.BUSINESS_STATUS: _("사업자 상태"),
    RuleCode.BUSINESS_KIND: _("사업자 유형"),
    RuleCode.INDUSTRY: _("업종"),
    RuleCode.CAPITAL: _("자본잠식"),
    RuleCode.DUPLICATE: _("중복 신청"),
    RuleCode.CERTIFICATE: _("제출 서류"),
    RuleCode.WINDOW: _("접수 기간"),
    RuleCode.ROADMAP: _("전환 로드맵"),
    RuleCode.BUDGET_CAP: _("지원금 한도"),
    RuleCode.SELF_BURDEN: _("기업 부담금"),
}

VERDICTS = {
    Verdict.MET: _("충족"),
    Verdict.NOT_MET: _("미충족"),
    Verdict.UNKNOWN: _("확인 필요"),
    Verdict.WARNING: _("주의"),
}

TONES = {
    Verdict.MET: "success",
    Verdict.NOT_MET: "danger",
    Verdict.UNKNOWN: "info",
    Verdict.WARNING: "warning",
}

PROPOSALS = {
    Proposal.ELIGIBLE: _("규칙으로는 적격입니다."),
    Proposal.NOT_ELIGIBLE: _("규칙으로는 부적격입니다."),
    Proposal.UNCLEAR: _("규칙만으로는 알 수 없습니다. 확인이 필요한 항목을 살펴 주십시오."),
}

# By rule and reason; places are the figures of the finding, written out.
REASONS = {
    (RuleCode.DISTRICT, "inside"): _("{districts} 사업장이 지원 지역 안에 있습니다."),
    (RuleCode.DISTRICT, "outside"): _(
        "사업장이 지원 지역 밖에 있습니다. 지원 지역 안의 공장이나 연구소가 있으면 기업정보에 추가해 주십시오."
    ),
    (RuleCode.DISTRICT, "no_site"): _("사업장 정보가 없습니다. 기업정보에서 사업장을 추가해 주십시오."),
    (RuleCode.SIZE_CLASS, "allowed"): _("{possible}에 해당합니다. (지원 대상: {allowed})"),
    (RuleCode.SIZE_CLASS, "not_allowed"): _("{possible}에 해당합니다. (지원 대상: {allowed})"),
    (RuleCode.SIZE_CLASS, "open"): _(
        "규모를 정할 자료가 모자랍니다. 기업정보에서 빠진 값을 채워 주십시오. (지원 대상: {allowed})"
    ),
    (RuleCode.SIZE_CLASS, "proven"): _("중소기업확인서로 확인됩니다. (번호 {number}, 유효기간 {valid_until}까지)"),
    (RuleCode.SME_CERTIFICATE, "valid"): _("유효한 확인서가 있습니다. (번호 {number}, 유효기간 {valid_until}까지)"),
    (RuleCode.SME_CERTIFICATE, "expired"): _(
        "확인서의 유효기간이 {valid_until}에 끝났습니다. 새로 발급받아 기업정보를 고쳐 주십시오."
    ),
    (RuleCode.SME_CERTIFICATE, "absent"): _(
        "중소기업확인서가 적혀 있지 않습니다. 발급받아 기업정보에 번호와 유효기간을 적어 주십시오."
    ),
    (RuleCode.BUSINESS_STATUS, "active"): _("계속사업자입니다."),
    (RuleCode.BUSINESS_STATUS, "suspended"): _("휴업 중인 사업자입니다."),
    (RuleCode.BUSINESS_STATUS, "closed"): _("폐업한 사업자입니다."),
    (RuleCode.BUSINESS_STATUS, "claimed"): _("기업이 계속사업자라고 적었습니다. 센터가 확인합니다."),
    (RuleCode.BUSINESS_STATUS, "not_checked"): _("사업자 상태를 아직 확인하지 않았습니다."),
    (RuleCode.BUSINESS_KIND, "allowed"): _("{value} 번호입니다."),
    (RuleCode.BUSINESS_KIND, "not_allowed"): _("{value} 번호입니다. 담당자가 신청 자격을 따로 확인합니다."),
    (RuleCode.BUSINESS_KIND, "not_known"): _("사업자 유형을 알 수 없습니다."),
    (RuleCode.INDUSTRY, "listed"): _("시범업종에 드는 업종입니다. ({industry})"),
    (RuleCode.INDUSTRY, "not_listed"): _(
        "시범업종에 들지 않는 업종입니다. ({industry}) 신청할 수 있으나 평가에서 확인합니다."
    ),
    (RuleCode.INDUSTRY, "not_known"): _("업종이 적혀 있지 않습니다."),
    (RuleCode.CAPITAL, "sound"): _("자본총계 {equity_krw}으로 자본잠식이 없습니다."),
    (RuleCode.CAPITAL, "part_impairment"): _(
        "자본총계 {equity_krw}이 납입자본금 {capital_stock_krw}보다 적습니다. (부분 자본잠식)"
    ),
    (RuleCode.CAPITAL, "full_impairment"): _(
        "자본총계 {equity_krw}으로 완전 자본잠식입니다. 협약 단계에서 취소될 수 있습니다."
    ),
    (RuleCode.CAPITAL, "not_known"): _("자본총계가 적혀 있지 않습니다. 최근 결산 값을 기업정보에 적어 주십시오."),
    (RuleCode.DUPLICATE, "single"): _("같은 지원을 겹쳐 신청하지 않았습니다."),
    (RuleCode.DUPLICATE, "duplicate"): _("같은 지원에 이미 낸 신청이 있습니다: {applications}"),
    (RuleCode.CERTIFICATE, "attached"): _("첨부됨: {wanted}"),
    (RuleCode.CERTIFICATE, "missing"): _("빠진 서류: {missing}"),
    (RuleCode.WINDOW, "open"): _("접수 기간 안입니다. ({received_at} 기준)"),
    (RuleCode.WINDOW, "early"): _("아직 접수를 시작하지 않았습니다. (시작 {opens_at})"),
    (RuleCode.WINDOW, "late"): _("접수 마감이 지났습니다. (마감 {closes_at})"),
    (RuleCode.ROADMAP, "current"): _("발급된 로드맵을 확인했습니다. ({number})"),
    (RuleCode.ROADMAP, "replaced"): _("새 판으로 바뀐 로드맵입니다. ({number}) 새 번호를 적어 주십시오."),
    (RuleCode.ROADMAP, "not_found"): _(
        "이 번호로 이 기업에 발급된 로드맵이 없습니다. ({number}) 번호를 확인해 주십시오."
    ),
    (RuleCode.ROADMAP, "not_cited"): _("로드맵 번호가 적혀 있지 않습니다."),
    (RuleCode.BUDGET_CAP, "within"): _("신청 지원금 {support_krw}은 한도 {cap_krw} 안에 있습니다."),
    (RuleCode.BUDGET_CAP, "above"): _("신청 지원금 {support_krw}이 한도 {cap_krw}을 넘습니다."),
    (RuleCode.BUDGET_CAP, "not_known"): _("예산이 적혀 있지 않습니다. (한도 {cap_krw})"),
    (RuleCode.SELF_BURDEN, "enough"): _("기업 부담금 {self_burden_krw}으로 최소 {least_krw}({min_pct}%) 이상입니다."),
    (RuleCode.SELF_BURDEN, "too_little"): _(
        "기업 부담금 {self_burden_krw}이 최소 {least_krw}({min_pct}%)보다 적습니다."
    ),
    (RuleCode.SELF_BURDEN, "not_known"): _("기업 부담금이 적혀 있지 않습니다. (최소 {min_pct}%)"),
}

# What a company writes in its application, by the field.
ANSWERS = {
    "problem": _("해결하려는 문제"),
    "figure_name": _("바꾸고 싶은 수치"),
    "figure_unit": _("단위"),
    "figure_today": _("현재 값"),
    "figure_wished": _("희망 값"),
    "figure_method": _("측정 방법"),
    "barriers": _("애로사항"),
    "process_note": _("공정 현황"),
    "data_note": _("데이터 현황"),
    "budget_krw": _("총사업비"),
    "self_burden_krw": _("기업 부담금"),
    "staff_months": _("함께할 수 있는 인력"),
    "cited_roadmap_number": _("전환 로드맵"),
    "site": _("대상 사업장"),
    "papers": _("첨부서류"),
}

# What a programme's page says of a condition; places are its parameters, written out.
CONDITIONS = {
    RuleCode.DISTRICT: _("지원 지역 안에 본점, 공장 또는 연구소가 있어야 합니다."),
    RuleCode.SIZE_CLASS: _("다음 규모의 기업이 신청할 수 있습니다: {allowed}"),
    RuleCode.SME_CERTIFICATE: _("유효한 중소기업확인서가 있어야 합니다."),
    RuleCode.BUSINESS_STATUS: _("계속사업자여야 합니다. 휴업·폐업 중이면 신청할 수 없습니다."),
    RuleCode.BUSINESS_KIND: _("법인 본점이나 개인사업자 번호로 신청해 주십시오."),
    RuleCode.INDUSTRY: _("시범업종(제조·건설·물류·패션·출판·콘텐츠)을 먼저 지원합니다."),
    RuleCode.CAPITAL: _("완전 자본잠식이면 협약 단계에서 취소될 수 있습니다."),
    RuleCode.DUPLICATE: _("심사 중이거나 {span} 이미 정해진 신청이 있으면 같은 지원에 다시 신청할 수 없습니다."),
    RuleCode.CERTIFICATE: _("다음 서류를 첨부해 주십시오: {kinds}"),
    RuleCode.WINDOW: _("접수 기간 안에 접수된 신청만 받습니다. 센터 서버가 받은 시각을 기준으로 합니다."),
    RuleCode.ROADMAP: _("센터에서 발급한 전환 로드맵이 있어야 합니다."),
    RuleCode.BUDGET_CAP: _("지원금은 {cap}까지 신청할 수 있습니다."),
    RuleCode.SELF_BURDEN: _("총사업비의 {pct}% 이상을 기업이 부담합니다."),
}

# Whether a paper must be handed in is told with the papers; a condition that is not required is a person's to judge.
PAPERS_JUDGED = _("다음 서류의 내용과 유효기간은 센터 담당자가 보고 판단합니다: {kinds}")
