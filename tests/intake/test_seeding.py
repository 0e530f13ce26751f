"""Seeds of intake."""

import pytest
from django.conf import settings

from apps.intake import seeding
from apps.intake.models import Call, Programme, SurveyFigure, Word
from tests.directory import factories as directory
from tests.intake.factories import AT

pytestmark = pytest.mark.django_db


def counts():
    return [model.objects.count() for model in (Programme, Call, Word, SurveyFigure)]


def test_loading_twice_changes_nothing():
    directory.seeded()
    first = seeding.load(settings.SEEDS_DIR, AT)
    before = counts()

    second = seeding.load(settings.SEEDS_DIR, AT)

    assert (first, before) == (second, counts())
    assert before[:2] == [2, 3]


def test_programmes_and_words_follow_the_seeds_and_calls_stay_as_staff_left_them():
    directory.seeded()
    seeding.load(settings.SEEDS_DIR, AT)
    Programme.objects.update(name_ko="옛 이름")
    Word.objects.update(name_ko="옛 말")
    Call.objects.update(title_ko="직원이 적은 제목", state="closed")

    seeding.load(settings.SEEDS_DIR, AT)

    assert not Programme.objects.filter(name_ko="옛 이름").exists()
    assert not Word.objects.filter(name_ko="옛 말").exists()
    assert set(Call.objects.values_list("title_ko", "state")) == {("직원이 적은 제목", "closed")}


def test_a_published_call_keeps_its_settings_when_the_programme_changes():
    directory.seeded()
    seeding.load(settings.SEEDS_DIR, AT)
    Programme.objects.update(settings={"changed": True})

    assert all("changed" not in call.settings for call in Call.objects.all())


def test_survey_figures_always_name_source_sample_and_period():
    seeding.load(settings.SEEDS_DIR, AT)

    assert all(row.source and row.n and row.period for row in SurveyFigure.objects.all())
