"""Frozen sheets: the receipt, and what a panel may see with names taken out."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from apps.accounts.models import Consent, User
from apps.centre import selectors as centre
from apps.directory import selectors as directory
from apps.directory.models import Skill
from apps.documents import selectors as documents
from apps.documents.models import Attachment, Kind
from apps.documents.states import AttachmentState
from apps.intake import rules, selectors
from apps.intake.models import Application, Objection, Word
from apps.intake.selectors import pages
from apps.intake.states import State
from apps.kernel.language import localized
from apps.kernel.money import krw
from apps.panels.entries import CaseEntry

MASK = "○○○"
READABLE = (AttachmentState.CLEAN, AttachmentState.FLAGGED)
LEGAL_FORMS = re.compile(r"주식회사|유한회사|합자회사|\(주\)|㈜|\(유\)")
# E-mail addresses, business and corporate numbers, telephone numbers.
CONTACTS = re.compile(
    r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
    r"|(?<!\d)\d{3}-\d{2}-\d{5}(?!\d)"
    r"|(?<!\d)\d{6}-\d{7}(?!\d)"
    r"|(?<!\d)0\d{1,2}[-.\s]?\d{3,4}[-.\s]?\d{4}(?!\d)"
)


def receipt(
    application: Application,
    facts: directory.CompanyFacts,
    papers: Sequence[Attachment],
    consents: Sequence[Consent],
) -> dict[str, Any]:
    """The sheet of the receipt (접수증) of an application that is handed in, with what was agreed to; its number is not
    given yet.
    """
    call, programme = application.call, application.call.programme
    company = directory.sheet_of(facts)
    company["site"] = application.site.name if application.site else ""
    words = selectors.vocabulary()
    due = timezone.localtime(application.screening_due_at).date().isoformat() if application.screening_due_at else None
    return {
        "centre": centre_part(),
        "company": company,
        "sample": application.company.is_sample,
        "receipt_number": "",
        "received_at": _moment(application.submitted_at),
        "door": application.door,
        "programme": {
            "name": programme.name,
            "call": call.title,
            "closes_at": _moment(call.closes_at),
            "legal_basis": call.settings["legal_basis"],
        },
        "applicant": _person(application.applicant, company["name"]),
        "problem": {
            "statement": application.problem,
            "figure": _figure(application),
            "barriers": [word.name for word in words.of(Word.List.BARRIER, application.barriers)],
        },
        "attachments": _attachments(papers, words.names(Word.List.DOCUMENT)),
        "consents": [
            {"name": one.text.title, "version": str(one.text.version), "agreed_at": _moment(one.given_at)}
            for one in consents
        ],
        "clocks": [{"name": _("요건검토 결과 알림"), "due_on": due, "basis": call.settings["legal_basis"]}]
        if due
        else [],
        "roadmap_number": application.cited_roadmap_number or None,
        "next_steps": [
            {"what": _("센터가 신청자격을 검토하고 결과를 알려 드립니다."), "who": _("센터"), "by": due},
            {"what": _("보완요청을 받으면 기한 안에 보완해 제출해 주십시오."), "who": _("기업"), "by": None},
        ],
    }


def centre_part() -> dict[str, Any]:
    """The `centre` part of a sheet."""
    profile = centre.profile()
    return {
        "name": localized(profile, "name"),
        "address": localized(profile, "address"),
        "phone": profile.phone,
        "email": profile.email,
        "head_title": localized(profile, "head_title"),
    }


def masked(application: Application) -> dict[str, Any]:
    """What reviewers see: the case without the company's name, numbers, people or address."""
    facts = directory.company_facts(application.company)
    names = _names(application, facts)
    lines = [
        (_("업종"), facts.industry),
        (_("규모"), facts.size_label),
        (_("상시근로자"), _("%(count)s명") % {"count": facts.workers} if facts.workers is not None else "–"),
        (_("총사업비"), _won(application.budget_krw)),
        (_("신청 지원금"), _won(application.support_krw)),
        (_("기업 부담금"), _won(application.self_burden_krw)),
        (_("바꾸고 싶은 수치"), _figure_words(application)),
    ]
    texts = [
        (_("해결하려는 문제"), application.problem),
        (_("공정 현황"), application.process_note),
        (_("데이터 현황"), application.data_note),
        (_("인용한 전환 로드맵의 실행과제"), _cited_actions(application)),
    ]
    return {
        "facts": [{"label": label, "value": _hide(str(value), names)} for label, value in lines],
        "texts": [{"title": title, "text": _hide(text, names)} for title, text in texts if text],
        "files": _for_review(application),
    }


def contested(objection: Objection, *, on_merit: bool) -> dict[str, Any]:
    """What reviewers of an objection see, masked like the case: why the applicant objects, with its papers, and the
    case. Where they judge the objection itself (`on_merit`), also the decision and what it rested on; a case that is
    scored anew comes without what was thought of it before.
    """
    application = objection.application
    names = _names(application, directory.company_facts(application.company))
    sheet = masked(application)
    texts = [(_("이의신청 이유"), objection.grounds), *(_decision(objection) if on_merit else ())]
    told = [{"title": title, "text": _hide(text, names)} for title, text in texts if text]
    papers = documents.attachments_of(objection).filter(state__in=READABLE)
    files = [
        {"uid": str(row.uid), "name": _("이의신청 자료 %(number)s") % {"number": number}}
        for number, row in enumerate(papers, start=1)
    ]
    return {**sheet, "texts": [*told, *sheet["texts"]], "files": [*files, *sheet["files"]]}


