"""Pages of calls: what anybody reads, and what the centre does with them."""

import icalendar
import pytest
from django.urls import reverse

from apps.accounts.roles import Role
from apps.intake import services
from apps.intake.models import Call
from apps.intake.selectors import asked_consents
from tests.accounts.factories import person
from tests.intake.factories import DAY, seeded
from tests.intake.test_services_calls import ENTRY

pytestmark = pytest.mark.django_db
FORM = {
    "programme": "ax-demonstration",
    "title_ko": "표본 하반기 모집",
    "opens_at": "2026-06-01T09:00",
    "closes_at": "2026-06-30",
    "body_ko": "이번에는 뿌리산업을 먼저 봅니다.",
    "contact": "표본 기업지원팀 02-000-0000",
}


@pytest.fixture(autouse=True)
def today(monkeypatch):
    """Everything happens on the second of June 2026."""
    now = ENTRY.opens_at + DAY
    monkeypatch.setattr("django.utils.timezone.now", lambda: now)
    return now


@pytest.fixture
def staff(client):
    seeded()
    found = person(Role.STAFF)
    client.force_login(found)
    return found


@pytest.fixture
def call(staff, today):
    made = services.create_call(programme_code="ax-demonstration", entry=ENTRY, by=staff, at=today)
    return services.publish_call(call_uid=made.uid, by=staff, at=today)


def test_a_call_is_made_looked_at_published_and_read_by_anybody(client, staff):
    client.post(reverse("intake:new-call"), {**FORM, "uid": "3f0c8a44-6a0a-4a53-8a8e-0d5b8b0a1a11"})
    made = Call.objects.get(title_ko=FORM["title_ko"])
    managed = client.get(reverse("intake:run-call", args=[made.uid])).content.decode()
    preview = client.get(reverse("intake:preview", args=[made.uid])).content.decode()
    as_draft = client.get(made.get_absolute_url()).content.decode()
    published = client.post(reverse("intake:publish-call", args=[made.uid]), follow=True)
    client.logout()
    page = client.get(made.get_absolute_url()).content.decode()

    assert "게시하기" in managed
    assert "해결하려는 문제" in preview
    assert "총사업비" in preview
    assert '<fieldset class="form" disabled>' in preview
    assert "4. 서류" in preview
    assert "5. 확인과 제출" in preview
    for page_of_it in (preview, page):
        assert "내용과 유효기간은 센터 담당자가 보고 판단합니다: 국세·지방세 납세증명서" in page_of_it
        assert "다음 서류를 첨부해 주십시오: 사업자등록증" in page_of_it
    assert "첨부해 주십시오: 국세·지방세 납세증명서" not in page
    for text, must in asked_consents(made.settings):
        assert f"{text.title_ko} ({'필수' if must else '선택'})" in preview
        assert text.body_ko.splitlines()[0] in preview
    assert "아직 게시하지 않은 공고입니다" in as_draft
    assert "공고를 게시했습니다" in published.content.decode()
    assert "뿌리산업을 먼저" in page
    assert "2026-06-30 18:00" in page
    assert "28일 남음" in page
    assert "신청하기" in page


def test_a_wrong_period_is_told_beside_its_field_and_nothing_is_made(client, staff):
    before = Call.objects.count()
    wrong = {**FORM, "closes_at": "2026-05-01", "uid": "3f0c8a44-6a0a-4a53-8a8e-0d5b8b0a1a11"}

    answer = client.post(reverse("intake:new-call"), wrong)

    assert answer.status_code == 422
    assert answer.context["form"].errors["closes_at"] == [
        "마감은 시작보다 늦어야 합니다. 마감일을 비우면 상시 모집입니다."
    ]
    assert Call.objects.count() == before


def test_an_amendment_is_read_on_the_page_of_the_call(client, staff, call):
    address = reverse("intake:edit-call", args=[call.uid])
    form = {**FORM, "title_ko": call.title_ko, "closes_at": "2026-07-10", "reason": "문의가 많아 기간을 늘립니다."}

    without = client.post(address, {**form, "reason": ""})
    done = client.post(address, form)
    client.logout()
    page = client.get(call.get_absolute_url()).content.decode()

    assert (without.status_code, done.status_code) == (422, 302)
    assert "문의가 많아 기간을 늘립니다." in page
    assert "2026-07-10 18:00" in page
    assert "1차 변경" in page


