"""An applicant objects: in time, once, and to be judged by others than before."""

from datetime import date, datetime, time, timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from apps.accounts.roles import Role
from apps.directory.models import Relation
from apps.documents import selectors as documents
from apps.documents.errors import RefusedFile
from apps.intake import selectors, services
from apps.intake.entries import Approval
from apps.intake.errors import (
    AlreadyObjected,
    GroundsMissing,
    JudgedBefore,
    NoPlace,
    NothingToObject,
    ObjectionLate,
    ReviewNotDone,
    TooManyPapers,
    WrongRuling,
)
from apps.intake.models import Application, Call, Objection
from apps.intake.states import ObjectionState, Outcome, Ruling, State
from apps.kernel.errors import NotAllowed, NotFound, UidTaken, WrongState
from apps.notices.models import Notice
from apps.panels.errors import Conflicted
from apps.panels.models import Seat, Sitting
from apps.panels.states import SittingState
from apps.workflow.models import Delivery, Wait
from apps.workflow.services import ReasonMissing
from tests.accounts.factories import person
from tests.documents import files
from tests.intake.factories import AT, DAY, admitted, fresh, waits
from tests.intake.objecting import GROUNDS, appointed, decided, declined, filed, judged, proposed, rejected
from tests.intake.selecting import published

pytestmark = pytest.mark.django_db


def asked(objection) -> list[tuple[str, str]]:
    rows = Wait.objects.filter(subject_label="intake.objection", subject_id=objection.pk, closed_at=None)
    return [(row.party, row.what) for row in rows]


def test_an_objection_starts_a_clock_and_asks_staff_for_other_reviewers():
    row = declined()

    objection = filed(row)

    assert (objection.contested, objection.decision_note) == (State.NOT_SELECTED, "표본 사유")
    assert set(objection.deciders) == {row.proposed_by_id, row.confirmed_by_id}
    assert objection.due_at == selectors.answer_due(row, AT + DAY)
    assert asked(objection) == [("role:staff", "이의신청 평가위원 위촉")]
    assert Notice.objects.filter(to=row.applicant, kind="intake.objection_filed").exists()


def test_an_overdue_objection_is_late_in_the_inbox_of_staff_and_in_the_list(client):
    objection = filed(declined())
    client.force_login(person(Role.STAFF))

    shown = [
        one
        for one in client.get(reverse("desk:home")).context["page"].rows
        if one["path"] == objection.get_absolute_url()
    ]
    listed = client.get(reverse("intake:objections")).content.decode()

    assert [one["due_at"] for one in shown] == [objection.due_at]
    assert objection.due_at < timezone.now()
    assert "기한 지남" in listed


def test_the_programme_says_how_long_one_may_object_and_the_centre_may_take():
    row = declined()
    settings = {**row.call.settings, "objection": {"days": 3, "handling": {"length": 5, "basis": "working_days"}}}
    Call.objects.filter(pk=row.call_id).update(settings=settings)
    row = fresh(row)
    until = selectors.contest_of(row).until
    assert timezone.localtime(until).isoformat() == "2026-06-05T00:00:00+09:00"

    with pytest.raises(ObjectionLate) as late:
        filed(row, at=until)
    objection = filed(row, at=until - timedelta(seconds=1))

    assert "2026-06-04" in str(late.value)
    assert objection.due_at == selectors.answer_due(row, until - timedelta(seconds=1))


def test_without_a_setting_the_general_law_counts():
    row = declined()
    settings = {key: value for key, value in row.call.settings.items() if key != "objection"}
    Call.objects.filter(pk=row.call_id).update(settings=settings)

    until = timezone.localtime(selectors.contest_of(fresh(row)).until)

    assert (until.date() - timezone.localtime(AT).date()).days == 31


@pytest.mark.parametrize(
    ("told_on", "days", "last_on"),
    [
        # Thursday 1 October 2026 + 7 = Thursday the 8th, a working day.
        (date(2026, 10, 1), 7, date(2026, 10, 8)),
        # Tuesday 1 September + 4 = Saturday the 5th; + 5 = Sunday the 6th: Monday the 7th.
        (date(2026, 9, 1), 4, date(2026, 9, 7)),
        (date(2026, 9, 1), 5, date(2026, 9, 7)),
        # 2 October + 7 = Friday the 9th, Hangul Day, before a weekend: Monday the 12th.
        (date(2026, 10, 2), 7, date(2026, 10, 12)),
        # 25 August 2026 + 30 = Thursday 24 September, the first day of Chuseok (24 to 26, a Saturday): Monday the 28th.
        (date(2026, 8, 25), 30, date(2026, 9, 28)),
        # 3 September 2025 + 30 = Friday 3 October, National Foundation Day; then a Saturday, Chuseok from the 5th to
        # the 7th, its substitute on the 8th and Hangul Day on the 9th: Friday the 10th.
        (date(2025, 9, 3), 30, date(2025, 10, 10)),
        # 1 December 2025 + 31 = New Year's Day: Friday 2 January 2026.
        (date(2025, 12, 1), 31, date(2026, 1, 2)),
    ],
)
def test_the_last_day_to_object_is_a_working_day(told_on, days, last_on):
    row = declined()
    Call.objects.filter(pk=row.call_id).update(settings={**row.call.settings, "objection": {"days": days}})
    told_at = datetime.combine(told_on, time(10), tzinfo=timezone.get_default_timezone())
    Application.objects.filter(pk=row.pk).update(published_at=told_at)

    contest = selectors.contest_of(fresh(row))

    assert contest.last_on == last_on
    assert timezone.localtime(contest.until).time() == time.min


