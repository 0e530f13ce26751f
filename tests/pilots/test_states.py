"""Every state of a pilot and a gate, and every act on it."""

from __future__ import annotations

import pytest

from apps.accounts.roles import Role
from apps.pilots.rules import Stage
from apps.pilots.states import GATE_MACHINE, PILOT_MACHINE, GateAction, GateState, PilotState
from apps.workflow import selectors as workflow
from tests.accounts.factories import person
from tests.pilots import factories


def test_what_leaves_each_state_of_a_pilot():
    leaving = {state: {one.action for one in PILOT_MACHINE.leaving(state)} for state in PilotState.values}

    assert leaving == {
        "active": {"advance", "recycle", "hold", "stop", "finish"},
        "on_hold": {"resume"},
        "stopped": set(),
        "finished": set(),
    }


def test_what_leaves_each_state_of_a_gate():
    leaving = {state: {one.action for one in GATE_MACHINE.leaving(state)} for state in GateState.values}

    assert leaving == {"open": {"propose"}, "proposed": {"send_back", "confirm"}, "decided": set()}


def test_each_person_is_offered_their_own_part_of_a_gate(db):
    who = factories.people()
    one = factories.pilot(who)
    factories.kpi(one, who)
    gate = factories.called(one, who)

    def offered(user):
        return {transition.action for transition in workflow.available_actions(gate, user)}

    before = {user: offered(user) for user in (who.staff, who.manager, who.member)}
    gate.state, gate.proposer = GateState.PROPOSED, who.staff
    after = {user: offered(user) for user in (who.staff, who.manager, who.member)}

    assert before == {who.staff: {"propose"}, who.manager: {"propose"}, who.member: set()}
    assert after == {who.staff: set(), who.manager: {GateAction.SEND_BACK, GateAction.CONFIRM}, who.member: set()}


@pytest.mark.parametrize("role", [Role.COMPANY, Role.UNIVERSITY, Role.OFFICIAL, Role.CONSULTANT, Role.ADMIN])
def test_only_the_centre_moves_a_pilot(db, role):
    one = factories.at_stage(Stage.POC)

    assert workflow.available_actions(one, person(role)) == []
