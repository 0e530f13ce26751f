"""Resident registration numbers (주민등록번호, 외국인등록번호) in running text. Pure.

Six digits of the birth date, one that tells century and sex, six more. Until October 2020 the last digit was a check
digit; numbers given since then end at random, whatever the year of birth. So with a hyphen in its place the shape with
a real date counts; thirteen digits in a row, which are mostly something else, count only with the right check digit.
Masked numbers (``900101-1******``) pass. A corporate number (법인등록번호) has the same shape: one passes that is
called so, or that has the corporate check digit and not the resident's. Source: 주민등록법 시행규칙 §2; the corporate
check digit is that of 법인 및 재외국민의 주민등록번호 등 등록번호 부여 규칙.
"""

import re
import unicodedata
from datetime import date

_HYPHENS = "-\u00ad\u2010-\u2015\u2212\ufe63\uff0d"
_SHAPE = re.compile(rf"(?<!\d)(\d{{6}})([ \t]?[{_HYPHENS}][ \t]?|[ \t]?)([1-8]\d{{6}})(?!\d)")
_CALLED_CORPORATE = re.compile(r"법인[^\d\n]{0,12}$")
_RESIDENT_WEIGHTS = (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5)
_BEFORE = 20
_BORN_IN_1900S = "1256"


def holds_resident_number(text: str) -> bool:
    """Whether any part of the text reads as an unmasked resident registration number."""
    plain = unicodedata.normalize("NFKC", text)
    return any(_counts(match, plain) for match in _SHAPE.finditer(plain))


def resident_check_holds(digits: str) -> bool:
    """Whether thirteen digits end with the check digit of numbers given until October 2020."""
    return (11 - _weighed(digits, _RESIDENT_WEIGHTS) % 11) % 10 == int(digits[12])


def corporate_check_holds(digits: str) -> bool:
    """Whether thirteen digits end with the check digit of corporate numbers given until January 2025."""
    return (10 - _weighed(digits, (1, 2) * 6) % 10) % 10 == int(digits[12])


def _counts(match: re.Match[str], text: str) -> bool:
    birth, between, rest = match.groups()
    digits = birth + rest
    if not _is_date(birth, rest[0]):
        return False
    if resident_check_holds(digits):
        return True
    is_corporate = corporate_check_holds(digits) or _CALLED_CORPORATE.search(
        text, max(0, match.start() - _BEFORE), match.start()
    )
    return bool(between.strip()) and not is_corporate


def _is_date(birth: str, century: str) -> bool:
    year = (1900 if century in _BORN_IN_1900S else 2000) + int(birth[:2])
    try:
        date(year, int(birth[2:4]), int(birth[4:]))
    except ValueError:
        return False
    return True


def _weighed(digits: str, weights: tuple[int, ...]) -> int:
    return sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=False))
