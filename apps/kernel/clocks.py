"""The one place where a moment becomes a day of the centre's calendar."""

from datetime import date, datetime, time

from django.utils import timezone


def local(at: datetime) -> datetime:
    """The moment on the centre's wall clock."""
    return timezone.localtime(at)


def local_date(at: datetime) -> date:
    """The day the moment falls on at the centre."""
    return timezone.localtime(at).date()


def day_begin(day: date) -> datetime:
    """The first moment of a day at the centre."""
    return timezone.make_aware(datetime.combine(day, time.min))


def month_begin(day: date, after: int = 0) -> date:
    """The first day of the month that lies so many months after that of `day`."""
    months = day.year * 12 + day.month - 1 + after
    return date(months // 12, months % 12 + 1, 1)
