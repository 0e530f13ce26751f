"""Gates: called, proposed by one person, confirmed by another."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.timezone import make_aware
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import User
from apps.audit import services as audit
from apps.directory import selectors as directory
from apps.kernel.clocks import local_date
from apps.kernel.errors import NotFound, Problem, WrongState
from apps.notices import services as notices
from apps.pilots import permissions, rules, selectors
from apps.pilots.entries import DecisionEntry
from apps.pilots.errors import AlreadyMet, BadDecision, GateBarred
from apps.pilots.models import Gate, GateCondition, Pilot
from apps.pilots.services.endings import leave_behind
from apps.pilots.services.locks import demand, locked, locked_to_decide
from apps.pilots.states import READING_EVERY, GateAction, GateState, PilotAction, PilotState
from apps.pilots.words import DECISION_FAULTS, GATE_BARS, DecisionName, StageName
from apps.workflow import services as workflow

CONDITION = "condition"
PILOT_ACTS = {
    rules.Decision.GO: PilotAction.ADVANCE,
    rules.Decision.CONDITIONAL: PilotAction.ADVANCE,
    rules.Decision.RECYCLE: PilotAction.RECYCLE,
    rules.Decision.HOLD: PilotAction.HOLD,
    rules.Decision.STOP: PilotAction.STOP,
}


@transaction.atomic
def call_gate(*, pilot_uid: UUID, by: User, at: datetime) -> Gate:
    """Ask for the gate of the stage in work.

    Raises NotFound, NotAllowed, GateBarred saying what stands in the way.
    """
    pilot = locked(pilot_uid, by)
    demand(by, permissions.CALL_GATE)
    decided = selectors.decided(pilot)
    undecided = pilot.gates.exclude(state=GateState.DECIDED).exists()
    bar = rules.gate_bar(
        rules.Stage(pilot.stage),
        decided,
        active=pilot.state == PilotState.ACTIVE,
        gate_open=undecided,
        kpis=pilot.kpis_total,
    )
    if bar is not None:
        raise GateBarred(GATE_BARS[bar])
    gate = Gate.objects.create(
        pilot=pilot,
        stage=pilot.stage,
        round=pilot.gates.filter(stage=pilot.stage).count() + 1,
        called_by=by,
        called_at=at,
        criteria_version=selectors.criteria_version(pilot.stage),
    )
    audit.record(subject=gate, action="call", by=by, at=at, after={"state": gate.state, "stage": gate.stage})
    workflow.open_state_waits(gate, at=at)
    return gate


@transaction.atomic
def propose_decision(*, gate_uid: UUID, entry: DecisionEntry, by: User, at: datetime) -> Gate:
    """Judge the criteria and propose a decision, to be confirmed by somebody else.

    Must-meets the centre can read off readings and conditions are answered here, whatever was entered. At the
    design gate the KPIs become fixed. Raises NotFound, Tied, NotAllowed, WrongState, BadDecision naming each fault.
    """
    pilot, gate = _locked_gate(gate_uid, by)
    checks = selectors.judged(gate, pilot, entry.answers, entry.points)
    recommendation = selectors.recommendation(checks)
    faults = rules.decision_faults(
        recommendation,
        entry.decision,
        reason=entry.reason,
        conditions=entry.conditions,
        today=local_date(at),
    )
    if faults:
        raise BadDecision(problems=[Problem(*DECISION_FAULTS[fault]) for fault in faults])
    workflow.fire(
        gate,
        GateAction.PROPOSE,
        by=by,
        at=at,
        reason=entry.reason,
        checks=checks,
        recommendation=_kept(recommendation),
        proposed_decision=entry.decision.value,
        proposed_conditions=[
            {"text": one.text.strip(), "due_on": one.due_on.isoformat() if one.due_on else ""}
            for one in entry.conditions
        ],
        proposer=by,
        proposed_at=at,
    )
    gate.reason = entry.reason.strip()
    gate.save(update_fields=["reason"])
    if pilot.stage == StageName.DESIGN:
        pilot.kpis_fixed_at = at
        pilot.save(update_fields=["kpis_fixed_at"])
    return gate


@transaction.atomic
def send_back(*, gate_uid: UUID, reason: str, by: User, at: datetime) -> Gate:
    """Return a proposal to who made it, with the reason; at the design gate the KPIs are open again."""
    pilot, gate = _locked_gate(gate_uid, by)
    workflow.fire(gate, GateAction.SEND_BACK, by=by, at=at, reason=reason)
    if pilot.stage == StageName.DESIGN:
        # Work has not begun: the KPIs may be changed again.
        pilot.kpis_fixed_at = None
        pilot.save(update_fields=["kpis_fixed_at"])
    context = {"title": pilot.title, "stage": gate.get_stage_display(), "reason": reason.strip()}
    if gate.proposer is not None:
        _tell("pilots.sent_back", gate.proposer, context, gate, at)
    return gate


@transaction.atomic
def confirm_decision(*, gate_uid: UUID, by: User, at: datetime) -> Gate:
    """Make a proposed decision real: the pilot moves on, repeats, waits or ends. Never by who proposed it.

    Raises NotFound, Tied, NotAllowed, WrongState.
    """
    pilot, gate = _locked_gate(gate_uid, by)
    workflow.fire(
        gate,
        GateAction.CONFIRM,
        by=by,
        at=at,
        reason=gate.reason,
        decision=gate.proposed_decision,
        decider=by,
        decided_at=at,
    )
    for one in gate.proposed_conditions:
        _open_condition(pilot, gate, one, at)
    _move(pilot, gate, by, at)
    context = {
        "title": pilot.title,
        "stage": gate.get_stage_display(),
        "decision": DecisionName(gate.decision).label,
    }
    for member in directory.members_of(pilot.company):
        _tell("pilots.gate_decided", member, context, gate, at)
    return gate


@transaction.atomic
def meet_condition(*, condition_uid: UUID, note: str, by: User, at: datetime) -> GateCondition:
    """Confirm that a condition of a conditional go has been fulfilled."""
    found = GateCondition.objects.filter(uid=condition_uid).values_list("gate__pilot__uid", flat=True).first()
    if found is None:
        raise NotFound
    pilot = locked_to_decide(found, by)
    demand(by, permissions.MEET)
    if pilot.state in {PilotState.STOPPED, PilotState.FINISHED}:
        raise WrongState
    condition = GateCondition.objects.select_related("gate").get(uid=condition_uid)
    if condition.met_at is not None:
        raise AlreadyMet
    condition.met_at, condition.met_by, condition.note = at, by, note.strip()
    condition.save(update_fields=["met_at", "met_by", "note"])
    audit.record(subject=pilot, action="meet_condition", by=by, at=at, after={"condition": condition.text})
    workflow.close_waits(pilot, at=at, key=f"{CONDITION}:{condition.pk}")
    return condition


def _locked_gate(gate_uid: UUID, by: User) -> tuple[Pilot, Gate]:
    """The gate under its pilot's lock, for a person who may decide on it. Raises NotFound, Tied."""
    found = Gate.objects.filter(uid=gate_uid).values_list("pilot__uid", flat=True).first()
    if found is None:
        raise NotFound
    pilot = locked_to_decide(found, by)
    gate = Gate.objects.select_for_update(of=("self",)).select_related("proposer").get(uid=gate_uid)
    gate.pilot = pilot
    return pilot, gate


