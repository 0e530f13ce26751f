"""Figures as templates write them, in both languages."""

from decimal import Decimal

import pytest
from django.utils import translation

from apps.kernel.templatetags import ui


@pytest.mark.parametrize(
    ("value", "shown"),
    [(None, "–"), ("", "–"), (0, "0"), (1234567, "1,234,567"), (Decimal("12.00"), "12"), (Decimal("5.200"), "5.2")],
)
def test_numbers_are_grouped_and_nothing_is_a_dash(value, shown):
    assert ui.number(value) == shown


@pytest.mark.parametrize(("value", "shown"), [(None, "–"), (30, "30%"), (Decimal("12.5"), "12.5%"), (0, "0%")])
def test_a_percentage_drops_a_zero_after_the_point(value, shown):
    assert ui.percent(value) == shown


@pytest.mark.parametrize(("value", "shown"), [(None, "–"), (3, "+3"), (-2, "−2"), (0, "0")])
def test_a_change_carries_its_sign(value, shown):
    assert ui.signed(value) == shown


def test_in_a_column_changes_have_as_many_places():
    values = (Decimal("0.7"), Decimal("-0.25"), Decimal(0), None)

    assert [ui.signed(value, 2) for value in values] == ["+0.70", "−0.25", "+0.00", "–"]


def test_money_follows_the_language_of_the_page():
    korean = (ui.krw(120_000_000), ui.eok(120_000_000), ui.eok(None))
    with translation.override("en"):
        english = (ui.krw(120_000_000), ui.eok(120_000_000), ui.eok(900_000))

    assert korean == ("120,000,000원", "1억 2,000만원", "–")
    assert english == ("₩120,000,000", "₩120.0M", "₩900,000")


def test_a_choice_card_splits_its_label_at_the_line_break():
    assert (ui.first_line("진단\n무료입니다"), ui.later_lines("진단\n무료입니다")) == ("진단", "무료입니다")
    assert (ui.first_line("진단"), ui.later_lines("진단")) == ("진단", "")


DISTRICT = {"district__name_ko": "강남구", "district__name_en": "Gangnam-gu"}


@pytest.mark.parametrize(
    ("language", "row", "shown"),
    [
        ("ko", DISTRICT, "강남구"),
        ("en", DISTRICT, "Gangnam-gu"),
        ("en", {**DISTRICT, "district__name_en": ""}, "강남구"),
        ("en", {"district__name_ko": None, "district__name_en": None}, ""),
        ("en", None, ""),
    ],
)
def test_a_name_kept_in_two_languages_follows_the_reader(language, row, shown):
    with translation.override(language):
        assert ui.in_language(row, "district__name") == shown


def test_a_long_table_is_drawn_with_every_cell_escaped():
    headings = [("안건", "title"), ('점수 "1"', "number")]

    body = ui.table_body(headings, [["<b>표본</b>", 3], ["둘째", None]])

    assert '<th scope="row" class="nowrap">&lt;b&gt;표본&lt;/b&gt;</th>' in body
    assert '<td data-label="점수 &quot;1&quot;" class="number">3</td>' in body
    assert '<td data-label="점수 &quot;1&quot;" class="number">–</td>' in body
