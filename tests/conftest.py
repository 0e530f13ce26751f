"""What every test starts from: reference data, Korean on screen, property tests that stay quick and repeatable."""

import pytest
from django.utils import translation
from hypothesis import HealthCheck, settings

from tests.intake import factories as intake
from tests.pilots import factories as pilots
from tests.roadmaps import factories as roadmaps

settings.register_profile(
    "suite", max_examples=60, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("suite")


@pytest.fixture(autouse=True)
def korean():
    """A test that changes the language does not change it for the next one."""
    with translation.override("ko"):
        yield


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Codes, words, instrument, catalogue and programmes are loaded once a database, before its first test.

    Factories load them again where a test emptied the database, so a test asks for what it needs all the same.
    """
    with django_db_blocker.unblock():
        roadmaps.seeded()
        intake.seeded()
        pilots.seeded()