def test_one_objects_once_to_a_decision_with_grounds_and_only_for_ones_own_company():
    row, other, uid = declined(), declined(), uuid4()
    for act, refusal in (
        (lambda: filed(row, by=other.applicant), NotFound),
        (lambda: filed(row, by=person(Role.STAFF)), NotAllowed),
        (lambda: filed(row, grounds="  "), GroundsMissing),
        (lambda: filed(admitted()), NothingToObject),
    ):
        with pytest.raises(refusal):
            act()
    assert not Objection.objects.exists()
    made = filed(row, uid=uid)
    assert filed(row, uid=uid) == made
    with pytest.raises(UidTaken):
        filed(other, uid=uid)
    with pytest.raises(AlreadyObjected):
        filed(row)

    assert Objection.objects.count() == 1


def test_others_look_at_the_case_again_masked_and_by_the_same_criteria():
    row = declined()

    objection = appointed(row)

    sitting = Sitting.objects.get(subject_label="intake.objection", subject_id=objection.pk)
    assert [one["code"] for one in sitting.criteria] == [one["code"] for one in row.call.settings["criteria"]]
    assert sitting.masked_sheet["texts"][0] == {"title": "이의신청 이유", "text": GROUNDS}
    assert row.company.name_ko not in str(sitting.masked_sheet)
    assert Objection.objects.get().state == ObjectionState.REVIEWING
    assert asked(objection) == [("role:staff", "이의신청 재심의 진행과 결정 제안")]


def test_who_scored_or_decided_before_is_refused_by_name():
    row = declined()
    objection = filed(row)
    before = Seat.objects.filter(sitting__subject_label="intake.application", sitting__subject_id=row.pk)
    scorer = before.select_related("user")[0].user
    new = person(Role.REVIEWER)

    with pytest.raises(JudgedBefore) as refused:
        services.appoint_to_objection(
            objection_uid=objection.uid, reviewers=[scorer, new], due_at=AT + 3 * DAY, by=person(Role.STAFF), at=AT
        )

    assert scorer.name in str(refused.value)
    assert not Sitting.objects.filter(subject_label="intake.objection").exists()
    assert new in selectors.other_reviewers(objection)
    assert scorer not in selectors.other_reviewers(objection)


def test_a_reviewer_in_conflict_is_refused_with_the_ground():
    row = declined()
    near = person(Role.REVIEWER)
    Relation.objects.create(user=near, organisation=row.company, kind=Relation.Kind.FAMILY, noted_at=AT)

    with pytest.raises(Conflicted) as refused:
        appointed(row, [near, person(Role.REVIEWER)])

    assert near.name in str(refused.value)
    assert Objection.objects.get().state == ObjectionState.FILED


def test_two_others_dismiss_it_and_the_company_hears_why():
    row = declined()

    objection = decided(row, Ruling.DISMISS)

    objection.refresh_from_db()
    assert objection.state == ObjectionState.DISMISSED
    assert objection.proposed_by != objection.decided_by
    assert fresh(row).state == State.NOT_SELECTED
    assert asked(objection) == []
    told = Notice.objects.get(to=row.applicant, kind="intake.objection_decided")
    assert "기각" in told.body
    assert "표본 결정 사유" in told.body


def test_upheld_it_selects_within_quota_and_budget():
    row = declined()

    services_done = decided(row, Ruling.SELECT)

    done = fresh(row)
    assert services_done.state == ObjectionState.UPHELD
    assert (done.state, done.proposal_note) == (State.SELECTED, "표본 결정 사유")
    assert {done.proposed_by_id, done.confirmed_by_id}.isdisjoint(services_done.deciders)
    assert waits(done) == [("role:staff", "과제 개요서 작성")]


def test_upheld_without_a_place_left_it_goes_to_the_end_of_the_waitlist():
    rows = published((Outcome.SELECT, Outcome.WAITLIST, Outcome.DECLINE), marks=(9, 8, 7), quota=1)
    with pytest.raises(NoPlace):
        proposed(rows[2], Ruling.SELECT)
    objection = services.propose_on_objection(
        objection_uid=Objection.objects.get().uid,
        ruling=Ruling.WAITLIST,
        reason="표본 결정 사유",
        by=person(Role.STAFF),
        at=AT,
    )
    services.decide_objection(
        objection_uid=objection.uid,
        by=person(Role.MANAGER),
        at=AT + DAY,
        approval=Approval("표본-9", (AT + DAY).date()),
    )

    done = fresh(rows[2])
    assert (done.state, done.waitlist_rank, done.approval_number) == (State.WAITLISTED, 2, "표본-9")


