"""Settings of a programme: what is wrong with them. Pure: settings in, faults out.

Settings are versioned data of JSON types. The editor's form and the API write the same shape, and both are held to it
here, so that nothing is published under which a call could not be run.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from apps.centre.rules import Basis
from apps.intake.rules import ANY_SITE, RuleCode
from apps.kernel.bounds import MOST_KRW
from apps.panels.rules import BadTerms, Make, terms_of

HOUR = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d|24:00")
CODE = re.compile(r"[a-z0-9_-]{1,40}")
SITES = (ANY_SITE, "head", "factory", "lab")
MODES = ("all", "each")
WHOLE = 100
LONGEST_CLOCK = 400
MOST_YEARS = 10
KEYS = frozenset(
    (
        *("legal_basis", "closing_hour", "counted_site", "support_cap_krw", "self_burden_pct", "conditions"),
        *("criteria", "documents", "screening", "correction", "correction_rounds", "objection", "reviewers"),
        *("trim_from", "panel", "budgets", "consents", "consortium"),
    )
)
LISTS = {
    RuleCode.DISTRICT: ("districts",),
    RuleCode.SIZE_CLASS: ("allowed",),
    RuleCode.BUSINESS_KIND: ("allowed",),
    RuleCode.INDUSTRY: ("prefixes",),
    RuleCode.CERTIFICATE: ("kinds",),
}
NEEDS_SOME = (RuleCode.SIZE_CLASS, RuleCode.BUSINESS_KIND, RuleCode.INDUSTRY, RuleCode.CERTIFICATE)


class Consortium(StrEnum):
    """When the consortium of a demonstration forms; settings that do not say form it after the selection."""

    AFTER_SELECTION = "after_selection"
    BEFORE_SELECTION = "before_selection"


class Why(StrEnum):
    """What is wrong with one part of the settings."""

    UNKNOWN = "unknown"
    MISSING = "missing"
    SHAPE = "shape"
    TWICE = "twice"
    WEIGHTS = "weights"
    TERMS = "terms"
    TIE_BREAK = "tie_break"
    DIFFERS = "differs"


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong: the part of the settings, and why; `detail` names the place in it."""

    part: str
    why: Why
    detail: str = ""


def faults(settings: Mapping[str, Any], *, gives_money: bool) -> tuple[Fault, ...]:
    """Everything wrong with a programme's settings, part by part; none means that calls can be run under them.

    A programme that gives money needs criteria to select by, and only such a one forms consortia. Weights of criteria
    are whole and make 100.
    """
    known = KEYS if gives_money else KEYS - {"consortium"}
    found = [Fault(key, Why.UNKNOWN) for key in sorted(settings.keys() - known)]
    for part, check in _CHECKS.items():
        if not check(settings.get(part)):
            found.append(Fault(part, Why.SHAPE))
    if found:
        return tuple(found)
    found += _of_criteria(settings["criteria"], gives_money=gives_money)
    found += _of_lists(settings)
    found += _of_panel(settings.get("panel"), settings["criteria"])
    found += _of_money(settings)
    return tuple(found)


@dataclass(frozen=True, slots=True)
class PanelOfOne:
    """What the settings ask of the reviewers of a case that comes before no committee."""

    make: Make
    fewest: int
    trim_from: int | None
    years: int


def panel_of_one(settings: Mapping[str, Any]) -> PanelOfOne:
    """By the same terms as a committee: its size and share of outsiders where all score all, the number of a case where
    reviewers are assigned. As many sheets make a result as a committee's case needs and the programme's least number
    of reviewers asks, and never more than there may be reviewers.
    """
    stored = dict(settings.get("panel") or {})
    is_each = stored.pop("mode", MODES[0]) == "each"
    terms = terms_of(stored)
    make = terms.make_of_case if is_each else terms.make
    fewest = min(max(int(settings.get("reviewers") or 1), terms.fewest), make.smallest)
    return PanelOfOne(make, fewest, settings.get("trim_from") or terms.trim_from, terms.past_years)


def total_weight(criteria: Sequence[Mapping[str, Any]]) -> int:
    """The weights of all criteria together."""
    return sum(int(row["weight"]) for row in criteria)


def _of_criteria(criteria: Sequence[Mapping[str, Any]], *, gives_money: bool) -> Iterator[Fault]:
    if gives_money and not criteria:
        yield Fault("criteria", Why.MISSING)
    if criteria and total_weight(criteria) != WHOLE:
        yield Fault("criteria", Why.WEIGHTS, str(total_weight(criteria)))
    yield from _twice("criteria", [row["code"] for row in criteria])


def _of_lists(settings: Mapping[str, Any]) -> Iterator[Fault]:
    yield from _twice("documents", [row["kind"] for row in settings["documents"]])
    yield from _twice("consents", [row["code"] for row in settings.get("consents") or ()])
    yield from _twice("budgets", [str(row["year"]) for row in settings.get("budgets") or ()])
    yield from _twice("conditions", [f"{row['rule']}:{row['required']}" for row in settings["conditions"]])
    alone = [row["rule"] for row in settings["conditions"] if row["rule"] != RuleCode.CERTIFICATE]
    yield from _twice("conditions", alone)


