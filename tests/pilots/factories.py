"""Signed agreements and pilots in every stage, on rows of the floors below."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.conf import settings

from apps.accounts import seeding as accounts_seeding
from apps.accounts import services as accounts
from apps.accounts.models import User
from apps.accounts.roles import Role
from apps.catalogue.models import Kpi
from apps.consortia.models import Agreement, Brief, BriefRole, Proposal, Signature
from apps.consortia.states import AgreementState, BriefState, ProposalState
from apps.diagnosis.models import Assessment, Instrument
from apps.directory.models import Organisation
from apps.intake.models import Application, Call, Programme
from apps.intake.states import CallState, Door, State
from apps.notices import seeding as notices
from apps.notices.models import NoticeText
from apps.pilots import seeding, services
from apps.pilots.entries import DecisionEntry, KpiEntry
from apps.pilots.models import Gate, GateCriterion, Pilot, PilotKpi, StageGuide
from apps.pilots.rules import Check, Condition, Decision, Direction, Stage
from apps.roadmaps.models import ImpactWeights, PlannedAction, Roadmap
from tests.accounts.factories import person
from tests.catalogue.factories import ActionFactory, KpiFactory
from tests.directory import factories as directory
from tests.seeds import once

NOW = datetime(2026, 6, 1, 1, 0, tzinfo=UTC)
START, END = date(2026, 6, 1), date(2027, 3, 1)
DAY = timedelta(days=1)
# What a person types about a KPI.
KPI = {
    "name": "외관 불량률",
    "unit": "%",
    "direction": "down",
    "measure": "latest",
    "baseline": "4.8",
    "baseline_start_on": "2026-03-01",
    "baseline_end_on": "2026-05-31",
    "baseline_evidence": "검사일지(표본)",
    "target": "2.4",
    "pass_mark": "3.2",
}
_count = iter(range(1, 1_000_000))


def consent_texts() -> None:
    """The texts that people agree to."""
    accounts_seeding.load(settings.SEEDS_DIR, NOW)


def agree_to_case(member: User) -> None:
    """A company's person agrees that its pilots are published."""
    consent_texts()
    accounts.give_consent(user=member, code="case_publication", at=NOW)


@dataclass(frozen=True, slots=True)
class People:
    """Who stands around a pilot."""

    staff: User
    manager: User
    member: User
    professor: User


def seeded() -> None:
    """Codes, the centre, the gate criteria and the words of messages."""
    if not NoticeText.objects.exists():
        once("notices", lambda: notices.load(settings.SEEDS_DIR, NOW), [NoticeText])
    directory.seeded()
    if not GateCriterion.objects.exists():
        once("pilots", lambda: seeding.load(settings.SEEDS_DIR, NOW), [StageGuide, GateCriterion])


def people() -> People:
    """A staff member, a manager, a company's person and a professor, without organisations yet."""
    return People(person(Role.STAFF), person(Role.MANAGER), person(Role.COMPANY), person(Role.UNIVERSITY))


def agreement(who: People | None = None, *, state: str = AgreementState.ACTIVE, **changes: Any) -> Agreement:
    """A signed agreement of a company with a laboratory and a supplier."""
    seeded()
    who = who or people()
    company = directory.company(by=who.member)
    number = next(_count)
    brief = _brief(company, who, number)
    laboratory = directory.partner("laboratory", member=who.professor)
    for position, (role, organisation) in enumerate(
        [(BriefRole.Code.LEAD_LAB, laboratory), (BriefRole.Code.SUPPLIER, directory.partner("supplier"))], start=1
    ):
        _accepted(brief, position, role, organisation, who)
    values = {
        "brief": brief,
        "company": company,
        "number": f"TEST-AG-{number:06d}",
        "state": state,
        "starts_on": START,
        "ends_on": END,
        "support_krw": 75_000_000,
        "company_cash_krw": 15_000_000,
        "company_in_kind_krw": 10_000_000,
        "drafted_by": who.staff,
        "drafted_at": NOW,
        "centre_signatory": who.manager,
        "centre_signed_at": NOW,
    }
    made = Agreement.objects.create(**{**values, **changes})
    Signature.objects.create(agreement=made, organisation=company, signatory=who.member, signed_at=NOW)
    return made


