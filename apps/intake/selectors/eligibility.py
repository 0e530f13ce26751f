"""Eligibility of one application: facts gathered, rules asked, findings put in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from apps.accounts import selectors as people
from apps.accounts.models import ConsentText
from apps.directory.labels import BUSINESS_KINDS
from apps.directory.models import Company, District
from apps.directory.rules.numbers import BusinessKind
from apps.directory.selectors import size_verdict
from apps.directory.selectors.companies import company_of
from apps.documents import selectors as documents
from apps.documents.models import Attachment, Document, Kind
from apps.documents.rules import counts_on
from apps.documents.states import AttachmentState
from apps.intake import labels, rules
from apps.intake.models import Application, Word
from apps.intake.selectors.programmes import Vocabulary
from apps.intake.states import Door, State
from apps.kernel import clocks
from apps.kernel.errors import Text
from apps.kernel.language import is_english, localized
from apps.kernel.money import krw

PAPERS = "attachments"
ASKED = {
    "problem": _("해결하려는 문제를 적어 주십시오."),
    "figure_name": _("바꾸고 싶은 수치의 이름을 적어 주십시오."),
    "figure_unit": _("수치의 단위를 적어 주십시오."),
    "figure_today": _("수치의 현재 값을 적어 주십시오."),
    "figure_wished": _("수치의 희망 값을 적어 주십시오."),
}
ASKED_FOR_MONEY = {
    "cited_roadmap_number": _("발급받은 로드맵 번호를 적어 주십시오."),
    "budget_krw": _("총사업비를 적어 주십시오."),
    "self_burden_krw": _("기업 부담금을 적어 주십시오."),
}
UNUSABLE_FILES = _("쓸 수 없는 서류가 있습니다. 서류 단계에서 지우고 다시 올려 주십시오.")


@dataclass(frozen=True, slots=True)
class FindingRow:
    """A verdict as a person reads it."""

    rule: str
    label: Text
    verdict: str
    verdict_label: Text
    tone: str
    text: str
    is_required: bool
    waived: str = ""


def conditions_of(settings: Mapping[str, Any]) -> tuple[rules.Condition, ...]:
    """The conditions of a programme's settings as the rules read them."""
    return tuple(
        rules.Condition(rule=rules.RuleCode(row["rule"]), required=bool(row["required"]), params=row["params"])
        for row in settings["conditions"]
    )


def examine(
    application: Application,
    received_at: datetime,
    papers: Sequence[Attachment] | None = None,
    company: Company | None = None,
) -> tuple[rules.Finding, ...]:
    """Every rule's verdict, as if the application came in at `received_at`; `papers` and `company` (from `company_of`)
    where they were read already.
    """
    given = _papers(application) if papers is None else papers
    facts = _facts(application, company or company_of(application.company), received_at, given)
    return rules.examine(conditions_of(application.call.settings), facts)


def precheck(
    application: Application, at: datetime, papers: Sequence[Attachment], words: Vocabulary
) -> tuple[rules.Proposal, list[FindingRow]]:
    """What the rules would say of a draft now, in words: what they suggest and every verdict."""
    company = company_of(application.company)
    kept = as_json(examine(application, at, papers, company))
    districts = [site.district for site in company.sites.all() if site.district]
    return proposal_of(kept), _rows(kept, words, {one.code: localized(one, "name") for one in districts})


def with_status(application: Application, company: Company) -> list[dict[str, Any]]:
    """Kept verdicts, that on the business status by what is noted of the company now; no query."""
    status = [one for one in conditions_of(application.call.settings) if one.rule is rules.RuleCode.BUSINESS_STATUS]
    facts = rules.ApplicantFacts(
        application.submitted_at or application.created_at,
        application.call.opens_at,
        application.call.closes_at,
        **_status(company),
    )
    now = {row["rule"]: row for row in as_json(rules.examine(status, facts))}
    return [{**row, **now.get(row["rule"], {})} for row in application.eligibility]


