"""Statutory clocks: when something is due, in working hours, working days or calendar days.

Source: 민원 처리에 관한 법률 §19 (5 days or fewer run in working hours at 8 a day; 6 days or more count the first
day and skip Saturdays and holidays; weeks, months and years count the first day and follow the Civil Act) and its
decree §20 (time in which the system was down does not count). Periods in calendar days, and time given to an
applicant, follow the Civil Act (민법 §157: the day on which it begins is not counted; §161: its last day is neither
Saturday, Sunday nor a holiday), to which 행정기본법 §6 and the decree's §24 refer.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

WORK_STARTS = time(9)
LUNCH_STARTS = time(12)
LUNCH_ENDS = time(13)
WORK_ENDS = time(18)
HOURS_A_DAY = 8


class Basis(StrEnum):
    """How a clock counts."""

    WORKING_HOURS = "working_hours"
    WORKING_DAYS = "working_days"
    CALENDAR_DAYS = "calendar_days"


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of wall-clock time, ``start`` included, ``end`` not; both in the centre's zone."""

    start: datetime
    end: datetime


def is_working_day(day: date, holidays: Collection[date]) -> bool:
    return day.weekday() < 5 and day not in holidays


def due_at(
    start: datetime, length: int, basis: Basis, holidays: Collection[date], outages: Sequence[Span] = ()
) -> datetime:
    """The moment a clock runs out.

    ``start`` is aware, in the centre's zone; ``length`` is in the unit of ``basis`` and at least 1. Working hours end
    at the exact minute. Working days count the first day and end with the last moment of work. Calendar days do not
    count it, unless it has just begun, and end with the last moment of a working day. Raises ValueError for a length
    below 1.
    """
    if length < 1:
        raise ValueError("a clock runs for at least one unit")
    if basis is Basis.WORKING_HOURS:
        return _after_working_time(start, timedelta(hours=length), holidays, outages)
    if basis is Basis.CALENDAR_DAYS:
        begin = next_midnight(start)
        end = _ends_on_working_day(begin + timedelta(days=length), holidays)
        return _ends_on_working_day(end + _lost(begin, end, outages), holidays)
    day, counted = start.date(), 0
    while True:
        if is_working_day(day, holidays):
            counted += 1
            if counted == length:
                break
        day += timedelta(days=1)
    end = _at(start, day, WORK_ENDS)
    lost = _lost(start, end, outages, holidays)
    return _after_working_time(end, lost, holidays, ()) if lost else end


def next_midnight(start: datetime) -> datetime:
    """From when a period counts whose first day does not (민법 §157): the next midnight, or the moment if it is one."""
    midnight = _at(start, start.date(), time.min)
    return start if start == midnight else midnight + timedelta(days=1)


def _ends_on_working_day(end: datetime, holidays: Collection[date]) -> datetime:
    """When a period in days that would be over at ``end`` is over, as its last day has to be a working day (민법 §161).

    Midnight belongs to the day before it. A last day that moves runs to its own midnight.
    """
    last = (end - timedelta(microseconds=1)).date()
    if is_working_day(last, holidays):
        return end
    while not is_working_day(last, holidays):
        last += timedelta(days=1)
    return _at(end, last + timedelta(days=1), time.min)


def working_time(start: datetime, end: datetime, holidays: Collection[date], outages: Sequence[Span] = ()) -> timedelta:
    """Working time from one moment to another, without lunch, holidays and outages; none when the end comes first."""
    left, day = timedelta(), start.date()
    while day <= end.date():
        if is_working_day(day, holidays):
            for span in _working_spans(day, start):
                for part in _without(Span(max(span.start, start), min(span.end, end)), outages):
                    left += part.end - part.start
        day += timedelta(days=1)
    return left


def days_off(start: date, end: date, holidays: Collection[date]) -> tuple[date, ...]:
    """The holidays on weekdays from one day to another, both included: what a clock skips beside the weekends."""
    return tuple(sorted(day for day in holidays if start <= day <= end and day.weekday() < 5))


def _at(start: datetime, day: date, hour: time) -> datetime:
    return datetime.combine(day, hour, tzinfo=start.tzinfo)


def _working_spans(day: date, like: datetime) -> tuple[Span, Span]:
    return (
        Span(_at(like, day, WORK_STARTS), _at(like, day, LUNCH_STARTS)),
        Span(_at(like, day, LUNCH_ENDS), _at(like, day, WORK_ENDS)),
    )


def _after_working_time(
    start: datetime, left: timedelta, holidays: Collection[date], outages: Sequence[Span]
) -> datetime:
    day = start.date()
    while True:
        if is_working_day(day, holidays):
            for span in _working_spans(day, start):
                for open_span in _without(Span(max(span.start, start), span.end), outages):
                    length = open_span.end - open_span.start
                    if length >= left:
                        return open_span.start + left
                    left -= length
        day += timedelta(days=1)


def _without(span: Span, outages: Sequence[Span]) -> list[Span]:
    """The parts of a span in which the system was up."""
    parts = [span] if span.start < span.end else []
    for outage in sorted(outages, key=lambda one: one.start):
        remaining = []
        for part in parts:
            if outage.end <= part.start or outage.start >= part.end:
                remaining.append(part)
                continue
            if part.start < outage.start:
                remaining.append(Span(part.start, outage.start))
            if outage.end < part.end:
                remaining.append(Span(outage.end, part.end))
        parts = remaining
    return parts


def _lost(
    start: datetime, end: datetime, outages: Sequence[Span], holidays: Collection[date] | None = None
) -> timedelta:
    """Time inside the clock that does not count: all of it, or with ``holidays`` given only working time."""
    if holidays is None:
        up = sum((part.end - part.start for part in _without(Span(start, end), outages)), timedelta())
        return (end - start) - up if end > start else timedelta()
    lost, day = timedelta(), start.date()
    while day <= end.date():
        if is_working_day(day, holidays):
            for span in _working_spans(day, start):
                clipped = Span(max(span.start, start), min(span.end, end))
                if clipped.start < clipped.end:
                    up = sum((part.end - part.start for part in _without(clipped, outages)), timedelta())
                    lost += (clipped.end - clipped.start) - up
        day += timedelta(days=1)
    return lost
