"""The fifth act: four stages in the field, readings, gates held by two people, a certificate."""

from datetime import date, timedelta
from decimal import Decimal

from apps.accounts.roles import Role
from apps.consortia.models import Agreement
from apps.desk.sample.cast import Cast
from apps.desk.sample.intake import Case
from apps.desk.sample.stories import readings, uid_of
from apps.pilots import selectors
from apps.pilots import services as pilots
from apps.pilots.entries import DecisionEntry, KpiEntry
from apps.pilots.models import Pilot, PilotKpi
from apps.pilots.rules import Check, Decision, Direction

# Months of work before each gate, and how far the readings have come by then, in per cent of the wished change.
WORK_DAYS = {"design": 20, "poc": 30, "field": 40, "diffusion": 20}
REACH = {"poc": 60, "field": 104, "diffusion": 108}
GOOD = 3


def open_pilot(cast: Cast, case: Case, agreement: Agreement) -> Pilot:
    staff = cast.one(Role.STAFF)
    pilot = pilots.open_pilot(agreement_id=agreement.pk, by=staff, at=case.later(days=3))
    pilots.set_kpi(
        pilot_uid=pilot.uid, entry=_kpi(case), by=staff, at=case.later(days=1), kpi_uid=uid_of("kpi", case.serial)
    )
    return pilot


def _kpi(case: Case) -> KpiEntry:
    story = case.story
    change = story.figure_wished - story.figure_today
    measured_to = date(case.at.year, case.at.month, 1)
    return KpiEntry(
        name=story.figure_name,
        unit=story.figure_unit,
        direction=Direction.UP if change > 0 else Direction.DOWN,
        baseline=story.figure_today,
        baseline_start_on=measured_to - timedelta(days=90),
        baseline_end_on=measured_to,
        baseline_evidence="최근 석 달의 현장 기록 (표본)",
        target=story.figure_wished,
        pass_mark=(story.figure_today + change * Decimal("0.7")).quantize(Decimal("0.001")),
        definition=story.figure_method,
        kpi_code=story.kpi,
    )


def pass_stage(cast: Cast, case: Case, pilot: Pilot, decision: Decision = Decision.GO) -> Pilot:
    """Work through one stage, measure, and hold its gate: staff propose, the manager confirms."""
    stage = pilot.stage
    _measure(case, pilot, stage)
    staff = cast.one(Role.STAFF)
    gate = pilots.call_gate(pilot_uid=pilot.uid, by=staff, at=case.later(days=1))
    criteria = [row for row in selectors.criteria_of(gate) if row.source == "person"]
    pilots.propose_decision(
        gate_uid=gate.uid,
        entry=DecisionEntry(
            decision=decision,
            answers={row.code: Check.MET for row in criteria if row.kind == "must"},
            points={row.code: GOOD for row in criteria if row.kind == "should"},
            reason="현장 확인과 측정값을 함께 보았습니다. (표본)",
        ),
        by=staff,
        at=case.later(hours=4),
    )
    pilots.confirm_decision(gate_uid=gate.uid, by=cast.one(Role.MANAGER), at=case.later(days=1))
    pilot.refresh_from_db()
    return pilot


def _measure(case: Case, pilot: Pilot, stage: str) -> None:
    if stage not in REACH:
        case.later(days=WORK_DAYS[stage])
        return
    story = case.story
    count = 4
    values = readings(story.figure_today, story.figure_wished, count, reach=REACH[stage])
    for kpi in PilotKpi.objects.filter(pilot=pilot):
        for number, value in enumerate(values):
            at = case.later(days=WORK_DAYS[stage] // count)
            pilots.record_reading(
                kpi_uid=kpi.uid,
                measured_on=at.date(),
                value=value,
                by=case.member,
                at=at,
                note="현장 기록에서 옮김 (표본)",
                uid=uid_of("reading", case.serial, stage, number),
            )


def finish(cast: Cast, case: Case, pilot: Pilot) -> Pilot:
    return pilots.finish(
        pilot_uid=pilot.uid,
        by=cast.one(Role.MANAGER),
        at=case.later(days=2),
        lessons="현장 담당자가 처음부터 함께한 것이 정착에 가장 도움이 되었습니다. (표본)",
    )
