import hashlib
from datetime import timedelta

import pytest

from apps.accounts.roles import Role
from apps.audit.models import Event
from apps.documents import selectors, services
from apps.documents.models import Document, Kind
from apps.documents.selectors import RENDERING_LEASE
from apps.documents.services import papers
from apps.documents.states import DocumentState
from apps.kernel import clocks
from apps.kernel.errors import NotAllowed, WrongState
from apps.workflow.models import Wait
from tests.accounts.factories import JOINED as NOW
from tests.accounts.factories import person
from tests.documents.factories import requested

pytestmark = pytest.mark.django_db


def test_rendering_stores_the_bytes_and_their_hash_once():
    document = requested(person(Role.STAFF), NOW)

    services.render(document_id=document.pk, at=NOW)
    document.refresh_from_db()
    first = document.file.read()
    services.render(document_id=document.pk, at=NOW + timedelta(hours=1))

    document.refresh_from_db()
    assert document.state == DocumentState.READY
    assert document.sha256 == hashlib.sha256(first).hexdigest()
    assert (document.attempts, document.pages, document.size) == (1, 1, len(first))
    assert first.startswith(b"%PDF-")


def test_the_day_of_issue_is_the_one_printed_however_late_the_worker_comes(client):
    document = requested(person(Role.STAFF), NOW)
    printed = f"{clocks.local_date(NOW):%Y-%m-%d}"

    services.render(document_id=document.pk, at=NOW + timedelta(days=3))

    document.refresh_from_db()
    page = client.get(f"/verify/{document.verification_code}/").content.decode()
    assert document.issued_at == NOW
    assert printed in page
    assert f"{clocks.local_date(NOW + timedelta(days=3)):%Y-%m-%d}" not in page


def test_asking_twice_for_one_number_makes_one_document():
    staff = person(Role.STAFF)
    first = requested(staff, NOW)

    again = services.request(
        Kind.RECEIPT, {}, number=first.number, name="x", subject=staff, path="/", party="org:1", by=staff, at=NOW
    )

    assert again == first
    assert Document.objects.count() == 1


def test_a_try_that_holds_the_row_keeps_others_away_until_its_lease_ends():
    document = requested(person(Role.STAFF), NOW)
    papers._take(document.pk, NOW)

    services.render(document_id=document.pk, at=NOW + timedelta(seconds=5))
    document.refresh_from_db()
    held = document.state
    services.render(document_id=document.pk, at=NOW + RENDERING_LEASE + timedelta(seconds=1))

    document.refresh_from_db()
    assert held == DocumentState.RENDERING
    assert (document.state, document.attempts) == (DocumentState.READY, 2)


def test_a_slow_try_that_is_the_first_to_finish_is_the_document():
    document = requested(person(Role.STAFF), NOW)
    slow = papers._take(document.pk, NOW)
    second = papers._take(document.pk, NOW + RENDERING_LEASE + timedelta(seconds=1))

    papers._finish(document.pk, papers._rendered(slow), NOW + 2 * RENDERING_LEASE)

    document.refresh_from_db()
    assert (second.attempts, document.state) == (2, DocumentState.READY)


def test_a_try_that_comes_back_late_writes_nothing():
    document = requested(person(Role.STAFF), NOW)
    late = papers._take(document.pk, NOW)
    rendered = papers._rendered(late)
    services.render(document_id=document.pk, at=NOW + RENDERING_LEASE + timedelta(seconds=1))
    document.refresh_from_db()
    events = Event.objects.count()

    papers._finish(document.pk, rendered, NOW)

    assert Event.objects.count() == events
    assert Document.objects.get().issued_at == document.issued_at


def test_a_sheet_that_ends_its_worker_again_and_again_is_given_up_and_staff_are_asked():
    staff = person(Role.STAFF)
    document = requested(staff, NOW)
    for round_ in range(papers.MAX_ATTEMPTS):
        assert papers._take(document.pk, NOW + round_ * RENDERING_LEASE) is not None

    services.render(document_id=document.pk, at=NOW + papers.MAX_ATTEMPTS * RENDERING_LEASE)

    document.refresh_from_db()
    assert document.state == DocumentState.FAILED
    assert document.failure
    assert Wait.objects.filter(subject_id=document.pk, party="role:staff", closed_at__isnull=True).count() == 1
    services.retry(document_id=document.pk, by=staff, at=NOW)
    services.render(document_id=document.pk, at=NOW)
    document.refresh_from_db()
    assert document.state == DocumentState.READY


def test_a_document_that_was_replaced_before_it_was_rendered_never_counts():
    staff = person(Role.STAFF)
    first = requested(staff, NOW)
    newer = services.request(
        Kind(first.kind),
        first.sheet,
        number="NEWER",
        name="x",
        subject=staff,
        path="/",
        party="org:1",
        by=staff,
        at=NOW,
    )

    services.render(document_id=newer.pk, at=NOW)
    services.render(document_id=first.pk, at=NOW)

    assert [one.state for one in Document.objects.order_by("pk")] == [DocumentState.SUPERSEDED, DocumentState.READY]


def test_a_sheet_that_cannot_be_rendered_fails_with_its_reason_and_tells_staff():
    staff = person(Role.STAFF)
    document = services.request(
        Kind.ROADMAP, {"broken": True}, number="X-1", name="x", subject=staff, path="/", party="org:1", by=staff, at=NOW
    )

    services.render(document_id=document.pk, at=NOW)

    document.refresh_from_db()
    assert document.state == DocumentState.FAILED
    assert document.failure
    assert not document.file

    services.retry(document_id=document.pk, by=staff, at=NOW)
    document.refresh_from_db()
    assert document.state == DocumentState.REQUESTED


def test_what_was_issued_can_be_replaced_or_revoked_with_a_reason_only():
    staff = person(Role.STAFF)
    document = requested(staff, NOW)

    with pytest.raises(WrongState):
        services.revoke(document_id=document.pk, by=staff, at=NOW, reason="잘못 발급")
    services.render(document_id=document.pk, at=NOW)
    with pytest.raises(NotAllowed):
        services.revoke(document_id=document.pk, by=person(Role.COMPANY), at=NOW, reason="잘못 발급")
    services.revoke(document_id=document.pk, by=staff, at=NOW, reason="잘못 발급")

    document.refresh_from_db()
    assert document.state == DocumentState.REVOKED


def test_only_the_owner_of_an_issued_number_has_it_confirmed():
    document = requested(person(Role.STAFF), NOW, party="org:7")

    assert selectors.issued(document.number, Kind.RECEIPT, "org:7") == document
    assert selectors.issued(f" {document.number} ", Kind.RECEIPT, "org:7") == document
    assert selectors.issued(document.number, Kind.RECEIPT, "org:8") is None
    assert selectors.issued(document.number, Kind.ROADMAP, "org:7") is None


def test_the_sweeper_finds_what_waits_too_long():
    document = requested(person(Role.STAFF), NOW)

    assert list(selectors.waiting(NOW - timedelta(seconds=1))) == []
    assert list(selectors.waiting(NOW)) == [{"document_id": document.pk}]


def test_the_sweeper_finds_what_a_worker_began_and_left_once_its_lease_is_over():
    document = requested(person(Role.STAFF), NOW)
    papers._take(document.pk, NOW)

    assert list(selectors.left(NOW + RENDERING_LEASE - timedelta(seconds=1))) == []
    assert list(selectors.left(NOW + RENDERING_LEASE)) == [{"document_id": document.pk}]
    assert list(selectors.waiting(NOW + RENDERING_LEASE)) == []
