"""Who judges an objection: picked by others than before, and with what they need before them."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from apps.accounts.roles import Role
from apps.documents import selectors as documents
from apps.documents.states import AttachmentState
from apps.intake import services
from apps.intake.states import ObjectionState
from apps.kernel.errors import NotAllowed
from apps.panels.models import Sitting
from tests.accounts.factories import person
from tests.documents import files
from tests.intake.factories import AT, DAY, fresh, submitted
from tests.intake.objecting import filed, rejected
from tests.panels.factories import pooled

pytestmark = pytest.mark.django_db


def test_who_judges_an_objection_reads_the_decision_and_what_it_rested_on_without_names():
    row, staff = submitted(), person(Role.STAFF)
    named = f"{row.company.name_ko}의 사진이 없습니다."
    services.request_correction(application_id=row.pk, codes=("other",), text=named, by=staff, at=AT - 30 * DAY)
    services.reject(application_id=row.pk, codes=("not_answered",), reason="사진이 오지 않았습니다.", by=staff, at=AT)
    objection = filed(fresh(row), file=SimpleUploadedFile("촬영기록.pdf", files.pdf(), "application/pdf"))
    documents.attachments_of(objection).update(state=AttachmentState.CLEAN)
    services.appoint_to_objection(
        objection_uid=objection.uid, reviewers=pooled(2), due_at=AT + 3 * DAY, by=person(Role.STAFF), at=AT + DAY
    )

    sheet = Sitting.objects.get(subject_label="intake.objection").masked_sheet
    told = {one["title"]: one["text"] for one in sheet["texts"]}
    assert "기한 안에 보완하지 않았습니다" in objection.decision_note
    assert "기한 안에 보완하지 않았습니다\n사진이 오지 않았습니다." in told["다투는 결정: 부적격"]
    assert "○○○의 사진이 없습니다." in told["보완요청"]
    assert "답이 없었습니다." in told["보완요청"]
    assert "소재지" in told["신청자격 판정"]
    assert row.company.name_ko not in str(sheet)
    assert sheet["files"][0]["name"] == "이의신청 자료 1"


def test_who_took_the_contested_decision_does_not_pick_who_judges_the_objection():
    row = rejected()
    objection = filed(row)
    given = {"objection_uid": objection.uid, "reviewers": pooled(2), "due_at": AT + 3 * DAY, "at": AT + DAY}

    with pytest.raises(NotAllowed, match="다른 담당자에게"):
        services.appoint_to_objection(**given, by=row.decided_by)

    assert services.appoint_to_objection(**given, by=person(Role.STAFF)).state == ObjectionState.REVIEWING
