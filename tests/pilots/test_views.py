"""Pages of pilots, as each person sees them."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from apps.accounts.models import Access
from apps.accounts.roles import Role
from apps.directory.models import Site
from apps.documents import services as documents
from apps.pilots.models import Gate, GateCondition, GateCriterion, Pilot, PilotKpi, Reading
from apps.pilots.rules import Decision, Stage
from apps.pilots.states import GateState, PilotState
from tests.accounts.factories import person
from tests.counting import counted
from tests.documents import files
from tests.pilots import factories
from tests.pilots.factories import KPI, NOW

pytestmark = pytest.mark.django_db
SOON = f"{timezone.localdate() + timedelta(days=30)}"
PAGES = ("pilot", "readings", "history")


@pytest.fixture
def who():
    return factories.people()


def text(answer) -> str:
    return answer.content.decode()


def votes(gate: Gate, decision: str = "go", **changes: str) -> dict[str, str]:
    """The proposal form filled in: everything met and at its best."""
    given = {"decision": decision, "reason": ""}
    for row in GateCriterion.objects.filter(stage=gate.stage, version=gate.criteria_version):
        given[f"criterion_{row.code}"] = "met" if row.kind == GateCriterion.Kind.MUST else "4"
    return {**given, **changes}


def test_staff_begin_a_pilot_from_the_list(client, who):
    signed = factories.agreement(who)
    client.force_login(who.staff)

    page = text(client.get(reverse("pilots:list")))
    answer = client.post(reverse("pilots:begin", args=[signed.uid]))

    assert signed.brief.title in page
    assert answer.url == Pilot.objects.get().get_absolute_url()


def test_the_page_of_a_pilot_names_the_site_that_was_applied_for(client, who):
    one = factories.pilot(who)
    application = one.agreement.brief.application
    application.site = Site.objects.create(
        company_id=application.company_id, kind=Site.Kind.FACTORY, name="둘째 공장", address="온돌로 12"
    )
    application.save(update_fields=["site"])
    client.force_login(who.member)

    assert "둘째 공장 · 온돌로 12" in text(client.get(one.get_absolute_url()))


def test_a_company_sets_its_kpi_from_its_own_application(client, who):
    one = factories.pilot(who)
    address = reverse("pilots:kpi-new", args=[one.uid])
    client.force_login(who.member)

    page = text(client.get(f"{address}?from=0"))
    answer = client.post(address, {**KPI, "uid": uuid4()})

    assert 'value="4.800"' in page
    assert answer.status_code == 302
    assert list(PilotKpi.objects.values_list("name", "baseline_end_on")) == [("외관 불량률", NOW.date())]


def test_a_kpi_with_a_wrong_mark_is_said_beside_its_field(client, who):
    one = factories.pilot(who)
    client.force_login(who.member)

    answer = client.post(reverse("pilots:kpi-new", args=[one.uid]), {**KPI, "pass_mark": "5"})

    assert answer.status_code == 422
    assert answer.context["form"].errors["pass_mark"] == ["합격 기준은 기준값보다 좋아야 합니다."]
    assert PilotKpi.objects.count() == 0


def test_a_kpi_is_changed_and_taken_out(client, who):
    one = factories.pilot(who)
    row = factories.kpi(one, who)
    client.force_login(who.staff)

    page = text(client.get(reverse("pilots:kpi", args=[row.uid])))
    client.post(reverse("pilots:kpi", args=[row.uid]), {**KPI, "target": "2.0"})
    asked = client.get(reverse("pilots:kpi-remove", args=[row.uid]))
    changed = PilotKpi.objects.get().target
    client.post(reverse("pilots:kpi-remove", args=[row.uid]))

    assert 'value="2026-05-31"' in page
    assert (asked.status_code, str(changed)) == (200, "2.0000")
    assert PilotKpi.objects.count() == 0


def test_a_company_records_a_reading_with_its_file(client, who):
    one = factories.at_stage(Stage.POC, who)
    row = one.kpis.get()
    client.force_login(who.member)
    file = SimpleUploadedFile("측정표.pdf", files.pdf(), content_type="application/pdf")
    given = {"uid": uuid4(), "kpi": row.uid, "measured_on": "2026-07-15", "value": "2.9", "note": "2교대", "file": file}

    answer = client.post(reverse("pilots:reading", args=[one.uid]), given)

    reading = Reading.objects.get(note="2교대")
    assert answer.status_code == 302
    assert client.get(reverse("pilots:attachment", args=[reading.uid])).status_code == 409
    documents.inspect(attachment_id=reading.attachment_id, at=reading.recorded_at)
    download = client.get(reverse("pilots:attachment", args=[reading.uid]))
    assert b"".join(download.streaming_content).startswith(b"%PDF")
    assert "측정표.pdf" in text(client.get(reverse("pilots:readings", args=[one.uid])))


def test_a_reading_in_the_future_is_said_on_the_page_and_kept_in_the_form(client, who):
    one = factories.at_stage(Stage.POC, who)
    client.force_login(who.member)
    given = {"uid": uuid4(), "kpi": one.kpis.get().uid, "measured_on": "2999-01-01", "value": "2.9"}

    answer = client.post(reverse("pilots:reading", args=[one.uid]), given)

    assert answer.status_code == 422
    assert answer.context["form"].errors["measured_on"]
    assert 'value="2999-01-01"' in text(answer)
    assert Reading.objects.count() == 1


def test_a_broken_file_is_refused_beside_its_field(client, who):
    one = factories.at_stage(Stage.POC, who)
    client.force_login(who.member)
    file = SimpleUploadedFile("측정표.pdf", b"not a document", content_type="application/pdf")
    given = {"uid": uuid4(), "kpi": one.kpis.get().uid, "measured_on": "2026-07-15", "value": "2.9", "file": file}

    answer = client.post(reverse("pilots:reading", args=[one.uid]), given)

    assert answer.status_code == 422
    assert answer.context["form"].errors["file"]
    assert Reading.objects.count() == 1


def test_a_reading_is_withdrawn_with_a_reason(client, who):
    one = factories.at_stage(Stage.POC, who)
    reading = Reading.objects.get()
    address = reverse("pilots:withdraw", args=[reading.uid])
    client.force_login(who.member)

    empty = client.post(address, {"reason": ""})
    client.post(address, {"reason": "다른 라인"})

    assert empty.status_code == 422
    assert Reading.objects.get().withdrawn_reason == "다른 라인"
    assert "다른 라인" in text(client.get(reverse("pilots:readings", args=[one.uid])))


def test_a_gate_goes_through_three_people(client, who):
    one = factories.pilot(who)
    factories.kpi(one, who)
    client.force_login(who.member)
    client.post(reverse("pilots:call-gate", args=[one.uid]))
    gate = Gate.objects.get()
    waiting = text(client.get(gate.get_absolute_url()))

    client.force_login(who.staff)
    form = text(client.get(gate.get_absolute_url()))
    client.post(gate.get_absolute_url(), votes(gate))
    proposed = text(client.get(gate.get_absolute_url()))
    client.force_login(who.manager)
    client.post(reverse("pilots:confirm", args=[gate.uid]))

    assert "센터가 판정을 준비하고 있습니다" in waiting
    assert "criterion_data_lawful" in form
    assert "제안한 사람은 확정할 수 없습니다" in proposed
    gate.refresh_from_db()
    assert (gate.state, gate.decision, Pilot.objects.get().stage) == (GateState.DECIDED, "go", "poc")


def test_what_readings_answer_cannot_be_overruled_in_the_form(client, who):
    one = factories.at_stage(Stage.FIELD, who, value="4.0")
    gate = factories.called(one, who)
    client.force_login(who.staff)

    answer = client.post(gate.get_absolute_url(), votes(gate))

    assert answer.status_code == 422
    assert answer.context["form"].errors["reason"]
    assert Gate.objects.get(pk=gate.pk).state == GateState.OPEN


def test_a_conditional_go_shows_its_conditions_until_they_are_met(client, who):
    one = factories.at_stage(Stage.POC, who)
    gate = factories.called(one, who)
    client.force_login(who.staff)
    given = votes(gate, "conditional", reason="보완", condition_1="조명 가림막 설치", due_1=SOON)
    client.post(gate.get_absolute_url(), given)
    client.force_login(who.manager)
    client.post(reverse("pilots:confirm", args=[gate.uid]))
    condition = GateCondition.objects.get()

    before = text(client.get(one.get_absolute_url()))
    client.post(reverse("pilots:meet", args=[condition.uid]), {"note": "설치함"})

    assert "이행할 조건" in before
    assert "이행할 조건" not in text(client.get(one.get_absolute_url()))


def test_a_proposal_is_sent_back_with_a_reason(client, who):
    one = factories.at_stage(Stage.POC, who)
    gate = factories.proposed(one, who)
    client.force_login(who.manager)

    client.post(reverse("pilots:send-back", args=[gate.uid]), {"reason": ""})
    kept = Gate.objects.get(pk=gate.pk).state
    client.post(reverse("pilots:send-back", args=[gate.uid]), {"reason": "근거 보완"})

    assert kept == GateState.PROPOSED
    assert Gate.objects.get(pk=gate.pk).state == GateState.OPEN


def test_a_pilot_on_hold_is_resumed_on_its_page(client, who):
    one = factories.at_stage(Stage.POC, who)
    factories.decided(one, who, Decision.HOLD, reason="설비 고장")
    client.force_login(who.staff)

    page = text(client.get(one.get_absolute_url()))
    client.post(reverse("pilots:resume", args=[one.uid]), {"reason": "수리 끝남"})

    assert "보류된 과제입니다" in page
    assert Pilot.objects.get().state == PilotState.ACTIVE


def test_a_manager_finishes_and_the_company_downloads_the_certificate(client, who):
    one = factories.at_stage(Stage.DIFFUSION, who)
    factories.decided(one, who)
    client.force_login(who.manager)
    assert "실증 마치기" in text(client.get(one.get_absolute_url()))
    client.post(reverse("pilots:finish", args=[one.uid]), {"lessons": "조명을 먼저 고정"})
    one = factories.fresh(one)
    client.force_login(who.member)

    waiting = text(client.get(reverse("pilots:certificate-status", args=[one.uid])))
    early = client.get(reverse("pilots:certificate", args=[one.uid]))
    documents.render(document_id=one.certificate_id, at=NOW)
    ready = text(client.get(reverse("pilots:certificate-status", args=[one.uid])))
    download = client.get(reverse("pilots:certificate", args=[one.uid]))

    assert "data-poll" in waiting
    assert early.status_code == 409
    assert "data-poll" not in ready
    assert b"".join(download.streaming_content).startswith(b"%PDF")


def test_a_pilot_without_a_certificate_has_none_to_download(client, who):
    one = factories.pilot(who)
    client.force_login(who.member)

    assert client.get(reverse("pilots:certificate", args=[one.uid])).status_code == 404


def test_what_belongs_to_others_does_not_exist(client, who):
    one = factories.at_stage(Stage.POC, who)
    gate = factories.called(one, who)
    stranger = factories.people()
    factories.pilot(stranger)
    client.force_login(stranger.member)
    reading, row = Reading.objects.get(), one.kpis.get()
    addresses = [
        *(reverse(f"pilots:{name}", args=[one.uid]) for name in PAGES),
        gate.get_absolute_url(),
        reverse("pilots:certificate", args=[one.uid]),
        reverse("pilots:certificate-status", args=[one.uid]),
        reverse("pilots:attachment", args=[reading.uid]),
        reverse("pilots:withdraw", args=[reading.uid]),
        reverse("pilots:kpi", args=[row.uid]),
        reverse("pilots:kpi-remove", args=[row.uid]),
        reverse("pilots:kpi-new", args=[one.uid]),
    ]

    assert {client.get(address).status_code for address in addresses} == {404}
    assert client.post(reverse("pilots:reading", args=[one.uid]), {}).status_code == 404
    assert client.post(reverse("pilots:call-gate", args=[one.uid])).status_code == 404


def test_the_city_reads_results_without_persons(client, who):
    one = factories.at_stage(Stage.POC, who)
    client.force_login(person(Role.OFFICIAL))

    pages = [text(client.get(reverse(f"pilots:{name}", args=[one.uid]))) for name in PAGES]

    assert all("외관 불량률" in page for page in pages)
    assert not any(user.name in page for user in (who.staff, who.manager, who.member) for page in pages)
    assert not any(reverse("pilots:reading", args=[one.uid]) in page for page in pages)


def test_looking_at_people_is_logged(client, who):
    one = factories.at_stage(Stage.POC, who)
    client.force_login(who.staff)

    client.get(reverse("pilots:readings", args=[one.uid]))

    assert Access.objects.filter(actor_id=who.staff.pk, persons=[who.member.pk]).exists()


@pytest.mark.parametrize("name", ["begin", "meet", "confirm", "send-back", "resume", "finish"])
def test_acts_of_the_centre_are_closed_to_companies(client, who, name):
    factories.pilot(who)
    client.force_login(who.member)

    assert client.post(reverse(f"pilots:{name}", args=[uuid4()])).status_code == 403


def test_a_company_does_not_propose_its_own_decision(client, who):
    one = factories.at_stage(Stage.POC, who)
    gate = factories.called(one, who)
    client.force_login(who.member)

    assert client.post(gate.get_absolute_url(), votes(gate)).status_code == 403
    assert Gate.objects.get(pk=gate.pk).state == GateState.OPEN


def test_the_list_costs_the_same_at_one_row_and_at_thirty(client, who):
    factories.pilot(who)
    client.force_login(person(Role.OFFICIAL))
    client.get(reverse("pilots:list"))
    one = counted(lambda: client.get(reverse("pilots:list")))
    for _number in range(29):
        factories.pilot(who)

    thirty = counted(lambda: client.get(reverse("pilots:list")))

    assert thirty == one
    assert thirty.queries <= 15


@pytest.mark.parametrize("name", PAGES)
def test_pages_of_a_pilot_cost_the_same_queries_with_more_readings(client, who, name):
    one = factories.at_stage(Stage.POC, who)
    factories.called(one, who)
    row = one.kpis.get()
    address = reverse(f"pilots:{name}", args=[one.uid])
    client.force_login(who.staff)
    client.get(address)
    few = counted(lambda: client.get(address))
    for number in range(19):
        factories.read(row, who, "2.9", days=31 + number)

    many = counted(lambda: client.get(address))

    assert many.queries == few.queries
    assert many.queries <= 15


def test_an_ended_pilot_asks_its_company_to_agree_and_shows_the_case_to_all(client, who):
    one = factories.at_stage(Stage.POC, who)
    factories.consent_texts()
    factories.decided(one, who, Decision.STOP, reason="멈춥니다.")
    address = reverse("pilots:agree-to-case", args=[one.uid])

    client.force_login(who.staff)
    to_staff = text(client.get(one.get_absolute_url()))
    client.force_login(who.member)
    to_company = text(client.get(one.get_absolute_url()))
    agreed = client.post(address)
    after = text(client.get(one.get_absolute_url()))

    assert "동의하지 않아 공개하지 않았습니다" in to_staff
    assert address not in to_staff
    assert address in to_company
    assert "우수사례 공개 동의" in to_company
    assert agreed.url == one.get_absolute_url()
    assert "공개한 사례 보기" in after
    assert address not in after
