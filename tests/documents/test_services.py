import hashlib
from datetime import timedelta
from uuid import UUID

import pytest

from apps.accounts.roles import Role
from apps.audit.models import Event
from apps.documents import selectors, services
from apps.documents.models import Attachment, Document, Kind
from apps.documents.states import AttachmentState, DocumentState
from apps.kernel import clocks
from apps.kernel.errors import NotAllowed, UidTaken, WrongState
from apps.workflow.models import Wait
from tests.accounts.factories import JOINED as NOW
from tests.accounts.factories import person
from tests.documents.factories import requested, upload

pytestmark = pytest.mark.django_db
UID = UUID(int=7)


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
    services._take(document.pk, NOW)

    services.render(document_id=document.pk, at=NOW + timedelta(seconds=5))
    document.refresh_from_db()
    held = document.state
    services.render(document_id=document.pk, at=NOW + services.LEASE + timedelta(seconds=1))

    document.refresh_from_db()
    assert held == DocumentState.RENDERING
    assert (document.state, document.attempts) == (DocumentState.READY, 2)


def test_a_slow_try_that_is_the_first_to_finish_is_the_document():
    document = requested(person(Role.STAFF), NOW)
    slow = services._take(document.pk, NOW)
    second = services._take(document.pk, NOW + services.LEASE + timedelta(seconds=1))

    services._finish(document.pk, services._rendered(slow), NOW + 2 * services.LEASE)

    document.refresh_from_db()
    assert (second.attempts, document.state) == (2, DocumentState.READY)


def test_a_try_that_comes_back_late_writes_nothing():
    document = requested(person(Role.STAFF), NOW)
    late = services._take(document.pk, NOW)
    rendered = services._rendered(late)
    services.render(document_id=document.pk, at=NOW + services.LEASE + timedelta(seconds=1))
    document.refresh_from_db()
    events = Event.objects.count()

    services._finish(document.pk, rendered, NOW)

    assert Event.objects.count() == events
    assert Document.objects.get().issued_at == document.issued_at


def test_a_sheet_that_ends_its_worker_again_and_again_is_given_up_and_staff_are_asked():
    staff = person(Role.STAFF)
    document = requested(staff, NOW)
    for round_ in range(services.MAX_ATTEMPTS):
        assert services._take(document.pk, NOW + round_ * services.LEASE) is not None

    services.render(document_id=document.pk, at=NOW + services.MAX_ATTEMPTS * services.LEASE)

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


def test_a_file_stays_in_quarantine_until_its_stored_bytes_were_looked_at():
    member = person(Role.COMPANY)
    attachment = services.attach(file=upload(), kind="business_registration", subject=member, by=member, at=NOW)
    before = attachment.state

    services.inspect(attachment_id=attachment.pk, at=NOW)

    attachment.refresh_from_db()
    assert before == AttachmentState.QUARANTINED
    assert (attachment.state, attachment.finding) == (AttachmentState.CLEAN, "")


def test_a_file_that_can_never_be_used_is_refused_and_leaves_nothing():
    member = person(Role.COMPANY)

    with pytest.raises(services.RefusedFile) as refusal:
        services.attach(file=upload(b"hello", "메모.txt"), kind="x", subject=member, by=member, at=NOW)

    assert refusal.value.field == "file"
    assert Attachment.objects.count() == 0


def test_a_file_over_the_limit_is_refused(settings):
    settings.ATTACHMENT_MAX_BYTES = 10
    member = person(Role.COMPANY)

    with pytest.raises(services.RefusedFile):
        services.attach(file=upload(), kind="x", subject=member, by=member, at=NOW)


def test_the_same_upload_sent_twice_is_one_file():
    member = person(Role.COMPANY)
    uid = "6a9e5f9e-4b54-4f0c-9f3f-0a6f3a9f1d10"

    for _time in range(2):
        services.attach(file=upload(), kind="x", subject=member, by=member, at=NOW, uid=uid)

    assert Attachment.objects.count() == 1


def test_bytes_that_changed_in_store_are_refused():
    member = person(Role.COMPANY)
    attachment = services.attach(file=upload(), kind="x", subject=member, by=member, at=NOW)
    Attachment.objects.update(sha256="0" * 64)

    services.inspect(attachment_id=attachment.pk, at=NOW)

    attachment.refresh_from_db()
    assert (attachment.state, attachment.finding) == (AttachmentState.REFUSED, "damaged")


def test_the_sweeper_finds_what_waits_too_long():
    document = requested(person(Role.STAFF), NOW)

    assert list(selectors.waiting(NOW - timedelta(seconds=1))) == []
    assert list(selectors.waiting(NOW)) == [{"document_id": document.pk}]


def test_one_identifier_never_answers_with_the_file_of_another_subject():
    uploader = person(Role.COMPANY)
    services.attach(file=upload(), kind="other", subject=uploader, by=uploader, at=NOW, uid=UID)

    for subject, by in ((person(Role.COMPANY), uploader), (uploader, person(Role.COMPANY))):
        with pytest.raises(UidTaken):
            services.attach(file=upload(), kind="other", subject=subject, by=by, at=NOW, uid=UID)

    assert Attachment.objects.count() == 1
