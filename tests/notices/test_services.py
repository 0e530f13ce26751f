import pytest
from django.core import mail

from apps.accounts.roles import Role
from apps.notices import selectors, services
from apps.notices.models import Notice, NoticeText
from tests.accounts.factories import JOINED as NOW
from tests.accounts.factories import person

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def text() -> NoticeText:
    return NoticeText.objects.create(
        kind="tests.hello",
        subject_ko="{who}님께",
        body_ko="안녕하십니까, {who}님.",
        subject_en="To {who}",
        body_en="Hello",
    )


def queue(user, round_=""):
    return services.queue(
        "tests.hello", to=user, context={"who": "표본"}, path="/x/", about=user, at=NOW, round_=round_
    )


def test_a_message_is_written_in_the_readers_language_and_sent_once():
    user = person(Role.COMPANY)
    notice = queue(user)

    for _time in range(2):
        services.send(notice_id=notice.pk, at=NOW)

    notice.refresh_from_db()
    assert notice.state == Notice.State.SENT
    assert [message.subject for message in mail.outbox] == ["표본님께"]
    assert "/x/" in mail.outbox[0].body


def test_an_english_reader_gets_english():
    user = person(Role.COMPANY)
    user.language = "en"

    assert queue(user).subject == "To 표본"


def test_the_same_news_goes_to_a_person_once_unless_it_is_another_round():
    user = person(Role.COMPANY)

    queue(user)
    queue(user)
    queue(user, round_="2")

    assert Notice.objects.count() == 2


def test_a_kind_without_text_is_refused():
    user = person(Role.COMPANY)

    with pytest.raises(services.UnknownKind):
        services.queue("no.such", to=user, context={}, path="/", about=user, at=NOW)

    assert Notice.objects.count() == 0


def test_a_person_reads_their_own_messages():
    user, other = person(Role.COMPANY), person(Role.COMPANY)
    notice = queue(user)
    queue(other)

    assert list(selectors.of_person(user)) == [notice]
    assert services.mark_read(by=user, at=NOW) == 1
    assert services.mark_read(by=user, at=NOW) == 0
