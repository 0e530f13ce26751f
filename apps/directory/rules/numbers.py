"""Numbers that name a company: business number and corporate number.

Sources: the check digit of the business registration number and the meaning of its digits 4 and 5 as published by the
National Tax Service; the corporate registration number by the registry rules in force before and after 2025-01-31.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

BUSINESS_NUMBER_LENGTH = 10
CORPORATE_NUMBER_LENGTH = 13
CORPORATE_CHECK_DIGIT_ENDED_ON = date(2025, 1, 31)

_BUSINESS_WEIGHTS = (1, 3, 7, 1, 3, 7, 1, 3, 5)
_SEPARATORS = str.maketrans("", "", "- ‐‑–—\t\u3000")


class NumberProblem(StrEnum):
    """Why a number cannot be used."""

    SHAPE = "shape"
    CHECK_DIGIT = "check_digit"


class BusinessKind(StrEnum):
    """What digits 4 and 5 of a business number say about its holder."""

    INDIVIDUAL_TAXABLE = "individual_taxable"
    INDIVIDUAL_EXEMPT = "individual_exempt"
    COMPANY = "company"
    BRANCH = "branch"
    NON_PROFIT = "non_profit"
    PUBLIC = "public"
    FOREIGN = "foreign"
    OTHER = "other"


_KINDS_BY_DIGITS = {
    81: BusinessKind.COMPANY,
    82: BusinessKind.NON_PROFIT,
    83: BusinessKind.PUBLIC,
    84: BusinessKind.FOREIGN,
    85: BusinessKind.BRANCH,
    86: BusinessKind.COMPANY,
    87: BusinessKind.COMPANY,
    88: BusinessKind.COMPANY,
}


@dataclass(frozen=True, slots=True)
class BusinessNumber:
    """A business number as typed, read: `digits` and `kind` are set exactly when `problem` is None."""

    digits: str
    kind: BusinessKind | None
    problem: NumberProblem | None

    @property
    def is_valid(self) -> bool:
        """Whether shape and check digit are right."""
        return self.problem is None

    @property
    def formatted(self) -> str:
        """`123-45-67890`, the way it is printed on certificates; empty when the number is not valid."""
        return f"{self.digits[:3]}-{self.digits[3:5]}-{self.digits[5:]}" if self.is_valid else ""


@dataclass(frozen=True, slots=True)
class CorporateNumber:
    """A corporate number as typed, read; `warning` never stops anybody, `problem` does."""

    digits: str
    problem: NumberProblem | None
    warning: NumberProblem | None

    @property
    def formatted(self) -> str:
        """`110111-1234567`; empty when the number is not thirteen digits."""
        return f"{self.digits[:6]}-{self.digits[6:]}" if self.problem is None else ""


def business_number(text: str) -> BusinessNumber:
    """Read a business number (사업자등록번호), hyphens and spaces allowed.

    Ten digits d1..d10: s = sum of d_i * w_i over d1..d9 with w = 1,3,7,1,3,7,1,3,5, plus floor(d9 * 5 / 10);
    the number holds when d10 = (10 - s mod 10) mod 10. Ten zeros pass that sum but name nobody.
    """
    digits = text.translate(_SEPARATORS)
    if not _is_digits(digits, BUSINESS_NUMBER_LENGTH) or not int(digits):
        return BusinessNumber(digits="", kind=None, problem=NumberProblem.SHAPE)
    if int(digits[9]) != business_check_digit(digits[:9]):
        return BusinessNumber(digits="", kind=None, problem=NumberProblem.CHECK_DIGIT)
    return BusinessNumber(digits=digits, kind=business_kind(digits), problem=None)


def business_check_digit(first_nine: str) -> int:
    """The tenth digit that belongs to nine given ones."""
    figures = [int(digit) for digit in first_nine]
    total = sum(figure * weight for figure, weight in zip(figures, _BUSINESS_WEIGHTS, strict=True))
    total += figures[8] * 5 // 10
    return (10 - total % 10) % 10


def business_kind(digits: str) -> BusinessKind:
    """What digits 4 and 5 say: 01-79 and 90-99 are individuals, 81-88 bodies, the rest other."""
    code = int(digits[3:5])
    if 1 <= code <= 79:
        return BusinessKind.INDIVIDUAL_TAXABLE
    if code >= 90:
        return BusinessKind.INDIVIDUAL_EXEMPT
    return _KINDS_BY_DIGITS.get(code, BusinessKind.OTHER)


def corporate_number(text: str, *, registered_on: date | None = None) -> CorporateNumber:
    """Read a corporate number (법인등록번호), hyphens and spaces allowed.

    Numbers given from 2025-01-31 on have no check digit. An older one has (weights 1 and 2 in turn over twelve
    digits, (10 - s mod 10) mod 10); since the day of registration is often unknown, a failing digit only warns.
    """
    digits = text.translate(_SEPARATORS)
    if not _is_digits(digits, CORPORATE_NUMBER_LENGTH):
        return CorporateNumber(digits="", problem=NumberProblem.SHAPE, warning=None)
    has_check_digit = registered_on is None or registered_on < CORPORATE_CHECK_DIGIT_ENDED_ON
    fails = int(digits[12]) != corporate_check_digit(digits[:12])
    warning = NumberProblem.CHECK_DIGIT if has_check_digit and fails else None
    return CorporateNumber(digits=digits, problem=None, warning=warning)


def corporate_check_digit(first_twelve: str) -> int:
    """The thirteenth digit of a corporate number given before 2025-01-31."""
    total = sum(int(digit) * (1 + position % 2) for position, digit in enumerate(first_twelve))
    return (10 - total % 10) % 10


def _is_digits(text: str, length: int) -> bool:
    return len(text) == length and text.isascii() and text.isdigit()
