"""Applications from the first word to the selection."""

from datetime import timedelta
from uuid import uuid4

import pytest

from apps.accounts.roles import Role
from apps.audit import selectors as audit
from apps.documents import selectors as documents
from apps.documents.models import Kind
from apps.intake import selectors, services
from apps.intake.errors import (
    CallClosed,
    CorrectionLate,
    Incomplete,
    NoCompany,
    NotEditable,
    UnknownField,
    UnknownReason,
)
from apps.intake.models import Application, Call, Correction
from apps.intake.states import State
from apps.kernel.errors import NotAllowed, NotFound, WrongState
from apps.notices.models import Notice
from apps.workflow.models import Wait
from apps.workflow.services import ReasonMissing
from tests.accounts.factories import person
from tests.directory import factories as directory
from tests.intake.factories import (
    AGREED,
    AT,
    DAY,
    admitted,
    attach_papers,
    call,
    draft,
    fresh,
    pdf,
    seeded,
    submitted,
    waits,
)

pytestmark = pytest.mark.django_db


def test_starting_twice_with_one_uid_makes_one_draft():
    seeded()
    member = directory.member_of(directory.company())
    uid = uuid4()

    first = services.start(uid=uid, call_uid=call().uid, by=member, at=AT)
    second = services.start(uid=uid, call_uid=call().uid, by=member, at=AT)

    assert first == second
    assert Application.objects.count() == 1


def test_without_a_company_one_is_sent_to_register():
    seeded()
    with pytest.raises(NoCompany):
        services.start(uid=uuid4(), call_uid=call().uid, by=person(Role.COMPANY), at=AT)


def test_a_call_outside_its_window_takes_no_draft():
    seeded()
    member = directory.member_of(directory.company())
    dated = call("demonstration-spring-2026")
    Call.objects.filter(pk=dated.pk).update(state="open")

    with pytest.raises(CallClosed):
        services.start(uid=uuid4(), call_uid=dated.uid, by=member, at=dated.closes_at + timedelta(seconds=1))
    assert Application.objects.count() == 0


def test_two_people_at_one_draft_keep_both_texts():
    row = draft()
    mine = services.save_draft(
        application_id=row.pk, version=row.draft_version, values={"problem": "첫째 글"}, by=row.applicant, at=AT
    )
    late = services.save_draft(
        application_id=row.pk,
        version=row.draft_version,
        values={"problem": "둘째 글", "data_note": "다른 항목"},
        by=row.applicant,
        at=AT,
    )

    assert dict(late.theirs) == {"problem": "첫째 글"}
    kept = fresh(row)
    assert (kept.problem, kept.data_note, kept.draft_version) == ("첫째 글", "다른 항목", mine.version + 1)


def test_an_unknown_field_or_barrier_is_refused_and_saves_nothing():
    row = draft()

    with pytest.raises(UnknownField):
        services.save_draft(
            application_id=row.pk, version=row.draft_version, values={"state": "selected"}, by=row.applicant, at=AT
        )
    with pytest.raises(UnknownReason):
        services.save_draft(
            application_id=row.pk, version=row.draft_version, values={"barriers": ["x"]}, by=row.applicant, at=AT
        )
    assert fresh(row).draft_version == row.draft_version


def test_another_company_cannot_find_the_draft():
    row = draft()
    stranger = directory.member_of(directory.company())

    with pytest.raises(NotFound):
        services.save_draft(application_id=row.pk, version=1, values={"problem": "x"}, by=stranger, at=AT)


def test_without_the_required_papers_nothing_is_handed_in():
    row = draft(papers=False)

    with pytest.raises(Incomplete) as refused:
        services.submit(application_id=row.pk, by=row.applicant, at=AT, consents=AGREED)

    assert [(one.field, str(one.message)) for one in refused.value.problems] == [
        ("attachments", "필수 서류를 올려 주십시오: 사업자등록증")
    ]
    attach_papers(row)
    assert services.submit(application_id=row.pk, by=row.applicant, at=AT, consents=AGREED).state == State.SUBMITTED


