"""Issued roadmaps that contradict their papers or each other are found, and only they."""

from __future__ import annotations

import pytest

from apps.accounts.roles import Role
from apps.documents import services as documents
from apps.documents.models import Document
from apps.documents.states import DocumentState
from apps.roadmaps import integrity, services
from apps.roadmaps.models import Roadmap
from tests.accounts.factories import person
from tests.roadmaps import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def two():
    """An issued roadmap, on paper, and the version that replaced it."""
    first = make.issued()
    documents.render(document_id=first.document_id, at=make.AT)
    second = services.revise(roadmap_id=first.pk, by=person(Role.STAFF), at=make.AT + 4 * make.HOUR)
    author = second.author
    services.plan(roadmap_id=second.pk, by=author, at=make.AT + 5 * make.HOUR)
    services.propose(roadmap_id=second.pk, by=author, at=make.AT + 5 * make.HOUR)
    services.approve(roadmap_id=second.pk, by=person(Role.MANAGER), at=make.AT + 6 * make.HOUR)
    services.issue(roadmap_id=second.pk, by=person(Role.STAFF), at=make.AT + 7 * make.HOUR)
    return Roadmap.objects.get(pk=first.pk), Roadmap.objects.get(pk=second.pk)


def test_what_the_services_leave_holds_together(two):
    assert list(integrity.problems()) == []


def test_a_roadmap_with_the_document_of_another_is_found(two):
    first, second = two
    Roadmap.objects.filter(pk=second.pk).update(document=first.document)

    assert list(integrity.problems()) == [f"{second.number}: issued without its document"]


def test_a_replaced_roadmap_whose_document_still_counts_is_found(two):
    first, _second = two
    Document.objects.filter(pk=first.document_id).update(state=DocumentState.READY)

    assert list(integrity.problems()) == [
        f"{first.number}: replaced by a newer version, but its document is still valid"
    ]


def test_two_roadmaps_in_force_for_one_application_are_found(two):
    first, _second = two
    Roadmap.objects.update(state="issued")

    assert list(integrity.problems()) == [f"{first.application.receipt_number}: 2 roadmaps are in force"]
