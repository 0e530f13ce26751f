import json
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from apps.diagnosis import seeding
from apps.diagnosis.instrument import Instrument, parse

SEEDS = Path(__file__).resolve().parents[2] / "seeds" / "instrument"


@pytest.fixture(scope="session")
def shipped_content() -> str:
    return json.dumps(seeding.read(SEEDS / "ax-readiness.json"))


@pytest.fixture
def content(shipped_content: str) -> dict[str, Any]:
    """A fresh copy of the shipped instrument, to be spoiled at will."""
    return deepcopy(json.loads(shipped_content))


@pytest.fixture(scope="session")
def instrument(shipped_content: str) -> Instrument:
    return parse(json.loads(shipped_content))