def test_submitting_gives_a_number_a_receipt_a_clock_and_verdicts():
    row = submitted()

    assert row.state == State.SUBMITTED
    assert row.receipt_number == "SAX-2026-A-000001"
    assert row.screening_due_at > AT
    assert {finding["rule"]: finding["verdict"] for finding in row.eligibility} == {
        "district": "met",
        "size_class": "met",
        "sme_certificate": "warning",
        "business_status": "met",
        "duplicate": "met",
        "window": "met",
        "certificate": "met",
        "business_kind": "met",
        "capital": "met",
    }
    receipt = documents.latest(row, Kind.RECEIPT)
    assert (receipt.number, receipt.party) == (row.receipt_number, f"org:{row.company_id}")
    assert [notice.kind for notice in Notice.objects.filter(to=row.applicant)] == ["intake.receipt"]
    assert waits(row) == [("role:staff", "신청 요건검토")]
    assert [event.action for event in audit.history(row)] == ["start", "submit"]


def test_submitting_twice_gives_one_number():
    row = submitted()
    services.submit(application_id=row.pk, by=row.applicant, at=AT + DAY, consents=AGREED)

    again = fresh(row)
    assert (again.receipt_number, again.submitted_at) == (row.receipt_number, row.submitted_at)
    assert documents.of_subject(row, Kind.RECEIPT).count() == 1


def test_submitting_after_the_deadline_is_refused_and_writes_nothing():
    row = draft()
    Call.objects.filter(pk=row.call_id).update(closes_at=AT + DAY)

    with pytest.raises(CallClosed):
        services.submit(application_id=row.pk, by=row.applicant, at=AT + DAY + timedelta(seconds=1), consents=AGREED)
    assert (fresh(row).state, fresh(row).receipt_number) == (State.DRAFT, None)
    assert Notice.objects.count() == 0


def test_the_closing_second_still_counts():
    row = draft()
    Call.objects.filter(pk=row.call_id).update(closes_at=AT + DAY)

    assert (
        services.submit(application_id=row.pk, by=row.applicant, at=AT + DAY, consents=AGREED).state == State.SUBMITTED
    )


def test_an_incomplete_draft_names_every_missing_field():
    row = draft(problem="", figure_unit="")

    with pytest.raises(Incomplete) as refused:
        services.submit(application_id=row.pk, by=row.applicant, at=AT, consents=AGREED)
    assert [problem.field for problem in refused.value.problems] == ["problem", "figure_unit"]


def test_what_was_handed_in_is_only_read():
    row = submitted()

    with pytest.raises(NotEditable):
        services.save_draft(application_id=row.pk, version=9, values={"problem": "x"}, by=row.applicant, at=AT)
    with pytest.raises(NotEditable):
        services.add_attachment(application_id=row.pk, file=pdf(), kind="other", by=row.applicant, at=AT)


def test_a_second_living_application_shows_as_duplicate():
    first = submitted()
    second = submitted(first.applicant)

    verdicts = {finding["rule"]: finding for finding in second.eligibility}
    assert verdicts["duplicate"]["verdict"] == "not_met"
    assert verdicts["duplicate"]["figures"] == {"applications": [first.receipt_number]}
    assert selectors.proposal_of(second.eligibility) == "not_eligible"


def test_a_diagnosis_of_an_earlier_year_does_not_stand_in_the_way_of_a_new_one():
    first = admitted()
    Application.objects.filter(pk=first.pk).update(submitted_at=AT - 365 * DAY)
    second = submitted(first.applicant)

    assert {one["rule"]: one["verdict"] for one in second.eligibility}["duplicate"] == "met"


def test_an_application_of_an_earlier_year_that_is_still_screened_stands_in_the_way():
    first = submitted()
    Application.objects.filter(pk=first.pk).update(submitted_at=AT - 365 * DAY)
    second = submitted(first.applicant)

    assert {one["rule"]: one["verdict"] for one in second.eligibility}["duplicate"] == "not_met"


def test_an_attached_certificate_changes_the_verdict():
    row = draft()
    services.add_attachment(application_id=row.pk, file=pdf(), kind="business_registration", by=row.applicant, at=AT)
    services.submit(application_id=row.pk, by=row.applicant, at=AT, consents=AGREED)

    assert {one["rule"]: one["verdict"] for one in fresh(row).eligibility}["certificate"] == "met"


