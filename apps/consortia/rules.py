"""Figures of a consortium: the roles an action calls for, shares of what comes of it, and what terms must satisfy.
Pure.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_UP, Decimal
from enum import StrEnum

WHOLE_BP = 10_000
LONGEST_YEARS = 10
DAY = timedelta(days=1)
ROUND_KRW = 10_000


class RoleCode(StrEnum):
    """The parts an organisation can play in a project."""

    LEAD_LAB = "lead_lab"
    TECHNICAL_ADVICE = "technical_advice"
    JOINT_RESEARCH = "joint_research"
    DEMONSTRATION_SUPPORT = "demonstration_support"
    SUPPLIER = "supplier"
    ADVISER = "adviser"
    TEST_BED = "test_bed"


KIND_OF: Mapping[RoleCode, str] = {
    RoleCode.LEAD_LAB: "laboratory",
    RoleCode.TECHNICAL_ADVICE: "laboratory",
    RoleCode.JOINT_RESEARCH: "laboratory",
    RoleCode.DEMONSTRATION_SUPPORT: "laboratory",
    RoleCode.SUPPLIER: "supplier",
    RoleCode.ADVISER: "adviser",
    RoleCode.TEST_BED: "university",
}
"""The kind of organisation that plays a part."""


@dataclass(frozen=True, slots=True)
class RoleDraft:
    """A proposed role: skill codes, staff-months and budget."""

    role: RoleCode
    kind: str
    skills: tuple[str, ...]
    months: Decimal
    budget_krw: int


def default_roles(
    lab_skills: Sequence[str], supplier_skills: Sequence[str], months: int, budget_krw: int
) -> tuple[RoleDraft, ...]:
    """The roles a project of `months` calendar months and a budget calls for, to be edited by staff.

    A laboratory leads with half a person and two fifths of the money; a supplier builds with half a person and the
    rest.
    """
    half = max(Decimal("0.5"), (Decimal(months) / 2).quantize(Decimal("0.1"), rounding=ROUND_UP))
    lab = budget_krw * 2 // 5 // ROUND_KRW * ROUND_KRW
    return (
        RoleDraft(RoleCode.LEAD_LAB, KIND_OF[RoleCode.LEAD_LAB], tuple(lab_skills), half, lab),
        RoleDraft(RoleCode.SUPPLIER, KIND_OF[RoleCode.SUPPLIER], tuple(supplier_skills), half, budget_krw - lab),
    )


def shares(amounts: Mapping[str, int]) -> dict[str, int]:
    """Shares of a whole in basis points, by amount; the parts left by rounding go to the largest remainders, then
    by key.

    All amounts zero: equal shares. Nobody: nothing. The result always sums to 10,000.
    """
    if not amounts:
        return {}
    weights = dict(amounts) if any(amounts.values()) else dict.fromkeys(amounts, 1)
    total = sum(weights.values())
    floors = {key: weight * WHOLE_BP // total for key, weight in weights.items()}
    left = WHOLE_BP - sum(floors.values())
    by_remainder = sorted(weights, key=lambda key: (-(weights[key] * WHOLE_BP % total), key))
    return {key: share + (key in by_remainder[:left]) for key, share in floors.items()}


class TermFault(StrEnum):
    """What can be wrong with terms."""

    ENDS_BEFORE_START = "ends_before_start"
    OVER = "over"
    TOO_LONG = "too_long"
    NO_MONEY = "no_money"
    SUPPORT_ABOVE_CAP = "support_above_cap"
    SUPPORT_ABOVE_SELECTED = "support_above_selected"
    BURDEN_TOO_LOW = "burden_too_low"
    ROLES_ABOVE_MONEY = "roles_above_money"
    SHARES_NOT_WHOLE = "shares_not_whole"
    NEGATIVE = "negative"


@dataclass(frozen=True, slots=True)
class Terms:
    """What an agreement says in figures. Money in whole won; `ip` in basis points by party; the end day is not
    included.
    """

    starts_on: date
    ends_on: date
    support_krw: int
    cash_krw: int
    in_kind_krw: int
    roles_krw: int
    ip: Mapping[str, int]

    @property
    def total_krw(self) -> int:
        """Everything that goes into the project."""
        return self.support_krw + self.cash_krw + self.in_kind_krw


@dataclass(frozen=True, slots=True)
class Limits:
    """What the programme allows: support at most, the company's own part at least in percent of the whole, and the
    support the application was selected with.
    """

    support_cap_krw: int | None = None
    burden_pct: int = 0
    selected_krw: int | None = None


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault, the field it belongs to, and the figure that would be right."""

    code: TermFault
    field: str
    limit: int | None = None


def least_burden_krw(total_krw: int, burden_pct: int) -> int:
    """The company's least own part, rounded up to a whole won."""
    return -(-total_krw * burden_pct // 100)


def _years_after(start: date) -> date:
    """The day the longest agreement from `start` ends before."""
    year, is_leap_day = start.year + LONGEST_YEARS, (start.month, start.day) == (2, 29)
    return start.replace(year=year, month=3, day=1) if is_leap_day else start.replace(year=year)


def faults(terms: Terms, limits: Limits, *, today: date) -> tuple[Fault, ...]:
    """Everything wrong with terms on a day, in a fixed order; nothing means they may be signed.

    The last day lies after today, and not more than ten years after the first.
    """
    money = (("support_krw", terms.support_krw), ("cash_krw", terms.cash_krw), ("in_kind_krw", terms.in_kind_krw))
    found = [Fault(TermFault.NEGATIVE, field) for field, amount in money if amount < 0]
    found += [Fault(TermFault.NEGATIVE, "ip") for share in terms.ip.values() if share < 0][:1]
    if found:
        return tuple(found)
    burden = least_burden_krw(terms.total_krw, limits.burden_pct)
    own = terms.cash_krw + terms.in_kind_krw
    spendable = terms.support_krw + terms.cash_krw
    cap, selected = limits.support_cap_krw, limits.selected_krw
    is_backwards = terms.ends_on <= terms.starts_on
    checks = (
        (is_backwards, Fault(TermFault.ENDS_BEFORE_START, "ends_on")),
        (not is_backwards and terms.ends_on <= today + DAY, Fault(TermFault.OVER, "ends_on")),
        (terms.ends_on > _years_after(terms.starts_on), Fault(TermFault.TOO_LONG, "ends_on", LONGEST_YEARS)),
        (terms.total_krw == 0, Fault(TermFault.NO_MONEY, "support_krw")),
        (cap is not None and terms.support_krw > cap, Fault(TermFault.SUPPORT_ABOVE_CAP, "support_krw", cap)),
        (
            selected is not None and terms.support_krw > selected,
            Fault(TermFault.SUPPORT_ABOVE_SELECTED, "support_krw", selected),
        ),
        (own < burden, Fault(TermFault.BURDEN_TOO_LOW, "cash_krw", burden)),
        (terms.roles_krw > spendable, Fault(TermFault.ROLES_ABOVE_MONEY, "support_krw", terms.roles_krw)),
        (sum(terms.ip.values()) != WHOLE_BP, Fault(TermFault.SHARES_NOT_WHOLE, "ip", WHOLE_BP)),
    )
    return tuple(fault for wrong, fault in checks if wrong)
