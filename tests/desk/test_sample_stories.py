"""The sample centre is told from stories of the field, and nobody in it could be taken for real."""

import json
from pathlib import Path

from django.conf import settings

from apps.desk.sample import cast

MARK = "표본"


def seed(*place: str):
    return json.loads(Path(settings.SEEDS_DIR, *place).read_text(encoding="utf-8"))


def test_every_story_is_about_a_use_case_that_is_offered_to_its_industry():
    offered = {row["code"]: row["industries"] for row in seed("catalogue", "usecases.json")}

    strange = [
        (story.name_ko, story.use_case)
        for story in cast.read_stories()
        if offered[story.use_case] and story.industry not in offered[story.use_case]
    ]

    assert strange == []


def test_every_name_of_the_sample_is_marked():
    rows = [*seed("sample", "people.json"), *seed("sample", "partners.json")]
    names = [row.get("name") or row["name_ko"] for row in rows]
    names += [story.name_ko for story in cast.read_stories()]

    assert [name for name in names if MARK not in name] == []


def test_sample_laboratories_belong_to_sample_universities():
    rows = seed("sample", "partners.json")
    universities = {row["name_ko"] for row in rows if row["kind"] == "university"}

    assert {row["university"] for row in rows if row["kind"] == "laboratory"} == universities
