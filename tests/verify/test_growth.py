"""Every page and API route of every role: as many queries and model instances at ten thousand rows as at a thousand."""

import pytest
from django.apps import apps
from django.db import connection

from apps.accounts.roles import Role
from apps.desk.sample.centre import End
from tests.centres import Act, centres, standing_on
from tests.growth import costs

pytestmark = [
    pytest.mark.skipif(connection.vendor != "postgresql", reason="rows are multiplied by PostgreSQL"),
    # Centres are databases beside the test's own, which must not be inside a transaction while they are copied from it.
    pytest.mark.django_db(transaction=True),
]

# Few of the sample's cases come this far, so they are multiplied once more than the others.
LATE = (End.FINISHED, End.AGREED, End.DESIGN, End.POC, End.FIELD, End.STOPPED, End.DIFFUSION)
ACTS = (Act(LATE, copies=11), Act([end for end in End if end not in LATE]))
SMALL, LARGE = 15, 150
COUNTED = (
    *("intake.Application", "diagnosis.Assessment", "roadmaps.Roadmap", "consortia.Brief", "consortia.Agreement"),
    *("pilots.Pilot", "documents.Document", "notices.Notice", "workflow.Wait", "directory.Company"),
)
FEWEST = 8


@pytest.fixture(scope="module")
def two_centres(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), centres(ACTS, small=SMALL, large=LARGE) as made:
        yield made


@pytest.mark.parametrize(("side", "fewest"), [("small", 1_000), ("large", 10_000)])
def test_the_centres_have_a_thousand_and_ten_thousand_rows_of_everything(two_centres, side, fewest):
    with standing_on(getattr(two_centres, side)):
        rows = {label: apps.get_model(label).objects.count() for label in COUNTED}

    assert {label: count for label, count in rows.items() if count < fewest} == {}


@pytest.mark.parametrize("role", ["visitor", *Role.values])
def test_pages_cost_the_same_in_a_large_centre(two_centres, role):
    found = costs(two_centres, role)

    assert len(found) >= FEWEST
    assert [fault for cost in found for fault in cost.faults] == []
