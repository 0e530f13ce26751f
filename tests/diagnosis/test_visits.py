"""Visits: pledge and permission, the signed log, and what came back too late."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from rest_framework.test import APIClient

from apps.accounts.roles import Role
from apps.audit import selectors as audit
from apps.diagnosis import selectors, services
from apps.diagnosis.errors import NotPledged, PhotoNotPermitted, ReasonForNotApplicable, VisitNotOver, VisitSigned
from apps.diagnosis.frozen import Given
from apps.diagnosis.models import Evidence, LateRecord, Visit
from apps.diagnosis.rules import Answer as Value
from apps.diagnosis.services.visiting import WAIT_FOR_LATE, Said
from apps.diagnosis.states import AssessmentState
from apps.directory.models import Relation
from apps.kernel.errors import Invalid, NotAllowed, NotFound, UidTaken, WrongState
from apps.workflow.models import Wait
from tests.accounts.factories import person
from tests.diagnosis import factories
from tests.diagnosis.factories import NOW
from tests.directory import factories as directory
from tests.documents import files
from tests.documents.factories import upload

pytestmark = pytest.mark.django_db
BEGAN = datetime(2026, 6, 7, 5, 0, tzinfo=UTC)
SIGNATURE = [[[10, 20], [30, 40]], [[50, 60]]]
ANSWERS = [{"attribute": "P1.1.1", "value": "yes", "reason": "", "note": "표본: 작업표준서를 봄"}]


def said(**changes) -> Said:
    return Said(**{"photos": "granted", "permitted_by": "표본 담당자", **changes})


def signed(**changes) -> Said:
    whole = {"began_at": BEGAN, "ended_at": BEGAN + timedelta(hours=3), "summary": "표본: 공정을 둘러봄"}
    return said(**{**whole, "signer": "표본 대표", "signature": SIGNATURE, **changes})


def keep(assessment, note: Said, *, uid=None, by=None, pledged=True) -> Visit:
    return services.keep_visit(
        assessment_id=assessment.pk,
        uid=uid or uuid4(),
        said=note,
        pledged=pledged,
        by=by or assessment.consultant,
        at=NOW,
    )


def late(assessment, content=None, *, uid=None, by=None, file=None) -> LateRecord:
    return services.keep_late(
        assessment_id=assessment.pk,
        uid=uid or uuid4(),
        content=content or {"answers": ANSWERS},
        by=by or assessment.consultant,
        at=NOW,
        file=file,
    )


def evidence(**changes) -> dict:
    given = {"criterion": "P1", "kind": "observation", "title": "표본 일지", "note": "", "seen_on": "2026-06-07"}
    return {"evidence": {**given, "attributes": ["P1.1.1"], **changes}}


def reopened(assessment):
    return services.reopen(assessment_id=assessment.pk, reason="표본: 늦게 온 기록", by=person(Role.STAFF), at=NOW)


def test_a_visit_keeps_its_pledge_and_fills_up_until_it_is_signed():
    assessment, uid = factories.assigned(), uuid4()

    begun = keep(assessment, said(), uid=uid)
    keep(assessment, said(summary="표본: 반쯤"), uid=uid, pledged=False)
    closed = keep(assessment, signed(), uid=uid, pledged=False)

    assert (begun.pk, Visit.objects.count()) == (closed.pk, 1)
    assert begun.pledge
    assert begun.pledged_at == NOW
    assert (closed.signed_at, closed.summary) == (NOW, "표본: 공정을 둘러봄")
    assert closed.signature_path == "M10 20L30 40L30 40 M50 60L50 60"
    assert [one.action for one in audit.history(assessment)][-2:] == ["pledge", "sign_visit"]
    assert selectors.visit_day(assessment) == date(2026, 6, 7)


def test_a_signed_log_never_changes_but_may_arrive_twice():
    assessment, uid = factories.assigned(), uuid4()
    keep(assessment, signed(), uid=uid)

    again = keep(assessment, signed(), uid=uid)
    with pytest.raises(VisitSigned):
        keep(assessment, signed(summary="표본: 다른 글"), uid=uid)

    assert again.summary == Visit.objects.get().summary == "표본: 공정을 둘러봄"


@pytest.mark.parametrize(
    ("note", "field"),
    [
        (signed(summary=""), "summary"),
        (signed(signer=""), "signer"),
        (signed(began_at=None), "began_at"),
        (signed(ended_at=None), "ended_at"),
        (signed(ended_at=BEGAN), "ended_at"),
        (signed(ended_at=BEGAN - timedelta(minutes=1)), "ended_at"),
        (signed(began_at=BEGAN - timedelta(days=2)), "ended_at"),
    ],
)
def test_a_log_that_lacks_something_is_not_signed(note, field):
    assessment = factories.assigned()

    with pytest.raises(Invalid) as refusal:
        keep(assessment, note)

    assert [problem.field for problem in refusal.value.problems] == [field]
    assert not Visit.objects.exists()


def test_hours_ahead_are_refused_but_for_a_clock_that_is_a_little_fast():
    assessment = factories.assigned()

    with pytest.raises(VisitNotOver):
        keep(assessment, signed(ended_at=NOW + timedelta(minutes=16), began_at=NOW))

    assert keep(assessment, signed(ended_at=NOW + timedelta(minutes=14), began_at=NOW)).signed_at == NOW


def test_a_visit_begins_with_the_pledge():
    with pytest.raises(NotPledged):
        keep(factories.assigned(), said(), pledged=False)


def test_only_the_cases_consultant_keeps_its_visits():
    assessment = factories.assigned()
    with pytest.raises(NotAllowed):
        keep(assessment, said(), by=person(Role.STAFF))
    with pytest.raises(NotFound):
        keep(assessment, said(), by=person(Role.CONSULTANT))


def test_a_consultant_who_became_tied_keeps_nothing():
    assessment = factories.assigned()
    Relation.objects.create(
        user=assessment.consultant, organisation=assessment.company, kind=Relation.CONFLICTS[0], noted_at=NOW
    )

    with pytest.raises(NotFound):
        keep(assessment, said())


def test_the_name_of_another_cases_visit_is_not_taken():
    consultant = person(Role.CONSULTANT)
    first, second, uid = factories.assigned(consultant=consultant), factories.assigned(consultant=consultant), uuid4()
    keep(first, said(), uid=uid)

    with pytest.raises(UidTaken):
        keep(second, said(), uid=uid)


@pytest.mark.parametrize("note", [None, said(photos="refused")])
def test_a_photo_needs_the_companys_word(note):
    assessment = factories.assigned()
    if note is not None:
        keep(assessment, note)
    photo = {"criterion": "P1", "kind": "photo", "title": "표본 사진", "seen_on": NOW.date()}

    with pytest.raises(PhotoNotPermitted):
        services.add_evidence(
            assessment_id=assessment.pk, by=assessment.consultant, at=NOW, file=upload(files.png(), "현장.png"), **photo
        )
    keep(assessment, said())
    kept = services.add_evidence(
        assessment_id=assessment.pk, by=assessment.consultant, at=NOW, file=upload(files.png(), "현장.png"), **photo
    )

    assert kept.attachment is not None


def test_what_arrives_after_completion_is_kept_shown_and_staff_are_asked():
    assessment = factories.completed()
    uid = uuid4()
    before = selectors.result(assessment).point

    late(assessment, uid=uid)
    late(assessment, uid=uid)
    late(assessment, evidence())

    shown = selectors.late_of(assessment, person(Role.STAFF))
    assert [bool(one.evidence) for one in shown] == [False, True]
    assert (shown[0].answers[0].came, shown[0].answers[0].note) == ("확인함", "표본: 작업표준서를 봄")
    assert selectors.late_of(assessment, directory.member_of(assessment.company)) == ()
    assert selectors.result(assessment).point == before
    assert Wait.objects.filter(key=WAIT_FOR_LATE, closed_at=None).count() == 1


def test_what_had_arrived_before_completion_is_not_late_when_a_device_sends_it_again():
    assessment = factories.completed(dict.fromkeys(factories.CRITERIA, 0))
    reopened(assessment)
    words, uid = Given(Value.YES, "", ANSWERS[0]["note"]), uuid4()
    seen = {"criterion": "P1", "kind": "observation", "title": "표본 일지", "seen_on": NOW.date()}
    mine = {"assessment_id": assessment.pk, "by": assessment.consultant, "at": NOW}
    services.save_answers(answers={"P1.1.1": words}, **mine)
    kept = services.add_evidence(uid=uid, **seen, **mine)
    services.complete(visit_on=factories.VISIT, **mine)

    again = services.save_answers(answers={"P1.1.1": words}, version=0, **mine)

    assert services.add_evidence(uid=uid, **seen, **mine) == kept
    assert (again.state, again.evidence.filter(uid=uid).count()) == (AssessmentState.COMPLETED, 1)
    with pytest.raises(WrongState):
        services.save_answers(answers={"P1.1.1": Given(Value.NO)}, **mine)
    with pytest.raises(WrongState):
        services.add_evidence(uid=uuid4(), **seen, **mine)


def test_late_records_are_taken_over_once_the_case_is_open_again():
    assessment = factories.completed(dict.fromkeys(factories.CRITERIA, 0))
    answers = late(assessment)
    picture = late(assessment, evidence(kind="photo"), file=upload(files.png(), "현장.png"))
    with pytest.raises(WrongState):
        services.take_late(late_uid=answers.uid, by=assessment.consultant, at=NOW)
    reopened(assessment)

    for one in (answers, picture):
        services.take_late(late_uid=one.uid, by=assessment.consultant, at=NOW)

    assert selectors.given(assessment)["P1.1.1"].note == "표본: 작업표준서를 봄"
    assert Evidence.objects.get(uid=picture.uid).attachment == picture.attachment
    assert selectors.late_of(assessment, assessment.consultant) == ()
    assert not Wait.objects.filter(key=WAIT_FOR_LATE, closed_at=None).exists()


def test_staff_or_the_consultant_lay_a_late_record_aside_for_good():
    assessment = factories.completed()
    record = late(assessment)
    with pytest.raises(NotFound):
        services.lay_aside(late_uid=record.uid, by=person(Role.CONSULTANT), at=NOW)

    laid = services.lay_aside(late_uid=record.uid, by=person(Role.STAFF), at=NOW)

    assert laid.outcome == LateRecord.Outcome.LAID_ASIDE
    with pytest.raises(WrongState):
        services.lay_aside(late_uid=record.uid, by=assessment.consultant, at=NOW)


def test_a_late_record_that_cannot_be_taken_stays():
    assessment = factories.completed()
    record = late(assessment, {"answers": [{**ANSWERS[0], "value": "not_applicable"}]})
    reopened(assessment)

    with pytest.raises(ReasonForNotApplicable):
        services.take_late(late_uid=record.uid, by=assessment.consultant, at=NOW)

    assert LateRecord.objects.get().outcome == ""


def test_nothing_is_late_while_the_case_is_scored():
    with pytest.raises(WrongState):
        late(factories.scored())


def client_of(user) -> APIClient:
    client = APIClient()
    client.force_authenticate(user)
    return client


def test_a_device_sends_its_visit_and_its_late_answers_over_the_api():
    assessment, uid = factories.completed(), uuid4()
    address = f"/api/v1/diagnosis/assessments/{assessment.uid}/"
    client = client_of(assessment.consultant)
    note = {"pledged": True, "photos": "refused", "permitted_by": "표본 담당자", "signature": None}

    kept = client.put(f"{address}visits/{uid}/", note, format="json")
    came = client.post(f"{address}late/", {"uid": str(uuid4()), "answers": ANSWERS}, format="json")
    photo = {**evidence(kind="photo")["evidence"], "uid": str(uuid4()), "file": upload(files.png(), "현장.png")}
    picture = client.post(f"{address}late/", photo, format="multipart")
    listed = client.get(f"{address}late/")
    aside = client.post(f"/api/v1/diagnosis/late/{came.data['uid']}/lay-aside/")

    assert [kept.status_code, came.status_code, picture.status_code, aside.status_code] == [200, 201, 201, 200]
    assert (kept.data["uid"], kept.data["signed_at"]) == (str(uid), None)
    assert [bool(one["content"].get("evidence")) for one in listed.data] == [False, True]
    assert [one["uid"] for one in client.get(f"{address}visits/").data] == [str(uid)]
    assert aside.data["outcome"] == "laid_aside"


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"photos": "perhaps"}, 400),
        ({"permitted_by": ""}, 400),
        ({"signature": [[[1, 2, 3]]]}, 400),
        ({"signature": [[[1, 2000]]]}, 400),
        ({"signature": "scribble"}, 400),
        ({"pledged": False}, 422),
    ],
)
def test_a_note_that_cannot_be_read_is_refused(changes, status):
    assessment = factories.assigned()
    note = {"pledged": True, "photos": "granted", "permitted_by": "표본 담당자", **changes}

    answer = client_of(assessment.consultant).put(
        f"/api/v1/diagnosis/assessments/{assessment.uid}/visits/{uuid4()}/", note, format="json"
    )

    assert answer.status_code == status
    assert not Visit.objects.exists()


def test_a_late_record_needs_answers_or_evidence():
    assessment = factories.completed()
    client = client_of(assessment.consultant)

    answer = client.post(f"/api/v1/diagnosis/assessments/{assessment.uid}/late/", {"uid": str(uuid4())}, format="json")

    assert (answer.status_code, LateRecord.objects.count()) == (422, 0)


def test_the_visits_page_carries_the_whole_case_and_opens_where_the_company_stands(client):
    assessment = factories.assigned()
    member = directory.member_of(assessment.company)
    services.save_self_scores(assessment_id=assessment.pk, bands={"P1": 3}, by=member, at=NOW)
    client.force_login(assessment.consultant)

    page = client.get(f"/diagnosis/{assessment.uid}/visit/")
    text = page.content.decode()

    assert page.status_code == 200
    assert text.count('class="score-row"') == 18 * 20
    criterion = next(one for one in page.context["areas"][0]["criteria"] if one["seen"].criterion.code == "P1")
    assert [band.band for band in criterion["bands"] if band.is_open] == [3, 4]


def test_pages_of_the_visit_are_for_its_consultant(client):
    assessment = factories.assigned()
    client.force_login(person(Role.CONSULTANT))
    assert client.get(f"/diagnosis/{assessment.uid}/visit/").status_code == 404
    assert client.get("/diagnosis/worker.js")["Content-Type"] == "text/javascript"
    assert client.get("/diagnosis/offline/").status_code == 200
    client.force_login(directory.member_of(assessment.company))
    assert client.get(f"/diagnosis/{assessment.uid}/visit/").status_code == 403


def test_a_late_record_is_settled_on_the_cases_page(client):
    assessment = factories.completed()
    answers, picture = late(assessment), late(assessment, evidence(kind="photo"), file=upload(files.png(), "현장.png"))
    staff = person(Role.STAFF)
    client.force_login(staff)

    page = client.get(assessment.get_absolute_url()).content.decode()
    aside = client.post(f"/diagnosis/late/{answers.uid}/", {"outcome": "laid_aside"})
    client.force_login(person(Role.CONSULTANT))
    foreign = client.get(f"/diagnosis/late/{picture.uid}/file/")

    assert "표본: 작업표준서를 봄" in page
    assert "표본 일지" in page
    assert (aside.status_code, foreign.status_code) == (302, 404)
    assert LateRecord.objects.get(pk=answers.pk).settled_by == staff


def test_a_signed_log_is_shown_to_the_company(client):
    assessment = factories.assigned()
    keep(assessment, signed())
    client.force_login(directory.member_of(assessment.company))

    page = client.get(assessment.get_absolute_url()).content.decode()

    assert "표본: 공정을 둘러봄" in page
    assert "M10 20L30 40L30 40" in page
