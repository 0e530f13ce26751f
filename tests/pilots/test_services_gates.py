"""Gates: called, proposed, sent back, confirmed by a second person; conditions."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from apps.accounts.roles import Role
from apps.audit.models import Event
from apps.directory.errors import Tied
from apps.kernel.errors import NotAllowed, WrongState
from apps.notices.models import Notice
from apps.pilots import services
from apps.pilots.errors import (
    AlreadyMet,
    BadDecision,
    GateBarred,
)
from apps.pilots.models import Gate, GateCondition, Pilot
from apps.pilots.rules import Check, Condition, Decision, Stage
from apps.pilots.states import GateState, PilotState
from apps.workflow.models import Wait
from tests.accounts.factories import person
from tests.directory import factories as directory
from tests.pilots import factories
from tests.pilots.factories import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def who():
    return factories.people()


def waits() -> set[tuple[str, str]]:
    return set(Wait.objects.filter(closed_at=None, subject_label__startswith="pilots.").values_list("party", "what"))


def test_a_gate_needs_kpis_and_comes_one_at_a_time(who):
    one = factories.pilot(who)

    with pytest.raises(GateBarred, match="성과지표가 없습니다"):
        factories.called(one, who)
    factories.kpi(one, who)
    factories.called(one, who)
    with pytest.raises(GateBarred, match="이미 진행 중"):
        factories.called(one, who)

    assert Gate.objects.count() == 1
    assert ("role:staff", "단계심의의 판정을 제안해 주십시오") in waits()


def test_a_go_of_two_people_opens_the_next_stage(who):
    one = factories.pilot(who)
    factories.kpi(one, who)

    gate = factories.decided(one, who)

    one = factories.fresh(one)
    assert (one.stage, one.stage_entered_at, one.state) == ("poc", NOW, PilotState.ACTIVE)
    assert (gate.decision, gate.proposer, gate.decider) == ("go", who.staff, who.manager)
    assert waits() == {(f"org:{one.company_id}", "성과지표의 측정값을 기록해 주십시오")}
    assert Notice.objects.filter(kind="pilots.gate_decided", to=who.member).count() == 1


def test_who_proposed_does_not_confirm(who):
    both = person(Role.STAFF, Role.MANAGER)
    one = factories.pilot(who)
    factories.kpi(one, who)
    gate = factories.called(one, who)
    services.propose_decision(gate_uid=gate.uid, entry=factories.decision(gate), by=both, at=NOW)

    with pytest.raises(NotAllowed, match="두 사람"):
        services.confirm_decision(gate_uid=gate.uid, by=both, at=NOW)
    with pytest.raises(NotAllowed):
        services.confirm_decision(gate_uid=gate.uid, by=who.staff, at=NOW)

    assert (Gate.objects.get().state, Pilot.objects.get().stage) == (GateState.PROPOSED, "design")


def test_a_person_tied_to_the_company_decides_nothing_about_its_pilot(who):
    one = factories.pilot(who)
    factories.kpi(one, who)
    gate = factories.called(one, who)
    entry = factories.decision(gate)
    directory.tied(who.staff, one.company)
    directory.tied(who.manager, one.company)
    free = person(Role.STAFF)

    with pytest.raises(Tied):
        services.propose_decision(gate_uid=gate.uid, entry=entry, by=who.staff, at=NOW)
    services.propose_decision(gate_uid=gate.uid, entry=entry, by=free, at=NOW)
    with pytest.raises(Tied):
        services.confirm_decision(gate_uid=gate.uid, by=who.manager, at=NOW)

    assert (Gate.objects.get().state, Pilot.objects.get().stage) == (GateState.PROPOSED, "design")


def test_the_database_too_wants_two_people(who):
    one = factories.pilot(who)
    factories.kpi(one, who)
    gate = factories.decided(one, who)

    with pytest.raises(IntegrityError), transaction.atomic():
        Gate.objects.filter(pk=gate.pk).update(decider=who.staff)


def test_a_decision_is_confirmed_once(who):
    one = factories.pilot(who)
    factories.kpi(one, who)
    gate = factories.decided(one, who)

    with pytest.raises(WrongState):
        services.confirm_decision(gate_uid=gate.uid, by=who.manager, at=NOW)

    assert Event.objects.filter(action="advance").count() == 1


def test_readings_answer_the_must_meets_whatever_was_entered(who):
    one = factories.at_stage(Stage.FIELD, who, value="4.0")
    gate = factories.called(one, who)

    with pytest.raises(BadDecision) as refusal:
        services.propose_decision(gate_uid=gate.uid, entry=factories.decision(gate), by=who.staff, at=NOW)
    assert [problem.field for problem in refusal.value.problems] == ["reason"]

    entry = factories.decision(gate, reason="다음 달에 조명을 바꾸면 넘을 것으로 봅니다.")
    gate = services.propose_decision(gate_uid=gate.uid, entry=entry, by=who.staff, at=NOW)

    answers = {row["code"]: row["answer"] for row in gate.checks if row["kind"] == "must"}
    assert answers == {"conditions": "met", "kpis_pass": "not_met", "no_harm": "met"}
    assert (gate.recommendation["decision"], gate.proposed_decision) == ("recycle", "go")


def test_a_knock_out_cannot_be_passed_over(who):
    one = factories.at_stage(Stage.POC, who)
    gate = factories.called(one, who)
    answers = {**factories.decision(gate).answers, "safe_to_try": Check.NOT_MET}

    with pytest.raises(BadDecision, match="다시 확인"):
        services.propose_decision(
            gate_uid=gate.uid, entry=factories.decision(gate, answers=answers, reason="그래도"), by=who.staff, at=NOW
        )

    assert Gate.objects.get(pk=gate.pk).state == GateState.OPEN


def test_a_conditional_go_opens_its_conditions_with_a_clock(who):
    one = factories.at_stage(Stage.POC, who)

    factories.decided(one, who, Decision.CONDITIONAL, reason="조명 편차", conditions=(factories.condition(),))

    condition = GateCondition.objects.get()
    wait = Wait.objects.get(key=f"condition:{condition.pk}")
    assert (factories.fresh(one).stage, condition.met_at) == ("field", None)
    assert (wait.party, wait.due_at.date() - NOW.date()) == (f"org:{one.company_id}", timedelta(days=14))

    services.meet_condition(condition_uid=condition.uid, note="설치함", by=who.staff, at=NOW)

    condition.refresh_from_db()
    wait.refresh_from_db()
    assert (condition.met_by, condition.note, wait.closed_at) == (who.staff, "설치함", NOW)
    with pytest.raises(AlreadyMet):
        services.meet_condition(condition_uid=condition.uid, note="", by=who.staff, at=NOW)


@pytest.mark.parametrize("conditions", [(), (Condition("기한 없음", None),), (Condition("지난 날", NOW.date()),)])
def test_a_conditional_go_without_dated_conditions_is_refused(who, conditions):
    one = factories.at_stage(Stage.POC, who)
    gate = factories.called(one, who)
    entry = factories.decision(gate, Decision.CONDITIONAL, reason="보완", conditions=conditions)

    with pytest.raises(BadDecision) as refusal:
        services.propose_decision(gate_uid=gate.uid, entry=entry, by=who.staff, at=NOW)

    assert {problem.field for problem in refusal.value.problems} == {"conditions"}


def test_an_open_condition_holds_the_next_gate_back(who):
    one = factories.at_stage(Stage.POC, who)
    factories.decided(one, who, Decision.CONDITIONAL, reason="조명", conditions=(factories.condition(),))

    gate = factories.proposed(one, who, Decision.RECYCLE, reason="조건이 남음")

    assert gate.recommendation["because"] == ["conditions"]
