"""How large a figure and how far a day may be: what every database holds and a person can mean.

Forms, the API's shapes and services take their limits from here, so that all doors refuse the same.
"""

from datetime import date, datetime, timedelta
from decimal import Decimal

MOST_KRW = 10**13
"""Of one project: a budget, a burden, a part of it; what the solver can weigh without leaving its whole numbers."""
MOST_COMPANY_KRW = 10**15
"""Of a company's books."""
MOST_WORKERS = 1_000_000
MOST_ROLE_MONTHS = 600
"""Fifty people for a year, of one role."""
MOST_MONTHS = 9_999
"""Of what an organisation can give in a year."""
MOST_COUNT = 2**31 - 1
"""What a whole number's column holds, such as a version."""
MOST_ID = 2**63 - 1
"""What a row's key can be."""
MOST_DIGITS = 15
"""Significant digits that every database gives back as they were written; SQLite keeps decimals as doubles."""
MOST_TEXT = 4_000
"""Characters of a long text."""

EARLIEST_ON = date(2000, 1, 1)
LATEST_ON = date(2100, 12, 31)
EARLIEST_FOUNDED_ON = date(1800, 1, 1)
LONGEST_ANSWER = timedelta(days=366)
"""How long somebody may be given to answer or to score."""


def holds(value: Decimal, *, places: int) -> bool:
    """Whether every database gives a figure of so many places back as it was written."""
    return value.is_finite() and abs(value) < Decimal(10) ** (MOST_DIGITS - places)


def is_too_far(due_at: datetime, at: datetime) -> bool:
    """Whether somebody would be given longer to answer than makes sense."""
    return due_at > at + LONGEST_ANSWER
