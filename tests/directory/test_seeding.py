"""Seeds of the directory."""

import json

import pytest
from django.conf import settings

from apps.directory import seeding
from apps.directory.models import District, Industry, Organisation, SizeThreshold, Skill
from tests.directory.factories import AT, seeded

pytestmark = pytest.mark.django_db


def test_loading_twice_changes_nothing():
    seeded()
    before = [model.objects.count() for model in (District, Industry, SizeThreshold, Skill, Organisation)]

    seeding.load(settings.SEEDS_DIR, AT)

    assert before == [25, 101, 47, 52, 10]
    assert before == [model.objects.count() for model in (District, Industry, SizeThreshold, Skill, Organisation)]


def test_every_threshold_but_the_named_parts_covers_a_shipped_industry():
    seeded()
    codes = set(Industry.objects.values_list("code", flat=True))

    assert set(SizeThreshold.objects.values_list("code", flat=True)) <= codes


def test_the_council_has_ten_universities():
    seeded()

    council = Organisation.objects.filter(is_council_member=True)
    assert (council.count(), set(council.values_list("kind", flat=True))) == (10, {"university"})


def test_the_tile_map_has_one_square_a_district():
    rows = json.loads((settings.SEEDS_DIR / "directory" / "districts.json").read_text(encoding="utf-8"))

    assert len({(row["tile_x"], row["tile_y"]) for row in rows}) == len(rows) == 25
