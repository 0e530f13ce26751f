"""The command asks every app and says what it found, app by app."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from apps.documents.models import Document
from apps.intake.models import Application
from tests.intake import factories as intake

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def test_a_sound_centre_has_nothing_to_report():
    intake.submitted()
    Document.objects.update(touched_at="2999-01-01T00:00:00Z")
    said = StringIO()

    call_command("check_integrity", stdout=said)

    assert said.getvalue() == "no contradictions found\n"


def test_every_app_names_its_own_and_the_command_fails():
    row = intake.submitted()
    Application.objects.filter(pk=row.pk).update(receipt_number="SAX-2026-A-000099")
    said = StringIO()

    with pytest.raises(CommandError, match="2 contradictions found"):
        call_command("check_integrity", stdout=said)

    documents, application = said.getvalue().splitlines()
    assert documents.startswith(f"documents: {row.receipt_number}: is requested since 2026-06-01")
    assert application == "intake: SAX-2026-A-000099: handed in without a receipt that bears its number"