def as_json(findings: Sequence[rules.Finding]) -> list[dict[str, Any]]:
    """Findings in the shape that is kept with the application."""
    return [
        {
            "rule": str(finding.rule),
            "verdict": str(finding.verdict),
            "required": finding.required,
            "reason": finding.reason,
            "figures": {name: list(value) if isinstance(value, tuple) else value for name, value in finding.figures},
        }
        for finding in findings
    ]


def proposal_of(kept: Sequence[Mapping[str, Any]]) -> rules.Proposal:
    """What kept verdicts suggest; a condition that was waived counts as met."""
    return rules.propose(
        [
            rules.Finding(
                rule=rules.RuleCode(row["rule"]),
                verdict=rules.Verdict.MET if row.get("waived") else rules.Verdict(row["verdict"]),
                required=row["required"],
                reason=row["reason"],
            )
            for row in kept
        ]
    )


def finding_rows(kept: Sequence[Mapping[str, Any]], words: Vocabulary) -> list[FindingRow]:
    """Kept verdicts in words of the reader's language."""
    return _rows(kept, words, _district_names(kept))


def _rows(kept: Sequence[Mapping[str, Any]], words: Vocabulary, district_names: Mapping[str, str]) -> list[FindingRow]:
    document_names = words.names(Word.List.DOCUMENT)
    sizes = {str(value): str(label) for value, label in Company.Size.choices}
    names = {"districts": district_names, "kinds": document_names, "sizes": sizes}
    return [_row(row, names) for row in kept]


def missing_fields(application: Application, papers: Sequence[Attachment] | None = None) -> list[tuple[str, Text]]:
    """What must be there before handing in, fields and required papers, each with what to do."""
    asked = dict(ASKED)
    if application.door == Door.DEMONSTRATION:
        asked |= ASKED_FOR_MONEY
    missing: list[tuple[str, Text]] = [
        (name, message) for name, message in asked.items() if getattr(application, name) in (None, "")
    ]
    given = _papers(application) if papers is None else papers
    told = gettext("필수 서류를 올려 주십시오: %(name)s")
    missing += [(PAPERS, told % {"name": name}) for name in _absent(application, given)]
    if any(paper.state == AttachmentState.REFUSED for paper in given):
        missing.append((PAPERS, UNUSABLE_FILES))
    return missing


def _absent(application: Application, papers: Sequence[Attachment]) -> list[str]:
    """Names of required papers of which no file is attached that may count."""
    usable = {paper.kind for paper in papers if paper.state != AttachmentState.REFUSED}
    absent = {row["kind"] for row in application.call.settings["documents"] if row["required"]} - usable
    rows = Word.objects.filter(list=Word.List.DOCUMENT, code__in=absent).order_by("position", "pk") if absent else []
    return [row.name for row in rows]


def _papers(application: Application) -> list[Attachment]:
    return list(documents.attachments_of(application))


def _counting(papers: Sequence[Attachment], day: date) -> frozenset[str]:
    """Kinds of the papers that were not refused and still count on a day."""
    return frozenset(
        paper.kind for paper in papers if paper.state != AttachmentState.REFUSED and counts_on(paper.valid_until, day)
    )


def _facts(
    application: Application, company: Company, received_at: datetime, papers: Sequence[Attachment]
) -> rules.ApplicantFacts:
    return facts_of(
        application,
        received_at,
        company=company,
        possible_sizes=tuple(str(one) for one in size_verdict(company, clocks.local_date(received_at)).possible),
        others=_others(application, received_at),
        attached_kinds=_counting(papers, clocks.local_date(received_at)),
        roadmap=_roadmap(application),
    )


