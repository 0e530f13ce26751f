from datetime import date, timedelta
from uuid import UUID

import pytest
from django.core.files.storage import default_storage

from apps.accounts.roles import Role
from apps.audit.models import Event
from apps.documents import selectors, services
from apps.documents.errors import FileTooLarge, NotReusable, RefusedFile
from apps.documents.models import Attachment
from apps.documents.services import attachments
from apps.documents.states import AttachmentState
from apps.kernel.errors import UidTaken, WrongState
from apps.workflow.services import ReasonMissing
from tests.accounts.factories import JOINED as NOW
from tests.accounts.factories import person
from tests.documents import clamd, files
from tests.documents.factories import upload

pytestmark = pytest.mark.django_db
UID = UUID(int=7)
MEGABYTE = 1024 * 1024


def attached(data=None, name="사업자등록증.pdf", **given):
    member = given.pop("by", None) or person(Role.COMPANY)
    return services.attach(
        file=upload(data, name), kind="business_registration", subject=member, by=member, at=NOW, **given
    )


def inspected(attachment, at=NOW):
    services.inspect(attachment_id=attachment.pk, at=at)
    attachment.refresh_from_db()
    return attachment.state, attachment.finding


def test_a_file_stays_in_quarantine_until_its_stored_bytes_were_looked_at():
    attachment = attached()
    before = attachment.state

    assert before == AttachmentState.QUARANTINED
    assert inspected(attachment) == (AttachmentState.CLEAN, "")


@pytest.mark.parametrize(
    ("data", "name", "code", "words"),
    [
        (b"", "빈.pdf", "file_empty", "빈 파일"),
        (files.PROGRAM, "사업자등록증.pdf", "file_program", "실행 파일"),
        (files.bomb(), "계획.docx", "file_too_large_unpacked", "압축을 풀면"),
        (files.locked_pdf("열쇠"), "증명.pdf", "file_encrypted", "암호가 걸린"),
        (b"SCDSA004" + bytes(60), "계획.hwp", "file_drm", "문서보안"),
        (files.pdf()[:-10], "끊김.pdf", "file_damaged", "손상"),
    ],
)
def test_a_file_that_can_never_be_used_is_refused_at_once_and_leaves_nothing(data, name, code, words):
    with pytest.raises(RefusedFile, match=words) as refusal:
        attached(data, name)

    assert (refusal.value.field, refusal.value.code) == ("file", code)
    assert Attachment.objects.count() == 0


def test_a_file_of_51_megabytes_is_refused_with_the_limit_in_words():
    with pytest.raises(FileTooLarge, match="50MB"):
        attached(bytes(51 * MEGABYTE))

    assert Attachment.objects.count() == 0


def test_the_same_upload_sent_twice_is_one_file():
    member = person(Role.COMPANY)

    first, second = attached(by=member, uid=UID), attached(by=member, uid=UID)

    assert first == second


def test_another_file_under_a_known_name_is_refused():
    member = person(Role.COMPANY)
    attached(by=member, uid=UID)

    with pytest.raises(UidTaken):
        attached(files.pdf("Something else that is written"), by=member, uid=UID)

    assert Attachment.objects.count() == 1


def test_one_identifier_never_answers_with_the_file_of_another_subject():
    uploader = person(Role.COMPANY)
    services.attach(file=upload(), kind="other", subject=uploader, by=uploader, at=NOW, uid=UID)

    for subject, by in ((person(Role.COMPANY), uploader), (uploader, person(Role.COMPANY))):
        with pytest.raises(UidTaken):
            services.attach(file=upload(), kind="other", subject=subject, by=by, at=NOW, uid=UID)

    assert Attachment.objects.count() == 1


def test_bytes_that_changed_in_store_are_refused():
    attachment = attached()
    Attachment.objects.update(sha256="0" * 64)

    assert inspected(attachment) == (AttachmentState.REFUSED, "damaged")


def test_a_scan_waits_for_a_person_who_takes_it_or_sends_it_back_with_a_reason():
    staff = person(Role.STAFF)
    one, other = attached(files.pdf("")), attached(files.png(), "사진.png")

    assert inspected(one) == inspected(other) == (AttachmentState.FLAGGED, "no_text")
    services.vouch(attachment_id=one.pk, by=staff, at=NOW)
    with pytest.raises(ReasonMissing):
        services.dismiss(attachment_id=other.pk, reason=" ", by=staff, at=NOW)
    services.dismiss(attachment_id=other.pk, reason="흐려서 읽을 수 없습니다.", by=staff, at=NOW)

    one.refresh_from_db()
    other.refresh_from_db()
    assert one.state == AttachmentState.CLEAN
    assert (other.state, other.note) == (AttachmentState.REFUSED, "흐려서 읽을 수 없습니다.")
    with pytest.raises(WrongState):
        services.vouch(attachment_id=other.pk, by=staff, at=NOW)