def test_a_short_list_of_who_waits_holds_those_that_wait_longest():
    rows = [admitted() for _number in range(3)]
    opened = dict(zip([row.pk for row in rows], (DAY, 3 * DAY, 2 * DAY), strict=True))
    for wait in Wait.objects.filter(subject_label="intake.application", subject_id__in=opened, closed_at=None):
        Wait.objects.filter(pk=wait.pk).update(opened_at=AT - opened[wait.subject_id])

    found = selectors.admitted_without_assessment(person(Role.STAFF), 2)

    assert set(found) == {rows[1], rows[2]}


def test_admitting_a_diagnosis_waits_for_the_diagnosis_to_open():
    staff = person(Role.STAFF)
    row = admitted(staff=staff)

    assert (row.state, row.decided_by) == (State.ADMITTED, staff)
    assert waits(row) == [("role:staff", "진단 시작과 컨설턴트 배정")]
    assert list(selectors.admitted_without_assessment(person(Role.STAFF), 20)) == [row]
    with pytest.raises(WrongState):
        services.admit(application_id=row.pk, by=staff, at=AT)


def test_the_company_cannot_admit_itself():
    row = submitted()

    with pytest.raises(NotAllowed):
        services.admit(application_id=row.pk, by=row.applicant, at=AT)
    assert fresh(row).state == State.SUBMITTED


def test_rejecting_needs_a_reason_from_the_list_and_in_words():
    row, staff = submitted(), person(Role.STAFF)

    with pytest.raises(ReasonMissing):
        services.reject(application_id=row.pk, codes=("scope",), reason=" ", by=staff, at=AT)
    with pytest.raises(UnknownReason):
        services.reject(application_id=row.pk, codes=("nothing",), reason="사유", by=staff, at=AT)
    services.reject(application_id=row.pk, codes=("scope",), reason="지원 목적과 다릅니다.", by=staff, at=AT)

    done = fresh(row)
    assert (done.state, done.decision_codes, done.decision_note) == (State.REJECTED, ["scope"], "지원 목적과 다릅니다.")
    assert waits(done) == []


def test_a_correction_goes_back_and_forth_under_one_number():
    row, staff = submitted(), person(Role.STAFF)
    correction = services.request_correction(
        application_id=row.pk, codes=("figure_unclear",), text="측정방법을 적어 주십시오.", by=staff, at=AT
    )
    assert waits(row) == [(f"org:{row.company_id}", "신청 보완")]

    services.save_draft(
        application_id=row.pk,
        version=row.draft_version,
        values={"figure_method": "월 보고서"},
        by=row.applicant,
        at=AT,
    )
    services.resubmit(application_id=row.pk, answer="적었습니다.", by=row.applicant, at=AT + DAY)

    done = fresh(row)
    correction.refresh_from_db()
    assert (done.state, done.receipt_number, done.figure_method) == (State.SUBMITTED, row.receipt_number, "월 보고서")
    assert (correction.answer, correction.answered_at) == ("적었습니다.", AT + DAY)
    assert waits(done) == [("role:staff", "신청 요건검토")]
    assert Notice.objects.filter(to=staff, kind="intake.resubmitted").count() == 1


def test_a_late_correction_is_refused():
    row = submitted()
    correction = services.request_correction(
        application_id=row.pk, codes=(), text="고쳐 주십시오.", by=person(Role.STAFF), at=AT
    )

    with pytest.raises(CorrectionLate):
        services.resubmit(
            application_id=row.pk, answer="", by=row.applicant, at=correction.due_at + timedelta(seconds=1)
        )
    assert Correction.objects.get().answered_at is None


def test_taking_a_case_makes_the_wait_personal():
    row, staff = submitted(), person(Role.STAFF)

    services.take(application_id=row.pk, screener_id=staff.pk, by=staff, at=AT)

    assert waits(row) == [(f"user:{staff.pk}", "신청 요건검토")]


def test_withdrawing_takes_back_every_wait():
    row = admitted()

    services.withdraw(application_id=row.pk, reason="사정이 생겼습니다.", by=row.applicant, at=AT)

    assert (fresh(row).state, waits(row)) == (State.WITHDRAWN, [])
