"""Business and corporate numbers."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from apps.directory.rules.numbers import (
    BusinessKind,
    NumberProblem,
    business_check_digit,
    business_number,
    corporate_check_digit,
    corporate_number,
)

NINE = st.text("0123456789", min_size=9, max_size=9).filter(lambda digits: int(digits) > 0)
TWELVE = st.text("0123456789", min_size=12, max_size=12)


def test_worked_example_of_the_check_digit():
    # products 1, 6, 21, 8, 3, 28, 5, 18, 35 make 125; floor(7 * 5 / 10) = 3 more makes 128; 10 - 8 = 2
    assert business_check_digit("123814567") == 2


@settings(max_examples=60)
@given(NINE)
def test_a_number_with_its_own_check_digit_holds_with_and_without_hyphens(nine):
    digits = f"{nine}{business_check_digit(nine)}"

    plain = business_number(digits)
    printed = business_number(f" {digits[:3]}-{digits[3:5]}-{digits[5:]} ")

    assert plain == printed
    assert (plain.is_valid, plain.digits) == (True, digits)
    assert business_number(plain.formatted) == plain


@settings(max_examples=60)
@given(NINE, st.integers(1, 9))
def test_any_other_last_digit_is_refused_and_keeps_nothing(nine, shift):
    wrong = (business_check_digit(nine) + shift) % 10

    number = business_number(f"{nine}{wrong}")

    assert (number.problem, number.digits, number.kind, number.formatted) == (NumberProblem.CHECK_DIGIT, "", None, "")


@pytest.mark.parametrize(
    "text", ["", "123", "12345678901", "123-45-6789a", "0000000000", "１２３４５６７８９０", "²²²²²²²²²²"]
)
def test_another_shape_is_refused(text):
    assert business_number(text).problem is NumberProblem.SHAPE


@pytest.mark.parametrize(
    ("middle", "kind"),
    [
        ("01", BusinessKind.INDIVIDUAL_TAXABLE),
        ("79", BusinessKind.INDIVIDUAL_TAXABLE),
        ("80", BusinessKind.OTHER),
        ("81", BusinessKind.COMPANY),
        ("82", BusinessKind.NON_PROFIT),
        ("83", BusinessKind.PUBLIC),
        ("84", BusinessKind.FOREIGN),
        ("85", BusinessKind.BRANCH),
        ("86", BusinessKind.COMPANY),
        ("87", BusinessKind.COMPANY),
        ("88", BusinessKind.COMPANY),
        ("89", BusinessKind.OTHER),
        ("90", BusinessKind.INDIVIDUAL_EXEMPT),
        ("99", BusinessKind.INDIVIDUAL_EXEMPT),
        ("00", BusinessKind.OTHER),
    ],
)
def test_digits_four_and_five_tell_the_kind(middle, kind):
    nine = f"123{middle}4567"

    assert business_number(f"{nine}{business_check_digit(nine)}").kind is kind


@settings(max_examples=60)
@given(TWELVE, st.integers(0, 9))
def test_a_failing_check_digit_of_a_corporate_number_warns_and_never_refuses(twelve, last):
    number = corporate_number(f"{twelve[:6]}-{twelve[6:]}{last}")

    fails = last != corporate_check_digit(twelve)
    assert number.problem is None
    assert (number.warning is NumberProblem.CHECK_DIGIT) is fails
    assert number.formatted == f"{twelve[:6]}-{twelve[6:]}{last}"


@settings(max_examples=30)
@given(TWELVE, st.integers(0, 9))
def test_a_number_given_since_the_check_digit_ended_never_warns(twelve, last):
    assert corporate_number(f"{twelve}{last}", registered_on=date(2025, 1, 31)).warning is None


def test_the_day_before_the_check_digit_ended_still_warns():
    wrong = (corporate_check_digit("110111123456") + 1) % 10

    number = corporate_number(f"110111123456{wrong}", registered_on=date(2025, 1, 30))

    assert number.warning is NumberProblem.CHECK_DIGIT


def test_a_corporate_number_of_another_length_is_refused():
    assert corporate_number("110111-123456").problem is NumberProblem.SHAPE
