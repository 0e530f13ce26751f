"""Eligibility (신청자격) of an application: conditions as data in, one verdict per condition out.

A programme lists its conditions; each names a rule, its parameters and whether failing it speaks against the
application (`required`) or only warns. Rules propose, a named person decides (행정기본법 §20). A fact that is not
known is None and gives `unknown`, never a refusal. Money is whole won; ratios are compared in whole numbers.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, tzinfo
from enum import StrEnum

HOURS_A_DAY = 24


class RuleCode(StrEnum):
    """Rules a programme can ask for."""

    DISTRICT = "district"
    SIZE_CLASS = "size_class"
    SME_CERTIFICATE = "sme_certificate"
    BUSINESS_STATUS = "business_status"
    BUSINESS_KIND = "business_kind"
    INDUSTRY = "industry"
    CAPITAL = "capital"
    DUPLICATE = "duplicate"
    CERTIFICATE = "certificate"
    WINDOW = "window"
    ROADMAP = "roadmap"
    BUDGET_CAP = "budget_cap"
    SELF_BURDEN = "self_burden"


class Verdict(StrEnum):
    """What a rule says: `warning` is a failed condition that the programme does not require."""

    MET = "met"
    NOT_MET = "not_met"
    UNKNOWN = "unknown"
    WARNING = "warning"


class Proposal(StrEnum):
    """What the verdicts together suggest to the person who decides."""

    ELIGIBLE = "eligible"
    NOT_ELIGIBLE = "not_eligible"
    UNCLEAR = "unclear"


class BusinessStatus(StrEnum):
    """Status of a business at the tax office."""

    ACTIVE = "active"
    SUSPENDED = "suspended"
    CLOSED = "closed"


ANY_SITE = "any"
# What a 중소기업확인서 proves: one of these, without saying which.
SME_SIZES = frozenset({"micro", "small", "medium"})
Value = str | int | bool | None | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition of a programme; `params` are read by the rule of that code and keep JSON types."""

    rule: RuleCode
    required: bool
    params: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class RoadmapFact:
    """The roadmap an application cites, as far as this company may know: another company's counts as not found."""

    number: str
    is_found: bool
    is_current: bool


@dataclass(frozen=True, slots=True)
class SmeCertificate:
    """A 중소기업확인서 as the company entered it: the size rule only predicts, this proves while it is valid."""

    number: str
    valid_until: date
    is_valid: bool


@dataclass(frozen=True, slots=True)
class OtherApplication:
    """Another living application of the company to the same programme.

    `years_apart` counts calendar years between the two receipts (0: the same year); `is_decided` says that support
    was granted, and nothing is waited for any more.
    """

    number: str
    years_apart: int
    is_decided: bool


@dataclass(frozen=True, slots=True)
class ApplicantFacts:
    """What is known of a company and its application when eligibility is judged.

    `sites` are (kind, district code) pairs; `possible_sizes` the size classes the size rule leaves open;
    `others` the company's other living applications to the same programme; `received_at` the server's time of
    receipt, aware.
    """

    received_at: datetime
    opens_at: datetime
    closes_at: datetime | None
    sites: tuple[tuple[str, str], ...] = ()
    possible_sizes: tuple[str, ...] = ()
    business_status: BusinessStatus | None = None
    status_is_claimed: bool = False
    business_kind: str | None = None
    industry: str | None = None
    equity_krw: int | None = None
    capital_stock_krw: int | None = None
    others: tuple[OtherApplication, ...] = ()
    attached_kinds: frozenset[str] = frozenset()
    roadmap: RoadmapFact | None = None
    sme_certificate: SmeCertificate | None = None
    budget_krw: int | None = None
    self_burden_krw: int | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """Verdict of one condition with the figures it was reached by, in the order they are read."""

    rule: RuleCode
    verdict: Verdict
    required: bool
    reason: str
    figures: tuple[tuple[str, Value], ...] = ()


@dataclass(frozen=True, slots=True)
class _Answer:
    """True, False or None (not known), why, and with which figures."""

    holds: bool | None
    reason: str
    figures: tuple[tuple[str, Value], ...] = ()


def examine(conditions: Sequence[Condition], facts: ApplicantFacts) -> tuple[Finding, ...]:
    """Judge every condition on its own, in the order the programme lists them."""
    return tuple(_finding(condition, _RULES[condition.rule](condition.params, facts)) for condition in conditions)


def propose(findings: Sequence[Finding]) -> Proposal:
    """Not eligible when a required condition fails; unclear while one is not known; warnings never decide."""
    verdicts = {finding.verdict for finding in findings if finding.required}
    if Verdict.NOT_MET in verdicts:
        return Proposal.NOT_ELIGIBLE
    return Proposal.UNCLEAR if Verdict.UNKNOWN in verdicts else Proposal.ELIGIBLE


def in_window(received_at: datetime, opens_at: datetime, closes_at: datetime | None) -> bool:
    """Whether a call takes what the server receives at that moment; the closing moment itself still counts."""
    return opens_at <= received_at and (closes_at is None or received_at <= closes_at)


