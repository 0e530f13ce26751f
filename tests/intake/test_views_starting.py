"""How a new application begins: with an earlier one's words, and beside what similar companies solved."""

from uuid import uuid4

import pytest
from django.conf import settings
from django.urls import reverse

from apps.catalogue import seeding as catalogue_seeding
from apps.intake import services
from apps.intake.models import Application
from tests.intake.factories import AT, call, draft, submitted

pytestmark = pytest.mark.django_db


def url(name, *args):
    return reverse(f"intake:{name}", args=args)


def test_an_earlier_application_is_offered_and_copied_in_the_page(client):
    earlier = submitted()
    client.force_login(earlier.applicant)
    address = url("new", call("demonstration-rolling-2026").uid)
    assert earlier.receipt_number in client.get(address).content.decode()

    uid = uuid4()
    begun = client.post(address, {"uid": uid, "copied_from": earlier.uid})
    page = client.get(begun.url).content.decode()
    strange = client.post(address, {"uid": uuid4(), "copied_from": uuid4()})

    assert Application.objects.get(uid=uid).problem == earlier.problem
    assert earlier.problem in page
    assert strange.status_code == 422


def test_use_cases_of_the_industry_stand_beside_the_problem(client):
    row = draft()
    catalogue_seeding.load(settings.SEEDS_DIR, AT)
    client.force_login(row.applicant)

    page = client.get(url("edit", row.uid, "problem")).content.decode()

    assert "비슷한 기업이 풀어 본 문제" in page
    assert "비전 외관·결함 검사" in page


def test_a_second_draft_to_a_call_leads_to_the_one_there_is(client):
    row = draft()
    client.force_login(row.applicant)
    address = url("new", row.call.uid)

    asked = client.get(address, follow=True)
    sent = client.post(address, {"uid": uuid4()})

    there = url("edit", row.uid, "problem")
    assert asked.redirect_chain == [(there, 302)]
    assert "이 모집공고에 쓰던 신청서가 있습니다." in asked.content.decode()
    assert sent.url == there
    assert Application.objects.count() == 1


def test_a_step_counts_as_done_only_when_something_is_written_in_it(client):
    row = draft(papers=False, barriers=[])
    client.force_login(row.applicant)
    address, who = url("check", row.uid), {"by": row.applicant, "at": AT}

    before = [one.state for one in client.get(address).context["steps"]]
    services.save_draft(
        application_id=row.pk, version=row.draft_version, values={"process_note": "손으로 잽니다."}, **who
    )
    after = [one.state for one in client.get(address).context["steps"]]

    assert before == ["done", "todo", "todo", "current"]
    assert after == ["done", "done", "todo", "current"]
