"""The frozen sheet an agreement's document is made from."""

from datetime import timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from apps.centre import selectors as centre
from apps.consortia.models import Agreement, BriefRole
from apps.consortia.selectors.agreements import CENTRE, COMPANY, Party, parties_of
from apps.consortia.selectors.articles import articles
from apps.consortia.selectors.briefs import skill_names
from apps.directory import selectors as directory
from apps.kernel import clocks
from apps.kernel.language import localized

# Who makes what the roadmap's action is to bring; others advise and try out.
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
            "all_signed": all(party.signed_at for party in parties),
            "articles": articles(agreement),
            "roles": [_role(party, agreement) for party in parties if party.months is not None],
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
        "site": site.told if site else None,
    }


def _party(party: Party, company: dict[str, Any]) -> dict[str, Any]:
    facts: dict[str, Any] = {
        "key": party.key,
        "role": party.role,
        "name": party.name,
        "signatory": party.signatory or party.lead,
        "signed_on": _day(party.signed_at),
        "accepted_on": _day(party.accepted_at),
        **dict.fromkeys(("business_number", "representative", "representative_title", "address")),
    }
    if party.key == COMPANY:
        facts |= {key: company.get(key) for key in ("business_number", "representative", "address")}
    if party.key == CENTRE:
        facts |= {"representative_title": localized(centre.profile(), "head_title"), "address": _centre()["address"]}
    return facts


def _role(party: Party, agreement: Agreement) -> dict[str, Any]:
    names = skill_names()
    duties = [party.duties] if party.duties else []
    skills = ", ".join(names.get(code, code) for code in party.skills)
    if skills:
        duties.append(_("맡는 역량: %(skills)s") % {"skills": skills})
    duties.append(_("투입: %(months)s인월") % {"months": party.months})
    return {
        "party": party.key,
        "role": party.role,
        "lead": party.lead,
        "duties": duties,
        "deliverables": _deliverables(party, agreement),
        "months": agreement.brief.months,
    }


def _deliverables(party: Party, agreement: Agreement) -> list[str]:
    """The laboratory answers for the method and its proof, the supplier for what works in the field."""
    if party.role_code == BriefRole.Code.LEAD_LAB:
        return [_("기술설계서"), _("기술검증 결과서")]
    if party.role_code == BriefRole.Code.SUPPLIER:
        return list(agreement.brief.planned_action.action.deliverables_ko)
    return []


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
    """Who bears what: partners' work is paid from support first, and what is beyond it is the company's cash.

    The company's lines together are its burden as the articles name it.
    """
    left = agreement.support_krw
    lines, paid = [], 0
    for party in parties:
        if party.months is None:
            continue
        support = min(left, party.budget_krw)
        left -= support
        paid += party.budget_krw - support
        lines.append(_line(party.key, _("참여 인력과 개발"), support, 0, 0))
    own = [
        _line(
            COMPANY, _("현장 준비와 투입 인력"), left, agreement.company_cash_krw - paid, agreement.company_in_kind_krw
        )
    ]
    if paid:
        own.append(_line(COMPANY, _("참여기관의 인력과 개발"), 0, paid, 0))
    return {
        "total_krw": agreement.total_krw,
        "support_krw": agreement.support_krw,
        "cash_krw": agreement.company_cash_krw,
        "in_kind_krw": agreement.company_in_kind_krw,
        "lines": [*own, *lines],
        "payments": [],
    }


def _line(party: str, category: str, support: int, cash: int, in_kind: int) -> dict[str, Any]:
    return {
        "party": party,
        "category": category,
        "support_krw": support,
        "cash_krw": cash,
        "in_kind_krw": in_kind,
    }