def test_an_ineligible_one_is_judged_on_its_merit_and_admitted_when_upheld():
    row = rejected()
    objection = decided(row, Ruling.ADMIT)

    sitting = Sitting.objects.get(subject_label="intake.objection")
    assert [one["label"] for one in sitting.criteria] == ["이의의 타당성"]
    assert fresh(row).state == State.ADMITTED
    assert fresh(row).decision_codes == []
    assert ("role:staff", "진단 시작과 컨설턴트 배정") in waits(row)
    assert Delivery.objects.filter(job="diagnosis.application_admitted", subject_id=row.pk).exists()
    assert objection.contested == State.REJECTED


def test_nobody_of_the_first_decision_decides_again():
    row = declined()
    first, second = row.proposed_by, row.confirmed_by
    objection = judged(row)

    def propose(by):
        return services.propose_on_objection(
            objection_uid=objection.uid, ruling=Ruling.DISMISS, reason="-", by=by, at=AT
        )

    for by in (first, second):
        with pytest.raises(NotAllowed):
            propose(by)
    both = person(Role.STAFF, Role.MANAGER)
    propose(both)
    for by in (both, second):
        with pytest.raises(NotAllowed):
            services.decide_objection(objection_uid=objection.uid, by=by, at=AT)

    assert Objection.objects.get().state == ObjectionState.PROPOSED


def test_nothing_is_proposed_before_the_others_have_judged_nor_what_the_case_does_not_allow():
    objection = appointed(declined())

    def propose(ruling, reason="표본"):
        return services.propose_on_objection(
            objection_uid=objection.uid, ruling=ruling, reason=reason, by=person(Role.STAFF), at=AT
        )

    with pytest.raises(ReviewNotDone):
        propose(Ruling.DISMISS)
    with pytest.raises(WrongRuling):
        propose(Ruling.ADMIT)
    with pytest.raises(ReasonMissing):
        propose(Ruling.DISMISS, " ")
    with pytest.raises(WrongState):
        services.decide_objection(objection_uid=objection.uid, by=person(Role.MANAGER), at=AT)


def test_a_proposal_is_sent_back_and_made_anew():
    objection = proposed(declined(), Ruling.SELECT)

    services.return_on_objection(objection_uid=objection.uid, reason="다시 봅니다.", by=person(Role.MANAGER), at=AT)

    objection.refresh_from_db()
    assert (objection.state, objection.ruling, objection.proposed_by) == (ObjectionState.REVIEWING, "", None)


def test_the_company_takes_it_back_and_the_reviewers_go_home():
    row = declined()
    objection = appointed(row)

    with pytest.raises(NotFound):
        services.withdraw_objection(objection_uid=objection.uid, by=person(Role.COMPANY), at=AT)
    services.withdraw_objection(objection_uid=objection.uid, by=row.applicant, at=AT)

    objection.refresh_from_db()
    assert objection.state == ObjectionState.WITHDRAWN
    assert Sitting.objects.get(subject_label="intake.objection").state == SittingState.CANCELLED
    assert asked(objection) == []
    with pytest.raises(AlreadyObjected):
        filed(row)


def pdf(name: str = "촬영기록.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, files.pdf(), "application/pdf")


def test_papers_speak_for_an_objection_from_its_filing_until_it_is_decided():
    row = declined()
    objection = filed(row, file=pdf())
    uid = uuid4()
    given = {"objection_uid": objection.uid, "by": row.applicant, "at": AT + DAY}

    again = [services.add_to_objection(file=pdf("추가.pdf"), uid=uid, **given) for _time in range(2)]

    assert again[0] == again[1]
    assert [one.original_name for one in documents.attachments_of(objection)] == ["촬영기록.pdf", "추가.pdf"]
    with pytest.raises(NotFound):
        services.add_to_objection(**{**given, "by": declined().applicant}, file=pdf())
    with pytest.raises(NotAllowed):
        services.add_to_objection(**{**given, "by": person(Role.STAFF)}, file=pdf())
    services.withdraw_objection(objection_uid=objection.uid, by=row.applicant, at=AT + DAY)
    with pytest.raises(WrongState):
        services.add_to_objection(file=pdf(), **given)


def test_an_objection_takes_so_many_papers_and_no_more():
    row = declined()
    objection = filed(row)
    given = {"objection_uid": objection.uid, "by": row.applicant, "at": AT + DAY}
    uids = [uuid4() for _number in range(10)]
    for number, uid in enumerate(uids):
        services.add_to_objection(file=pdf(f"{number}.pdf"), uid=uid, **given)

    with pytest.raises(TooManyPapers) as refused:
        services.add_to_objection(file=pdf(), **given)

    assert refused.value.field == "file"
    assert services.add_to_objection(file=pdf("9.pdf"), uid=uids[-1], **given).uid == uids[-1]


def test_a_file_that_cannot_be_used_files_no_objection():
    row = declined()

    with pytest.raises(RefusedFile):
        filed(row, file=SimpleUploadedFile("자료.pdf", b"MZ\x90", "application/pdf"))

    assert not Objection.objects.exists()