def pilot(who: People | None = None, **changes: Any) -> Pilot:
    """A pilot just begun, without KPIs."""
    who = who or people()
    begun = services.open_pilot(agreement_id=agreement(who, **changes).pk, by=who.staff, at=NOW)
    return fresh(begun)


def entry(**changes: Any) -> KpiEntry:
    """A falling share of defects: 4.8 % now, 2.4 % wanted, 3.2 % needed."""
    values = {
        "name": "외관 불량률",
        "unit": "%",
        "direction": Direction.DOWN,
        "baseline": Decimal("4.8"),
        "baseline_start_on": date(2026, 3, 1),
        "baseline_end_on": date(2026, 6, 1),
        "baseline_evidence": "검사일지 3개월(표본)",
        "target": Decimal("2.4"),
        "pass_mark": Decimal("3.2"),
    }
    return KpiEntry(**{**values, **changes})


def kpi(one: Pilot, who: People, **changes: Any) -> PilotKpi:
    return services.set_kpi(pilot_uid=one.uid, entry=entry(**changes), by=who.staff, at=NOW)


def decision(gate: Gate, what: Decision = Decision.GO, **changes: Any) -> DecisionEntry:
    """Every must-meet met and every should-meet at its best, unless told otherwise."""
    rows = GateCriterion.objects.filter(stage=gate.stage, version=gate.criteria_version)
    values: dict[str, Any] = {
        "decision": what,
        "answers": {row.code: Check.MET for row in rows if row.kind == GateCriterion.Kind.MUST},
        "points": {row.code: 4 for row in rows if row.kind == GateCriterion.Kind.SHOULD},
    }
    return DecisionEntry(**{**values, **changes})


def called(one: Pilot, who: People, *, at: datetime = NOW) -> Gate:
    return services.call_gate(pilot_uid=one.uid, by=who.member, at=at)


def proposed(one: Pilot, who: People, what: Decision = Decision.GO, *, at: datetime = NOW, **changes: Any) -> Gate:
    gate = called(one, who, at=at)
    return services.propose_decision(gate_uid=gate.uid, entry=decision(gate, what, **changes), by=who.staff, at=at)


def decided(one: Pilot, who: People, what: Decision = Decision.GO, *, at: datetime = NOW, **changes: Any) -> Gate:
    gate = proposed(one, who, what, at=at, **changes)
    return services.confirm_decision(gate_uid=gate.uid, by=who.manager, at=at)


def condition(text: str = "표본: 조명 가림막 설치", days: int = 14) -> Condition:
    return Condition(text, NOW.date() + timedelta(days=days))


def read(row: PilotKpi, who: People, value: str, /, *, days: int = 30, **changes: Any) -> None:
    at = NOW + days * DAY
    services.record_reading(
        **{"kpi_uid": row.uid, "measured_on": at.date(), "value": Decimal(value), "by": who.member, "at": at, **changes}
    )


def at_stage(stage: Stage, who: People | None = None, *, value: str = "3.0", **changes: Any) -> Pilot:
    """A pilot with one KPI that has come as far as `stage`; measured once after design."""
    who = who or people()
    one = pilot(who)
    row = kpi(one, who, **changes)
    for passing in list(Stage)[: list(Stage).index(stage)]:
        decided(one, who)
        if passing is Stage.DESIGN:
            read(row, who, value)
    return fresh(one)


def finished(who: People | None = None) -> Pilot:
    """A pilot through all its gates, its certificate asked for."""
    who = who or people()
    one = at_stage(Stage.DIFFUSION, who)
    decided(one, who)
    services.finish(pilot_uid=one.uid, lessons="표본: 조명을 먼저 고정하십시오.", by=who.manager, at=NOW + 200 * DAY)
    return fresh(one)


