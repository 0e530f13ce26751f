"""Contradictions in pilots are found, and only they."""

from __future__ import annotations

import pytest

from apps.pilots import integrity
from apps.pilots.models import GateCondition, Pilot, PilotKpi
from apps.pilots.rules import Decision, Stage
from tests.pilots import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def one():
    who = factories.people()
    begun = factories.at_stage(Stage.POC, who)
    factories.decided(begun, who, Decision.CONDITIONAL, reason="보완", conditions=(factories.condition(),))
    return begun


def test_a_whole_pilot_has_no_contradictions(one):
    assert list(integrity.problems()) == []


def test_changed_figures_counts_and_lost_conditions_are_found(one):
    PilotKpi.objects.update(attainment_bp=10_000)
    Pilot.objects.update(kpis_passed=0)
    GateCondition.objects.all().delete()

    found = list(integrity.problems())

    assert [problem.split(": ")[1] for problem in found] == [
        "kept figures do not follow from its readings",
        "counts of KPIs do not follow from its KPIs",
        "conditions are missing",
    ]
