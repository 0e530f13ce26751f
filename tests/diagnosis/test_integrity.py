"""Completed diagnoses without paper are found, and only they."""

from __future__ import annotations

import pytest

from apps.diagnosis import integrity
from apps.documents.models import Document
from tests.diagnosis import factories as make

pytestmark = pytest.mark.django_db


def test_what_the_services_leave_holds_together():
    make.scored()
    make.completed()

    assert list(integrity.problems()) == []


def test_a_completed_diagnosis_without_its_document_is_found():
    assessment = make.completed()
    Document.objects.update(kind="receipt")

    assert list(integrity.problems()) == [f"assessment {assessment.uid}: completed without its document"]
