"""The screening queue by what is due, rounds of corrections, and corrections that nobody answered."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from rest_framework.test import APIClient

from apps.accounts.roles import Role
from apps.centre import selectors as centre
from apps.directory.models import Company
from apps.documents.selectors import attachments_of
from apps.documents.states import AttachmentState
from apps.intake import selectors, services, tasks
from apps.intake.errors import AuthorityUnconfirmed, DeadlineNotLater, DeadlineTooFar, StillTime, TooManyCorrections
from apps.intake.models import Call, Correction
from apps.intake.states import WAIT_FOR_OVERDUE, State
from apps.kernel.errors import NotAllowed, WrongState
from apps.notices.models import Notice
from apps.workflow.models import Wait
from apps.workflow.moves import ReasonMissing
from tests.accounts.factories import person
from tests.counting import counted
from tests.intake import factories
from tests.intake.factories import AT, fresh

pytestmark = pytest.mark.django_db


def asked(row, staff, *, at=AT) -> Correction:
    return services.request_correction(
        application_id=row.pk, codes=("other",), text="사진을 다시 올려 주십시오.", by=staff, at=at
    )


def rounds(most: int | None) -> None:
    for call in Call.objects.all():
        call.settings["correction_rounds"] = most
        call.save(update_fields=["settings"])


def overdue_waits() -> list[str]:
    return list(Wait.objects.filter(key=WAIT_FOR_OVERDUE, closed_at=None).values_list("party", flat=True))


def test_corrections_end_after_the_rounds_the_programme_allows():
    row, staff = factories.submitted(), person(Role.STAFF)
    rounds(1)
    asked(row, staff)
    services.resubmit(application_id=row.pk, answer="올렸습니다", by=row.applicant, at=AT)

    with pytest.raises(TooManyCorrections, match="1번까지"):
        asked(row, staff)

    assert Correction.objects.count() == 1


def test_a_round_too_many_is_told_on_the_page_and_to_programs(client):
    row, staff = factories.submitted(), person(Role.STAFF)
    rounds(1)
    asked(row, staff)
    services.resubmit(application_id=row.pk, answer="올렸습니다", by=row.applicant, at=AT)
    client.force_login(staff)
    api = APIClient()
    api.force_authenticate(staff)

    page = client.post(
        reverse("intake:correct", args=[row.uid]), {"correct-codes": ["other"], "correct-text": "한 번 더"}
    )
    answer = api.post(
        f"/api/v1/intake/applications/{row.uid}/correction/", {"codes": ["other"], "text": "한 번 더"}, format="json"
    )

    assert page.status_code == 409
    assert "보완은 1번까지" in page.content.decode()
    assert (answer.status_code, answer.json()["code"]) == (409, "too_many_corrections")


def test_without_a_limit_corrections_go_on():
    row, staff = factories.submitted(), person(Role.STAFF)
    rounds(None)
    for _round in range(3):
        asked(row, staff)
        services.resubmit(application_id=row.pk, answer="올렸습니다", by=row.applicant, at=AT)

    assert Correction.objects.count() == 3


def test_the_one_who_screens_is_asked_once_when_the_time_for_mending_is_over():
    row, staff = factories.submitted(), person(Role.STAFF)
    services.take(application_id=row.pk, screener_id=staff.pk, by=staff, at=AT)
    correction = asked(row, staff)
    late = correction.due_at + timedelta(minutes=1)

    services.note_overdue(correction_id=correction.pk, at=correction.due_at)
    assert overdue_waits() == []
    assert list(selectors.corrections_overdue(late)) == [correction.pk]
    services.note_overdue(correction_id=correction.pk, at=late)
    services.note_overdue(correction_id=correction.pk, at=late)

    assert overdue_waits() == [f"user:{staff.pk}"]
    assert list(selectors.corrections_overdue(late)) == []


def test_rejecting_for_want_of_an_answer_settles_what_was_asked():
    row, staff = factories.submitted(), person(Role.STAFF)
    correction = asked(row, staff)
    late = correction.due_at + timedelta(minutes=1)
    services.note_overdue(correction_id=correction.pk, at=late)

    services.reject(application_id=row.pk, codes=("not_answered",), reason="답이 없습니다.", by=staff, at=late)

    assert overdue_waits() == []
    assert fresh(row).state == State.REJECTED


def test_nobody_is_refused_for_want_of_an_answer_before_the_time_is_over(client):
    row, staff = factories.submitted(), person(Role.STAFF)
    why = {"codes": ("not_answered",), "reason": "답이 없습니다.", "by": staff}
    with pytest.raises(StillTime, match="보완을 요청한 적이 없어"):
        services.reject(application_id=row.pk, at=AT, **why)
    correction = asked(row, staff, at=timezone.now())
    with pytest.raises(StillTime):
        services.reject(application_id=row.pk, at=correction.due_at, **why)
    client.force_login(staff)

    page = client.get(reverse("intake:screen", args=[row.uid])).content.decode()
    sent = {"reject-codes": ["not_answered"], "reject-reason": "답이 없습니다."}
    refused = client.post(reverse("intake:reject", args=[row.uid]), sent)

    assert "까지 남아 있습니다" in page
    assert refused.status_code == 409
    assert "보완 기한이" in refused.content.decode()
    assert fresh(row).state == State.CORRECTING
    services.reject(application_id=row.pk, codes=("outside_district",), reason="관할이 아닙니다.", by=staff, at=AT)
    correction.refresh_from_db()
    assert (fresh(row).state, correction.answered_at) == (State.REJECTED, None)


def test_an_answer_in_time_is_never_overdue():
    row, staff = factories.submitted(), person(Role.STAFF)
    correction = asked(row, staff)
    services.resubmit(application_id=row.pk, answer="올렸습니다", by=row.applicant, at=AT)

    tasks.note_overdue(correction_id=correction.pk)

    assert overdue_waits() == []
    assert list(selectors.corrections_overdue(correction.due_at + timedelta(days=1))) == []


def test_time_given_after_the_end_lets_the_company_answer_and_takes_the_question_back():
    row, staff = factories.submitted(), person(Role.STAFF)
    correction = asked(row, staff)
    late = correction.due_at + timedelta(hours=2)
    services.note_overdue(correction_id=correction.pk, at=late)

    services.extend_correction(
        application_id=row.pk, due_at=late + timedelta(days=3), reason="출장이었습니다.", by=staff, at=late
    )

    row.refresh_from_db()
    assert (row.correction_due_at, overdue_waits()) == (late + timedelta(days=3), [])
    assert "출장이었습니다." in Notice.objects.get(kind="intake.deadline_moved").body
    services.resubmit(application_id=row.pk, answer="올렸습니다", by=row.applicant, at=late + timedelta(days=2))
    row.refresh_from_db()
    assert row.state == State.SUBMITTED


@pytest.mark.parametrize(
    ("days", "reason", "refusal"),
    [
        (0, "까닭", DeadlineNotLater),
        (-9, "까닭", DeadlineNotLater),
        (1, " ", ReasonMissing),
        (400, "까닭", DeadlineTooFar),
    ],
)
def test_time_is_given_with_a_reason_and_never_taken(days, reason, refusal):
    row, staff = factories.submitted(), person(Role.STAFF)
    correction = asked(row, staff)

    with pytest.raises(refusal):
        services.extend_correction(
            application_id=row.pk, due_at=correction.due_at + timedelta(days=days), reason=reason, by=staff, at=AT
        )

    correction.refresh_from_db()
    row.refresh_from_db()
    assert correction.due_at == row.correction_due_at
    assert not Notice.objects.filter(kind="intake.deadline_moved").exists()


def test_only_the_centre_gives_time_and_only_where_it_runs():
    row, staff = factories.submitted(), person(Role.STAFF)
    later = AT + timedelta(days=90)
    with pytest.raises(WrongState):
        services.extend_correction(application_id=row.pk, due_at=later, reason="까닭", by=staff, at=AT)
    asked(row, staff)
    with pytest.raises(NotAllowed):
        services.extend_correction(application_id=row.pk, due_at=later, reason="까닭", by=row.applicant, at=AT)


def test_time_is_given_on_the_page_and_by_programs(client):
    row, staff = factories.submitted(), person(Role.STAFF)
    correction = asked(row, staff, at=timezone.now())
    client.force_login(staff)
    api = APIClient()
    api.force_authenticate(staff)
    address = reverse("intake:extend-correction", args=[row.uid])
    day = timezone.localtime(correction.due_at + timedelta(days=2))

    page = client.get(reverse("intake:screen", args=[row.uid])).content.decode()
    early = client.post(address, {"extend-due_at": "2026-01-05T18:00", "extend-reason": "까닭"})
    done = client.post(address, {"extend-due_at": f"{day:%Y-%m-%dT%H:%M}", "extend-reason": "까닭"})
    answer = api.post(
        f"/api/v1/intake/applications/{row.uid}/correction/extend/",
        {"due_at": (day + timedelta(days=1)).isoformat(), "reason": "까닭"},
        format="json",
    )

    assert "보완 기한 연장" in page
    assert (early.status_code, done.status_code, answer.status_code) == (422, 302, 200)
    assert "늦은 때를 적어" in early.content.decode()
    row.refresh_from_db()
    assert row.correction_due_at == day + timedelta(days=1)
    again = client.get(reverse("intake:screen", args=[row.uid])).content.decode()
    assert f"지금 기한: {timezone.localtime(row.correction_due_at):%Y-%m-%d %H:%M}" in again
    client.force_login(row.applicant)
    told = client.get(row.get_absolute_url()).content.decode()
    assert "보완 기한 연장" in told
    assert "extend_correction" not in told


def test_the_queue_shows_what_is_due_first(client):
    staff = person(Role.STAFF)
    later, sooner = factories.submitted(at=AT + timedelta(days=2)), factories.submitted()
    mending = factories.submitted()
    asked(mending, staff, at=AT + timedelta(days=20))
    factories.admitted()
    client.force_login(staff)

    page = client.get(reverse("intake:screening"))
    narrowed = client.get(reverse("intake:screening"), {"state": "correcting"})
    mine = client.get(reverse("intake:screening"), {"mine": "1"})

    shown = [row["receipt_number"] for row in page.context["rows"]]
    assert shown == [sooner.receipt_number, later.receipt_number, mending.receipt_number]
    assert [row["receipt_number"] for row in narrowed.context["rows"]] == [mending.receipt_number]
    assert mine.context["rows"] == []
    assert "검토를 기다리는 신청이 없습니다" in mine.content.decode()


def test_the_queue_costs_the_same_queries_however_long_it_is(client):
    client.force_login(person(Role.STAFF))
    factories.submitted()

    def look():
        return client.get(reverse("intake:screening"))

    look()
    few = counted(look).queries
    for _number in range(10):
        factories.submitted()

    assert counted(look).queries == few


@pytest.mark.parametrize(
    ("now", "due", "text", "note", "tone"),
    [
        # Chuseok 2026: 24 to 26 September, a Saturday last.
        ((9, 23, 14), (9, 28, 10), "근무시간 5시간 남음", "휴일 2일 제외", "warning"),
        ((9, 21, 9), (9, 23, 18), "근무일 3일 0시간 남음", "", "neutral"),
        ((9, 21, 9), (9, 21, 9), "기한 지남", "", "danger"),
    ],
)
def test_what_a_clock_has_left_is_said_in_working_time_with_the_holidays_it_skips(now, due, text, note, tone):
    def moment(month: int, day: int, hour: int) -> datetime:
        return datetime(2026, month, day, hour, tzinfo=UTC) - timedelta(hours=9)

    left = selectors.left_until(moment(*due), moment(*now), centre.holidays([2026]))

    assert (left.text, left.note, left.tone) == (text, note, tone)


def test_only_those_who_screen_see_the_queue(client):
    client.force_login(person(Role.OFFICIAL))
    api = APIClient()
    api.force_authenticate(person(Role.COMPANY))

    assert client.get(reverse("intake:screening")).status_code == 403
    assert api.get("/api/v1/intake/screening/").status_code == 403


def test_programs_read_the_queue():
    row = factories.submitted()
    api = APIClient()
    api.force_authenticate(person(Role.STAFF))

    found = api.get("/api/v1/intake/screening/").json()["results"]

    assert [one["receipt_number"] for one in found] == [row.receipt_number]


def test_nobody_is_found_eligible_before_the_centre_saw_that_the_registrant_may_act(client):
    row = factories.submitted()
    Company.objects.filter(pk=row.company_id).update(authority_confirmed_at=None)
    staff = person(Role.STAFF)
    client.force_login(staff)
    address = reverse("intake:screen", args=[row.uid])
    with pytest.raises(AuthorityUnconfirmed):
        services.admit(application_id=row.pk, by=staff, at=AT)
    before = client.get(address).content.decode()
    confirm = reverse("directory:confirm-authority", args=[row.company.uid])

    answer = client.post(confirm, HTTP_REFERER=f"http://testserver{address}")
    after = client.get(address).content.decode()
    services.admit(application_id=row.pk, by=staff, at=AT)

    assert (confirm in before, confirm in after, answer.url) == (True, False, address)
    assert factories.fresh(row).state == State.ADMITTED


def test_everything_that_is_left_before_an_admission_is_told_at_once(client):
    row = factories.submitted()
    Company.objects.filter(pk=row.company_id).update(authority_confirmed_at=None)
    attachments_of(row).update(state=AttachmentState.FLAGGED)
    staff = person(Role.STAFF)
    client.force_login(staff)
    api = APIClient()
    api.force_authenticate(staff)

    page = client.post(reverse("intake:admit", args=[row.uid]), {"admit-note": ""})
    answer = api.post(f"/api/v1/intake/applications/{row.uid}/admit/", {}, format="json")

    assert page.status_code == 409
    for words in ("신청 권한을 아직 확인하지 않았습니다", "아직 확인하지 않은 서류가 있습니다"):
        assert words in page.content.decode()
    assert (answer.status_code, answer.data["code"]) == (409, "authority_unconfirmed")
    assert "아직 확인하지 않은 서류가 있습니다" in answer.data["detail"]
    assert fresh(row).state == State.SUBMITTED


def test_programs_confirm_the_authority_and_companies_do_not():
    row = factories.submitted()
    Company.objects.filter(pk=row.company_id).update(authority_confirmed_at=None)
    staff, own = APIClient(), APIClient()
    staff.force_authenticate(person(Role.STAFF))
    own.force_authenticate(row.applicant)
    address = f"/api/v1/directory/companies/{row.company.uid}/authority/"

    refused = staff.post(f"/api/v1/intake/applications/{row.uid}/admit/", {}, format="json")
    answers = [client.post(address).status_code for client in (own, staff)]

    assert (refused.status_code, refused.data["code"]) == (409, "authority_unconfirmed")
    assert answers == [403, 200]
