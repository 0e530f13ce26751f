"""The articles of an agreement, in the words of the sheet's language."""

from typing import Any

from django.utils.translation import gettext as _

from apps.consortia.models import Agreement
from apps.kernel.money import krw

Article = tuple[str, list[str]]


def articles(agreement: Agreement) -> list[dict[str, Any]]:
    """Every article with its paragraphs; what the parties added comes last."""
    written = [*_work(agreement), *_rights()]
    special = [line.strip() for line in agreement.terms.get("special", "").splitlines() if line.strip()]
    if special:
        written.append((_("특약"), special))
    return [{"title": title, "paragraphs": paragraphs} for title, paragraphs in written]


def _work(agreement: Agreement) -> list[Article]:
    """Purpose, period, roles, money and gates."""
    own = agreement.company_cash_krw + agreement.company_in_kind_krw
    return [
        (
            _("목적"),
            [_("이 협약은 과제를 함께 하는 데 필요한 역할, 비용, 성과의 귀속과 책임을 정함을 목적으로 합니다.")],
        ),
        (
            _("기간과 단계"),
            [
                _("과제는 기술설계, 기술검증, 현장실증, 확산의 네 단계로 진행합니다."),
                _("기간을 바꾸려면 모든 당사자가 합의하고 그 내용을 기록합니다."),
            ],
        ),
        (
            _("역할"),
            [
                _("당사자의 역할과 산출물은 별지 1에 따릅니다."),
                _("수요기업은 실증에 필요한 장소, 데이터와 담당 인력을 제공합니다."),
            ],
        ),
        (
            _("사업비"),
            [
                _("총사업비는 %(total)s이며, 센터가 %(support)s을 지원하고 수요기업이 %(own)s을 부담합니다.")
                % {"total": krw(agreement.total_krw), "support": krw(agreement.support_krw), "own": krw(own)},
                _("현물은 증빙으로 확인되는 범위에서 인정합니다."),
            ],
        ),
        (
            _("단계심의"),
            [
                _("성과지표의 기준값, 목표값과 합격 기준은 기술설계 단계심의 전에 정하고 그 뒤에는 바꾸지 않습니다."),
                _("센터는 단계마다 진행, 조건부 진행, 재수행, 보류, 중단 가운데 하나로 판정하고 사유를 기록합니다."),
            ],
        ),
    ]


def _rights() -> list[Article]:
    """Data, rights in the results, and the end."""
    return [
        (
            _("데이터와 비밀"),
            [
                _("과제에서 모은 데이터의 권리는 수요기업에 있으며, 다른 당사자는 과제를 수행하는 데에만 씁니다."),
                _("당사자는 과제에서 알게 된 비밀을 협약이 끝난 뒤에도 지킵니다."),
            ],
        ),
        (
            _("지식재산"),
            [_("과제에서 생긴 지식재산의 지분은 별지 3에 따르며, 수요기업은 자기 사업에 대가 없이 쓸 수 있습니다.")],
        ),
        (
            _("중단과 해지"),
            [
                _("중단으로 판정되면 남은 지원금은 지급하지 않으며, 그때까지의 결과와 사유를 기록으로 남깁니다."),
                _("당사자가 의무를 지키지 않으면 센터는 서면으로 시정을 요구하고, 따르지 않으면 해지할 수 있습니다."),
            ],
        ),
    ]
