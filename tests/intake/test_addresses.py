"""A file is reached through its own application only: one's own address does not open another company's file."""

from __future__ import annotations

import pytest
from django.urls import reverse
from rest_framework.test import APIClient

from apps.documents.models import Attachment
from apps.intake import services
from tests.intake.factories import AT, draft, inspect_all, pdf

pytestmark = pytest.mark.django_db


def with_file():
    """A draft with a file, and the file."""
    row = draft()
    file = services.add_attachment(
        application_id=row.pk, file=pdf(), kind="business_registration", by=row.applicant, at=AT
    )
    return row, file


def page(row, file, name="attachment"):
    return reverse(f"intake:{name}", args=[row.uid, file.uid])


def route(row, file):
    return reverse("intake-api:attachment", args=[row.uid, file.uid])


@pytest.fixture
def two():
    """One's own draft with its file, and another company's."""
    return *with_file(), *with_file()


def test_the_own_file_is_shown_and_taken_out(two, client):
    row, file, _other, _strange = two
    inspect_all()
    client.force_login(row.applicant)
    api = APIClient()
    api.force_authenticate(row.applicant)

    shown = [client.get(page(row, file)).status_code, api.get(route(row, file)).status_code]
    removed = api.delete(route(row, file)).status_code

    assert (shown, removed) == ([200, 200], 204)


@pytest.mark.parametrize("through", ["own application", "its application"])
def test_another_companys_file_is_neither_shown_nor_taken_out(two, client, through):
    own, _file, other, strange = two
    row = own if through == "own application" else other
    client.force_login(own.applicant)
    api = APIClient()
    api.force_authenticate(own.applicant)

    answers = [
        client.get(page(row, strange)).status_code,
        client.post(page(row, strange, "remove-attachment")).status_code,
        api.get(route(row, strange)).status_code,
        api.delete(route(row, strange)).status_code,
    ]

    assert answers == [404, 404, 404, 404]
    assert not Attachment.objects.filter(removed_at__isnull=False).exists()
