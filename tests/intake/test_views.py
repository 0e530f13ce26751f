"""Pages of intake, as each person sees them."""

import base64
import json
from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from apps.accounts.models import Access
from apps.accounts.roles import Role
from apps.intake import services
from apps.intake.models import Application
from apps.intake.states import Outcome, State
from apps.panels import services as panels
from apps.panels.models import Seat
from tests.accounts.factories import person
from tests.counting import counted
from tests.directory import factories as directory
from tests.intake.factories import AGREED, AT, admitted, call, demonstration, draft, fresh, pdf, seeded, submitted
from tests.panels.factories import pooled

pytestmark = pytest.mark.django_db
MOST_QUERIES = 15


def url(name, *args):
    return reverse(f"intake:{name}", args=args)


def test_anybody_reads_what_the_centre_offers(client):
    seeded()

    home = client.get(url("home")).content.decode()
    found = client.get(url("programmes"), {"text": "실증"}).content.decode()
    page = client.get(url("programme", "ax-demonstration")).content.decode()

    assert "78.4%" in home
    assert "n=500" in home
    assert "AX 현장실증 지원" in found
    assert "AX 준비도 진단" not in found
    assert "150,000,000원" in page
    assert client.get(url("programme", "nothing")).status_code == 404


def test_a_company_writes_checks_and_hands_in(client):
    seeded()
    member = directory.member_of(directory.company())
    client.force_login(member)
    uid = uuid4()

    begun = client.post(url("new", call().uid), {"uid": uid})
    assert begun.url == url("edit", uid, "problem")
    problem = {"version": 1, "problem": "현장 문제", "figure_name": "불량률", "figure_unit": "%"}
    more = {"figure_today": "4.8", "figure_wished": "1.5"}
    step = client.post(begun.url, {**problem, **more})
    assert step.url == url("edit", uid, "situation")
    version = Application.objects.get(uid=uid).draft_version
    assert client.post(step.url, {"version": version, "barriers": ["cost"]}).url == url("edit", uid, "files")
    upload = {"uid": uuid4(), "kind": "business_registration", "file": pdf()}
    assert client.post(url("add-attachment", uid), upload).url == url("edit", uid, "files")
    check = client.get(url("check", uid)).content.decode()
    assert "규칙으로는 적격입니다." in check
    assert "제출하려면 동의해 주십시오: 신청 내용의 심사 제공 동의" in check
    done = client.post(url("submit", uid), {"consents": AGREED})

    row = Application.objects.get(uid=uid)
    assert done.url == url("detail", uid)
    assert (row.state, row.figure_today, row.barriers) == (State.SUBMITTED, Decimal("4.8"), ["cost"])
    shown = client.get(done.url).content.decode()
    assert row.receipt_number in shown
    assert f"검토 기한 {timezone.localtime(row.screening_due_at):%Y-%m-%d %H:%M}" in shown


def test_a_double_click_on_start_and_submit_does_it_once(client):
    seeded()
    member = directory.member_of(directory.company())
    client.force_login(member)
    uid = uuid4()

    for _click in range(2):
        client.post(url("new", call().uid), {"uid": uid})
    row = draft()
    client.force_login(row.applicant)
    for _click in range(2):
        assert client.post(url("submit", row.uid), {"consents": AGREED}).status_code == 302

    assert Application.objects.filter(uid=uid).count() == 1
    assert fresh(row).receipt_number == "SAX-2026-A-000001"


def test_without_a_company_the_way_leads_to_registration(client):
    seeded()
    client.force_login(person(Role.COMPANY))

    assert client.get(url("new", call().uid)).url == reverse("directory:register")


def test_saving_while_writing_answers_with_the_version(client):
    row = draft()
    client.force_login(row.applicant)
    address = url("save", row.uid, "problem")

    answer = client.post(address, {"version": row.draft_version, "problem": "고친 글"})

    assert (answer.status_code, answer.json()) == (200, {"version": row.draft_version + 1})


