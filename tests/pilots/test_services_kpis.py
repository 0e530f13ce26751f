"""KPIs fixed before work begins, and readings afterwards."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction

from apps.accounts.roles import Role
from apps.kernel.errors import NotAllowed, NotFound, UidTaken
from apps.notices.models import Notice
from apps.pilots import services
from apps.pilots.errors import (
    AlreadyWithdrawn,
    BadKpi,
    BadReading,
    KpisFixed,
    TooEarly,
)
from apps.pilots.models import PilotKpi, Reading
from apps.pilots.rules import Decision, Direction, Measure, Stage
from apps.workflow.models import Wait
from tests.accounts.factories import person
from tests.documents import files
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
        ({"value": Decimal(-5)}, "value"),
        ({"value": Decimal("100.1")}, "value"),
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
    file = SimpleUploadedFile("측정표.pdf", files.pdf(), content_type="application/pdf")

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


def test_identifiers_of_another_pilots_rows_are_refused():
    who, others = factories.people(), factories.people()
    theirs = factories.kpi(factories.pilot(others), others)
    one = factories.pilot(who)

    with pytest.raises(UidTaken):
        services.set_kpi(pilot_uid=one.uid, kpi_uid=theirs.uid, entry=factories.entry(), by=who.member, at=NOW)

    assert not one.kpis.exists()
