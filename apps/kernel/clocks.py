"""The one place where a moment becomes a day of the centre's calendar."""

from datetime import date, datetime

from django.utils import timezone


def local(at: datetime) -> datetime:
    """The moment on the centre's wall clock."""
    return timezone.localtime(at)


def local_date(at: datetime) -> date:
    """The day the moment falls on at the centre."""
    return timezone.localtime(at).date()
