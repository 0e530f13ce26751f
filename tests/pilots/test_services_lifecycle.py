"""How a pilot begins, waits and ends."""

from __future__ import annotations

from decimal import Decimal

import pytest

from apps.accounts import selectors as people
from apps.accounts import services as accounts
from apps.catalogue.models import ActionEffect, PublishedCase
from apps.consortia.models import Agreement
from apps.consortia.states import AgreementState
from apps.documents.models import Document
from apps.kernel.errors import NotAllowed, NotFound, WrongState
from apps.pilots import services
from apps.pilots.errors import (
    ConditionsOpen,
    GateBarred,
    NotSigned,
)
from apps.pilots.models import Pilot
from apps.pilots.rules import Decision, Stage
from apps.pilots.states import PilotState
from apps.workflow.models import Wait
from apps.workflow.services import ReasonMissing
from tests.pilots import factories
from tests.pilots.factories import DAY, NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def who():
    return factories.people()


def waits() -> set[tuple[str, str]]:
    return set(Wait.objects.filter(closed_at=None, subject_label__startswith="pilots.").values_list("party", "what"))


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
    factories.agree_to_case(who.member)

    factories.decided(one, who, Decision.STOP, reason="조도 편차를 줄일 수 없었습니다.")

    one = factories.fresh(one)
    case = PublishedCase.objects.get(source_uid=one.uid)
    assert (one.state, one.ended_at) == (PilotState.STOPPED, NOW)
    assert (case.outcome, case.lessons) == ("stopped", "조도 편차를 줄일 수 없었습니다.")
    assert ActionEffect.objects.filter(source_uid=one.uid).count() == 0
    assert Agreement.objects.values_list("state", "outcome").get(pk=one.agreement_id) == ("ended", "stopped")
    assert waits() == set()


def test_without_the_companys_consent_nothing_is_published_until_it_agrees(who):
    one = factories.at_stage(Stage.POC, who)
    factories.consent_texts()

    with pytest.raises(WrongState):
        services.agree_to_case(pilot_uid=one.uid, by=who.member, at=NOW)
    factories.decided(one, who, Decision.STOP, reason="조도 편차를 줄일 수 없었습니다.")
    assert PublishedCase.objects.count() == 0

    with pytest.raises(NotAllowed):
        services.agree_to_case(pilot_uid=one.uid, by=who.manager, at=NOW)
    assert PublishedCase.objects.count() == 0

    services.agree_to_case(pilot_uid=one.uid, by=who.member, at=NOW + DAY)

    case = PublishedCase.objects.get(source_uid=one.uid)
    assert (case.lessons, case.published_at) == ("조도 편차를 줄일 수 없었습니다.", NOW + DAY)
    assert people.consents_of(who.member)["case_publication"].given_at == NOW + DAY


def test_a_consent_that_was_taken_back_publishes_nothing(who):
    one = factories.at_stage(Stage.POC, who)
    factories.agree_to_case(who.member)
    accounts.revoke_consent(user=who.member, code="case_publication", at=NOW)

    factories.decided(one, who, Decision.STOP, reason="멈춥니다.")

    assert PublishedCase.objects.count() == 0


def test_finishing_certifies_records_effects_and_publishes_the_case(who):
    factories.catalogue_kpi("defect_rate")
    one = factories.at_stage(Stage.DIFFUSION, who, kpi_code="defect_rate")
    factories.decided(one, who)
    factories.agree_to_case(who.member)
    at = NOW + 200 * DAY

    services.finish(pilot_uid=one.uid, lessons="조명을 먼저 고정", by=who.manager, at=at)

    one = factories.fresh(one)
    sheet = Document.objects.get(number=one.certificate_number).sheet
    effect = ActionEffect.objects.get(source_uid=one.uid)
    assert effect.unit == "%p"
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

    with pytest.raises(WrongState, match="확산 단계의 심의"):
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