def test_saving_over_anothers_text_shows_both_and_keeps_theirs(client):
    row = draft()
    client.force_login(row.applicant)
    stale = row.draft_version
    kept = {"figure_name": row.figure_name, "figure_unit": "%", "figure_today": "4.8", "figure_wished": "1.5"}
    same = {**kept, "figure_method": row.figure_method}
    client.post(url("save", row.uid, "problem"), {"version": stale, "problem": "먼저 적은 글", **same})

    by_script = client.post(url("save", row.uid, "problem"), {"version": stale, "problem": "나중 글", **same})
    by_form = client.post(url("edit", row.uid, "problem"), {"version": stale, "problem": "나중 글", **same})

    assert by_script.status_code == 409
    assert by_script.json() == {"version": stale + 1, "theirs": {"problem": "먼저 적은 글"}}
    assert by_form.status_code == 409
    page = by_form.content.decode()
    assert "먼저 적은 글" in page
    assert "나중 글" in page
    assert fresh(row).problem == "먼저 적은 글"


def test_a_figure_that_is_none_is_said_in_its_place(client):
    row = draft()
    client.force_login(row.applicant)

    by_script = client.post(url("save", row.uid, "problem"), {"version": 9, "figure_today": "많음"})
    by_form = client.post(url("edit", row.uid, "problem"), {"version": 9, "figure_today": "많음"})

    assert by_script.status_code == 422
    assert by_form.context["form"].errors["figure_today"]
    assert fresh(row).problem == row.problem


@pytest.mark.parametrize("text", ["😀 이모지", "가" * 4000, "<script>alert(1)</script>"])
def test_any_text_survives(client, text):
    row = draft()
    client.force_login(row.applicant)

    client.post(url("save", row.uid, "problem"), {"version": row.draft_version, "problem": text})

    assert fresh(row).problem == text
    assert "<script>alert" not in client.get(url("edit", row.uid, "problem")).content.decode()


@pytest.mark.parametrize("text", ["가" * 4001, "끝\x00"])
def test_text_that_cannot_be_kept_is_refused(client, text):
    row = draft()
    client.force_login(row.applicant)

    assert client.post(url("save", row.uid, "problem"), {"version": 9, "problem": text}).status_code == 422
    assert fresh(row).problem == row.problem


def test_an_incomplete_draft_cannot_be_handed_in(client):
    row = draft(problem="")
    client.force_login(row.applicant)

    answer = client.post(url("submit", row.uid), {"consents": AGREED})

    assert answer.status_code == 422
    assert "해결하려는 문제를 적어 주십시오." in answer.content.decode()
    assert fresh(row).state == State.DRAFT


def test_a_file_that_is_not_what_it_claims_is_refused(client):
    row = draft()
    client.force_login(row.applicant)
    broken = pdf()
    broken.file.seek(0)
    broken.file.truncate(0)

    answer = client.post(url("add-attachment", row.uid), {"uid": uuid4(), "kind": "other", "file": broken})

    assert answer.status_code == 422
    assert "빈 파일" in answer.content.decode()


@pytest.mark.parametrize("name", ["detail", "check", "withdraw"])
def test_another_companys_application_does_not_exist(client, name):
    row = draft()
    client.force_login(directory.member_of(directory.company()))

    assert client.get(url(name, row.uid)).status_code == 404


def test_a_draft_is_the_companys_alone(client):
    row = draft()
    client.force_login(person(Role.STAFF))

    assert client.get(url("detail", row.uid)).status_code == 404


def test_staff_screen_and_admit(client):
    row, staff = submitted(), person(Role.STAFF)
    client.force_login(staff)

    page = client.get(url("screen", row.uid))
    answer = client.post(url("admit", row.uid), {"admit-note": ""})

    assert "계속사업자입니다." in page.content.decode()
    assert answer.url == url("screen", row.uid)
    assert (fresh(row).state, fresh(row).decided_by) == (State.ADMITTED, staff)
    assert Access.objects.filter(actor_id=staff.pk, purpose="요건검토").exists()


