"""The one place where a moment becomes a day of the centre's calendar."""

from datetime import date, datetime, time

from django.utils import timezone


def local(at: datetime) -> datetime:
    """The moment on the centre's wall clock."""
    return timezone.localtime(at)


def local_date(at: datetime) -> date:
    """The day the moment falls on at the centre."""
    return timezone.localtime(at).date()


def start_of_day(day: date) -> datetime:
    """The first moment of a day at the centre, aware."""
    return timezone.make_aware(datetime.combine(day, time.min))
