"""States of an organisation and of a claim."""

from apps.accounts.roles import Role
from apps.directory.states import CLAIM, ORGANISATION, ClaimState, OrganisationState
from apps.workflow import selectors as workflow
from tests.accounts.factories import person
from tests.directory.factories import company, member_of


def test_what_leads_out_of_each_state():
    assert {state: [one.action for one in ORGANISATION.leaving(state)] for state in OrganisationState.values} == {
        "active": ["close"],
        "closed": ["reopen"],
    }
    assert {state: [one.action for one in CLAIM.leaving(state)] for state in ClaimState.values} == {
        "open": ["accept", "refuse"],
        "accepted": [],
        "refused": [],
    }


def test_only_the_centre_closes_an_organisation(db):
    own = company()

    assert [one.action for one in workflow.available_actions(own, person(Role.STAFF))] == ["close"]
    assert workflow.available_actions(own, member_of(own)) == []
