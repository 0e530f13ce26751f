from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.documents.inspection.residents import corporate_check_holds, holds_resident_number, resident_check_holds

BORN = st.dates(date(1900, 1, 1), date(2026, 12, 31))


@pytest.mark.parametrize(
    "text",
    [
        "900101-1234567",
        "주민등록번호: 900101 - 1234568",
        "900101–2345678",
        "９００１０１－１２３４５６８",
        # Without a hyphen the check digit decides.
        "9001011234568",
        "900101 1234568",
        # Given since October 2020: the tail is random.
        "201005-3123456",
        "850505-5123456",
    ],
)
def test_these_are_resident_numbers(text):
    assert holds_resident_number(text)


@pytest.mark.parametrize(
    "text",
    [
        "900101-1******",
        "900101-1●●●●●●",
        "900101-1",
        "901301-1234567",
        "900230-1234567",
        "9001011234567",
        "1900101-1234567",
        "900101-12345678",
        "900101-9234567",
        # Corporate numbers, by the word before them or by their own check digit.
        "법인등록번호 110111-1234567",
        "법인(주민)등록번호: 110111-1234567",
        "110111-1234569",
        "220-81-62517",
        "",
    ],
)
def test_these_are_not(text):
    assert not holds_resident_number(text)


@given(BORN, st.integers(0, 99_999), st.sampled_from("12"))
def test_a_number_with_its_check_digit_is_found_however_it_is_written(born, middle, sex):
    century = sex if born.year < 2000 else {"1": "3", "2": "4"}[sex]
    stem = f"{born:%y%m%d}{century}{middle:05d}"
    digits = next(stem + last for last in "0123456789" if resident_check_holds(stem + last))

    assert holds_resident_number(f"성명 홍길동 {digits[:6]}-{digits[6:]} 끝")
    assert holds_resident_number(f"번호 {digits}")
    assert not holds_resident_number(f"{digits[:6]}-{digits[6]}******")


@given(st.integers(0, 10**12 - 1))
def test_exactly_one_last_digit_fits_each_check(stem):
    written = f"{stem:012d}"

    assert sum(resident_check_holds(written + last) for last in "0123456789") == 1
    assert sum(corporate_check_holds(written + last) for last in "0123456789") == 1


@given(st.text())
def test_any_text_is_read(text):
    assert holds_resident_number(text) in (True, False)
