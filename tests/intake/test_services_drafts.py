"""Drafts and their identifiers."""

from uuid import uuid4

import pytest

from apps.directory import services as companies
from apps.directory.entries import SiteEntry
from apps.documents import selectors as documents
from apps.intake import services
from apps.intake.errors import DraftExists, SiteClosed, UnknownField
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


def closed_site(row):
    """A factory of the applicant's company that it gave up."""
    entry = SiteEntry(kind="factory", name="제2공장", district_code="11530", address="표본로 2")
    site = companies.add_site(organisation_id=row.company_id, entry=entry, by=row.applicant, at=AT)
    return companies.close_site(organisation_id=row.company_id, site_uid=site.uid, by=row.applicant, at=AT)


def test_a_closed_site_is_refused_in_its_field_and_one_named_before_it_closed_stays():
    row = draft()
    site = closed_site(row)

    with pytest.raises(SiteClosed) as refused:
        services.save_draft(application_id=row.pk, version=0, values={"site": site}, by=row.applicant, at=AT)

    assert refused.value.field == "site"
    assert Application.objects.get(pk=row.pk).site_id == row.site_id
    Application.objects.filter(pk=row.pk).update(site=site)
    kept = services.save_draft(
        application_id=row.pk,
        version=row.draft_version,
        values={"site": site, "problem": "고친 문제"},
        by=row.applicant,
        at=AT,
    )
    assert (kept.application.site_id, kept.application.problem) == (site.pk, "고친 문제")


def test_a_site_that_is_closed_since_is_not_handed_on():
    earlier = submitted()
    site = closed_site(earlier)
    Application.objects.filter(pk=earlier.pk).update(site=site)

    new = services.start(
        uid=uuid4(),
        call_uid=call("demonstration-rolling-2026").uid,
        copied_from=earlier.uid,
        by=earlier.applicant,
        at=AT + DAY,
    )

    assert new.problem == earlier.problem
    assert new.site.kind == "head"
