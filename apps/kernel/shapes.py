"""Fields of what programs send, with the limits of ``apps.kernel.bounds``; the forms' twins are in ``fields``."""

from datetime import date, datetime
from typing import Any, NoReturn

from rest_framework import serializers

from apps.kernel import bounds
from apps.kernel.fields import WithinYears


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
    """Whole won of a project."""

    def __init__(self, **more: Any) -> None:
        super().__init__(**{"min_value": 0, "max_value": bounds.MOST_KRW, **more})


class VersionField(serializers.IntegerField):
    """The version of a thing as it was read, to be sent back with the change."""

    def __init__(self, **more: Any) -> None:
        super().__init__(**{"min_value": 0, "max_value": bounds.MOST_COUNT, **more})


class FigureField(serializers.DecimalField):
    """A decimal that every database gives back as it was sent."""

    def __init__(self, *, decimal_places: int, **more: Any) -> None:
        super().__init__(**{"max_digits": bounds.MOST_DIGITS, "decimal_places": decimal_places, **more})
