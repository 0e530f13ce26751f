"""What an applicant agrees to when handing in: asked by the programme, kept by its version, in the receipt."""

import pytest
from django.urls import reverse
from rest_framework.test import APIClient

from apps.accounts import selectors as people
from apps.accounts import services as accounts
from apps.accounts.roles import Role
from apps.documents.models import Document, Kind
from apps.intake import selectors, services
from apps.intake.errors import Incomplete, UnknownConsent
from apps.intake.states import State
from tests.accounts.factories import optional_text, person
from tests.intake import factories
from tests.intake.factories import AT

pytestmark = pytest.mark.django_db
CALLS = ("diagnosis-rolling-2026", "demonstration-rolling-2026")


def asking(*, required: bool):
    row = factories.draft()
    optional_text()
    row.call.settings["consents"] = [{"code": "newsletter", "required": required}]
    row.call.save(update_fields=["settings"])
    return row


def test_what_is_agreed_to_stands_by_its_version_and_in_the_receipt():
    row = asking(required=False)

    services.submit(application_id=row.pk, by=row.applicant, at=AT, consents=["newsletter"])

    assert people.consents_of(row.applicant)["newsletter"].given_at == AT
    sheet = Document.objects.get(kind=Kind.RECEIPT).sheet
    assert [(one["name"], one["version"]) for one in sheet["consents"]] == [("표본 소식 받기 동의", "1")]


def test_what_is_optional_never_blocks():
    row = asking(required=False)

    services.submit(application_id=row.pk, by=row.applicant, at=AT)

    assert people.consents_of(row.applicant) == {}
    assert Document.objects.get(kind=Kind.RECEIPT).sheet["consents"] == []


def test_what_must_be_agreed_to_is_named_and_nothing_is_written():
    row = asking(required=True)

    with pytest.raises(Incomplete) as refusal:
        services.submit(application_id=row.pk, by=row.applicant, at=AT)

    assert [one.field for one in refusal.value.problems] == ["consents"]
    assert (factories.fresh(row).state, people.consents_of(row.applicant)) == (State.DRAFT, {})


def test_a_consent_the_call_does_not_ask_for_is_refused():
    row = asking(required=False)

    with pytest.raises(UnknownConsent):
        services.submit(application_id=row.pk, by=row.applicant, at=AT, consents=["privacy"])

    assert factories.fresh(row).state == State.DRAFT


def test_the_page_says_what_must_be_ticked(client):
    row = asking(required=True)
    client.force_login(row.applicant)

    page = client.get(reverse("intake:check", args=[row.uid])).content.decode()
    refused = client.post(reverse("intake:submit", args=[row.uid]))
    done = client.post(reverse("intake:submit", args=[row.uid]), {"consents": ["newsletter"]})

    assert "표본 소식 받기 동의 (필수)" in page
    assert refused.status_code == 422
    assert "동의해야 제출할 수 있습니다: 표본 소식 받기 동의" in refused.content.decode()
    assert (done.status_code, factories.fresh(row).state) == (302, State.SUBMITTED)


def test_programs_read_what_is_asked_and_send_what_is_agreed_to():
    row = asking(required=True)
    api = APIClient()
    api.force_authenticate(row.applicant)
    address = f"/api/v1/intake/applications/{row.uid}/submit/"

    asked = api.get(f"/api/v1/intake/calls/{row.call.uid}/").json()["consents"]
    refused = api.post(address, {}, format="json")
    done = api.post(address, {"consents": ["newsletter"]}, format="json")

    assert [(one["code"], one["version"], one["required"]) for one in asked] == [("newsletter", 1, True)]
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "consents")
    assert (done.status_code, done.json()["state"]) == (200, "submitted")


def test_staff_see_what_was_agreed_to_and_when(client):
    row = asking(required=False)
    services.submit(application_id=row.pk, by=row.applicant, at=AT)
    client.force_login(person(Role.STAFF))

    refused = client.get(reverse("intake:screen", args=[row.uid])).content.decode()
    accounts.give_consent(user=row.applicant, code="newsletter", at=AT)
    agreed = client.get(reverse("intake:screen", args=[row.uid])).content.decode()

    assert "표본 소식 받기 동의</dt><dd>동의하지 않음" in refused
    assert "표본 소식 받기 동의</dt><dd>2026-06-01 10:00" in agreed


def test_the_seeded_programmes_ask_for_what_review_needs_and_offer_publication():
    asked = {code: selectors.asked_consents(factories.call(code).settings) for code in CALLS}

    assert {code: [(text.code, must) for text, must in texts] for code, texts in asked.items()} == {
        "diagnosis-rolling-2026": [("review_use", True)],
        "demonstration-rolling-2026": [("case_publication", False), ("review_use", True)],
    }


def test_who_screens_sees_which_version_was_agreed_to_when_the_text_has_changed_since(client):
    row = asking(required=False)
    services.submit(application_id=row.pk, by=row.applicant, at=AT, consents=["newsletter"])
    client.force_login(person(Role.STAFF))
    screen = reverse("intake:screen", args=[row.uid])

    before = client.get(screen).content.decode()
    optional_text(version=2)
    after = client.get(screen).content.decode()

    assert "10:00, 1판" in before
    assert "지금 글은" not in before
    assert "10:00, 1판" in after
    assert "지금 글은 2판" in after


def test_settings_name_the_version_that_will_be_asked(client):
    row = asking(required=False)
    client.force_login(person(Role.MANAGER))
    code = row.call.programme.code

    client.post(reverse("intake:draft-settings", args=[code]))
    page = client.get(reverse("intake:edit-settings", args=[code])).content.decode()

    assert "표본 소식 받기 동의 (1판)" in page
