"""Limits of what forms and the API take, and that no door forgets them."""

import ast
from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override
from rest_framework import serializers

from apps.accounts.models import User
from apps.kernel import bounds, fields, shapes
from tests.architecture.house import ROOT

DAYS = ["0001-01-01", "1999-12-31", "2101-01-01", "9999-12-31"]
YEARS = "2000년부터 2100년까지의 날짜를 입력해 주십시오."
DIGITS_16 = "1234567890123.456"
BARE = {"DateField", "DateTimeField", "DecimalField"}


def said_by_form(field, value):
    with pytest.raises(ValidationError) as refusal:
        field.clean(value)
    return refusal.value.messages[0]


def said_by_api(field, value):
    with pytest.raises(serializers.ValidationError) as refusal:
        field.run_validation(value)
    return str(refusal.value.detail[0])


@pytest.mark.parametrize("day", DAYS)
def test_a_day_outside_of_sensible_years_is_refused_by_every_door(day):
    assert said_by_form(fields.DayField(), day) == YEARS
    assert said_by_api(shapes.DayField(), day) == YEARS


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize("zone", ["", "Z", "+14:00", "+09:00"])
def test_a_moment_outside_of_sensible_years_is_refused_by_every_door(day, zone):
    assert said_by_form(fields.MomentField(), f"{day}T12:00{zone}") == YEARS
    assert said_by_api(shapes.MomentField(), f"{day}T12:00{zone}") == YEARS


@pytest.mark.parametrize("moment", ["0001-01-01T00:00", "0001-01-01T00:00Z", "9999-12-31T23:59:59Z"])
def test_the_edges_of_the_calendar_are_refused_too(moment):
    assert said_by_form(fields.MomentField(), moment)
    assert said_by_api(shapes.MomentField(), moment) == YEARS


def test_a_founding_day_may_lie_in_the_nineteenth_century():
    field = fields.DayField(first=bounds.EARLIEST_FOUNDED_ON)

    assert field.clean("1896-08-01") == date(1896, 8, 1)
    assert said_by_form(field, "1799-12-31").startswith("1800년부터")


def test_figures_of_sixteen_digits_are_refused_and_of_fifteen_taken():
    assert said_by_form(fields.FigureField(decimal_places=3), DIGITS_16)
    assert said_by_api(shapes.FigureField(decimal_places=3), DIGITS_16)
    assert fields.FigureField(decimal_places=3).clean(DIGITS_16[1:]) == Decimal(DIGITS_16[1:])
    assert shapes.FigureField(decimal_places=3).run_validation(DIGITS_16[1:]) == Decimal(DIGITS_16[1:])


@pytest.mark.parametrize(("figure", "held"), [("99999999999.9999", True), ("1E+11", False), ("-1E+11", False)])
def test_a_figure_that_not_every_database_holds_is_told_apart(figure, held):
    assert bounds.holds(Decimal(figure), places=4) is held
    assert not bounds.holds(Decimal("NaN"), places=4)


def test_money_beyond_a_project_is_refused_by_every_door():
    assert fields.WonField().clean(str(bounds.MOST_KRW)) == bounds.MOST_KRW
    assert said_by_form(fields.WonField(), str(bounds.MOST_KRW + 1))
    assert said_by_api(shapes.WonField(), bounds.MOST_KRW + 1)
    assert said_by_form(fields.WonField(), "-1")


def test_a_limit_is_told_alike_by_every_door_with_thousands_apart_and_won_as_people_say_them():
    most = "10,000,000,000,000원(10조원) 이하로 적어 주십시오."
    workers = {"max_value": bounds.MOST_WORKERS}

    assert said_by_form(fields.WonField(), str(bounds.MOST_KRW + 1)) == most
    assert said_by_api(shapes.WonField(), bounds.MOST_KRW + 1) == most
    assert said_by_form(fields.WonField(), "-1") == "0원 이상으로 적어 주십시오."
    assert said_by_form(fields.CountField(**workers), "1000001") == "1,000,000 이하로 적어 주십시오."
    assert said_by_api(shapes.CountField(**workers), 1_000_001) == "1,000,000 이하로 적어 주십시오."
    with override("en"):
        assert said_by_form(fields.WonField(), str(bounds.MOST_KRW + 1)).startswith("Please enter ₩10,000,000,000,000")


@pytest.mark.django_db
@pytest.mark.parametrize("key", ["9" * 21, "9" * 5000, str(2**63), "-1", "x", "1e3"])
def test_a_key_that_no_row_can_have_is_not_in_the_list(key):
    assert "목록" in said_by_form(fields.RowsField(User.objects.all()), [key])


def test_every_form_takes_days_figures_and_numbers_with_the_limits_of_the_house():
    bare = [
        f"{path.relative_to(ROOT)}:{call.lineno}"
        for path in sorted((ROOT / "apps").rglob("*.py"))
        if path != ROOT / "apps/kernel/fields.py" and path.name != "gallery.py"
        for call in ast.walk(ast.parse(path.read_text()))
        if isinstance(call, ast.Call) and _is_boundless(call)
    ]

    assert bare == []


def _is_boundless(call: ast.Call) -> bool:
    """A form's field of the framework where the house has its own, or a whole number without a most."""
    match call.func:
        case ast.Attribute(value=ast.Name(id="forms"), attr=name):
            given = {word.arg for word in call.keywords}
            return name in BARE or (name == "IntegerField" and "max_value" not in given)
    return False
