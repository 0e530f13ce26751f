"""Who may see what of a panel."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.utils import translation

from apps.accounts.models import User
from apps.accounts.roles import Role
from apps.panels import selectors, services
from apps.panels.models import ScoreSheet, Seat, Sitting
from tests.accounts.factories import person
from tests.panels.factories import FAIR, NOW, company, hand_in, reviewers, seat_of, sitting

pytestmark = pytest.mark.django_db


@pytest.fixture
def half_done():
    """A sitting of two, one sheet handed in."""
    one, two = reviewers()
    panel = sitting(people=[one, two])
    hand_in(panel, one)
    return panel, one, two


def test_a_reviewer_never_sees_the_sheet_of_another(half_done):
    panel, one, two = half_done

    assert ScoreSheet.objects.visible_to(two).count() == 0
    hand_in(panel, two, FAIR)

    assert [sheet.seat.user_id for sheet in ScoreSheet.objects.visible_to(two)] == [two.pk]
    assert list(Seat.objects.visible_to(one).values_list("user_id", flat=True)) == [one.pk]


def test_staff_see_scores_only_after_the_sitting_is_closed(half_done):
    panel, _one, two = half_done
    staff = person(Role.STAFF)

    before = selectors.seat_rows(panel, staff)
    hand_in(panel, two, FAIR)
    panel.refresh_from_db()
    after = selectors.seat_rows(panel, staff)

    assert [(row.state, row.total, row.comment, row.scores) for row in before] == [
        ("handed_in", None, "", ()),
        ("invited", None, "", ()),
    ]
    assert [row.total for row in after] == [Decimal("77.00"), Decimal("57.00")]
    assert after[0].scores == (("문제의 절실함", "8"), ("수행 계획", "15"))


@pytest.mark.parametrize("role", [Role.COMPANY, Role.CONSULTANT, Role.UNIVERSITY, Role.OFFICIAL, Role.ADMIN])
def test_others_see_nothing_of_panels(half_done, role):
    someone = person(role)

    seen = [
        Sitting.objects.visible_to(someone).count(),
        Seat.objects.visible_to(someone).count(),
        ScoreSheet.objects.visible_to(someone).count(),
    ]

    assert seen == [0, 0, 0]


def test_a_reviewer_who_stepped_back_no_longer_sees_the_sitting(half_done):
    panel, _one, two = half_done
    assert Sitting.objects.visible_to(two).count() == 1

    services.recuse(seat_uid=seat_of(panel, two).uid, reason="이해관계", by=two, at=NOW)

    assert Sitting.objects.visible_to(two).count() == 0


def test_an_outcome_has_no_figures_until_it_is_final(half_done):
    panel, _one, two = half_done

    before = selectors.outcome_of(panel)
    hand_in(panel, two, FAIR)
    panel.refresh_from_db()
    after = selectors.outcome_of(panel)

    assert (before.is_final, before.total, before.handed_in, before.seats) == (False, None, 1, 2)
    assert [result.mean for result in before.criteria] == [None, None]
    assert (after.is_final, after.total, after.handed_in, after.trimmed) == (True, Decimal("67.00"), 2, False)
    assert [(result.label, result.mean) for result in after.criteria] == [
        ("문제의 절실함", Decimal("7.00")),
        ("수행 계획", Decimal("13.00")),
    ]


def test_a_criterion_is_named_in_the_readers_language(half_done):
    panel, _one, _two = half_done
    panel.criteria[0]["label_en"] = "Urgency of the problem"

    with translation.override("en"):
        named = [question.label for question in selectors.questions(panel)]

    assert named == ["Urgency of the problem", "수행 계획"]
    assert [question.label for question in selectors.questions(panel)] == ["문제의 절실함", "수행 계획"]


def test_the_outcome_of_a_subject_is_that_of_its_latest_panel():
    subject = company()
    assert selectors.outcome(subject) is None
    (one,) = reviewers(1)
    first = sitting(subject=subject, people=[one])
    hand_in(first, one)

    second = sitting(subject=subject, people=[one])

    assert selectors.outcome(subject).sitting_uid == second.uid


def test_a_reviewer_already_seated_is_not_offered_again(half_done):
    panel, _one, _two = half_done
    third = person(Role.REVIEWER)

    assert list(selectors.invitable(panel, User.objects.filter(grants__role="reviewer"))) == [third]
