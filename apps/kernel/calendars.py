"""Calendar files that a phone or an office calendar takes over."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import icalendar
from django.http import HttpResponse

ALARM_BEFORE = timedelta(days=1)


def event(
    *, uid: str, title: str, url: str, at: datetime, until: datetime | None = None, written_at: datetime, sequence: int
) -> icalendar.Event:
    """Something that happens at a moment, or from one to another, with an alarm on the day before."""
    made = icalendar.Event()
    made.add("uid", f"{uid}@axcenter")
    made.add("dtstamp", written_at)
    made.add("dtstart", at)
    if until is not None:
        made.add("dtend", until)
    made.add("sequence", sequence)
    made.add("summary", title)
    made.add("url", url)
    alarm = icalendar.Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", title)
    alarm.add("trigger", -ALARM_BEFORE)
    made.add_component(alarm)
    return made


def answer(events: Sequence[icalendar.Event], name: str) -> HttpResponse:
    """A calendar file to download."""
    file = icalendar.Calendar()
    file.add("prodid", "-//axcenter//")
    file.add("version", "2.0")
    for one in events:
        file.add_component(one)
    response = HttpResponse(file.to_ical(), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.ics"'
    return response