def facts_of(
    application: Application,
    received_at: datetime,
    *,
    company: Company,
    possible_sizes: tuple[str, ...],
    others: tuple[rules.OtherApplication, ...] = (),
    attached_kinds: frozenset[str] = frozenset(),
    roadmap: rules.RoadmapFact | None = None,
) -> rules.ApplicantFacts:
    """What the rules read of an application, from rows that were fetched; no query."""
    return rules.ApplicantFacts(
        received_at=received_at,
        opens_at=application.call.opens_at,
        closes_at=application.call.closes_at,
        sites=tuple((site.kind, site.district.code if site.district else "") for site in company.sites.all()),
        possible_sizes=possible_sizes,
        **_status(company),
        business_kind=company.business_kind or None,
        industry=company.industry.code,
        equity_krw=company.equity_krw,
        capital_stock_krw=company.capital_stock_krw,
        others=others,
        attached_kinds=attached_kinds,
        roadmap=roadmap,
        sme_certificate=_sme_certificate(company, clocks.local_date(received_at)),
        budget_krw=application.budget_krw,
        self_burden_krw=application.self_burden_krw,
    )


def _status(company: Company) -> dict[str, Any]:
    return {
        "business_status": rules.BusinessStatus(company.business_status) if company.business_status else None,
        "status_is_claimed": company.status_checked_on is None,
    }


def _others(application: Application, received_at: datetime) -> tuple[rules.OtherApplication, ...]:
    """The company's other living applications to the same programme."""
    others = Application.objects.alive().filter(
        company=application.company_id, call__programme=application.call.programme_id
    )
    rows = others.exclude(pk=application.pk).order_by("receipt_number")
    return tuple(other_of(row, received_at) for row in rows.only("receipt_number", "submitted_at", "state", "door"))


def other_of(row: Application, received_at: datetime) -> rules.OtherApplication:
    """A living application beside one that was received at a moment. A diagnosis is decided once it is admitted."""
    assert row.submitted_at is not None
    granted = {State.SELECTED, State.ADMITTED} if row.door == Door.DIAGNOSIS else {State.SELECTED}
    apart = abs(clocks.local_date(received_at).year - clocks.local_date(row.submitted_at).year)
    return rules.OtherApplication(row.receipt_number or "", apart, row.state in granted)


def _sme_certificate(company: Company, on: date) -> rules.SmeCertificate | None:
    if not company.sme_number or company.sme_until is None:
        return None
    return rules.SmeCertificate(company.sme_number, company.sme_until, is_valid=on <= company.sme_until)


def _roadmap(application: Application) -> rules.RoadmapFact | None:
    number = application.cited_roadmap_number.strip()
    if not number:
        return None
    party = f"org:{application.company_id}"
    is_current = documents.issued(number, Kind.ROADMAP, party) is not None
    is_found = is_current or Document.objects.filter(number=number, kind=Kind.ROADMAP, party=party).exists()
    return rules.RoadmapFact(number=number, is_found=is_found, is_current=is_current)


