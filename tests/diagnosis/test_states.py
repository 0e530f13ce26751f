import pytest

from apps.accounts.roles import Role
from apps.diagnosis.models import Assessment
from apps.diagnosis.states import AssessmentAction, AssessmentState
from apps.kernel.errors import NotAllowed, WrongState
from apps.workflow import selectors as workflow
from apps.workflow import services
from tests.accounts.factories import person
from tests.diagnosis import factories

pytestmark = pytest.mark.django_db


def actions(assessment: Assessment, user) -> set[str]:
    return {transition.action for transition in workflow.available_actions(assessment, user)}


def test_each_state_offers_each_role_only_its_own_acts():
    assessment = factories.assigned()
    staff, consultant, other = person(Role.STAFF), assessment.consultant, person(Role.CONSULTANT)

    offered = {}
    for state in AssessmentState:
        assessment.state = state
        offered[state] = (actions(assessment, staff), actions(assessment, consultant), actions(assessment, other))

    assert offered == {
        AssessmentState.OPENED: ({"assign"}, set(), set()),
        AssessmentState.ASSIGNED: ({"assign"}, {"start"}, set()),
        AssessmentState.SCORING: (set(), {"complete"}, set()),
        AssessmentState.COMPLETED: ({"reopen"}, set(), set()),
        AssessmentState.REOPENED: (set(), {"complete"}, set()),
        AssessmentState.CANCELLED: (set(), set(), set()),
    }


def test_nobody_cancels_by_hand():
    assessment = factories.assigned()

    with pytest.raises(NotAllowed):
        services.check(assessment, AssessmentAction.CANCEL, by=person(Role.MANAGER))


def test_a_completed_diagnosis_is_not_cancelled():
    assessment = Assessment(state=AssessmentState.COMPLETED)

    with pytest.raises(WrongState):
        services.check(assessment, AssessmentAction.CANCEL, by=None)
