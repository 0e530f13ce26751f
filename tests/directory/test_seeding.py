"""Seeds of the directory."""

import json

import pytest
from django.conf import settings

from apps.accounts.roles import Role
from apps.directory import seeding, services
from apps.directory.entries import PartnerEntry
from apps.directory.models import District, Industry, Organisation, SizeThreshold, Skill
from tests.accounts.factories import person
from tests.directory.factories import AT, seeded

pytestmark = pytest.mark.django_db


def test_loading_twice_changes_nothing():
    seeded()
    before = [model.objects.count() for model in (District, Industry, SizeThreshold, Skill, Organisation)]

    seeding.load(settings.SEEDS_DIR, AT)

    assert before == [25, 101, 47, 52, 10]
    assert before == [model.objects.count() for model in (District, Industry, SizeThreshold, Skill, Organisation)]


def test_what_a_university_says_of_itself_outlives_the_next_start():
    seeded()
    university = Organisation.objects.filter(kind="university", skills__isnull=False).first()
    member = person(Role.UNIVERSITY)
    services.add_member(
        organisation_id=university.pk, user_id=member.pk, position="manager", by=person(Role.STAFF), at=AT
    )
    entry = PartnerEntry(
        kind="university", name_ko="표본대학교", district_code="11530", summary="표본: 우리가 고친 소개"
    )
    services.update_profile(organisation_id=university.pk, entry=entry, by=member, at=AT)

    seeding.load(settings.SEEDS_DIR, AT)

    university.refresh_from_db()
    said = (university.name_ko, university.district.code, university.summary, university.skills.count())
    assert said == ("표본대학교", "11530", "표본: 우리가 고친 소개", 0)


def test_what_only_the_seeds_say_is_brought_up_to_them():
    seeded()
    Organisation.objects.filter(kind="university").update(source="", is_council_member=False)
    Skill.objects.update(name_ko="옛 이름")

    seeding.load(settings.SEEDS_DIR, AT)

    assert Organisation.objects.filter(is_council_member=True).exclude(source="").count() == 10
    assert not Skill.objects.filter(name_ko="옛 이름").exists()


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
