"""Every state of an application and a call, and every act on it."""

from apps.accounts.roles import Role
from apps.intake.selectors import pages
from apps.intake.states import APPLICATION, CALL, TONES, Action, CallState, State
from apps.workflow import selectors as workflow
from tests.accounts.factories import person
from tests.intake.factories import call, demonstration, draft, submitted


def test_the_way_of_an_application():
    leaving = {state: {one.action for one in APPLICATION.leaving(state)} for state in State.values}

    assert leaving == {
        "draft": {"submit", "take_in", "withdraw"},
        "submitted": {"request_correction", "admit", "reject", "withdraw"},
        "correcting": {"resubmit", "reject", "withdraw"},
        "admitted": {"convene", "withdraw"},
        "in_review": {"propose_selection", "withdraw"},
        "proposed": {
            "confirm_selection",
            "confirm_waitlist",
            "decline_selection",
            "return_proposal",
            "withdraw",
        },
        "decided": {
            "publish_selected",
            "publish_waitlisted",
            "publish_not_selected",
            "return_proposal",
            "withdraw",
        },
        "rejected": {"admit_on_objection"},
        "selected": {"cancel_selection", "withdraw"},
        "waitlisted": {"promote", "withdraw"},
        "not_selected": {"select_on_objection", "waitlist_on_objection"},
        "cancelled": {"select_on_objection"},
        "withdrawn": set(),
    }
    assert set(TONES) == set(State)


def test_a_call_is_published_once_amended_in_public_and_closed_once():
    assert {state: [one.target for one in CALL.leaving(state)] for state in CallState.values} == {
        "draft": ["open"],
        "open": ["open", "closed", "open"],
        "closed": ["open"],
    }


def test_each_person_is_offered_only_their_own_acts(db):
    row = submitted()

    def offered(user):
        return {transition.action for transition in workflow.available_actions(row, user)}

    assert offered(row.applicant) == {Action.WITHDRAW}
    assert offered(person(Role.STAFF)) == {Action.ADMIT, Action.REJECT, Action.REQUEST_CORRECTION}
    assert offered(person(Role.OFFICIAL)) == set()


def test_rows_name_themselves_and_where_they_open(db):
    row, writing = submitted(), draft()

    assert str(row) == f"{row.receipt_number} {row.company.name_ko}"
    assert writing.title == f"작성 중인 신청 {writing.company.name_ko}"
    assert row.get_absolute_url() == f"/intake/{row.uid}/"
    assert call().get_absolute_url() == f"/calls/{call().uid}/"


def test_the_steps_follow_the_state(db):
    marks = {state: [] for state in State}
    row = demonstration()
    for state in State:
        row.state = state
        marks[state] = [step.state for step in pages.way(row)]

    assert marks[State.DRAFT] == ["current", "todo", "todo", "todo", "todo"]
    assert marks[State.SUBMITTED] == ["done", "done", "current", "todo", "todo"]
    assert marks[State.REJECTED] == ["done", "done", "stopped", "todo", "todo"]
    assert marks[State.SELECTED] == ["done"] * 5
    assert marks[State.DECIDED] == marks[State.IN_REVIEW]
    assert marks[State.WAITLISTED] == ["done", "done", "done", "done", "current"]
    assert marks[State.NOT_SELECTED] == ["done", "done", "done", "done", "stopped"]
