from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.core.files.storage import default_storage

from apps.accounts.roles import Role
from apps.documents import selectors, services
from apps.documents.errors import (
    BadPart,
    FileTooLarge,
    RefusedFile,
    TooManyUploads,
    UploadUnfinished,
    WrongOffset,
)
from apps.documents.models import Attachment, Upload, UploadPart
from apps.documents.services import uploads
from apps.kernel.errors import NotFound, UidTaken
from tests.accounts.factories import JOINED as NOW
from tests.accounts.factories import person
from tests.documents import files

pytestmark = pytest.mark.django_db
UID = UUID(int=7)
PART = 100_000
LARGE = files.pdf("A long sample text " * 8) + b"\n%" + b"x" * 230_000 + b"\nstartxref\n0\n%%EOF\n"


def begun(member, data=LARGE, name="계획.pdf", uid=UID, at=NOW):
    return services.begin_upload(uid=uid, kind="plan", name=name, size=len(data), subject=member, by=member, at=at)


def sent(member, offset, data=LARGE, size=PART, at=NOW):
    piece = data[offset : offset + size]
    return services.receive_part(uid=UID, offset=offset, data=piece, subject=member, by=member, at=at)


def whole(member, data=LARGE):
    offset = begun(member, data).offset
    while offset < len(data):
        offset = sent(member, offset, data).offset


def test_a_file_in_pieces_is_the_file_that_was_sent(django_capture_on_commit_callbacks):
    member = person(Role.COMPANY)
    whole(member)
    pieces = [part.file.name for part in UploadPart.objects.all()]

    with django_capture_on_commit_callbacks(execute=True):
        attachment = services.finish_upload(uid=UID, subject=member, by=member, at=NOW)

    assert attachment.file.read() == LARGE
    assert (attachment.uid, attachment.original_name, attachment.kind) == (UID, "계획.pdf", "plan")
    assert (Upload.objects.count(), UploadPart.objects.count()) == (0, 0)
    assert len(pieces) == 3
    assert not any(default_storage.exists(name) for name in pieces)


def test_after_a_cut_one_asks_how_much_is_here_and_goes_on():
    member = person(Role.COMPANY)
    begun(member)
    sent(member, 0)

    assert begun(member).offset == PART
    assert sent(member, PART).offset == 2 * PART


@pytest.mark.parametrize("offset", [0, PART - 1, 2 * PART])
def test_a_piece_that_does_not_follow_changes_nothing_and_is_told_where_to_go_on(offset):
    member = person(Role.COMPANY)
    begun(member)
    sent(member, 0)

    with pytest.raises(WrongOffset) as refusal:
        sent(member, offset)

    assert (refusal.value.status, refusal.value.extra) == (409, {"offset": PART})
    assert UploadPart.objects.count() == 1


@pytest.mark.parametrize(
    "piece",
    [b"", b"x" * 100, b"x" * (uploads.MAX_PART + 1), b"x" * (len(LARGE) + 1)],
    ids=["empty", "too small", "too large", "beyond the end"],
)
def test_a_piece_of_a_wrong_length_is_refused(piece):
    member = person(Role.COMPANY)
    begun(member)

    with pytest.raises(BadPart):
        services.receive_part(uid=UID, offset=0, data=piece, subject=member, by=member, at=NOW)

    assert UploadPart.objects.count() == 0


def test_finishing_too_early_says_where_to_go_on_and_twice_is_once():
    member = person(Role.COMPANY)
    begun(member)
    sent(member, 0)
    with pytest.raises(UploadUnfinished) as refusal:
        services.finish_upload(uid=UID, subject=member, by=member, at=NOW)
    assert refusal.value.extra == {"offset": PART}
    sent(member, PART)
    sent(member, 2 * PART)

    first = services.finish_upload(uid=UID, subject=member, by=member, at=NOW)
    second = services.finish_upload(uid=UID, subject=member, by=member, at=NOW)

    assert first == second
    assert begun(member).attachment == first
    assert Attachment.objects.count() == 1


def test_what_is_refused_whole_is_refused_in_pieces_too():
    member = person(Role.COMPANY)
    data = files.PROGRAM + bytes(200_000)
    whole(member, data)

    with pytest.raises(RefusedFile, match="실행 파일"):
        services.finish_upload(uid=UID, subject=member, by=member, at=NOW)

    assert Attachment.objects.count() == 0


def test_an_announcement_that_can_never_come_true_is_refused_before_a_byte_is_sent(settings):
    member = person(Role.COMPANY)
    with pytest.raises(FileTooLarge, match="50MB"):
        services.begin_upload(uid=UID, kind="plan", name="x", size=51 * 1024**2, subject=member, by=member, at=NOW)
    with pytest.raises(RefusedFile, match="빈 파일"):
        begun(member, b"")
    for _upload in range(uploads.MAX_UNFINISHED):
        begun(member, uid=uuid4())
    with pytest.raises(TooManyUploads):
        begun(member)

    assert not Upload.objects.filter(uid=UID).exists()


def test_nobody_goes_on_with_another_persons_file():
    member, other = person(Role.COMPANY), person(Role.COMPANY)
    begun(member)

    with pytest.raises(UidTaken):
        begun(other)
    with pytest.raises(UidTaken):
        begun(member, name="다른.pdf")
    with pytest.raises(NotFound):
        services.receive_part(uid=UID, offset=0, data=LARGE[:PART], subject=member, by=other, at=NOW)
    with pytest.raises(NotFound):
        services.finish_upload(uid=UID, subject=other, by=other, at=NOW)


def test_pieces_that_stopped_coming_are_thrown_away_after_a_day(django_capture_on_commit_callbacks):
    member = person(Role.COMPANY)
    begun(member)
    sent(member, 0)
    name = UploadPart.objects.get().file.name
    day = timedelta(days=1)

    assert list(selectors.forgotten_uploads(NOW + day - timedelta(seconds=1))) == []
    [found] = selectors.forgotten_uploads(NOW + day)
    with django_capture_on_commit_callbacks(execute=True):
        services.discard_upload(**found)
        services.discard_upload(**found)

    assert Upload.objects.count() == 0
    assert not default_storage.exists(name)
