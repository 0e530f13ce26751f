"""Words for the size rule and for kinds of business numbers."""

from django.utils.translation import gettext_lazy as _

from apps.directory.rules.numbers import BusinessKind, NumberProblem
from apps.directory.rules.size_terms import Answer, AverageRule, Missing, Rule

NUMBER_PROBLEMS = {
    NumberProblem.SHAPE: _("사업자등록번호는 숫자 10자리입니다. 다시 입력해 주십시오."),
    NumberProblem.CHECK_DIGIT: _("사업자등록번호의 검증번호가 맞지 않습니다. 등록증을 보고 다시 입력해 주십시오."),
}

BUSINESS_KINDS = {
    BusinessKind.INDIVIDUAL_TAXABLE: _("개인 과세사업자"),
    BusinessKind.INDIVIDUAL_EXEMPT: _("개인 면세사업자"),
    BusinessKind.COMPANY: _("법인 본점"),
    BusinessKind.BRANCH: _("법인 지점"),
    BusinessKind.NON_PROFIT: _("비영리법인"),
    BusinessKind.PUBLIC: _("국가·지방자치단체"),
    BusinessKind.FOREIGN: _("외국법인"),
    BusinessKind.OTHER: _("그 밖의 사업자"),
}

RULES = {
    Rule.REVENUE_CAP: _("평균매출액이 업종별 상한 이하"),
    Rule.ASSETS: _("자산총액 5천억원 미만"),
    Rule.GROUP: _("공시대상기업집단에 속하지 않음"),
    Rule.LARGE_OWNER: _("대규모 법인이 30% 이상 최다출자하지 않음"),
    Rule.GRACE: _("규모를 넘은 뒤 5년 유예"),
    Rule.SMALL_CAP: _("평균매출액이 소기업 상한 이하"),
    Rule.WORKERS: _("상시근로자가 소상공인 기준 미만"),
    Rule.NOT_PUBLIC: _("공공기관이 아님"),
    Rule.NOT_RESTRICTED: _("상호출자제한기업집단에 속하지 않음"),
    Rule.NOT_FINANCE: _("금융·보험업이 아님"),
}

ANSWERS = {Answer.YES: _("예"), Answer.NO: _("아니요"), Answer.UNKNOWN: _("알 수 없음")}
TONES = {Answer.YES: "success", Answer.NO: "neutral", Answer.UNKNOWN: "warning"}

AVERAGES = {
    AverageRule.THREE_YEARS: _("최근 3개 사업연도 매출액의 평균"),
    AverageRule.FULL_YEARS: _("12개월이 꽉 찬 사업연도 매출액의 평균"),
    AverageRule.SINCE_FOUNDING: _("최근 월 매출액을 1년으로 환산한 값"),
}

MISSING = {
    Missing.INDUSTRY: _("더 자세한 업종"),
    Missing.INDUSTRY_NOT_LISTED: _("규모 기준이 있는 업종"),
    Missing.NAMED_PRODUCT: _("의자(시트)가 주된 제품인지"),
    Missing.FOUNDED_ON: _("설립일"),
    Missing.REVENUE: _("최근 3년 매출액"),
    Missing.RECENT_REVENUE: _("최근 월 매출액 합계와 개월 수"),
    Missing.ASSETS: _("자산총액"),
    Missing.GROUP: _("기업집단에 속하는지"),
    Missing.LARGE_OWNER: _("대규모 법인이 30% 이상 최다출자했는지"),
    Missing.WORKERS: _("상시근로자 수"),
    Missing.PUBLIC: _("공공기관인지"),
}