def _district_names(kept: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    codes = {code for row in kept if row["rule"] == rules.RuleCode.DISTRICT for code in row["figures"]["districts"]}
    name = "name_en" if is_english() else "name_ko"
    return dict(District.objects.filter(code__in=codes).values_list("code", name)) if codes else {}


def _row(row: Mapping[str, Any], names: Mapping[str, Mapping[str, str]]) -> FindingRow:
    rule, verdict = rules.RuleCode(row["rule"]), rules.Verdict(row["verdict"])
    words = {name: _written(name, value, names) for name, value in row["figures"].items()}
    return FindingRow(
        rule=str(rule),
        label=labels.RULES[rule],
        verdict=str(verdict),
        verdict_label=labels.VERDICTS[verdict],
        tone=labels.TONES[verdict],
        text=str(labels.REASONS[rule, row["reason"]]).format_map(words),
        is_required=row["required"],
        waived=_waived(row.get("waived")),
    )


def _waived(told: Mapping[str, str] | None) -> str:
    if told is None:
        return ""
    return gettext("예외 승인 (%(on)s): %(reason)s") % {"on": told["on"], "reason": told["reason"]}


def _written(name: str, value: Any, names: Mapping[str, Mapping[str, str]]) -> str:
    """One figure of a finding as it is printed."""
    if name.endswith("_krw"):
        return krw(value) if value is not None else "–"
    if name.endswith("_at"):
        moment = parse_datetime(value) if value else None
        return timezone.localtime(moment).strftime("%Y-%m-%d %H:%M") if moment else "–"
    if name == "value":
        return str(BUSINESS_KINDS[BusinessKind(value)]) if value in set(BusinessKind) else "–"
    lists = {"districts": "districts", "missing": "kinds", "wanted": "kinds", "possible": "sizes", "allowed": "sizes"}
    if isinstance(value, list):
        known = names[lists[name]] if name in lists else {}
        return ", ".join(dict.fromkeys(known.get(str(one), str(one)) for one in value if one)) or "–"
    return "–" if value is None else str(value)


@dataclass(frozen=True, slots=True)
class ConditionRow:
    """A condition as a programme's page tells it."""

    label: Text
    text: str
    is_required: bool


def condition_rows(settings: Mapping[str, Any], words: Vocabulary) -> list[ConditionRow]:
    """A programme's conditions in words."""
    document_names = words.names(Word.List.DOCUMENT)
    sizes = {str(value): str(label) for value, label in Company.Size.choices}
    rows = []
    for condition in conditions_of(settings):
        params = condition.params
        is_judged = condition.rule is rules.RuleCode.CERTIFICATE and not condition.required
        words_of_it = labels.PAPERS_JUDGED if is_judged else labels.CONDITIONS[condition.rule]
        text = str(words_of_it).format_map(
            {
                "allowed": _listed(params.get("allowed"), sizes),
                "kinds": _listed(params.get("kinds"), document_names),
                "cap": krw(params["cap_krw"]) if isinstance(params.get("cap_krw"), int) else "",
                "pct": params.get("min_pct", ""),
                "span": _span(params.get("years", 1)),
            }
        )
        rows.append(ConditionRow(labels.RULES[condition.rule], text, condition.required))
    return rows


def _span(years: object) -> str:
    return gettext("올해") if years == 1 else gettext("올해를 넣어 %(years)s년 사이에") % {"years": years}


def asked_documents(settings: Mapping[str, Any], words: Vocabulary) -> list[tuple[Word, bool]]:
    """The kinds of attachments a programme asks for, and whether each must be there."""
    required = {row["kind"]: bool(row["required"]) for row in settings["documents"]}
    return [(word, required[word.code]) for word in words.of(Word.List.DOCUMENT, required)]


def kinds_for_review(settings: Mapping[str, Any]) -> set[str]:
    """The kinds of attachments that reviewers open as they are."""
    return {row["kind"] for row in settings["documents"] if row.get("for_review")}


def asked_consents(
    settings: Mapping[str, Any], texts: Sequence[ConsentText] | None = None
) -> list[tuple[ConsentText, bool]]:
    """The newest texts a programme asks consent to, and whether it must be given to hand in.

    `texts` are all texts where they were read already.
    """
    required = {row["code"]: bool(row["required"]) for row in settings.get("consents") or ()}
    if required and texts is None:
        texts = people.consent_texts()
    return [(text, required[text.code]) for text in texts or () if text.code in required]


def consents_to(application: Application) -> list[ConsentText]:
    """What the call asks the applicant to agree to, with `agreed_at` and `agreed_version` where that stands today."""
    settings = application.call.settings
    texts = people.consent_texts(application.applicant) if settings.get("consents") else []
    return [text for text, _required in asked_consents(settings, texts)]


def _listed(codes: object, names: Mapping[str, str]) -> str:
    return ", ".join(names.get(str(code), str(code)) for code in codes) if isinstance(codes, list) else ""
