"""Beginning, KPIs, readings, gates and endings."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction

from apps.accounts.roles import Role
from apps.audit.models import Event
from apps.catalogue.models import ActionEffect, PublishedCase
from apps.consortia.models import Agreement
from apps.consortia.states import AgreementState
from apps.documents.models import Document
from apps.kernel.errors import NotAllowed, NotFound, WrongState
from apps.notices.models import Notice
from apps.pilots import services
from apps.pilots.errors import (
    AlreadyMet,
    AlreadyWithdrawn,
    BadDecision,
    BadKpi,
    BadReading,
    ConditionsOpen,
    GateBarred,
    KpisFixed,
    NotSigned,
    TooEarly,
)
from apps.pilots.models import Gate, GateCondition, Pilot, PilotKpi, Reading
from apps.pilots.rules import Check, Condition, Decision, Direction, Measure, Stage
from apps.pilots.states import GateState, PilotState
from apps.workflow.models import Wait
from apps.workflow.services import ReasonMissing
from tests.accounts.factories import person
from tests.documents.factories import minimal_pdf
from tests.pilots import factories
from tests.pilots.factories import DAY, NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def who():
    return factories.people()


def waits() -> set[tuple[str, str]]:
    return set(Wait.objects.filter(closed_at=None, subject_label__startswith="pilots.").values_list("party", "what"))


def test_a_pilot_takes_over_what_was_agreed_and_asks_for_its_kpis(who):
    signed = factories.agreement(who)

    one = services.open_pilot(agreement_id=signed.pk, by=who.staff, at=NOW)

    assert (one.title, one.company, one.stage, one.state) == (signed.brief.title, signed.company, "design", "active")
    assert (one.starts_on, one.ends_on) == (signed.starts_on, signed.ends_on)
    assert waits() == {("role:staff", "성과지표를 정하고 기술설계 심의를 열어 주십시오")}
    assert Notice.objects.filter(kind="pilots.opened", to=who.member).count() == 1


def test_an_agreement_has_one_pilot_however_often_it_is_begun(who):
    signed = factories.agreement(who)

    first = services.open_pilot(agreement_id=signed.pk, by=who.staff, at=NOW)
    second = services.open_pilot(agreement_id=signed.pk, by=who.manager, at=NOW)

    assert first.pk == second.pk
    assert Pilot.objects.count() == 1


def test_an_agreement_not_signed_by_all_begins_nothing(who):
    draft = factories.agreement(who, state=AgreementState.SIGNED)

    with pytest.raises(NotSigned):
        services.open_pilot(agreement_id=draft.pk, by=who.staff, at=NOW)
    with pytest.raises(NotAllowed):
        services.open_pilot(agreement_id=draft.pk, by=who.member, at=NOW)
    with pytest.raises(NotFound):
        services.open_pilot(agreement_id=0, by=who.staff, at=NOW)

    assert Pilot.objects.count() == 0


def test_kpis_are_set_changed_and_taken_out_before_work_begins(who):
    one = factories.pilot(who)
    row = factories.kpi(one, who)
    other = factories.kpi(one, who, name="검사 시간", unit="초")

    services.set_kpi(
        pilot_uid=one.uid, kpi_uid=row.uid, entry=factories.entry(target=Decimal("2.0")), by=who.member, at=NOW
    )
    services.remove_kpi(kpi_uid=other.uid, by=who.member, at=NOW)

    assert list(one.kpis.values_list("name", "target")) == [("외관 불량률", Decimal("2.0000"))]
    assert factories.fresh(one).kpis_total == 1


def test_a_kpi_sent_twice_is_one(who):
    one = factories.pilot(who)
    given = {"pilot_uid": one.uid, "kpi_uid": one.uid, "entry": factories.entry(), "by": who.member, "at": NOW}

    services.set_kpi(**given)
    services.set_kpi(**given)

    assert PilotKpi.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"pass_mark": Decimal("5")}, ["pass_mark"]),
        ({"target": Decimal("9")}, ["target"]),
        ({"direction": Direction.UP}, ["target"]),
        ({"baseline_evidence": " "}, ["baseline_evidence"]),
        ({"baseline_end_on": date(2026, 3, 1)}, ["baseline_end_on"]),
        ({"kpi_code": "nowhere", "name": ""}, ["name", "kpi_code"]),
    ],
)
def test_a_kpi_that_could_not_be_judged_is_refused_field_by_field(who, changes, fields):
    one = factories.pilot(who)

    with pytest.raises(BadKpi) as refusal:
        factories.kpi(one, who, **changes)

    assert [problem.field for problem in refusal.value.problems] == fields
    assert PilotKpi.objects.count() == 0


def test_two_kpis_of_a_pilot_differ_in_name(who):
    one = factories.pilot(who)
    factories.kpi(one, who)

    with pytest.raises(BadKpi):
        factories.kpi(one, who)


def test_the_database_too_keeps_the_pass_mark_between_baseline_and_target(who):
    row = factories.kpi(factories.pilot(who), who)

    with pytest.raises(IntegrityError), transaction.atomic():
        PilotKpi.objects.filter(pk=row.pk).update(pass_mark=Decimal("1.0"))


def test_only_people_of_the_case_set_kpis(who):
    one = factories.pilot(who)
    given = {"pilot_uid": one.uid, "entry": factories.entry(), "at": NOW}

    with pytest.raises(NotFound):
        services.set_kpi(**given, by=factories.people().member)
    with pytest.raises(NotAllowed):
        services.set_kpi(**given, by=who.professor)

    assert PilotKpi.objects.count() == 0


def test_proposing_the_design_gate_fixes_the_kpis(who):
    one = factories.pilot(who)
    row = factories.kpi(one, who)

    factories.proposed(one, who)

    assert factories.fresh(one).kpis_fixed_at == NOW
    with pytest.raises(KpisFixed):
        services.set_kpi(pilot_uid=one.uid, kpi_uid=row.uid, entry=factories.entry(), by=who.member, at=NOW)
    with pytest.raises(KpisFixed):
        services.remove_kpi(kpi_uid=row.uid, by=who.staff, at=NOW)


def test_a_design_gate_sent_back_or_repeated_opens_the_kpis_again(who):
    one = factories.pilot(who)
    factories.kpi(one, who)
    gate = factories.proposed(one, who)

    services.send_back(gate_uid=gate.uid, reason="기준값 근거 보완", by=who.manager, at=NOW)
    assert factories.fresh(one).kpis_fixed_at is None
    assert Notice.objects.filter(kind="pilots.sent_back", to=who.staff).count() == 1

    services.propose_decision(
        gate_uid=gate.uid,
        entry=factories.decision(gate, Decision.RECYCLE, reason="다시 설계"),
        by=who.staff,
        at=NOW,
    )
    services.confirm_decision(gate_uid=gate.uid, by=who.manager, at=NOW)

    assert (factories.fresh(one).kpis_fixed_at, factories.fresh(one).stage) == (None, "design")
    assert ("role:staff", "성과지표를 정하고 기술설계 심의를 열어 주십시오") in waits()


def test_nothing_is_measured_before_the_design_gate_is_passed(who):
    one = factories.pilot(who)
    row = factories.kpi(one, who)

    with pytest.raises(TooEarly):
        factories.read(row, who, "4.0")

    assert Reading.objects.count() == 0


def test_a_reading_moves_the_kpi_its_pilot_and_the_next_due_day(who):
    one = factories.at_stage(Stage.POC, who, value="4.0")
    row = one.kpis.get()
    assert (row.verdict, row.attainment_bp, one.kpis_failed) == ("fail", 3_333, 1)

    factories.read(row, who, "2.4", days=60)

    row.refresh_from_db()
    one = factories.fresh(one)
    assert (row.verdict, row.value, row.attainment_bp, row.readings_count) == ("pass", Decimal("2.4000"), 10_000, 2)
    assert (one.kpis_passed, one.kpis_failed) == (1, 0)
    assert one.last_reading_on == (NOW + 60 * DAY).date()
    wait = Wait.objects.get(party=f"org:{one.company_id}", closed_at=None)
    assert wait.due_at == NOW + 90 * DAY


def test_a_mean_is_taken_over_all_readings(who):
    one = factories.at_stage(Stage.POC, who, value="4.0", measure=Measure.MEAN)
    row = one.kpis.get()

    factories.read(row, who, "2.0", days=60)

    row.refresh_from_db()
    assert (row.value, row.verdict) == (Decimal("3.0000"), "pass")


def test_a_reading_sent_twice_is_one(who):
    one = factories.at_stage(Stage.POC, who)
    row = one.kpis.get()

    factories.read(row, who, "2.9", days=40, uid=one.uid)
    factories.read(row, who, "2.9", days=40, uid=one.uid)

    assert row.readings.count() == 2


def test_the_laboratory_may_record_and_a_stranger_may_not(who):
    row = factories.at_stage(Stage.POC, who).kpis.get()

    factories.read(row, who, "2.9", days=40, by=who.professor)
    with pytest.raises(NotFound):
        factories.read(row, who, "2.8", days=41, by=person(Role.UNIVERSITY))
    with pytest.raises(NotAllowed):
        factories.read(row, who, "2.8", days=41, by=person(Role.OFFICIAL))

    assert row.readings.count() == 2


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"measured_on": date(2026, 7, 30)}, "measured_on"),
        ({"measured_on": date(2026, 5, 31)}, "measured_on"),
        ({"value": Decimal("1e15")}, "value"),
        ({"value": Decimal("NaN")}, "value"),
    ],
)
def test_a_reading_from_the_future_the_past_or_out_of_scale_is_refused(who, changes, field):
    row = factories.at_stage(Stage.POC, who).kpis.get()

    with pytest.raises(BadReading) as refusal:
        factories.read(row, who, "2.9", **changes)

    assert [problem.field for problem in refusal.value.problems] == [field]
    assert row.readings.count() == 1


def test_a_reading_keeps_its_file(who):
    row = factories.at_stage(Stage.POC, who).kpis.get()
    file = SimpleUploadedFile("측정표.pdf", minimal_pdf("sample"), content_type="application/pdf")

    factories.read(row, who, "2.9", days=40, file=file)

    assert row.readings.order_by("-pk").first().attachment.original_name == "측정표.pdf"


def test_a_withdrawn_reading_no_longer_counts_and_says_why(who):
    one = factories.at_stage(Stage.POC, who, value="4.0")
    row = one.kpis.get()
    factories.read(row, who, "2.0", days=60)
    wrong = row.readings.order_by("-pk").first()

    with pytest.raises(BadReading):
        services.withdraw_reading(reading_uid=wrong.uid, reason=" ", by=who.member, at=NOW)
    services.withdraw_reading(reading_uid=wrong.uid, reason="다른 라인의 값", by=who.member, at=NOW)

    row.refresh_from_db()
    assert (row.value, row.verdict, row.readings_count) == (Decimal("4.0000"), "fail", 1)
    assert Reading.objects.get(pk=wrong.pk).withdrawn_reason == "다른 라인의 값"
    with pytest.raises(AlreadyWithdrawn):
        services.withdraw_reading(reading_uid=wrong.uid, reason="다시", by=who.member, at=NOW)


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


def test_a_hold_waits_and_is_taken_up_again(who):
    one = factories.at_stage(Stage.POC, who)
    factories.decided(one, who, Decision.HOLD, reason="설비 고장")
    assert factories.fresh(one).state == PilotState.ON_HOLD
    assert {party for party, _what in waits()} == {"role:staff"}

    with pytest.raises(GateBarred):
        factories.called(one, who)
    with pytest.raises(WrongState):
        factories.read(one.kpis.get(), who, "2.0", days=50)
    with pytest.raises(ReasonMissing):
        services.resume(pilot_uid=one.uid, reason="", by=who.staff, at=NOW)
    services.resume(pilot_uid=one.uid, reason="수리 끝남", by=who.staff, at=NOW)

    assert (factories.fresh(one).state, factories.fresh(one).stage) == (PilotState.ACTIVE, "poc")
    assert factories.decided(one, who).round == 2


def test_a_stop_ends_the_agreement_and_leaves_its_reason_to_others(who):
    one = factories.at_stage(Stage.POC, who)

    factories.decided(one, who, Decision.STOP, reason="조도 편차를 줄일 수 없었습니다.")

    one = factories.fresh(one)
    case = PublishedCase.objects.get(source_uid=one.uid)
    assert (one.state, one.ended_at) == (PilotState.STOPPED, NOW)
    assert (case.outcome, case.lessons) == ("stopped", "조도 편차를 줄일 수 없었습니다.")
    assert ActionEffect.objects.filter(source_uid=one.uid).count() == 0
    assert Agreement.objects.values_list("state", "outcome").get(pk=one.agreement_id) == ("ended", "stopped")
    assert waits() == set()


def test_finishing_certifies_records_effects_and_publishes_the_case(who):
    factories.catalogue_kpi("defect_rate")
    one = factories.at_stage(Stage.DIFFUSION, who, kpi_code="defect_rate")
    factories.decided(one, who)
    at = NOW + 200 * DAY

    services.finish(pilot_uid=one.uid, lessons="조명을 먼저 고정", by=who.manager, at=at)

    one = factories.fresh(one)
    sheet = Document.objects.get(number=one.certificate_number).sheet
    effect = ActionEffect.objects.get(source_uid=one.uid)
    case = PublishedCase.objects.get(source_uid=one.uid)
    assert (one.state, one.ended_at, one.certificate.kind) == (PilotState.FINISHED, at, "certificate")
    assert [(row["result"], row["passed"]) for row in sheet["kpis"]] == [("3", True)]
    assert [row["name"] for row in sheet["stages"]] == ["기술설계", "기술검증", "현장실증", "확산"]
    assert (effect.kpi.code, effect.typical, effect.basis) == ("defect_rate", Decimal("1.8"), "measured")
    assert (case.outcome, case.lessons, case.is_sample) == ("finished", "조명을 먼저 고정", True)
    assert one.company.name_ko not in case.company_label
    assert Agreement.objects.values_list("state", "outcome").get(pk=one.agreement_id) == ("ended", "passed")
    assert waits() == set()


def test_finishing_twice_issues_one_certificate(who):
    one = factories.finished(who)

    with pytest.raises(WrongState):
        services.finish(pilot_uid=one.uid, by=who.manager, at=NOW)

    assert Document.objects.filter(kind="certificate").count() == 1


def test_a_pilot_before_its_last_gate_is_not_finished(who):
    one = factories.at_stage(Stage.DIFFUSION, who)

    with pytest.raises(NotAllowed, match="확산 단계의 심의"):
        services.finish(pilot_uid=one.uid, by=who.manager, at=NOW)

    assert (factories.fresh(one).state, Document.objects.filter(kind="certificate").count()) == ("active", 0)


def test_a_pilot_with_an_open_condition_is_not_finished(who):
    one = factories.at_stage(Stage.DIFFUSION, who)
    factories.decided(one, who, Decision.CONDITIONAL, reason="문서", conditions=(factories.condition(),))

    with pytest.raises(ConditionsOpen):
        services.finish(pilot_uid=one.uid, by=who.manager, at=NOW)

    assert factories.fresh(one).certificate_number == ""


def test_only_a_manager_finishes(who):
    one = factories.at_stage(Stage.DIFFUSION, who)
    factories.decided(one, who)

    with pytest.raises(NotAllowed):
        services.finish(pilot_uid=one.uid, by=who.staff, at=NOW)

    assert factories.fresh(one).state == PilotState.ACTIVE
