"""Every state of every machine allows exactly what its table says."""

from types import SimpleNamespace

import pytest

from apps.consortia import states
from apps.consortia.states import AgreementState, BriefState, ProposalState, RunState

LEAVING = {
    ("BRIEF", BriefState.DRAFT): {"publish", "cancel"},
    ("BRIEF", BriefState.OPEN): {"propose", "cancel"},
    ("BRIEF", BriefState.PROPOSED): {"reopen", "agree", "cancel"},
    ("BRIEF", BriefState.AGREED): set(),
    ("BRIEF", BriefState.CANCELLED): set(),
    ("PROPOSAL", ProposalState.PROPOSED): {"accept", "decline", "expire", "withdraw"},
    ("PROPOSAL", ProposalState.ACCEPTED): {"withdraw"},
    ("PROPOSAL", ProposalState.DECLINED): set(),
    ("PROPOSAL", ProposalState.EXPIRED): set(),
    ("PROPOSAL", ProposalState.WITHDRAWN): set(),
    ("AGREEMENT", AgreementState.DRAFT): {"sign", "drop"},
    ("AGREEMENT", AgreementState.SIGNED): {"send_back", "sign_centre", "drop"},
    ("AGREEMENT", AgreementState.ACTIVE): {"end"},
    ("AGREEMENT", AgreementState.ENDED): set(),
    ("AGREEMENT", AgreementState.VOID): set(),
    ("RUN", RunState.REQUESTED): {"start", "fail"},
    ("RUN", RunState.RUNNING): {"start", "finish", "fail"},
    ("RUN", RunState.DONE): set(),
    ("RUN", RunState.FAILED): set(),
}


@pytest.mark.parametrize(("machine", "state"), LEAVING)
def test_what_may_be_done_in_each_state(machine, state):
    table = getattr(states, f"{machine}_MACHINE")

    assert {transition.action for transition in table.leaving(state)} == LEAVING[machine, state]


def test_whoever_wrote_the_terms_does_not_sign_for_the_centre():
    agreement = SimpleNamespace(drafted_by_id=7)
    guards = states.AGREEMENT_MACHINE.transition("sign_centre").guards

    assert guards[0](agreement, SimpleNamespace(pk=7))
    assert not guards[0](agreement, SimpleNamespace(pk=8))
