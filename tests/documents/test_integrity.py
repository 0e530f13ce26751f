"""Documents and files that were lost, doubled or left lying are found, and only they."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings as project
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from apps.accounts.roles import Role
from apps.centre import seeding
from apps.centre import services as centre
from apps.centre.models import Sequence
from apps.documents import integrity, services
from apps.documents.models import Attachment, Document, Kind
from apps.documents.services import papers
from tests.accounts.factories import person
from tests.documents.factories import requested, sheet, upload

pytestmark = pytest.mark.django_db
LONG_AGO = timezone.now() - timedelta(days=3)


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def staff():
    return person(Role.STAFF)


@pytest.fixture
def document(staff):
    made = requested(staff, LONG_AGO)
    services.render(document_id=made.pk, at=LONG_AGO)
    made.refresh_from_db()
    return made


@pytest.fixture
def attachment(staff):
    return services.attach(file=upload(), kind="certificate", subject=staff, by=staff, at=LONG_AGO)


def aged(files: Path, name: str) -> None:
    """Put a file into the storage that has lain there for days."""
    default_storage.save(name, ContentFile(b"stray"))
    os.utime(files / name, (LONG_AGO.timestamp(), LONG_AGO.timestamp()))


def test_what_the_services_leave_holds_together(document, attachment, staff):
    services.remove_attachment(attachment_id=attachment.pk, by=staff, at=LONG_AGO)
    requested(person(Role.STAFF), timezone.now())

    assert list(integrity.problems()) == []


def test_missing_and_changed_files_are_found(document, attachment):
    document.file.storage.delete(document.file.name)
    Attachment.objects.update(sha256="0" * 64)

    assert list(integrity.problems()) == [
        f"{document.number}: its file is missing",
        f"attachment {attachment.uid}: its file differs from the recorded hash",
    ]


def test_files_that_no_row_knows_are_found(document, attachment, files):
    aged(files, "documents/2026/01/lost.pdf")
    aged(files, "attachments/2026/01/lost.bin")
    default_storage.save("attachments/2026/01/on-its-way.bin", ContentFile(b"its row is written in a moment"))

    assert list(integrity.problems()) == [
        "file documents/2026/01/lost.pdf: no row knows it",
        "file attachments/2026/01/lost.bin: no row knows it",
    ]


def test_documents_that_never_came_are_found(staff):
    failed, late, held = (requested(person(Role.STAFF), LONG_AGO) for _one in range(3))
    services.give_up(document_id=failed.pk, reason="표본: 글꼴이 없습니다.", at=LONG_AGO)
    papers._take(held.pk, LONG_AGO)

    assert list(integrity.problems()) == [
        f"{failed.number}: could not be made: 표본: 글꼴이 없습니다.",
        f"{late.number}: is requested since {LONG_AGO:%Y-%m-%d %H:%M}",
        f"{held.number}: is rendering since {LONG_AGO:%Y-%m-%d %H:%M}",
    ]


def test_two_valid_documents_of_one_subject_and_kind_are_found(document, staff):
    second = requested(staff, LONG_AGO)
    services.render(document_id=second.pk, at=LONG_AGO)

    assert list(integrity.problems()) == [f"accounts.user:{staff.pk} has 2 valid documents of kind receipt"]


def test_a_series_that_lies_behind_its_numbers_is_found(staff):
    seeding.load(Path(project.SEEDS_DIR), LONG_AGO)
    numbers = [centre.next_number("receipt", LONG_AGO) for _one in range(2)]
    for number in numbers:
        made = services.request(
            Kind.RECEIPT,
            sheet("receipt"),
            number=number,
            name="표본 접수증",
            subject=person(Role.STAFF),
            path="/",
            party="org:1",
            by=staff,
            at=timezone.now(),
        )
    clean = list(integrity.problems())
    Sequence.objects.update(last=1)

    assert clean == []
    assert list(integrity.problems()) == [
        f"{made.number}: was issued, but its series stands at 1 and will give it again"
    ]
    assert Document.objects.count() == 2
