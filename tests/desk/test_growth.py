"""Pages of the path cost the same with ten times the rows; `tests/verify` asks every role at full size."""

import pytest
from django.db import connection

from apps.desk.sample.centre import End
from tests.centres import Act, centres
from tests.growth import costs

pytestmark = [
    pytest.mark.skipif(connection.vendor != "postgresql", reason="rows are multiplied by PostgreSQL"),
    # Centres are databases beside the test's own, which must not be inside a transaction while they are copied from it.
    pytest.mark.django_db(transaction=True),
]

ACTS = (Act((End.FINISHED, End.SUBMITTED, End.SCORING, End.PARTNERS_ASKED, End.AGREED)),)
ROLES = ("staff", "supplier")
# Beyond every bound that a page sets itself, so that the large centre has no more to show than the small one.
SMALL, LARGE = 12, 120


def test_pages_cost_the_same_with_ten_times_the_rows():
    with centres(ACTS, small=SMALL, large=LARGE) as made:
        found = [cost for role in ROLES for cost in costs(made, role)]

    assert len(found) > 150
    assert [fault for cost in found for fault in cost.faults] == []
