"""What reviewers read of the plan: the cited actions in the sheet, and the files meant for review."""

import pytest
from django.urls import reverse
from rest_framework.test import APIClient

from apps.accounts.models import Access
from apps.accounts.roles import Role
from apps.audit.models import Event
from apps.directory.models import Membership
from apps.documents.models import Attachment
from apps.intake import services
from apps.intake.models import Application
from apps.panels import services as panels
from apps.panels.models import Committee, Member, Seat, Sitting
from tests.accounts.factories import person
from tests.directory import factories as directory
from tests.intake.factories import AGREED, AT, MONEY, draft, fresh, inspect_every_file, issued_roadmap, pdf
from tests.intake.selecting import asks, begun
from tests.panels.factories import pooled

pytestmark = pytest.mark.django_db
BASE = "/api/v1/panels/seats"


def with_plan() -> Application:
    """An admitted demonstration that cites a roadmap and holds a plan whose file names the company."""
    applicant = directory.member_of(directory.company())
    roadmap = issued_roadmap(Membership.objects.get(user=applicant).organisation)
    row = draft(applicant, code="demonstration-rolling-2026", cited_roadmap_number=roadmap.number, **MONEY)
    services.add_attachment(
        application_id=row.pk, file=pdf(f"{row.company.name_ko} 계획.pdf"), kind="plan", by=applicant, at=AT
    )
    inspect_every_file(AT)
    services.submit(application_id=row.pk, by=applicant, at=AT, consents=AGREED)
    services.admit(application_id=row.pk, by=person(Role.STAFF), at=AT)
    asks(row.call)
    return fresh(row)


def judged(row: Application) -> tuple[Committee, Seat]:
    """Before a committee of three that has begun; with the seat of its first member."""
    one = begun([row])
    return one, Seat.objects.select_related("user", "sitting").filter(sitting__case__committee=one).earliest("pk")


def doors(seat: Seat, client, user=None, kind: str = "plan") -> list[int]:
    """What page and API answer to who asks for a file of the application at this seat."""
    file = Attachment.objects.get(kind=kind)
    api = APIClient()
    api.force_authenticate(user or seat.user)
    client.force_login(user or seat.user)
    page = client.get(reverse("panels:case-file", args=[seat.uid, file.uid]))
    return [page.status_code, api.get(f"{BASE}/{seat.uid}/files/{file.uid}/").status_code]


def test_the_sheet_tells_the_use_cases_of_the_cited_roadmap_and_lists_only_files_meant_for_review():
    _committee, seat = judged(with_plan())

    sheet = seat.sitting.masked_sheet
    texts = {one["title"]: one["text"] for one in sheet["texts"]}
    plan = Attachment.objects.get(kind="plan")

    actions = texts["인용한 전환 로드맵의 실행과제"].splitlines()
    assert actions[0].startswith("비전 외관 검사 기술검증: 6~10개월차, 50,000,000원~")
    assert "검사·사출 시간 재기" not in str(actions)
    assert sheet["files"] == [{"uid": str(plan.uid), "name": "실증 수행계획서"}]


def test_a_seated_reviewer_downloads_the_plan_under_a_name_that_tells_nothing_and_it_is_written_down(client):
    row = with_plan()
    _committee, seat = judged(row)
    plan = Attachment.objects.get(kind="plan")
    client.force_login(seat.user)

    shown = client.get(seat.get_absolute_url()).content.decode()
    file = client.get(reverse("panels:case-file", args=[seat.uid, plan.uid]))

    assert reverse("panels:case-file", args=[seat.uid, plan.uid]) in shown
    assert (file.status_code, b"".join(file.streaming_content)[:4]) == (200, b"%PDF")
    assert row.company.name_ko not in file["Content-Disposition"]
    assert row.receipt_number in file["Content-Disposition"]
    logged = Event.objects.filter(subject_label="documents.attachment", subject_id=plan.pk, action="download")
    assert [event.actor_id for event in logged] == [seat.user_id]
    seen = Access.objects.filter(actor_id=seat.user_id, purpose="첨부파일 내려받기")
    assert [one.persons for one in seen] == [[row.applicant_id]]


def test_nobody_else_opens_a_file_of_the_case(client):
    row = with_plan()
    _committee, seat = judged(row)

    assert doors(seat, client) == [200, 200]
    assert doors(seat, client, pooled(1)[0]) == [404, 404]
    assert doors(seat, client, kind="tax_certificate") == [404, 404]
    assert Event.objects.filter(action="download").count() == 2


def test_pledge_and_ties_are_asked_at_every_download(client):
    row = with_plan()
    committee, seat = judged(row)
    Member.objects.filter(committee=committee, user=seat.user).update(pledged_at=None)
    unpledged = doors(seat, client)
    Member.objects.filter(committee=committee, user=seat.user).update(pledged_at=AT)
    before = doors(seat, client)
    Membership.objects.create(
        organisation=row.company, user=seat.user, position=Membership.Position.MANAGER, started_on=AT.date()
    )

    assert (unpledged, before, doors(seat, client)) == ([403, 403], [200, 200], [403, 403])
    assert Event.objects.filter(action="download").count() == 2


def test_who_stepped_back_reads_nothing_more(client):
    _committee, seat = judged(with_plan())
    panels.recuse(seat_uid=seat.uid, reason="표본 사유", by=seat.user, at=AT)

    assert doors(seat, client) == [404, 404]
    assert Sitting.objects.get().masked_sheet["files"]