def catalogue_kpi(code: str = "defect_rate") -> Kpi:
    return KpiFactory(code=code, name_ko="외관 불량률")


def fresh(one: Pilot) -> Pilot:
    return Pilot.objects.select_related("company", "agreement", "certificate").get(pk=one.pk)


def _brief(company: Organisation, who: People, number: int) -> Brief:
    application = _application(company, who, number)
    planned = _planned(company, application, who, number)
    return Brief.objects.create(
        number=f"TEST-B-{number:06d}",
        application=application,
        roadmap=planned.roadmap,
        planned_action=planned,
        company=company,
        state=BriefState.AGREED,
        title=f"표본 외관 검사 실증 {number}",
        summary="표본: 사진으로 흠집을 찾아 사람에게 알립니다.",
        months=9,
        budget_krw=100_000_000,
        opened_by=who.staff,
        opened_at=NOW,
    )


def _application(company: Organisation, who: People, number: int) -> Application:
    programme, _created = Programme.objects.get_or_create(
        code="demonstration", defaults={"door": Door.DEMONSTRATION, "name_ko": "표본 실증", "name_en": "Sample"}
    )
    call, _created = Call.objects.get_or_create(
        programme=programme, defaults={"title_ko": "표본 상시 실증", "opens_at": NOW, "state": CallState.OPEN}
    )
    return Application.objects.create(
        call=call,
        door=Door.DEMONSTRATION,
        company=company,
        applicant=who.member,
        state=State.SELECTED,
        published_at=NOW,
        receipt_number=f"TEST-D-{number:06d}",
        problem="표본: 교대마다 외관 검사 판정이 다릅니다.",
        figure_name="외관 불량률",
        figure_unit="%",
        figure_today=Decimal("4.8"),
        figure_wished=Decimal("2.4"),
        created_at=NOW,
        changed_at=NOW,
        submitted_at=NOW,
    )


def _planned(company: Organisation, application: Application, who: People, number: int) -> PlannedAction:
    instrument, _created = Instrument.objects.get_or_create(
        code="test", version=1, defaults={"content": {}, "state": "published", "published_at": NOW}
    )
    weights, _created = ImpactWeights.objects.get_or_create(
        version="test", defaults={"name_ko": "표본", "source": "가정", "content": {}, "published_at": NOW}
    )
    assessment = Assessment.objects.create(
        application=application, company=company, instrument=instrument, opened_at=NOW
    )
    roadmap = Roadmap.objects.create(
        assessment=assessment,
        company=company,
        application=application,
        author=who.staff,
        weights=weights,
        starts_on=START,
        inputs={},
        created_at=NOW,
    )
    return PlannedAction.objects.create(
        roadmap=roadmap,
        action=ActionFactory(code=f"T{number}", name_ko="표본 외관 검사기"),
        action_version=1,
        horizon="short",
        start_month=1,
        months=3,
        staff_months=Decimal("2.0"),
        cost_krw=100_000_000,
        impact=Decimal("12.5"),
        choice=PlannedAction.Choice.SOLVER,
        reasons=[],
        position=1,
    )


def _accepted(brief: Brief, position: int, role: str, organisation: Organisation, who: People) -> None:
    part = BriefRole.objects.create(
        brief=brief,
        position=position,
        role=role,
        organisation_kind=organisation.kind,
        months_needed=Decimal("3.0"),
        budget_krw=20_000_000,
    )
    Proposal.objects.create(
        brief=brief,
        brief_role=part,
        organisation=organisation,
        company=brief.company,
        state=ProposalState.ACCEPTED,
        months=Decimal("3.0"),
        budget_krw=20_000_000,
        due_at=NOW,
        proposed_by=who.staff,
        proposed_at=NOW,
        answered_at=NOW,
    )
