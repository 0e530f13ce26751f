"""What every test starts from: Korean on screen, and property tests that stay quick and repeatable."""

import pytest
from django.utils import translation
from hypothesis import HealthCheck, settings

settings.register_profile(
    "suite", max_examples=60, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("suite")


@pytest.fixture(autouse=True)
def korean():
    """A test that changes the language does not change it for the next one."""
    with translation.override("ko"):
        yield
