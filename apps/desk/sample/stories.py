"""The stories that sample cases are told from, and how a case is varied from its story. Pure."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid5

NAMESPACE = UUID("5b1f3c0e-7f1d-4c55-9a57-2d2a0d3c9f11")
_LETTERS = "가나다라마바사아자차카타파하"
_WEIGHTS = (1, 3, 7, 1, 3, 7, 1, 3, 5)


@dataclass(frozen=True, slots=True)
class Story:
    """One company's problem. Money in won, three years of revenue with the newest first."""

    industry: str
    ksic: str
    name_ko: str
    use_case: str
    problem: str
    figure_name: str
    figure_unit: str
    figure_today: Decimal
    figure_wished: Decimal
    figure_method: str
    barriers: tuple[str, ...]
    process_note: str
    data_note: str
    budget_krw: int
    revenue_krw: tuple[int, ...]
    workers: int
    kpi: str

    @classmethod
    def read(cls, row: Mapping[str, Any]) -> "Story":
        figures = {name: Decimal(row[name]) for name in ("figure_today", "figure_wished")}
        lists = {name: tuple(row[name]) for name in ("barriers", "revenue_krw")}
        return cls(**{**row, **figures, **lists})


def uid_of(*parts: object) -> UUID:
    """The same thing of the sample has the same uid on every installation."""
    return uuid5(NAMESPACE, "/".join(str(part) for part in parts))


def company_name(story: Story, round_: int) -> str:
    """The story's company, or in later rounds its namesake with a letter."""
    return story.name_ko if round_ == 0 else f"{story.name_ko} {_LETTERS[round_ % len(_LETTERS)]}"


def business_number(serial: int) -> str:
    """A number with a right check digit in a range that is given to nobody (its first digits are zeros)."""
    digits = f"00081{serial:04d}"
    total = sum(int(digit) * weight for digit, weight in zip(digits, _WEIGHTS, strict=True))
    total += int(digits[8]) * 5 // 10
    return digits + str((10 - total % 10) % 10)


def drawn(*parts: object, below: int) -> int:
    """A whole number below ``below`` that depends on nothing but the parts."""
    return int.from_bytes(hashlib.sha256("/".join(map(str, parts)).encode()).digest()[:4], "big") % below


def bands(serial: int, criteria: Sequence[str]) -> dict[str, int]:
    """The band each criterion is found at: a firm of modest maturity, weaker in data than in process."""
    start = 1 + drawn(serial, "maturity", below=2)
    weaker = {"P": 0, "D": -1, "O": 0}
    return {code: max(0, min(4, start + weaker[code[0]] + drawn(serial, code, below=2))) for code in criteria}


def readings(today: Decimal, wished: Decimal, count: int, *, reach: int) -> list[Decimal]:
    """``count`` measured values on the way from today's figure to ``reach`` per cent of the wished change."""
    step = (wished - today) * reach / 100 / count
    return [(today + step * number).quantize(Decimal("0.001")) for number in range(1, count + 1)]
