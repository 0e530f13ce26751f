"""Contradictions in panels are found, and only they."""

from __future__ import annotations

from decimal import Decimal

import pytest

from apps.panels import integrity
from apps.panels.models import ScoreSheet, Seat, Sitting
from tests.panels.factories import hand_in, reviewers, sitting

pytestmark = pytest.mark.django_db


@pytest.fixture
def panel():
    (one,) = reviewers(1)
    closed = sitting(people=[one])
    hand_in(closed, one)
    return closed


def test_a_whole_panel_has_no_contradictions(panel):
    assert list(integrity.problems()) == []


def test_a_changed_total_an_unseated_sheet_and_a_changed_outcome_are_found(panel):
    ScoreSheet.objects.update(total=Decimal("99.00"))
    Seat.objects.update(state="recused")
    Sitting.objects.update(outcome={"total": "99.00"})

    found = list(integrity.problems())

    assert [problem.split(": ")[1] for problem in found] == [
        "the total does not follow from its scores",
        "its seat is recused",
        "the outcome does not follow from its sheets",
        "the figures beside its sheets do not follow from them",
    ]
