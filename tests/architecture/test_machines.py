"""Every machine is whole: each state × action either has its one transition or is refused, and no state is lost."""

import pytest

from apps.accounts.permissions import REGISTER
from apps.kernel.errors import NotAllowed, WrongState
from apps.workflow.moves import check
from tests.architecture import house

MACHINES = {model._meta.label: model for model in house.own_models() if hasattr(model, "machine")}


@pytest.mark.parametrize("label", sorted(MACHINES))
def test_every_action_of_every_state_is_decided_once(label):
    model = MACHINES[label]
    machine = model.machine
    states = {value for value, _ in model._meta.get_field(machine.attribute).choices}
    actions = [transition.action for transition in machine.transitions]

    assert len(actions) == len(set(actions)), "an action stands twice in the table"
    for transition in machine.transitions:
        assert set(transition.sources) <= states
        assert transition.target in states
    for state in states:
        assert {t.action for t in machine.leaving(state)} == {
            t.action for t in machine.transitions if state in t.sources
        }


@pytest.mark.parametrize("label", sorted(MACHINES))
def test_every_state_can_be_reached_from_the_first(label):
    model = MACHINES[label]
    machine = model.machine
    states = {value for value, _ in model._meta.get_field(machine.attribute).choices}
    reached, frontier = {machine.initial}, [machine.initial]
    while frontier:
        for transition in machine.leaving(frontier.pop()):
            if transition.target not in reached:
                reached.add(transition.target)
                frontier.append(transition.target)

    assert states - reached == set()


@pytest.mark.parametrize("label", sorted(MACHINES))
def test_every_transition_names_a_registered_permission_and_waits_name_states(label):
    model = MACHINES[label]
    machine = model.machine
    states = {value for value, _ in model._meta.get_field(machine.attribute).choices}

    unknown = {t.permission for t in machine.transitions if t.permission} - set(REGISTER)

    assert unknown == set()
    assert set(machine.waits) <= states


class Nobody:
    """A person without any permission."""

    pk = -1

    def can(self, _permission: str) -> bool:
        return False


@pytest.mark.parametrize("label", sorted(MACHINES))
def test_every_state_refuses_the_actions_that_do_not_leave_it(label):
    model = MACHINES[label]
    machine = model.machine

    for state, _ in model._meta.get_field(machine.attribute).choices:
        row = model(**{machine.attribute: state})
        leaving = {transition.action for transition in machine.leaving(state)}
        for transition in machine.transitions:
            if transition.action not in leaving:
                with pytest.raises(WrongState):
                    check(row, transition.action, by=None, reason="-")
            elif transition.permission:
                with pytest.raises(NotAllowed):
                    check(row, transition.action, by=Nobody(), reason="-")