def _of_panel(panel: Mapping[str, Any] | None, criteria: Sequence[Mapping[str, Any]]) -> Iterator[Fault]:
    if panel is None:
        return
    try:
        terms = terms_of({name: value for name, value in panel.items() if name != "mode"})
    except BadTerms as bad:
        yield Fault("panel", Why.TERMS, str(bad))
        return
    if panel.get("mode", "all") not in MODES:
        yield Fault("panel", Why.TERMS, "mode")
    if unknown := sorted(set(terms.tie_break) - {row["code"] for row in criteria}):
        yield Fault("panel", Why.TIE_BREAK, ", ".join(unknown))


def _of_money(settings: Mapping[str, Any]) -> Iterator[Fault]:
    """A limit that is told in one place and judged by in another is one and the same."""
    params = {row["rule"]: row["params"] for row in settings["conditions"]}
    cap, share = params.get(RuleCode.BUDGET_CAP), params.get(RuleCode.SELF_BURDEN)
    if cap is not None and cap["cap_krw"] != settings["support_cap_krw"]:
        yield Fault("support_cap_krw", Why.DIFFERS)
    if share is not None and share["min_pct"] != settings["self_burden_pct"]:
        yield Fault("self_burden_pct", Why.DIFFERS)


def _twice(part: str, names: Sequence[str]) -> Iterator[Fault]:
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield Fault(part, Why.TWICE, name.partition(":")[0])


def _whole(low: int, high: int, *, optional: bool = False) -> Callable[[Any], bool]:
    def check(value: Any) -> bool:
        if value is None:
            return optional
        return isinstance(value, int) and not isinstance(value, bool) and low <= value <= high

    return check


def _text(longest: int, *, empty: bool = False) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, str) and len(value) <= longest and (empty or bool(value.strip()))


def _rows(check: Callable[[Any], bool], most: int, *, optional: bool = False) -> Callable[[Any], bool]:
    def all_of(value: Any) -> bool:
        if value is None:
            return optional
        return isinstance(value, list) and len(value) <= most and all(check(row) for row in value)

    return all_of


def _fields(**checks: Callable[[Any], bool]) -> Callable[[Any], bool]:
    return lambda row: (
        isinstance(row, dict)
        and row.keys() <= checks.keys()
        and all(check(row.get(name)) for name, check in checks.items())
    )


def _code(value: Any) -> bool:
    return isinstance(value, str) and CODE.fullmatch(value) is not None


def _flag(value: Any) -> bool:
    return isinstance(value, bool)


def _condition(row: Any) -> bool:
    if not _A_CONDITION(row):
        return False
    rule, params = RuleCode(row["rule"]), row["params"]
    for name in LISTS.get(rule, ()):
        some = params.get(name)
        if not _rows(_text(40), 300)(some) or (rule in NEEDS_SOME and not some):
            return False
    if rule is RuleCode.DISTRICT:
        return params.get("site", ANY_SITE) in SITES
    if rule is RuleCode.DUPLICATE:
        return _whole(1, MOST_YEARS, optional=True)(params.get("years"))
    if rule is RuleCode.BUDGET_CAP:
        return _whole(0, MOST_KRW)(params.get("cap_krw"))
    return rule is not RuleCode.SELF_BURDEN or _whole(0, WHOLE)(params.get("min_pct"))


_A_CONDITION = _fields(
    rule=lambda rule: rule in set(RuleCode), required=_flag, params=lambda one: isinstance(one, dict)
)
_CLOCK = _fields(length=_whole(1, LONGEST_CLOCK), basis=lambda basis: basis in set(Basis))
_OBJECTION = _fields(days=_whole(1, LONGEST_CLOCK), handling=_CLOCK)
_CHECKS: dict[str, Callable[[Any], bool]] = {
    "legal_basis": _text(200),
    "closing_hour": lambda hour: isinstance(hour, str) and HOUR.fullmatch(hour) is not None,
    "counted_site": lambda site: site in SITES,
    "support_cap_krw": _whole(0, MOST_KRW, optional=True),
    "self_burden_pct": _whole(0, WHOLE),
    "conditions": _rows(_condition, 40),
    "criteria": _rows(
        _fields(
            code=_code,
            label_ko=_text(80),
            label_en=_text(80, empty=True),
            weight=_whole(1, WHOLE),
            max=_whole(1, WHOLE),
        ),
        20,
    ),
    "documents": _rows(_fields(kind=_code, required=_flag, for_review=lambda one: one is None or _flag(one)), 40),
    "consents": _rows(_fields(code=_code, required=_flag), 10, optional=True),
    "screening": _CLOCK,
    "correction": _CLOCK,
    "correction_rounds": _whole(1, 9, optional=True),
    "objection": lambda value: value is None or _OBJECTION(value),
    "reviewers": _whole(0, 50),
    "trim_from": _whole(3, 50, optional=True),
    "panel": lambda value: value is None or isinstance(value, dict),
    "consortium": lambda value: value is None or value in tuple(Consortium),
    "budgets": _rows(
        _fields(year=_whole(2000, 2100), budget_krw=_whole(0, MOST_KRW), quota=_whole(0, 10_000, optional=True)),
        20,
        optional=True,
    ),
}