def _kept(recommendation: rules.Recommendation) -> dict[str, Any]:
    return {
        "decision": recommendation.decision.value,
        "why": recommendation.why.value,
        "low_bp": recommendation.low_bp,
        "high_bp": recommendation.high_bp,
        "because": list(recommendation.because),
    }


def _open_condition(pilot: Pilot, gate: Gate, one: dict[str, str], at: datetime) -> None:
    condition = GateCondition.objects.create(gate=gate, text=one["text"], due_on=one["due_on"])
    condition.refresh_from_db()
    workflow.open_wait(
        pilot,
        key=f"{CONDITION}:{condition.pk}",
        party=f"org:{pilot.company_id}",
        what=_("조건부 진행의 조건을 이행해 주십시오"),
        path=pilot.get_absolute_url(),
        at=at,
        due_at=make_aware(datetime.combine(condition.due_on, time.max)),
    )


def _move(pilot: Pilot, gate: Gate, by: User, at: datetime) -> None:
    """Carry a decision over to the pilot."""
    decision = rules.Decision(gate.decision)
    step = rules.after(rules.Stage(gate.stage), decision)
    changes: dict[str, Any] = {}
    if step.stage != pilot.stage:
        changes = {"stage": step.stage.value, "stage_entered_at": at, "next_reading_due_at": at + READING_EVERY}
    if step.progress is rules.Progress.READY_TO_FINISH:
        changes["ready_to_finish"] = True
    if step.progress is rules.Progress.STOPPED:
        changes["ended_at"] = at
        workflow.close_waits(pilot, at=at)
    if gate.stage == StageName.DESIGN and decision not in rules.PASSING:
        changes["kpis_fixed_at"] = None
    workflow.fire(pilot, PILOT_ACTS[decision], by=by, at=at, reason=gate.reason, **changes)
    if step.progress is rules.Progress.STOPPED:
        leave_behind(pilot, lessons=gate.reason, by=by, at=at)


def _tell(kind: str, to: User, context: dict[str, Any], gate: Gate, at: datetime) -> None:
    notices.queue(
        kind, to=to, context=context, path=gate.pilot.get_absolute_url(), about=gate, at=at, round_=at.isoformat()
    )
