"""A correction request answered: what was mended is told, and a slip of the hand does not use it up."""

from decimal import Decimal

import pytest
import time_machine
from django.urls import reverse
from rest_framework.test import APIClient

from apps.accounts.roles import Role
from apps.intake import selectors, services
from apps.intake.models import Correction
from apps.intake.selectors import pages
from apps.intake.states import State
from tests.accounts.factories import person
from tests.intake import factories
from tests.intake.factories import AT

pytestmark = pytest.mark.django_db


def asked(row, staff):
    services.request_correction(application_id=row.pk, codes=("other",), text="고쳐 주십시오.", by=staff, at=AT)


def test_an_answer_with_nothing_changed_and_nothing_said_does_not_use_the_request_up(client):
    row, staff = factories.submitted(), person(Role.STAFF)
    asked(row, staff)
    client.force_login(row.applicant)
    api = APIClient()
    api.force_authenticate(row.applicant)

    with time_machine.travel(AT):
        page = client.post(reverse("intake:submit", args=[row.uid]), {"answer": "  "})
        program = api.post(f"/api/v1/intake/applications/{row.uid}/resubmit/", {"answer": ""}, format="json")

    assert "고친 내용이 없습니다" in page.content.decode()
    assert (program.status_code, program.json()["code"]) == (422, "nothing_mended")
    assert Correction.objects.get().answered_at is None
    assert factories.fresh(row).state == State.CORRECTING


def test_whoever_screens_reads_what_was_mended(client):
    row, staff = factories.submitted(), person(Role.STAFF)
    asked(row, staff)
    mended = {"figure_today": Decimal("5.25"), "problem": "주간에도 판정이 갈립니다.", "barriers": ["infrastructure"]}
    services.save_draft(application_id=row.pk, version=row.draft_version, values=mended, by=row.applicant, at=AT)
    services.add_attachment(application_id=row.pk, file=factories.pdf(), kind="other", by=row.applicant, at=AT)
    services.resubmit(application_id=row.pk, answer="", by=row.applicant, at=AT)
    client.force_login(staff)

    (told,) = pages.corrections(factories.fresh(row), selectors.vocabulary())
    page = client.get(reverse("intake:screen", args=[row.uid])).content.decode()

    said = {str(one.label): (one.before, one.after) for one in told.changes}
    assert list(said) == ["해결하려는 문제", "현재 값", "애로사항", "첨부서류"]
    assert said["현재 값"] == ("4.8", "5.25")
    assert said["해결하려는 문제"] == (row.problem, "주간에도 판정이 갈립니다.")
    assert said["첨부서류"][0] == "–"
    assert said["첨부서류"][1].endswith("(그 밖의 서류)")
    assert "고친 내용" in page
    assert "4.8 → 5.25" in page


def test_an_answer_in_words_alone_says_that_nothing_was_mended(client):
    row, staff = factories.submitted(), person(Role.STAFF)
    asked(row, staff)
    services.resubmit(application_id=row.pk, answer="적은 값이 맞습니다.", by=row.applicant, at=AT)
    client.force_login(staff)

    page = client.get(reverse("intake:screen", args=[row.uid])).content.decode()

    assert "적은 값이 맞습니다." in page
    assert "신청서에서 고친 내용은 없습니다." in page