def test_shortening_is_told_beside_the_day(client, staff, call):
    form = {**FORM, "title_ko": call.title_ko, "closes_at": "2026-06-05", "reason": "앞당깁니다."}

    answer = client.post(reverse("intake:edit-call", args=[call.uid]), form)

    assert "앞당길 수는 없습니다" in answer.context["form"].errors["closes_at"][0]


def test_closing_asks_for_a_reason_in_its_place(client, staff, call):
    address = reverse("intake:close-call", args=[call.uid])

    without = client.post(address, {"reason": ""})
    done = client.post(address, {"reason": "예산을 모두 썼습니다."}, follow=True)

    assert without.status_code == 422
    assert done.context["standing"] == "closed"
    client.logout()
    assert "예산을 모두 썼습니다." in client.get(call.get_absolute_url()).content.decode()


def test_the_deadline_goes_into_a_calendar(client, call):
    answer = client.get(reverse("intake:calendar", args=[call.uid]))

    (event,) = icalendar.Calendar.from_ical(answer.content).walk("VEVENT")
    assert answer["Content-Type"].startswith("text/calendar")
    assert event.decoded("dtstart") == call.closes_at
    assert "dtend" not in event
    assert "duration" not in event
    assert str(event["summary"]) == f"[마감] {call.title_ko}"
    assert event["sequence"] == 0
    assert event.decoded("dtstamp") == call.published_at.replace(microsecond=0)
    assert event.walk("VALARM")
    rolling = Call.objects.filter(closes_at=None, state="open").first()
    assert client.get(reverse("intake:calendar", args=[rolling.uid])).status_code == 404


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"text": "표본 정기"}, True),
        ({"text": "표본정기"}, True),
        ({"text": "없는말"}, False),
        ({"door": "demonstration", "standing": "open"}, True),
        ({"door": "diagnosis"}, False),
        ({"standing": "closed"}, False),
        ({"standing": "nonsense"}, True),
    ],
)
def test_calls_are_searched_and_filtered_without_signing_in(client, call, asked, found):
    client.logout()

    page = client.get(reverse("intake:calls"), asked)

    assert page.status_code == 200
    assert (call.title_ko in page.content.decode()) is found


def test_calls_that_take_applications_come_first_and_those_that_are_over_last(client, call, monkeypatch):
    client.logout()
    monkeypatch.setattr("django.utils.timezone.now", lambda: call.closes_at + DAY)

    rows = client.get(reverse("intake:calls")).context["rows"]

    standings = [str(row["standing"]) for row in rows]
    assert "open" in standings
    assert standings == sorted(standings, key=["open", "upcoming", "closed"].index)
    assert standings[-1] == "closed"


def test_an_amendment_moves_the_calendar_entry(client, staff, call):
    form = {**FORM, "title_ko": call.title_ko, "closes_at": "2026-07-10", "reason": "문의가 많습니다."}
    client.post(reverse("intake:edit-call", args=[call.uid]), form)

    answer = client.get(reverse("intake:calendar", args=[call.uid]))

    (event,) = icalendar.Calendar.from_ical(answer.content).walk("VEVENT")
    made_at = call.amendments.get().made_at
    assert (event["sequence"], event.decoded("dtstamp")) == (1, made_at.replace(microsecond=0))


def test_a_list_narrowed_to_what_there_is_not_is_refused_and_the_values_are_named(client, call):
    answer = client.get("/api/v1/intake/calls/", {"state": "nonsense"})

    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")
    [told] = answer.json()["errors"]
    assert (told["field"], "draft, upcoming, open, closed" in told["message"]) == ("state", True)


def test_drafts_and_the_desk_of_calls_are_the_centres(client, staff):
    made = services.create_call(programme_code="ax-diagnosis", entry=ENTRY, by=staff, at=ENTRY.opens_at)
    client.force_login(person(Role.COMPANY))

    assert client.get(made.get_absolute_url()).status_code == 404
    assert made.title_ko not in client.get(reverse("intake:calls"), {"standing": "draft"}).content.decode()
    for name in ("run-call", "edit-call", "preview"):
        assert client.get(reverse(f"intake:{name}", args=[made.uid])).status_code == 403
    assert client.post(reverse("intake:publish-call", args=[made.uid])).status_code == 403
