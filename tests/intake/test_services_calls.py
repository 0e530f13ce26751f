"""Calls: published with the settings of the day, amended in public, closed in time; applicants hear of it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from apps.accounts.roles import Role
from apps.intake import selectors, services, tasks
from apps.intake.entries import CallEntry
from apps.intake.errors import AlreadyOver, BadCall, CallClosed, CallShortened, NothingChanged
from apps.intake.models import Amendment, Call
from apps.kernel import jobs
from apps.kernel.errors import NotAllowed, NotFound, WrongState
from apps.notices.models import Notice
from apps.workflow.services import ReasonMissing
from tests.accounts.factories import person
from tests.intake.factories import AGREED, AT, DAY, draft, seeded, submitted

pytestmark = pytest.mark.django_db
ENTRY = CallEntry(title_ko="표본 정기 모집", opens_at=AT, closes_at=AT + 10 * DAY, contact="표본 기업지원팀")
LATER = AT + timedelta(hours=1)


@pytest.fixture
def staff():
    seeded()
    return person(Role.STAFF)


def made(staff, *, programme="ax-diagnosis", entry=ENTRY):
    return services.create_call(programme_code=programme, entry=entry, by=staff, at=AT)


def published(staff, **changes):
    call = made(staff, entry=replace(ENTRY, **changes))
    return services.publish_call(call_uid=call.uid, by=staff, at=AT)


def amend(call, staff, *, at=LATER, reason="심사 일정이 바뀌었습니다.", **changes):
    now = {name: getattr(call, name) for name in ENTRY.__dataclass_fields__}
    entry = CallEntry(**{**now, **changes})
    return services.amend_call(call_uid=call.uid, entry=entry, reason=reason, by=staff, at=at)


def test_a_call_keeps_the_settings_it_was_published_with(staff):
    call = made(staff)
    services.publish_call(call_uid=call.uid, by=staff, at=AT)
    call.programme.settings = {**call.programme.settings, "legal_basis": "다른 근거"}
    call.programme.save()

    call.refresh_from_db()
    assert (call.settings["legal_basis"], call.published_at) == ("센터 운영지침(표본)", AT)


def test_a_draft_is_changed_and_only_the_centre_sees_it(staff):
    call = made(staff)
    services.edit_call(call_uid=call.uid, entry=replace(ENTRY, title_ko="새 제목"), by=staff, at=AT)

    call.refresh_from_db()
    assert call.title_ko == "새 제목"
    assert list(Call.objects.visible_to(None).filter(pk=call.pk)) == []
    services.publish_call(call_uid=call.uid, by=staff, at=AT)
    with pytest.raises(WrongState):
        services.edit_call(call_uid=call.uid, entry=ENTRY, by=staff, at=AT)


def test_what_makes_no_sense_is_refused(staff):
    with pytest.raises(BadCall):
        made(staff, entry=replace(ENTRY, closes_at=AT))
    with pytest.raises(NotFound):
        made(staff, programme="no-such")
    with pytest.raises(NotAllowed):
        made(person(Role.COMPANY))
    over = made(staff, entry=replace(ENTRY, opens_at=AT - 2 * DAY, closes_at=AT - DAY))
    with pytest.raises(AlreadyOver):
        services.publish_call(call_uid=over.uid, by=staff, at=AT)
    with pytest.raises(NotFound):
        services.publish_call(call_uid=over.uid, by=person(Role.COMPANY), at=AT)


def test_an_amendment_says_what_was_changed_and_why(staff):
    call = published(staff)

    amendment = amend(call, staff, closes_at=AT + 20 * DAY, contact="표본 심사팀")

    call.refresh_from_db()
    assert (call.closes_at, call.contact) == (AT + 20 * DAY, "표본 심사팀")
    assert [(change.label, change.before, change.after) for change in selectors.changes_of(amendment)] == [
        ("마감", "2026-06-11 10:00", "2026-06-21 10:00"),
        ("문의처", "표본 기업지원팀", "표본 심사팀"),
    ]
    assert amend(call, staff, body_ko="덧붙임").number == 2


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"closes_at": AT + 9 * DAY}, CallShortened),
        ({"closes_at": LATER}, AlreadyOver),
        ({}, NothingChanged),
        ({"opens_at": AT + DAY}, NothingChanged),
        ({"title_ko": "새 제목", "reason": " "}, ReasonMissing),
    ],
)
def test_an_amendment_is_never_to_the_harm_of_applicants_and_never_without_reason(staff, changes, refusal):
    call = published(staff)

    with pytest.raises(refusal):
        amend(call, staff, **changes)

    assert not Amendment.objects.exists()


def test_a_call_that_is_over_is_not_revived(staff):
    call = published(staff)

    with pytest.raises(AlreadyOver):
        amend(call, staff, at=AT + 11 * DAY, closes_at=AT + 30 * DAY)


def test_applicants_hear_of_an_amendment_once(staff):
    call = published(staff)
    writing, handed_in, elsewhere = draft(), submitted(), submitted()
    for row in (writing, handed_in):
        row.call = call
        row.save(update_fields=["call"])
    amendment = amend(call, staff, closes_at=AT + 20 * DAY)

    for _again in range(2):
        services.tell_amendment(amendment_id=amendment.pk, at=LATER)

    told = Notice.objects.filter(kind="intake.call_amended")
    assert set(told.values_list("to", flat=True)) == {writing.applicant_id, handed_in.applicant_id}
    assert elsewhere.applicant_id not in told.values_list("to", flat=True)
    assert "2026-06-11 10:00 → 2026-06-21 10:00" in told.first().body
    assert "심사 일정이 바뀌었습니다." in told.first().body


def test_closing_early_is_a_change_with_a_reason_and_ends_handing_in(staff):
    call = published(staff)
    row = draft()
    row.call = call
    row.save(update_fields=["call"])

    with pytest.raises(ReasonMissing):
        services.close_call(call_uid=call.uid, reason="", by=staff, at=LATER)
    services.close_call(call_uid=call.uid, reason="예산을 모두 썼습니다.", by=staff, at=LATER)

    call.refresh_from_db()
    assert (call.state, call.closes_at, call.amendments.get().reason) == ("closed", LATER, "예산을 모두 썼습니다.")
    with pytest.raises(CallClosed):
        services.submit(application_id=row.pk, by=row.applicant, at=LATER + timedelta(minutes=1), consents=AGREED)
    with pytest.raises(WrongState):
        services.close_call(call_uid=call.uid, reason="다시", by=staff, at=LATER)


def test_a_call_that_has_not_begun_is_not_closed_early(staff):
    call = published(staff, opens_at=AT + DAY)

    with pytest.raises(BadCall, match="시작"):
        services.close_call(call_uid=call.uid, reason="사정", by=staff, at=LATER)


def test_the_house_closes_what_is_over_and_nothing_else(staff):
    over, open_ = published(staff, closes_at=AT + DAY), published(staff, closes_at=AT + 3 * DAY)
    now = AT + 2 * DAY

    assert list(selectors.calls_over(now)) == [over.pk]
    for call in (over, open_):
        services.close_over(call_id=call.pk, at=now)

    over.refresh_from_db()
    open_.refresh_from_db()
    assert (over.state, open_.state) == ("closed", "open")
    assert not Amendment.objects.exists()


def test_those_who_still_write_are_reminded_once_before_each_end(staff):
    call = published(staff)
    writing, handed_in = draft(), submitted()
    for row in (writing, handed_in):
        row.call = call
        row.save(update_fields=["call"])
    soon = AT + 8 * DAY

    for _again in range(2):
        services.remind_drafts(call_id=call.pk, at=soon)
    first = Notice.objects.filter(kind="intake.closing_soon")
    assert list(first.values_list("to", flat=True)) == [writing.applicant_id]
    call.refresh_from_db()
    amend(call, staff, at=soon, closes_at=AT + 30 * DAY)
    services.remind_drafts(call_id=call.pk, at=AT + 28 * DAY)

    assert Notice.objects.filter(kind="intake.closing_soon", to=writing.applicant).count() == 2


def test_the_sweeper_finds_what_is_due(staff, monkeypatch):
    now = datetime(2026, 6, 10, tzinfo=UTC)
    monkeypatch.setattr("django.utils.timezone.now", lambda: now)
    over, soon = published(staff, closes_at=AT + DAY), published(staff, closes_at=now + DAY)
    amendment = amend(soon, staff, contact="새 문의처")

    waiting = {name: list(jobs.SWEEPS[name](now)) for name in ("intake.close_call", "intake.remind_drafts")}

    assert {"call_id": over.pk} in waiting["intake.close_call"]
    assert {"call_id": soon.pk} in waiting["intake.remind_drafts"]
    assert list(jobs.SWEEPS[services.TELL_AMENDMENT](now)) == [{"amendment_id": amendment.pk}]
    tasks.close_call(call_id=over.pk)
    tasks.remind_drafts(call_id=soon.pk)
    tasks.tell_amendment(amendment_id=amendment.pk)
    assert [list(jobs.SWEEPS[name](now)) for name in (services.TELL_AMENDMENT, "intake.close_call")] == [[], []]
