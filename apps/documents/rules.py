"""How long a paper counts. Pure: dates in, a verdict out."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


class Term(StrEnum):
    """What a kind of paper tells about its own validity."""

    NONE = "none"
    # Its day of issue, without an end.
    ISSUED = "issued"
    # Its day of issue, and it counts a number of days from it.
    DAYS = "days"
    # Its day of issue and the last day on which it counts.
    UNTIL = "until"


class DateProblem(StrEnum):
    ISSUED_MISSING = "issued_missing"
    UNTIL_MISSING = "until_missing"
    ISSUED_IN_FUTURE = "issued_in_future"
    CROSSED = "crossed"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class Validity:
    """The dates a paper is kept with; `until` is the last day on which it counts, None without an end."""

    issued_on: date | None
    until: date | None
    problem: DateProblem | None


def validity(term: Term, *, days: int, issued_on: date | None, until: date | None, today: date) -> Validity:
    """What the dates on a paper of a kind mean today.

    The first day does not count (민법 §157): a certificate of 30 days issued on 4 March counts until 3 April.
    """
    if term is Term.NONE:
        return Validity(None, None, None)
    if issued_on is None:
        return Validity(None, None, DateProblem.ISSUED_MISSING)
    if issued_on > today:
        return Validity(issued_on, None, DateProblem.ISSUED_IN_FUTURE)
    if term is Term.ISSUED:
        return Validity(issued_on, None, None)
    last = issued_on + timedelta(days=days) if term is Term.DAYS else until
    return Validity(issued_on, last, _problem(issued_on, last, today))


def counts_on(until: date | None, day: date) -> bool:
    """Whether a paper still counts on a day."""
    return until is None or day <= until


def _problem(issued_on: date, last: date | None, today: date) -> DateProblem | None:
    if last is None:
        return DateProblem.UNTIL_MISSING
    if last < issued_on:
        return DateProblem.CROSSED
    return None if counts_on(last, today) else DateProblem.EXPIRED