def closing_moment(day: date, hour: str, zone: tzinfo) -> datetime:
    """The last moment of a call that closes on a day at an hour such as "18:00"; "24:00" is the day's last moment."""
    hours, minutes = (int(part) for part in hour.split(":"))
    if hours == HOURS_A_DAY:
        return datetime.combine(day, time.max, tzinfo=zone)
    return datetime.combine(day, time(hours, minutes), tzinfo=zone)


def support_krw(budget_krw: int, self_burden_krw: int) -> int:
    """Support asked for: the budget without the company's own part."""
    return budget_krw - self_burden_krw


def required_burden_krw(budget_krw: int, pct: int) -> int:
    """Least own part for a budget, rounded up to the whole won."""
    return -(-budget_krw * pct // 100)


def _finding(condition: Condition, answer: _Answer) -> Finding:
    if answer.holds is None:
        verdict = Verdict.UNKNOWN
    elif answer.holds:
        verdict = Verdict.MET
    else:
        verdict = Verdict.NOT_MET if condition.required else Verdict.WARNING
    return Finding(condition.rule, verdict, condition.required, answer.reason, answer.figures)


def _texts(params: Mapping[str, object], key: str) -> tuple[str, ...]:
    value = params.get(key) or ()
    return tuple(str(one) for one in value) if isinstance(value, (list, tuple)) else ()


def _number(params: Mapping[str, object], key: str) -> int:
    value = params.get(key)
    if not isinstance(value, int) or isinstance(value, bool):
        msg = f"condition needs a whole number in {key!r}, got {value!r}"
        raise TypeError(msg)
    return value


def _district(params: Mapping[str, object], facts: ApplicantFacts) -> _Answer:
    """The site the programme counts lies in one of its districts; a listed district is one the centre serves."""
    site = str(params.get("site") or ANY_SITE)
    wanted = _texts(params, "districts")
    counted = tuple(district for kind, district in facts.sites if site in (ANY_SITE, kind))
    figures = (("site", site), ("districts", counted), ("wanted", wanted))
    if not counted:
        return _Answer(None, "no_site", figures)
    if any(district and (not wanted or district in wanted) for district in counted):
        return _Answer(True, "inside", figures)
    return _Answer(False, "outside", figures)


def _size_class(params: Mapping[str, object], facts: ApplicantFacts) -> _Answer:
    """The predicted size is among the allowed; a valid certificate settles it where all small and medium may apply."""
    allowed = set(_texts(params, "allowed"))
    possible = set(facts.possible_sizes)
    figures = (("possible", facts.possible_sizes), ("allowed", _texts(params, "allowed")))
    proof = facts.sme_certificate
    if proof is not None and proof.is_valid and allowed >= SME_SIZES:
        return _Answer(True, "proven", (*figures, *_certified(proof)))
    if possible and possible <= allowed:
        return _Answer(True, "allowed", figures)
    if possible and not possible & allowed:
        return _Answer(False, "not_allowed", figures)
    return _Answer(None, "open", figures)


def _sme_certificate(params: Mapping[str, object], facts: ApplicantFacts) -> _Answer:  # noqa: ARG001 - one signature
    proof = facts.sme_certificate
    if proof is None:
        return _Answer(False, "absent")
    return _Answer(proof.is_valid, "valid" if proof.is_valid else "expired", _certified(proof))


def _certified(proof: SmeCertificate) -> tuple[tuple[str, Value], ...]:
    return (("number", proof.number), ("valid_until", proof.valid_until.isoformat()))


def _business_status(params: Mapping[str, object], facts: ApplicantFacts) -> _Answer:  # noqa: ARG001 - one signature
    if facts.business_status is None:
        return _Answer(None, "not_checked")
    holds = facts.business_status is BusinessStatus.ACTIVE
    if holds and facts.status_is_claimed:
        return _Answer(None, "claimed", (("status", str(facts.business_status)),))
    return _Answer(holds, str(facts.business_status), (("status", str(facts.business_status)),))


def _business_kind(params: Mapping[str, object], facts: ApplicantFacts) -> _Answer:
    return _listed(facts.business_kind, _texts(params, "allowed"))


def _listed(value: str | None, allowed: tuple[str, ...]) -> _Answer:
    figures = (("value", value), ("allowed", allowed))
    if value is None:
        return _Answer(None, "not_known", figures)
    return _Answer(value in allowed, "allowed" if value in allowed else "not_allowed", figures)


def _industry(params: Mapping[str, object], facts: ApplicantFacts) -> _Answer:
    """The main industry begins with one of the codes the programme lists (`C`, `F41`)."""
    prefixes = _texts(params, "prefixes")
    figures = (("industry", facts.industry), ("prefixes", prefixes))
    if not facts.industry:
        return _Answer(None, "not_known", figures)
    holds = any(facts.industry.startswith(prefix) for prefix in prefixes)
    return _Answer(holds, "listed" if holds else "not_listed", figures)


def _capital(params: Mapping[str, object], facts: ApplicantFacts) -> _Answer:  # noqa: ARG001 - one signature
    """Full impairment (완전자본잠식): equity of zero or less. Equity below the paid-in capital is told, not judged."""
    equity, stock = facts.equity_krw, facts.capital_stock_krw
    figures = (("equity_krw", equity), ("capital_stock_krw", stock))
    if equity is None:
        return _Answer(None, "not_known", figures)
    if equity <= 0:
        return _Answer(False, "full_impairment", figures)
    return _Answer(True, "part_impairment" if stock is not None and equity < stock else "sound", figures)


def _duplicate(params: Mapping[str, object], facts: ApplicantFacts) -> _Answer:
    found = doubled(params, facts.others)
    return _Answer(not found, "duplicate" if found else "single", (("applications", found),))


def doubled(params: Mapping[str, object], others: Sequence[OtherApplication]) -> tuple[str, ...]:
    """Receipt numbers of the others that stand in the way: undecided ones, and decided ones of the last `years`.

    `years` (1 where it is not given) counts calendar years with the one of receipt.
    """
    years = _number(params, "years") if "years" in params else 1
    return tuple(one.number for one in others if not one.is_decided or one.years_apart < years)


def _certificate(params: Mapping[str, object], facts: ApplicantFacts) -> _Answer:
    wanted = _texts(params, "kinds")
    absent = tuple(kind for kind in wanted if kind not in facts.attached_kinds)
    return _Answer(not absent, "missing" if absent else "attached", (("missing", absent), ("wanted", wanted)))


def _window(params: Mapping[str, object], facts: ApplicantFacts) -> _Answer:  # noqa: ARG001 - one signature
    figures = (
        ("opens_at", facts.opens_at.isoformat()),
        ("closes_at", facts.closes_at.isoformat() if facts.closes_at else None),
        ("received_at", facts.received_at.isoformat()),
    )
    if facts.received_at < facts.opens_at:
        return _Answer(False, "early", figures)
    late = facts.closes_at is not None and facts.received_at > facts.closes_at
    return _Answer(not late, "late" if late else "open", figures)


def _roadmap(params: Mapping[str, object], facts: ApplicantFacts) -> _Answer:  # noqa: ARG001 - one signature
    """The cited roadmap is issued, is this company's own and has not been replaced."""
    if facts.roadmap is None or not facts.roadmap.number:
        return _Answer(False, "not_cited")
    figures = (("number", facts.roadmap.number),)
    if not facts.roadmap.is_found:
        return _Answer(False, "not_found", figures)
    return _Answer(facts.roadmap.is_current, "current" if facts.roadmap.is_current else "replaced", figures)


def _budget_cap(params: Mapping[str, object], facts: ApplicantFacts) -> _Answer:
    cap = _number(params, "cap_krw")
    if facts.budget_krw is None or facts.self_burden_krw is None:
        return _Answer(None, "not_known", (("cap_krw", cap),))
    asked = support_krw(facts.budget_krw, facts.self_burden_krw)
    return _Answer(asked <= cap, "within" if asked <= cap else "above", (("support_krw", asked), ("cap_krw", cap)))


def _self_burden(params: Mapping[str, object], facts: ApplicantFacts) -> _Answer:
    pct = _number(params, "min_pct")
    if facts.budget_krw is None or facts.self_burden_krw is None:
        return _Answer(None, "not_known", (("min_pct", pct),))
    least = required_burden_krw(facts.budget_krw, pct)
    holds = facts.self_burden_krw >= least
    figures = (("self_burden_krw", facts.self_burden_krw), ("least_krw", least), ("min_pct", pct))
    return _Answer(holds, "enough" if holds else "too_little", figures)


_RULES: dict[RuleCode, Callable[[Mapping[str, object], ApplicantFacts], _Answer]] = {
    RuleCode.DISTRICT: _district,
    RuleCode.SIZE_CLASS: _size_class,
    RuleCode.SME_CERTIFICATE: _sme_certificate,
    RuleCode.BUSINESS_STATUS: _business_status,
    RuleCode.BUSINESS_KIND: _business_kind,
    RuleCode.INDUSTRY: _industry,
    RuleCode.CAPITAL: _capital,
    RuleCode.DUPLICATE: _duplicate,
    RuleCode.CERTIFICATE: _certificate,
    RuleCode.WINDOW: _window,
    RuleCode.ROADMAP: _roadmap,
    RuleCode.BUDGET_CAP: _budget_cap,
    RuleCode.SELF_BURDEN: _self_burden,
}


def named_in(text: str, names: Mapping[str, str]) -> tuple[str, ...]:
    """Codes whose name, or a part of it between middle dots, stands in a text; spaces do not count."""
    said = "".join(text.split())
    return tuple(
        code
        for code, name in sorted(names.items())
        if any(part and "".join(part.split()) in said for part in (name, *name.split("·")))
    )
