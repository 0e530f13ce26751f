from datetime import UTC, datetime
from pathlib import Path

import pytest

from apps.catalogue import labels, seeding, selectors
from apps.catalogue.models import ActionEffect, Basis, CatalogueAction, Kpi, Support
from apps.directory import seeding as directory

SEEDS = Path(__file__).resolve().parents[2] / "seeds"
AT = datetime(2026, 3, 2, tzinfo=UTC)
CHEAP = 5_000_000

pytestmark = pytest.mark.django_db


@pytest.fixture
def catalogue():
    seeding.load(SEEDS, AT)
    return {
        row.code: row for row in CatalogueAction.objects.prefetch_related("prerequisites", "preparations", "supports")
    }


def test_loading_twice_changes_nothing(catalogue):
    before = (Kpi.objects.count(), Support.objects.count(), ActionEffect.objects.count(), len(catalogue))

    seeding.load(SEEDS, AT)

    assert before == (Kpi.objects.count(), Support.objects.count(), ActionEffect.objects.count(), 48)


def test_twenty_use_cases_and_more_than_twenty_enabling_actions(catalogue):
    kinds = [row.kind for row in catalogue.values()]

    assert kinds.count("usecase") == 20
    assert kinds.count("enabling") >= 24


def test_at_least_eight_actions_cost_under_five_million_won(catalogue):
    assert sum(row.cost_typical_krw < CHEAP for row in catalogue.values()) >= 8


def test_prerequisites_and_preparations_have_no_circle(catalogue):
    before = {
        code: {one.code for one in (*row.prerequisites.all(), *row.preparations.all())}
        for code, row in catalogue.items()
    }
    while ready := {code for code, waiting in before.items() if not waiting}:
        before = {code: waiting - ready for code, waiting in before.items() if code not in ready}

    assert before == {}


def test_bands_gains_and_ceilings_are_on_the_scale(catalogue):
    for row in catalogue.values():
        assert set(row.required) | set(row.improves) <= set(labels.CRITERIA), row.code
        assert all(1 <= band <= 5 for band in row.required.values()), row.code
        assert all(1 <= gain <= 2 for gain in row.improves.values()), row.code
        assert set(row.lifts_to) == set(row.improves), row.code


def test_every_figure_has_its_source_or_is_called_an_assumption(catalogue):
    for row in catalogue.values():
        assert row.source, row.code
        if row.cost_basis == Basis.ASSUMED:
            assert row.source.startswith("가정"), row.code
    for effect in ActionEffect.objects.select_related("action"):
        assert effect.source, effect.action.code
        if effect.basis == Basis.ASSUMED:
            assert effect.source.startswith("가정"), effect.action.code


def test_codes_in_actions_have_words(catalogue):
    for row in catalogue.values():
        assert set(row.technologies) <= set(labels.TECHNOLOGIES), row.code
        assert set(row.barriers) <= set(labels.BARRIERS), row.code
        assert set(row.industries) <= set(labels.INDUSTRIES), row.code


def test_every_action_moves_a_kpi_and_use_cases_have_a_main_one(catalogue):
    main = set(ActionEffect.objects.filter(strength=3).values_list("action__code", flat=True))

    assert set(ActionEffect.objects.values_list("action__code", flat=True)) == set(catalogue)
    assert {code for code, row in catalogue.items() if row.kind == "usecase"} <= main


def test_skills_are_those_of_the_directory(catalogue):
    directory.load(SEEDS, AT)
    from apps.directory.models import Skill  # noqa: PLC0415 only this test needs the lower floor

    known = set(Skill.objects.values_list("code", flat=True))
    assert {skill for row in catalogue.values() for skill in row.skills} <= known


def test_what_staff_have_revised_is_not_seeded_over(catalogue):
    CatalogueAction.objects.filter(code="E01").update(version=2, cost_typical_krw=1)

    seeding.load(SEEDS, AT)

    assert CatalogueAction.objects.get(code="E01").cost_typical_krw == 1


def test_what_staff_have_revised_still_learns_what_prepares_it(catalogue):
    CatalogueAction.objects.filter(code="U01").update(version=2)
    catalogue["U01"].preparations.clear()

    seeding.load(SEEDS, AT)

    assert "E22" in {one.code for one in catalogue["U01"].preparations.all()}


def test_a_baseline_a_lead_and_rules_come_before_use_cases(catalogue):
    before = {code: {one.code for one in row.preparations.all()} for code, row in catalogue.items()}

    assert all({"E19", "E22", "E25"} <= before[code] for code, row in catalogue.items() if row.kind == "usecase")
    assert {"E15", "E26"} <= before["U01"] & before["U07"]


def test_every_pilot_industry_has_use_cases_of_its_own(catalogue):
    for industry in labels.INDUSTRIES:
        suited = [f for f in selectors.facts() if f.kind == "usecase" and industry in f.industries]
        assert suited, industry