def _decision(objection: Objection) -> list[tuple[str, str]]:
    """The contested decision with its reasons, what was asked to be mended before it, and what the rules had found."""
    application, words = objection.application, selectors.vocabulary()
    asked = [
        "\n".join(
            [
                _("요청 %(asked)s, 기한 %(due)s") % {"asked": _minute(one.requested_at), "due": _minute(one.due_at)},
                *one.reasons,
                one.text,
                _("답 %(at)s: %(answer)s") % {"at": _minute(one.answered_at), "answer": one.answer or "–"}
                if one.answered_at
                else _("답이 없었습니다."),
            ]
        )
        for one in pages.corrections(application, words)
    ]
    findings = selectors.finding_rows(application.eligibility, words)
    return [
        (
            _("다투는 결정: %(decision)s") % {"decision": State(objection.contested).label},
            "\n".join([timezone.localtime(objection.told_at).date().isoformat(), objection.decision_note]),
        ),
        (_("보완요청"), "\n\n".join(asked)),
        (_("신청자격 판정"), "\n".join(f"{row.label}: {row.verdict_label}. {row.text}" for row in findings)),
    ]


def case(application: Application) -> CaseEntry:
    """An application as a committee takes it; the skills a reviewer should have are those its words name."""
    texts = " ".join((application.problem, application.process_note, application.data_note))
    names = Skill.objects.order_by("code").values_list("code", "name_ko")
    return CaseEntry(
        subject=application,
        title=application.receipt_number or "",
        sheet=masked(application),
        organisation=application.company,
        path=application.get_absolute_url(),
        industry=application.company.company.pilot_industry,
        skills=rules.named_in(texts, dict(names)),
        amount_krw=application.support_krw or 0,
    )


def criteria(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """A call's criteria in the shape panels take."""
    return [
        {
            "code": row["code"],
            "label": row["label_ko"],
            "label_en": row["label_en"],
            "weight": row["weight"],
            "max": row["max"],
        }
        for row in rows
    ]


def _person(user: User, organisation: Any) -> dict[str, Any]:
    return {"name": user.name, "organisation": organisation, "phone": user.phone, "email": user.email}


def _figure(application: Application) -> dict[str, Any] | None:
    if not application.figure_name:
        return None
    today, wished = application.figure_today, application.figure_wished
    return {
        "name": application.figure_name,
        "unit": application.figure_unit,
        "current": _plain(today),
        "wanted": _plain(wished),
        "direction": "up" if today is not None and wished is not None and wished >= today else "down",
    }


def _figure_words(application: Application) -> str:
    today, wished = _plain(application.figure_today), _plain(application.figure_wished)
    unit = application.figure_unit
    return f"{application.figure_name}: {today or '–'} {unit} → {wished or '–'} {unit}"


def _attachments(papers: Sequence[Attachment], kinds: Mapping[str, str]) -> list[dict[str, Any]]:
    return [
        {
            "name": row.original_name,
            "kind": kinds.get(row.kind, row.kind),
            "size_bytes": row.size,
            "sha256": row.sha256,
            "verdict": str(AttachmentState(row.state).label),
        }
        for row in papers
    ]


def _for_review(application: Application) -> list[dict[str, str]]:
    """Files that reviewers may open, by their outside names and kinds; what a file is called may tell whose it is."""
    usable = documents.attachments_of(application).filter(
        kind__in=selectors.kinds_for_review(application.call.settings),
        state__in=READABLE,
    )
    names = selectors.vocabulary().names(Word.List.DOCUMENT)
    return [{"uid": str(row.uid), "name": names.get(row.kind, row.kind)} for row in usable]


def _cited_actions(application: Application) -> str:
    """The use cases of the roadmap that is cited, as its issued paper says them: name, months, range of cost."""
    number = application.cited_roadmap_number
    paper = documents.issued(number, Kind.ROADMAP, f"org:{application.company_id}") if number else None
    rows = [row for row in paper.sheet["actions"] if row.get("use_case")] if paper else []
    return "\n".join(_action_words(row) for row in rows)


def _action_words(row: Mapping[str, Any]) -> str:
    first, last = row["start_month"], row["start_month"] + row["months"] - 1
    words = _("%(name)s: %(first)s~%(last)s개월차, %(low)s~%(high)s")
    low, high = (row.get(key, row["cost_krw"]) for key in ("cost_low_krw", "cost_high_krw"))
    return words % {"name": row["name"], "first": first, "last": last, "low": _won(low), "high": _won(high)}


def _moment(at: Any) -> str | None:
    return timezone.localtime(at).isoformat(timespec="seconds") if at else None


def _minute(at: datetime) -> str:
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M}"


def _plain(value: Decimal | None) -> str | None:
    """A decimal without trailing zeros."""
    return None if value is None else f"{value.normalize():f}"


def _won(amount: int | None) -> str:
    return "–" if amount is None else krw(amount)


def _names(application: Application, facts: directory.CompanyFacts) -> list[str]:
    """Everything in a text that would tell whose case it is."""
    company = application.company
    bare = LEGAL_FORMS.sub("", facts.name).strip()
    people = [member.name for member in directory.members_of(company)]
    digits = facts.business_number.replace("-", "")
    named = [facts.name, bare, company.name_en, digits, facts.representative, application.applicant.name, *people]
    return [name for name in [*named, facts.address] if len(name) > 1]


def _hide(text: str, names: Sequence[str]) -> str:
    for name in sorted(set(names), key=len, reverse=True):
        text = text.replace(name, MASK)
    return CONTACTS.sub(MASK, text)
