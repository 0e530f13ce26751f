import pytest
from django.conf import settings

from apps.centre import seeding as centre
from apps.notices import seeding as notices
from apps.notices.models import NoticeText
from tests.seeds import once


@pytest.fixture(autouse=True)
def seeded(db):
    """Pages need the centre's name, messages their words."""
    centre.load(settings.SEEDS_DIR, at=None)
    once("notices", lambda: notices.load(settings.SEEDS_DIR, at=None), [NoticeText])
