"""Waits that do not fit their rows and news that was never told are found, and only they."""

from __future__ import annotations

from datetime import timedelta

import pytest

from apps.accounts.roles import Role
from apps.workflow import integrity, news, services
from apps.workflow.models import Delivery, Wait
from tests.accounts.factories import JOINED as NOW
from tests.accounts.factories import person
from tests.documents.factories import requested

pytestmark = pytest.mark.django_db


@pytest.fixture
def failed(monkeypatch):
    """A document whose failure staff are waited for, and which one job is to hear of."""
    monkeypatch.setitem(news.LISTENERS, ("documents.document", "fail"), ["tests.hear"])
    document = requested(person(Role.STAFF), NOW)
    services.fire(document, "fail", by=None, at=NOW)
    return document


def test_what_the_services_leave_holds_together(failed):
    assert list(integrity.problems()) == []


def test_a_lost_wait_and_a_wait_on_nothing_are_found(failed):
    Wait.objects.update(subject_id=failed.pk + 1)

    assert list(integrity.problems()) == [
        f"documents.document:{failed.pk} waits for [], its state asks for ['role:staff']",
        f"documents.document:{failed.pk + 1} is waited on but does not exist",
    ]


def test_news_that_was_given_up_is_found(failed):
    def deaf(_delivery: Delivery) -> None:
        raise RuntimeError("not now")

    delivery = Delivery.objects.get()
    for minute in range(services.MAX_ATTEMPTS):
        services.deliver(delivery_id=delivery.pk, handler=deaf, at=NOW + timedelta(minutes=minute))

    assert list(integrity.problems()) == [
        f"tests.hear was never told of fail of documents.document:{failed.pk}: RuntimeError('not now')"
    ]
