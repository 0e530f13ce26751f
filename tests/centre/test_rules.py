from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from apps.centre.rules import Basis, Span, days_off, due_at, is_working_day, next_midnight, working_time

SEOUL = ZoneInfo("Asia/Seoul")
# 설날 2026: 16 to 18 February.
HOLIDAYS = frozenset({date(2026, 2, 16), date(2026, 2, 17), date(2026, 2, 18), date(2026, 3, 2)})


def at(month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=SEOUL)


@pytest.mark.parametrize(
    ("start", "length", "basis", "due"),
    [
        # Three hours "at once" from Thursday 16:00 end on Friday 10:00.
        (at(2, 12, 16), 3, Basis.WORKING_HOURS, at(2, 13, 10)),
        # Three days are 24 working hours; the Lunar New Year is skipped.
        (at(2, 13, 14), 24, Basis.WORKING_HOURS, at(2, 23, 14)),
        # Lunch does not count.
        (at(2, 12, 11), 2, Basis.WORKING_HOURS, at(2, 12, 14)),
        # Seven working days count the first day: 12, 13, 19, 20, 23, 24, 25.
        (at(2, 12, 17), 7, Basis.WORKING_DAYS, at(2, 25, 18)),
        # Ten calendar days run through holidays; the first is not counted: 13 to 22, a Sunday, so Monday the 23rd.
        (at(2, 12, 17), 10, Basis.CALENDAR_DAYS, at(2, 24)),
        # A day that has just begun counts: 12 to 21, a Saturday, so Monday the 23rd; and 12 to 20, a Friday.
        (at(2, 12), 10, Basis.CALENDAR_DAYS, at(2, 24)),
        (at(2, 12), 9, Basis.CALENDAR_DAYS, at(2, 21)),
        # Saturday the 7th and Sunday the 8th: Monday the 9th.
        (at(2, 6, 9), 1, Basis.CALENDAR_DAYS, at(2, 10)),
        (at(2, 6, 9), 2, Basis.CALENDAR_DAYS, at(2, 10)),
        # Saturday the 14th, before the Lunar New Year: Thursday the 19th.
        (at(2, 4, 9), 10, Basis.CALENDAR_DAYS, at(2, 20)),
        # Sunday 1 March, before a substitute holiday: Tuesday the 3rd.
        (at(2, 27, 9), 2, Basis.CALENDAR_DAYS, at(3, 4)),
    ],
)
def test_worked_examples(start, length, basis, due):
    assert due_at(start, length, basis, HOLIDAYS) == due


def test_time_the_system_was_down_is_given_back():
    outage = Span(at(2, 12, 10), at(2, 12, 12))

    assert due_at(at(2, 12, 9), 4, Basis.WORKING_HOURS, HOLIDAYS, [outage]) == at(2, 12, 16)
    assert due_at(at(2, 12, 9), 1, Basis.CALENDAR_DAYS, HOLIDAYS, [outage]) == at(2, 14)
    # Two lost hours of the last Friday would run into Saturday: until the end of Thursday after the Lunar New Year.
    last = Span(at(2, 13, 10), at(2, 13, 12))
    assert due_at(at(2, 12, 9), 1, Basis.CALENDAR_DAYS, HOLIDAYS, [last]) == at(2, 20)
    # Two lost hours move the end of the last working day into the next one.
    assert due_at(at(2, 12, 9), 2, Basis.WORKING_DAYS, HOLIDAYS, [outage]) == at(2, 19, 11)


def test_a_clock_needs_a_length():
    with pytest.raises(ValueError, match="at least one"):
        due_at(at(2, 12), 0, Basis.WORKING_DAYS, HOLIDAYS)


moments = st.integers(min_value=0, max_value=60 * 24 * 60).map(lambda minutes: at(1, 5) + timedelta(minutes=minutes))
lengths = st.integers(min_value=1, max_value=40)
bases = st.sampled_from(list(Basis))


@settings(max_examples=80, deadline=None)
@given(moments, lengths, bases)
def test_a_longer_clock_never_ends_earlier_and_none_ends_before_it_starts(start, length, basis):
    due = due_at(start, length, basis, HOLIDAYS)

    assert start < due <= due_at(start, length + 1, basis, HOLIDAYS)


@settings(max_examples=80, deadline=None)
@given(moments, lengths, bases, moments, st.integers(min_value=1, max_value=3000))
def test_an_outage_only_ever_gives_time(start, length, basis, down_from, minutes):
    outage = Span(down_from, down_from + timedelta(minutes=minutes))

    due = due_at(start, length, basis, HOLIDAYS, [outage])

    plain = due_at(start, length, basis, HOLIDAYS)
    assert due >= plain
    if outage.start >= plain or outage.end <= start:
        assert due == plain


@settings(max_examples=60, deadline=None)
@given(moments, lengths)
def test_the_last_day_of_a_period_is_the_first_working_day_from_its_end_on(start, length):
    over = due_at(start, length, Basis.CALENDAR_DAYS, HOLIDAYS)

    planned, last = (
        (moment - timedelta(microseconds=1)).date() for moment in (next_midnight(start) + timedelta(days=length), over)
    )
    assert is_working_day(last, HOLIDAYS)
    skipped = [planned + timedelta(days=number) for number in range((last - planned).days)]
    assert not any(is_working_day(day, HOLIDAYS) for day in skipped)


@settings(max_examples=60, deadline=None)
@given(moments, lengths)
def test_working_hours_end_inside_working_time(start, length):
    due = due_at(start, length, Basis.WORKING_HOURS, HOLIDAYS)

    assert is_working_day(due.date(), HOLIDAYS)
    assert 9 <= due.hour + due.minute / 60 <= 18


@pytest.mark.parametrize(
    ("start", "end", "hours"),
    [
        (at(2, 13, 16), at(2, 19, 10), 3),
        (at(2, 12, 9), at(2, 12, 18), 8),
        (at(2, 12, 12), at(2, 12, 13), 0),
        (at(2, 12, 10), at(2, 12, 9), 0),
        (at(2, 16, 9), at(2, 18, 18), 0),
    ],
)
def test_working_time_between_two_moments(start, end, hours):
    assert working_time(start, end, HOLIDAYS) == timedelta(hours=hours)


def test_an_outage_is_no_working_time():
    outage = Span(at(2, 12, 10), at(2, 12, 12))

    assert working_time(at(2, 12, 9), at(2, 12, 18), HOLIDAYS, [outage]) == timedelta(hours=6)


@given(st.integers(0, 40_000), st.integers(1, 60))
def test_working_time_until_a_clock_runs_out_is_what_it_was_given(minutes, hours):
    start = at(2, 1) + timedelta(minutes=minutes)

    end = due_at(start, hours, Basis.WORKING_HOURS, HOLIDAYS)

    assert working_time(start, end, HOLIDAYS) == timedelta(hours=hours)


@given(st.integers(0, 60), st.integers(0, 60))
def test_days_off_are_holidays_on_weekdays_within_the_days_asked(first, length):
    start = date(2026, 1, 25) + timedelta(days=first)
    end = start + timedelta(days=length)

    found = days_off(start, end, HOLIDAYS)

    assert all(start <= day <= end and day in HOLIDAYS and day.weekday() < 5 for day in found)
    assert list(found) == sorted(set(found))
