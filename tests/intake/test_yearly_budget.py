"""The budget and the quota of a year, on which all selections of a programme draw."""

import pytest

from apps.accounts.roles import Role
from apps.intake import selectors, services
from apps.intake.errors import NoPlace
from apps.intake.models import Programme
from apps.intake.states import State
from tests.accounts.factories import person
from tests.intake.factories import AT, fresh
from tests.intake.selecting import APPROVAL, concluded, decide, propose, waiting

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("limits", "said"),
    [
        ({"budget_krw": 149_999_999}, "2026년 예산에서 남은"),
        ({"budget_krw": 10_000_000_000, "quota": 1}, "2026년 선정 수가 이미 찼습니다."),
    ],
)
def test_a_year_draws_down_its_budget_over_all_committees_and_cases_judged_alone(limits, said):
    rows = waiting(2)
    concluded(rows[:1])
    decide(rows[0])
    programme = rows[0].call.programme
    Programme.objects.filter(pk=programme.pk).update(
        settings={**programme.settings, "budgets": [{"year": 2026, **limits}, {"year": 2027, "budget_krw": 1}]}
    )
    concluded(rows[1:])
    propose(rows[1])

    with pytest.raises(NoPlace, match=said):
        services.confirm_selection(application_id=rows[1].pk, by=person(Role.MANAGER), at=AT, approval=APPROVAL)

    assert fresh(rows[1]).state == State.PROPOSED
    assert selectors.budget_of(fresh(rows[1]).call.programme, at=AT).selected == 1


def test_a_year_without_a_budget_of_its_own_limits_nothing():
    rows = waiting(1)
    concluded(rows)
    programme = rows[0].call.programme
    Programme.objects.filter(pk=programme.pk).update(
        settings={**programme.settings, "budgets": [{"year": 2025, "budget_krw": 1, "quota": 0}]}
    )

    assert decide(rows[0]).state == State.DECIDED
