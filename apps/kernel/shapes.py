"""Fields of what programs send, with the limits of ``apps.kernel.bounds``; the forms' twins are in ``fields``."""

from datetime import date, datetime
from typing import Any, NoReturn

from rest_framework import serializers

from apps.kernel import bounds
from apps.kernel.fields import WithinYears, counted, limits_told
from apps.kernel.money import exact_krw


class DayField(serializers.DateField):
    """A day of a sensible year."""

    def __init__(self, *, first: date = bounds.EARLIEST_ON, last: date = bounds.LATEST_ON, **more: Any) -> None:
        super().__init__(**more)
        self.validators.append(WithinYears(first, last))


class MomentField(serializers.DateTimeField):
    """A moment of a sensible year; the edges of the calendar have no local time and are refused before it is asked."""

    def __init__(self, **more: Any) -> None:
        super().__init__(**more)
        self.validators.append(WithinYears())

    def to_internal_value(self, value: Any) -> datetime:
        try:
            return super().to_internal_value(value)
        except OverflowError:
            self.fail("overflow")

    def fail(self, key: str, **more: Any) -> NoReturn:
        if key == "overflow":
            within = WithinYears()
            raise serializers.ValidationError(within.message % within.years, code=key)
        super().fail(key, **more)


class WonField(serializers.IntegerField):
    """Whole won, of a project unless told otherwise."""

    def __init__(self, *, min_value: int = 0, max_value: int = bounds.MOST_KRW, **more: Any) -> None:
        told = limits_told(min_value, max_value, exact_krw)
        super().__init__(**{"min_value": min_value, "max_value": max_value, "error_messages": told, **more})


class CountField(serializers.IntegerField):
    """A number of things."""

    def __init__(self, *, min_value: int = 0, max_value: int = bounds.MOST_COUNT, **more: Any) -> None:
        told = limits_told(min_value, max_value, counted)
        super().__init__(**{"min_value": min_value, "max_value": max_value, "error_messages": told, **more})


class VersionField(CountField):
    """The version of a thing as it was read, to be sent back with the change."""


class FigureField(serializers.DecimalField):
    """A decimal that every database gives back as it was sent."""

    def __init__(self, *, decimal_places: int, **more: Any) -> None:
        super().__init__(**{"max_digits": bounds.MOST_DIGITS, "decimal_places": decimal_places, **more})