def test_rejecting_without_a_reason_is_said_in_its_place(client):
    row = submitted()
    client.force_login(person(Role.STAFF))

    answer = client.post(url("reject", row.uid), {"reject-reason": ""})

    assert answer.status_code == 422
    assert set(answer.context["reject_form"].errors) == {"codes", "reason"}
    assert fresh(row).state == State.SUBMITTED


def test_a_correction_is_asked_and_answered(client):
    row = submitted()
    client.force_login(person(Role.STAFF))
    client.post(url("correct", row.uid), {"correct-codes": ["figure_unclear"], "correct-text": "방법을 적어 주십시오."})
    services_row = fresh(row)
    assert services_row.state == State.CORRECTING

    client.force_login(row.applicant)
    page = client.get(url("detail", row.uid)).content.decode()
    assert "방법을 적어 주십시오." in page
    # The request was made on the clock of this test run, so its answer is in time.
    answer = client.post(url("submit", row.uid), {"answer": "적었습니다."})

    assert answer.url == url("detail", row.uid)
    assert fresh(row).state == State.SUBMITTED


def test_selection_by_two_people_in_pages(client):
    row, staff, manager = demonstration(), person(Role.STAFF), person(Role.MANAGER)
    services.admit(application_id=row.pk, by=staff, at=AT)
    reviewers = pooled(5)
    client.force_login(staff)
    due = (timezone.localtime() + timedelta(days=7)).strftime("%Y-%m-%dT%H:%M")
    client.post(url("convene", row.uid), {"reviewers": [one.pk for one in reviewers], "due_at": due})
    for seat in Seat.objects.filter(sitting__subject_id=row.pk).select_related("user"):
        scores = {code: Decimal(7) for code in ("problem", "plan", "data", "spread")}
        panels.hand_in(seat_uid=seat.uid, scores=scores, comment="의견", by=seat.user, at=timezone.now())

    client.post(url("propose", row.uid), {"outcome": Outcome.SELECT, "note": "타당합니다."})
    assert fresh(row).state == State.PROPOSED
    paper = {"approval_number": "표본-1", "approved_on": timezone.localdate().isoformat()}
    assert client.post(url("decide", row.uid), paper).status_code == 403
    client.force_login(manager)
    assert "제안대로 확정" in client.get(url("decide", row.uid)).content.decode()
    bare = client.post(url("decide", row.uid), {})
    assert (bare.status_code, fresh(row).state) == (422, State.PROPOSED)
    client.post(url("decide", row.uid), paper)

    assert (fresh(row).state, fresh(row).confirmed_by) == (State.SELECTED, manager)


def test_an_applicant_does_not_read_an_unconfirmed_proposal(client):
    row, staff = demonstration(), person(Role.STAFF)
    services.admit(application_id=row.pk, by=staff, at=AT)
    services.convene(
        application_id=row.pk,
        reviewers=pooled(5),
        due_at=AT + timedelta(days=1),
        by=staff,
        at=AT,
    )
    for seat in Seat.objects.filter(sitting__subject_id=row.pk).select_related("user"):
        scores = {code: Decimal(7) for code in ("problem", "plan", "data", "spread")}
        panels.hand_in(seat_uid=seat.uid, scores=scores, comment="의견", by=seat.user, at=AT)
    services.propose_selection(application_id=row.pk, outcome=Outcome.DECLINE, note="비밀 제안 사유", by=staff, at=AT)
    client.force_login(row.applicant)

    page = client.get(url("detail", row.uid)).content.decode()

    assert "비밀 제안 사유" not in page
    assert "심의 중" in page