def test_a_resident_number_is_refused_and_its_bytes_are_not_kept(django_capture_on_commit_callbacks):
    attachment = attached(files.pdf("900101-1234567"))
    name = attachment.file.name

    with django_capture_on_commit_callbacks(execute=True):
        assert inspected(attachment) == (AttachmentState.REFUSED, "resident_number")

    assert not attachment.file
    assert not default_storage.exists(name)


def test_a_virus_is_told_by_the_daemon_and_refused(settings):
    sick = attached(files.pdf() + b"\n%" + clamd.TEST_VIRUS + b"\nstartxref\n0\n%%EOF")
    sound = attached()

    with clamd.listening() as settings.CLAMAV_URL:
        assert inspected(sick) == (AttachmentState.REFUSED, "infected")
        assert inspected(sound) == (AttachmentState.CLEAN, "")


@pytest.mark.parametrize("answer", [None, b"INSTREAM size limit exceeded. ERROR"])
def test_where_the_daemon_is_away_the_file_waits_in_quarantine_and_is_asked_about_again(settings, answer):
    attachment = attached()
    if answer is None:
        settings.CLAMAV_URL = clamd.nobody()
        away = inspected(attachment)
    else:
        with clamd.listening(answer) as settings.CLAMAV_URL:
            away = inspected(attachment)

    assert away == (AttachmentState.QUARANTINED, "scanner_away")
    later = NOW + selectors.INSPECTION_LEASE
    assert list(selectors.waiting_attachments(NOW)) == []
    assert list(selectors.waiting_attachments(later)) == [{"attachment_id": attachment.pk}]
    with clamd.listening() as settings.CLAMAV_URL:
        assert inspected(attachment, later) == (AttachmentState.CLEAN, "")


def test_a_file_that_ends_its_worker_again_and_again_is_left_to_a_person():
    attachment = attached()
    at = NOW
    for _try in range(attachments.MAX_ATTEMPTS):
        assert attachments._take(attachment.pk, at) is not None
        at += selectors.INSPECTION_LEASE

    assert inspected(attachment, at) == (AttachmentState.FLAGGED, "unread")


def test_a_try_that_holds_the_file_keeps_others_away_and_the_first_to_finish_decides():
    attachment = attached()
    attachments._take(attachment.pk, NOW)

    assert inspected(attachment, NOW + timedelta(seconds=5)) == (AttachmentState.QUARANTINED, "")
    services.give_up_inspecting(attachment_id=attachment.pk, at=NOW)
    assert inspected(attachment, NOW + selectors.INSPECTION_LEASE) == (AttachmentState.FLAGGED, "unread")
    assert Event.objects.filter(subject_label="documents.attachment").count() == 1


def test_a_paper_that_still_counts_is_given_to_another_subject_without_its_bytes_twice():
    member, other = person(Role.COMPANY), person(Role.COMPANY)
    paper = attached(by=member, issued_on=date(2026, 1, 2), valid_until=date(2099, 1, 1))
    inspected(paper)

    first = services.reuse(attachment_id=paper.pk, subject=other, by=other, at=NOW)
    second = services.reuse(attachment_id=paper.pk, subject=other, by=other, at=NOW)

    assert first == second
    assert (first.file.name, first.state, first.reused_from) == (paper.file.name, AttachmentState.CLEAN, paper)
    assert first.valid_until == date(2099, 1, 1)


def test_a_paper_that_is_over_or_not_in_order_is_not_given_on():
    member = person(Role.COMPANY)
    over = attached(by=member, issued_on=date(2020, 1, 1), valid_until=date(2020, 1, 31))
    inspected(over)

    for paper in (over, attached(by=member)):
        with pytest.raises(NotReusable):
            services.reuse(attachment_id=paper.pk, subject=person(Role.COMPANY), by=member, at=NOW)

    assert Attachment.objects.count() == 2


def test_of_each_kind_the_paper_that_lasts_longest_is_offered():
    member = person(Role.COMPANY)
    short = attached(by=member, valid_until=date(2098, 1, 1))
    long = attached(by=member, valid_until=date(2099, 1, 1))
    over = attached(by=member, valid_until=date(2020, 1, 1))
    for paper in (short, long, over):
        inspected(paper)
    place = [("accounts.user", member.pk)]

    assert selectors.reusable(place, {"business_registration"}, date(2026, 1, 1)) == [long]
    assert selectors.reusable(place, {"tax_certificate"}, date(2026, 1, 1)) == []
    assert selectors.reusable([], {"business_registration"}, date(2026, 1, 1)) == []
