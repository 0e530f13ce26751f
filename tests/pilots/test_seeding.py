"""Stages and gate criteria from the seeds."""

from __future__ import annotations

import json

import pytest
from django.conf import settings

from apps.pilots import seeding
from apps.pilots.models import GateCriterion, StageGuide
from tests.pilots.factories import NOW

pytestmark = pytest.mark.django_db


def test_loading_twice_is_the_same_as_once():
    first = seeding.load(settings.SEEDS_DIR, NOW)

    second = seeding.load(settings.SEEDS_DIR, NOW)

    assert first == second == StageGuide.objects.count() + GateCriterion.objects.count()


def test_every_stage_has_must_meets_and_should_meets_that_weigh_a_hundred():
    seeding.load(settings.SEEDS_DIR, NOW)

    for stage in ("design", "poc", "field", "diffusion"):
        rows = GateCriterion.objects.filter(stage=stage)
        assert rows.filter(kind="must").exists()
        assert sum(rows.filter(kind="should").values_list("weight", flat=True)) == 100


def test_a_new_version_leaves_the_old_criteria_for_old_gates(tmp_path):
    seeding.load(settings.SEEDS_DIR, NOW)
    content = json.loads((settings.SEEDS_DIR / "pilots" / "gates.json").read_text(encoding="utf-8"))
    content["version"] = 2
    (tmp_path / "pilots").mkdir()
    (tmp_path / "pilots" / "gates.json").write_text(json.dumps(content), encoding="utf-8")

    seeding.load(tmp_path, NOW)

    versions = GateCriterion.objects.filter(stage="poc", code="measured").order_by("version")
    assert list(versions.values_list("version", "is_active")) == [(1, False), (2, True)]
