"""Reads of the centre's own facts."""

import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from functools import cache

import holidays as holiday_tables
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from apps.centre import rules
from apps.centre.models import CentreProfile, Outage, Sequence
from apps.kernel import clocks
from apps.kernel.errors import Conflict
from apps.kernel.language import localized_value

# A number as `services.next_number` writes it.
NUMBER = re.compile(r"(?P<centre>.+)-(?P<year>\d{4})-(?P<prefix>[^-]+)-(?P<count>\d{6,})")


class NotSeeded(Conflict):
    """The installation has no centre profile yet."""

    message = _("센터 기본정보가 없습니다. manage.py seed를 먼저 실행해 주십시오.")


def profile() -> CentreProfile:
    """The centre's profile; raises NotSeeded before ``manage.py seed``."""
    found = CentreProfile.objects.first()
    if found is None:
        raise NotSeeded
    return found


def body_name(code: str) -> str:
    """The name of one of the centre's bodies in the reader's language; empty where the centre has no such body."""
    return next((localized_value(body, "name") or "" for body in profile().bodies if body["code"] == code), "")


def holidays(years: Iterable[int]) -> frozenset[date]:
    """Public and substitute holidays of Korea, from the holidays library."""
    return frozenset().union(*(_holidays_in(year) for year in years))


@cache
def _holidays_in(year: int) -> frozenset[date]:
    """One year's table: the library works out the lunar calendar anew each time it is asked."""
    return frozenset(holiday_tables.country_holidays("KR", years=year))


def outages(start: datetime, now: datetime) -> tuple[rules.Span, ...]:
    """Outages that touch the time from ``start`` on; one still open counts until ``now``."""
    rows = Outage.objects.exclude(ended_at__lte=start).order_by("started_at", "pk")
    return tuple(rules.Span(clocks.local(row.started_at), clocks.local(row.ended_at or now)) for row in rows)


def recorded_outages() -> QuerySet[Outage]:
    """The ledger of outages; a list shows the newest first."""
    return Outage.objects.all()


def due_at(start: datetime, length: int, basis: rules.Basis) -> datetime:
    """When a clock that starts at ``start`` runs out, under the centre's holidays and outage ledger."""
    begin = clocks.local(start)
    return rules.due_at(begin, length, basis, holidays([begin.year, begin.year + 1]), outages(begin, begin))


def given_until(start: datetime, length: int, basis: rules.Basis) -> datetime:
    """Until when somebody who is asked at ``start`` has time: hours run at once, of days the first is not counted."""
    begin = clocks.local(start)
    return due_at(begin if basis is rules.Basis.WORKING_HOURS else rules.next_midnight(begin), length, basis)


def working_time(start: datetime, end: datetime) -> timedelta:
    """Working time from one moment to another, under the centre's holidays and outage ledger."""
    begin, until = clocks.local(start), clocks.local(end)
    return rules.working_time(begin, until, holidays(range(begin.year, until.year + 1)), outages(begin, begin))


def overtaken(numbers: Iterable[str]) -> Iterator[tuple[str, int]]:
    """Issued numbers that lie ahead of their series, each with the last number the series has given.

    Such a number would be given a second time. Numbers that this centre's series do not give are left out.
    """
    found = CentreProfile.objects.first()
    if found is None:
        return
    prefixes = found.number_prefixes
    kinds = {prefix: kind for kind, prefix in prefixes.items() if kind != "centre"}
    last = {(row.kind, row.year): row.last for row in Sequence.objects.all()}
    for number in numbers:
        match = NUMBER.fullmatch(number)
        if match is None or match["centre"] != prefixes["centre"] or match["prefix"] not in kinds:
            continue
        given = last.get((kinds[match["prefix"]], int(match["year"])), 0)
        if int(match["count"]) > given:
            yield number, given
