from datetime import date

import pytest

from apps.kernel.periods import Period


def test_a_period_contains_its_first_day_and_not_its_last():
    period = Period(date(2026, 1, 1), date(2026, 2, 1))

    assert period.contains(date(2026, 1, 1))
    assert not period.contains(date(2026, 2, 1))
    assert Period(date(2026, 1, 1)).contains(date(2099, 1, 1))


def test_periods_that_only_touch_do_not_overlap():
    january = Period(date(2026, 1, 1), date(2026, 2, 1))

    assert not january.overlaps(Period(date(2026, 2, 1), date(2026, 3, 1)))
    assert january.overlaps(Period(date(2026, 1, 31)))


def test_a_period_cannot_end_before_it_starts():
    with pytest.raises(ValueError, match="cannot end"):
        Period(date(2026, 2, 1), date(2026, 1, 1))
