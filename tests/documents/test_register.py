"""The centre's register: what went wrong is mended, what was wrong is taken back."""

import pytest
from django.urls import reverse
from rest_framework.test import APIClient

from apps.accounts.roles import Role
from apps.documents import services
from apps.documents.models import Document
from apps.workflow.models import Wait
from tests.accounts.factories import JOINED as NOW
from tests.accounts.factories import person
from tests.documents.factories import requested

pytestmark = pytest.mark.django_db


def failed() -> Document:
    document = requested(person(Role.STAFF), NOW)
    services.give_up(document_id=document.pk, reason="글꼴 없음", at=NOW)
    document.refresh_from_db()
    return document


def issued() -> Document:
    document = requested(person(Role.STAFF), NOW)
    services.render(document_id=document.pk, at=NOW)
    document.refresh_from_db()
    return document


@pytest.fixture
def desk(client):
    client.force_login(person(Role.STAFF))
    return client


def test_a_failed_document_of_any_kind_is_made_again_where_its_wait_leads(desk):
    document = failed()
    wait = Wait.objects.get(subject_label="documents.document", closed_at=None)

    page = desk.get(wait.path)
    answer = desk.post(reverse("documents:retry", args=[document.uid]), follow=True)

    document.refresh_from_db()
    assert "글꼴 없음" in page.content.decode()
    assert (answer.status_code, document.state) == (200, "requested")
    assert not Wait.objects.filter(closed_at=None).exists()


def test_a_document_is_taken_back_with_a_reason_and_verifies_as_revoked(desk):
    document = issued()
    address = reverse("documents:revoke", args=[document.uid])

    without = desk.post(address, {"reason": " "})
    done = desk.post(address, {"reason": "금액이 잘못되었습니다."}, follow=True)

    assert (without.status_code, done.status_code) == (422, 200)
    assert "금액이 잘못되었습니다." in done.content.decode()
    assert (
        "효력이 없습니다" in desk.get(reverse("documents:verify", args=[document.verification_code])).content.decode()
    )
    assert desk.post(address, {"reason": "다시"}).status_code == 409


def test_the_register_is_searched_and_opens_papers(desk):
    document, other = issued(), failed()

    rows = desk.get(reverse("documents:register"), {"number": document.number, "state": "ready"}).context["rows"]

    assert [row["uid"] for row in rows] == [document.uid]
    assert desk.get(reverse("documents:paper", args=[document.uid])).getvalue().startswith(b"%PDF")
    assert desk.get(reverse("documents:paper", args=[other.uid])).status_code == 409


@pytest.mark.parametrize("role", [Role.COMPANY, Role.CONSULTANT, Role.SUPPLIER, Role.OFFICIAL])
def test_others_do_not_see_the_register(client, role):
    document = failed()
    client.force_login(person(role))
    api = APIClient()
    api.force_authenticate(person(role))

    for name in ("document", "paper"):
        assert client.get(reverse(f"documents:{name}", args=[document.uid])).status_code == 403
    assert client.get(reverse("documents:register")).status_code == 403
    assert api.get("/api/v1/documents/").data["results"] == []
    assert api.post(f"/api/v1/documents/{document.uid}/retry/").status_code == 404


def test_programs_mend_and_take_back_too():
    broken, good = failed(), issued()
    api = APIClient()
    api.force_authenticate(person(Role.MANAGER))

    assert api.post(f"/api/v1/documents/{broken.uid}/retry/").data["state"] == "requested"
    assert api.post(f"/api/v1/documents/{broken.uid}/retry/").status_code == 409
    assert api.post(f"/api/v1/documents/{good.uid}/revoke/", {}).status_code == 400
    assert api.post(f"/api/v1/documents/{good.uid}/revoke/", {"reason": "오기"}).data["state"] == "revoked"
    assert [row["number"] for row in api.get("/api/v1/documents/?state=revoked").data["results"]] == [good.number]


@pytest.mark.parametrize("written", ["{code}", "{bare}", " {lower} ", "{spaced}"])
def test_a_code_is_found_however_it_is_typed(client, written):
    document = issued()
    code = document.verification_code
    typed = written.format(code=code, bare=code.replace("-", ""), lower=code.lower(), spaced=code.replace("-", " "))

    answer = client.get(reverse("documents:find"), {"code": typed})

    assert answer.url == reverse("documents:verify", args=[code])