def test_the_queue_searches_and_filters(client):
    first, second = submitted(), submitted()
    client.force_login(person(Role.STAFF))

    by_number = client.get(url("list"), {"text": first.receipt_number}).content.decode()
    by_company = client.get(url("list"), {"text": second.company.name_ko}).content.decode()
    by_state = client.get(url("list"), {"state": State.REJECTED}).content.decode()

    assert first.company.name_ko in by_number
    assert second.company.name_ko not in by_number
    assert second.receipt_number in by_company
    assert "찾는 신청이 없습니다" in by_state


def test_officials_read_supported_cases_without_people(client):
    row = admitted()
    waiting = submitted()
    client.force_login(person(Role.OFFICIAL))

    page = client.get(url("list")).content.decode()

    assert row.receipt_number in page
    assert waiting.receipt_number not in page
    assert row.applicant.name not in client.get(url("detail", row.uid)).content.decode()
    assert client.get(url("screen", row.uid)).status_code == 403


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.SUPPLIER, Role.UNIVERSITY, Role.ADMIN])
def test_others_find_no_list(client, role):
    seeded()
    client.force_login(person(role))

    assert client.get(url("list")).status_code == 404


def copies(row, count):
    """More applications beside one, as rows: lists are measured, not services."""
    values = {
        field.attname: getattr(row, field.attname)
        for field in Application._meta.concrete_fields
        if field.attname not in {"id", "uid", "receipt_number", "submitted_at"}
    }
    Application.objects.bulk_create(
        Application(**values, receipt_number=f"SAX-2026-A-{800_000 + n}", submitted_at=AT + timedelta(minutes=n))
        for n in range(count)
    )


def test_lists_cost_the_same_at_one_row_and_at_thirty(client):
    row, staff = submitted(), person(Role.STAFF)
    for reader in (staff, row.applicant):
        client.force_login(reader)
        client.get(url("list"))
        one = counted(lambda: client.get(url("list")))
        copies(row, 29)
        thirty = counted(lambda: client.get(url("list")))
        assert client.get(url("list")).context["page"].count >= 30
        Application.objects.exclude(pk=row.pk).delete()
        assert one == thirty
        assert one.queries <= MOST_QUERIES


def test_pages_of_one_application_stay_within_their_queries(client):
    row, staff = submitted(), person(Role.STAFF)
    working = draft(row.applicant)
    for reader, address in [
        (staff, url("screen", row.uid)),
        (staff, url("detail", row.uid)),
        (row.applicant, url("detail", row.uid)),
        (row.applicant, url("edit", working.uid, "problem")),
        (row.applicant, url("edit", working.uid, "situation")),
        (row.applicant, url("edit", working.uid, "files")),
        (row.applicant, url("check", working.uid)),
    ]:
        client.force_login(reader)
        client.get(address)
        counts = counted(lambda page=address: client.get(page))
        assert counts.queries <= MOST_QUERIES, address


@pytest.mark.parametrize(
    "cursor",
    [["abc", 1], ["2026-01-01T00:00:00+00:00", "x"], [1, 1], ["2026-01-01T00:00:00+00:00", 10**30], [], "a", None],
)
@pytest.mark.parametrize("way", ["after", "before"])
def test_a_made_up_cursor_shows_the_first_or_last_page(client, cursor, way):
    row = submitted()
    client.force_login(person(Role.STAFF))
    made_up = base64.urlsafe_b64encode(json.dumps(cursor).encode()).decode()

    answer = client.get(url("list"), {way: made_up})

    assert [one["uid"] for one in answer.context["page"]] == [row.uid]


def test_pages_of_a_long_list_lead_on_and_back(client):
    row = submitted()
    copies(row, 60)
    client.force_login(person(Role.STAFF))

    first = client.get(url("list")).context["page"]
    second = client.get(url("list") + first.next).context["page"]

    assert (len(first), len(second)) == (50, 11)
    assert {one["uid"] for one in first}.isdisjoint({one["uid"] for one in second})
    assert client.get(url("list") + second.previous).context["page"].rows == first.rows
