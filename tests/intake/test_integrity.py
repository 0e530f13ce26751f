"""Applications without their number or receipt are found, and only they."""

from __future__ import annotations

import pytest

from apps.documents.models import Document
from apps.intake import integrity, services
from apps.intake.models import Application
from tests.intake import factories as make

pytestmark = pytest.mark.django_db


def test_what_the_services_leave_holds_together():
    make.draft()
    withdrawn = make.submitted()
    services.withdraw(application_id=withdrawn.pk, reason="표본", by=withdrawn.applicant, at=make.AT)
    make.admitted()

    assert list(integrity.problems()) == []


def test_what_was_taken_over_needs_no_receipt_of_ours():
    taken_over = make.submitted()
    Document.objects.filter(subject_id=taken_over.pk).delete()
    Application.objects.filter(pk=taken_over.pk).update(former_number="2025-17")

    assert list(integrity.problems()) == []


def test_a_lost_number_a_lost_receipt_and_another_receipt_are_found():
    numberless, without, other = make.submitted(), make.submitted(), make.submitted()
    services.withdraw(application_id=numberless.pk, reason="표본", by=numberless.applicant, at=make.AT)
    Application.objects.filter(pk=numberless.pk).update(receipt_number=None)
    Document.objects.filter(subject_id=without.pk).update(subject_label="intake.call")
    Document.objects.filter(subject_id=other.pk).update(number="SAX-2026-A-999999")

    assert list(integrity.problems()) == [
        f"application {numberless.uid}: handed in without a receipt number",
        f"{without.receipt_number}: handed in without a receipt that bears its number",
        f"{other.receipt_number}: handed in without a receipt that bears its number",
    ]
