import pytest
from django.conf import settings

from apps.notices import seeding


@pytest.fixture(autouse=True)
def notice_texts(db):
    """Messages need their words."""
    seeding.load(settings.SEEDS_DIR, at=None)
