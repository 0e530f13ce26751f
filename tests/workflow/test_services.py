from datetime import timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.db.utils import DatabaseError

from apps.accounts.roles import Role
from apps.audit import selectors as audit
from apps.audit import services as audit_services
from apps.audit.models import Event, Seal
from apps.documents.models import Document
from apps.documents.states import DocumentState
from apps.kernel.errors import NotAllowed, WrongState
from apps.workflow import news, selectors, services
from apps.workflow.models import Delivery, Wait
from tests.accounts.factories import JOINED as NOW
from tests.accounts.factories import person
from tests.documents.factories import requested

pytestmark = pytest.mark.django_db


@pytest.fixture
def document() -> Document:
    return requested(person(Role.STAFF), NOW)


def test_firing_writes_state_event_and_changes_together(document):
    services.fire(document, "start", by=None, at=NOW, attempts=1)

    document.refresh_from_db()
    event = audit.history(document).last()
    assert (document.state, document.attempts) == (DocumentState.RENDERING, 1)
    assert (event.action, event.before, event.after) == ("start", {"state": "requested"}, {"state": "rendering"})
    assert event.actor_label == "system"


def test_a_refused_act_writes_nothing(document):
    with pytest.raises(WrongState):
        services.fire(document, "retry", by=None, at=NOW)
    services.fire(document, "fail", by=None, at=NOW)
    with pytest.raises(NotAllowed):
        services.fire(document, "retry", by=person(Role.COMPANY), at=NOW)

    document.refresh_from_db()
    assert document.state == DocumentState.FAILED
    assert [event.action for event in audit.history(document)] == ["request", "fail"]


def test_an_act_that_needs_a_reason_is_refused_without_one(document):
    staff = person(Role.STAFF)
    services.fire(document, "start", by=None, at=NOW)
    services.fire(document, "ready", by=None, at=NOW, sha256="0" * 64, issued_at=NOW)

    with pytest.raises(services.ReasonMissing) as refusal:
        services.fire(document, "revoke", by=staff, at=NOW, reason="  ")

    assert refusal.value.field == "reason"


def test_entering_a_state_opens_its_wait_and_leaving_closes_it(document):
    services.fire(document, "fail", by=None, at=NOW)
    opened = list(selectors.open_waits(["role:staff"]).values_list("what", flat=True))
    services.fire(document, "retry", by=person(Role.STAFF), at=NOW)

    assert opened == ["문서 작성 실패 확인"]
    assert not selectors.open_waits(["role:staff"]).exists()
    assert Wait.objects.get().closed_at == NOW


def test_available_actions_are_those_the_person_may_make(document):
    services.fire(document, "fail", by=None, at=NOW)

    assert [one.action for one in selectors.available_actions(document, person(Role.STAFF))] == ["retry"]
    assert selectors.available_actions(document, person(Role.COMPANY)) == []


def test_news_is_told_once_and_asked_again_after_a_failure(document, monkeypatch):
    monkeypatch.setitem(news.LISTENERS, ("documents.document", "fail"), ["tests.hear"])
    services.fire(document, "fail", by=None, at=NOW)
    delivery = Delivery.objects.get()
    heard = []

    def broken(_delivery: Delivery) -> None:
        raise RuntimeError("no")

    services.deliver(delivery_id=delivery.pk, handler=broken, at=NOW + timedelta(minutes=1))
    too_soon = list(selectors.waiting_deliveries("tests.hear", NOW))
    waiting = list(selectors.waiting_deliveries("tests.hear", NOW + timedelta(minutes=2)))
    for _time in range(2):
        services.deliver(delivery_id=delivery.pk, handler=heard.append, at=NOW + timedelta(minutes=3))

    delivery.refresh_from_db()
    assert (too_soon, waiting) == ([], [{"delivery_id": delivery.pk}])
    assert len(heard) == 1
    assert (heard[0].event_at, heard[0].tried_at) == (NOW, NOW + timedelta(minutes=1))
    assert (delivery.state, delivery.attempts) == (Delivery.State.DONE, 1)


def test_reminders_are_taken_once(document):
    services.open_wait(
        document, key="x", party="role:staff", what="확인", path="/", at=NOW, due_at=NOW + timedelta(hours=3)
    )

    assert [wait.key for wait in services.mark_reminded(at=NOW)] == ["x"]
    assert services.mark_reminded(at=NOW) == []


def test_events_chain_and_a_seal_covers_them(document):
    services.fire(document, "fail", by=None, at=NOW)
    audit_services.seal(at=NOW)
    services.fire(document, "retry", by=None, at=NOW)
    audit_services.seal(at=NOW + timedelta(days=1))

    assert list(audit.broken_chains()) == []
    assert list(audit.broken_seals()) == []
    assert Seal.objects.order_by("pk").last().chains == len(audit.heads(10**9))


def test_the_database_refuses_to_change_an_event(document):
    with pytest.raises(DatabaseError), transaction.atomic():
        Event.objects.update(action="forged")


@pytest.mark.skipif("connection.vendor != 'postgresql'")
def test_an_event_cannot_be_deleted_on_postgresql(document):
    with pytest.raises(DatabaseError), transaction.atomic():
        Event.objects.all().delete()


def test_a_forged_event_shows_in_the_check(document):
    drop = {"postgresql": "DROP TRIGGER audit_event_append_only ON audit_event"}
    with connection.cursor() as cursor:
        cursor.execute(drop.get(connection.vendor, "DROP TRIGGER audit_event_append_only"))
    event = audit.history(document).get()
    audit_services.seal(at=NOW)
    Event.objects.filter(pk=event.pk).update(action="forged", hash="0" * 64)

    assert list(audit.broken_chains()) == [("documents.document", document.pk, 1)]
    assert [seal.pk for seal in audit.broken_seals()] == [Seal.objects.get().pk]


def test_the_upgrade_takes_the_moment_of_news_from_its_event(document, monkeypatch):
    monkeypatch.setitem(news.LISTENERS, ("documents.document", "fail"), ["tests.hear"])
    services.fire(document, "fail", by=None, at=NOW)
    Delivery.objects.update(event_at=NOW + timedelta(days=1), tried_at=NOW + timedelta(days=1))

    import_module("apps.workflow.migrations.0003_moment_of_news").take_from_events(apps, None)

    assert Delivery.objects.get().event_at == NOW
