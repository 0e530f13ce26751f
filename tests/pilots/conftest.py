from datetime import UTC, datetime

import pytest
import time_machine


@pytest.fixture(autouse=True)
def three_months_on():
    """Doors act at the present moment: some months after the pilots of the factories began."""
    with time_machine.travel(datetime(2026, 9, 1, 3, 0, tzinfo=UTC), tick=True):
        yield
