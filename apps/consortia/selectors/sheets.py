"""The frozen sheet an agreement's document is made from."""

from datetime import timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from apps.centre import selectors as centre
from apps.consortia.models import Agreement
from apps.consortia.selectors.agreements import CENTRE, COMPANY, Party, parties_of
from apps.consortia.selectors.briefs import skill_names
from apps.directory import selectors as directory
from apps.kernel import clocks
from apps.kernel.language import localized
from apps.kernel.money import krw

STAGES = ("design", "poc", "field", "diffusion")


def agreement_sheet(agreement: Agreement, language: str = "ko") -> dict[str, Any]:
    """Everything the paper says, in the sheet's language (kind `agreement` of docs/sheets.md)."""
    with override(language):
        brief = agreement.brief
        parties = parties_of(brief, agreement)
        company = directory.company_sheet(agreement.company)
        return {
            "centre": _centre(),
            "company": company,
            "sample": agreement.company.is_sample,
            "title": _("AX 현장실증 컨소시엄 협약서"),
            "preamble": _("아래 당사자는 위 과제를 함께 하기 위하여 다음과 같이 협약합니다."),
            "agreed_on": _day(agreement.centre_signed_at),
            "project": _project(agreement),
            "parties": [_party(party, company) for party in parties],
            "articles": _articles(agreement),
            "roles": [_role(party, brief.months) for party in parties if party.months is not None],
            "milestones": _milestones(agreement),
            "budget": _budget(agreement, parties),
            "ip": [
                {"party": party.key, "share_bp": agreement.terms["ip"][party.key]}
                for party in parties
                if agreement.terms["ip"].get(party.key)
            ],
        }


def _centre() -> dict[str, Any]:
    profile = centre.profile()
    return {
        "name": localized(profile, "name"),
        "address": localized(profile, "address"),
        "phone": profile.phone,
        "email": profile.email,
        "head_title": localized(profile, "head_title"),
    }


def _day(at: Any) -> str | None:
    return clocks.local_date(at).isoformat() if at else None


def _project(agreement: Agreement) -> dict[str, Any]:
    brief = agreement.brief
    site = brief.application.site
    return {
        "name": brief.title,
        "start_on": agreement.starts_on.isoformat(),
        "end_on": (agreement.ends_on - timedelta(days=1)).isoformat(),
        "purpose": agreement.terms.get("purpose") or brief.summary,
        "roadmap_number": brief.roadmap.number,
        "application_number": brief.application.receipt_number,
        "site": f"{site.name} {site.address}".strip() if site else None,
    }


def _party(party: Party, company: dict[str, Any]) -> dict[str, Any]:
    facts: dict[str, Any] = {
        "key": party.key,
        "role": party.role,
        "name": party.name,
        "signatory": party.signatory,
        "signed_on": _day(party.signed_at),
        **dict.fromkeys(("business_number", "representative", "representative_title", "address")),
    }
    if party.key == COMPANY:
        facts |= {key: company.get(key) for key in ("business_number", "representative", "address")}
    if party.key == CENTRE:
        facts |= {"representative_title": localized(centre.profile(), "head_title"), "address": _centre()["address"]}
    return facts


def _role(party: Party, months: int) -> dict[str, Any]:
    names = skill_names()
    duties = [party.duties] if party.duties else []
    skills = ", ".join(names.get(code, code) for code in party.skills)
    if skills:
        duties.append(_("맡는 역량: %(skills)s") % {"skills": skills})
    duties.append(_("투입: %(months)s인월") % {"months": party.months})
    return {
        "party": party.key,
        "role": party.role,
        "lead": party.signatory,
        "duties": duties,
        "months": months,
    }


def _milestones(agreement: Agreement) -> list[dict[str, Any]]:
    """The four stages, spread evenly over the period; gates may move them."""
    days = (agreement.ends_on - agreement.starts_on).days
    words = {
        "design": (_("기술설계"), _("기술설계서")),
        "poc": (_("기술검증"), _("기술검증 결과서")),
        "field": (_("현장실증"), _("현장실증 결과서")),
        "diffusion": (_("확산"), _("확산 계획서")),
    }
    return [
        {
            "stage": words[stage][0],
            "name": _("%(stage)s 단계심의") % {"stage": words[stage][0]},
            "due_on": (agreement.starts_on + timedelta(days=days * number // len(STAGES) - 1)).isoformat(),
            "deliverable": words[stage][1],
            "gate": _("미리 정한 성과지표의 합격 기준"),
        }
        for number, stage in enumerate(STAGES, start=1)
    ]


def _budget(agreement: Agreement, parties: tuple[Party, ...]) -> dict[str, Any]:
    """Partners' work is paid from support first, what is beyond it from the company's cash; the rest stays with the
    company.
    """
    left = agreement.support_krw
    lines, paid = [], 0
    for party in parties:
        if party.months is None:
            continue
        support = min(left, party.budget_krw)
        left -= support
        paid += party.budget_krw - support
        lines.append(
            {
                "party": party.key,
                "category": _("참여 인력과 개발"),
                "support_krw": support,
                "cash_krw": party.budget_krw - support,
                "in_kind_krw": 0,
            }
        )
    own = {
        "party": COMPANY,
        "category": _("현장 준비와 투입 인력"),
        "support_krw": left,
        "cash_krw": agreement.company_cash_krw - paid,
        "in_kind_krw": agreement.company_in_kind_krw,
    }
    return {
        "total_krw": agreement.total_krw,
        "support_krw": agreement.support_krw,
        "cash_krw": agreement.company_cash_krw,
        "in_kind_krw": agreement.company_in_kind_krw,
        "lines": [own, *lines],
        "payments": [],
    }


def _articles(agreement: Agreement) -> list[dict[str, Any]]:
    own = agreement.company_cash_krw + agreement.company_in_kind_krw
    articles = [
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
                _("성과지표의 기준값, 목표값과 합격 기준은 착수하기 전에 정하고 그 뒤에는 바꾸지 않습니다."),
                _("센터는 단계마다 통과, 조건부 통과, 재수행, 보류, 중단 가운데 하나로 판정하고 사유를 기록합니다."),
            ],
        ),
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
    special = [line.strip() for line in agreement.terms.get("special", "").splitlines() if line.strip()]
    if special:
        articles.append((_("특약"), special))
    return [{"title": title, "paragraphs": paragraphs} for title, paragraphs in articles]
