"""Drafts and their identifiers."""

from uuid import uuid4

import pytest

from apps.documents import selectors as documents
from apps.intake import services
from apps.intake.errors import DraftExists, UnknownField
from apps.intake.models import Application
from apps.intake.states import State
from apps.kernel.errors import NotFound, UidTaken
from tests.directory import factories as directory
from tests.intake.factories import AT, DAY, call, draft, seeded, submitted

pytestmark = pytest.mark.django_db


def test_a_draft_under_an_identifier_of_another_companys_draft_is_refused():
    seeded()
    theirs = draft()
    member = directory.member_of(directory.company())

    with pytest.raises(UidTaken):
        services.start(uid=theirs.uid, call_uid=call().uid, by=member, at=AT)


def test_a_new_draft_begins_with_what_an_earlier_application_says():
    earlier = submitted()
    member = earlier.applicant

    new = services.start(
        uid=uuid4(),
        call_uid=call("demonstration-rolling-2026").uid,
        copied_from=earlier.uid,
        by=member,
        at=AT + DAY,
    )

    assert (new.problem, new.figure_today, new.barriers) == (earlier.problem, earlier.figure_today, earlier.barriers)
    assert (new.state, new.budget_krw, new.receipt_number) == (State.DRAFT, None, None)
    assert new.site_id == earlier.site_id
    assert not documents.attachments_of(new).exists()


def test_nothing_is_copied_from_another_companys_application():
    theirs = submitted()
    member = directory.member_of(directory.company())
    uid = uuid4()

    with pytest.raises(NotFound):
        services.start(uid=uid, call_uid=call().uid, copied_from=theirs.uid, by=member, at=AT)

    assert not Application.objects.filter(uid=uid).exists()


def test_a_company_writes_one_draft_to_a_call_until_it_is_withdrawn():
    first = draft()
    member, uid = first.applicant, uuid4()

    with pytest.raises(DraftExists) as refusal:
        services.start(uid=uid, call_uid=call().uid, by=member, at=AT)

    assert refusal.value.extra == {"application": str(first.uid)}
    other = services.start(uid=uuid4(), call_uid=call("demonstration-rolling-2026").uid, by=member, at=AT)
    services.withdraw(application_id=first.pk, reason="다시 적겠습니다.", by=member, at=AT)
    again = services.start(uid=uid, call_uid=call().uid, by=member, at=AT)
    assert {other.state, again.state} == {State.DRAFT}


def test_a_diagnosis_request_cites_no_roadmap():
    seeded()
    row = draft()
    values = {"cited_roadmap_number": "SAX-2026-R-000001"}

    with pytest.raises(UnknownField):
        services.save_draft(application_id=row.pk, version=0, values=values, by=row.applicant, at=AT)

    row.refresh_from_db()
    assert row.cited_roadmap_number == ""
