from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.documents.rules import DateProblem, Term, Validity, counts_on, validity

TODAY = date(2026, 6, 1)
DATES = st.dates(date(2020, 1, 1), date(2030, 12, 31))


@pytest.mark.parametrize(
    ("term", "issued_on", "until", "expected"),
    [
        (Term.NONE, date(2030, 1, 1), None, Validity(None, None, None)),
        (Term.ISSUED, None, None, Validity(None, None, DateProblem.ISSUED_MISSING)),
        (Term.ISSUED, TODAY, None, Validity(TODAY, None, None)),
        (Term.ISSUED, date(2026, 6, 2), None, Validity(date(2026, 6, 2), None, DateProblem.ISSUED_IN_FUTURE)),
        # Thirty days from 2 May: the first day does not count, so today is the last one.
        (Term.DAYS, date(2026, 5, 2), None, Validity(date(2026, 5, 2), TODAY, None)),
        (Term.DAYS, date(2026, 5, 1), None, Validity(date(2026, 5, 1), date(2026, 5, 31), DateProblem.EXPIRED)),
        (Term.UNTIL, date(2026, 4, 1), None, Validity(date(2026, 4, 1), None, DateProblem.UNTIL_MISSING)),
        (Term.UNTIL, date(2026, 4, 1), TODAY, Validity(date(2026, 4, 1), TODAY, None)),
        (
            Term.UNTIL,
            date(2026, 4, 1),
            date(2026, 3, 31),
            Validity(date(2026, 4, 1), date(2026, 3, 31), DateProblem.CROSSED),
        ),
        (
            Term.UNTIL,
            date(2026, 4, 1),
            date(2026, 5, 31),
            Validity(date(2026, 4, 1), date(2026, 5, 31), DateProblem.EXPIRED),
        ),
    ],
)
def test_the_worked_examples(term, issued_on, until, expected):
    assert validity(term, days=30, issued_on=issued_on, until=until, today=TODAY) == expected


@given(st.sampled_from(Term), st.integers(0, 400), st.none() | DATES, st.none() | DATES, DATES)
def test_what_is_taken_counts_today_and_not_before_it_was_issued(term, days, issued_on, until, today):
    found = validity(term, days=days, issued_on=issued_on, until=until, today=today)

    if found.problem is None:
        assert counts_on(found.until, today)
        assert found.issued_on is None or found.issued_on <= today


@given(st.integers(0, 400), DATES)
def test_a_paper_counts_so_many_days_after_its_issue_and_not_one_more(days, issued_on):
    last = issued_on + timedelta(days=days)

    def problem(today: date) -> DateProblem | None:
        return validity(Term.DAYS, days=days, issued_on=issued_on, until=None, today=today).problem

    assert problem(last) is None
    assert problem(last + timedelta(days=1)) is DateProblem.EXPIRED
