"""The meeting after a diagnosis: wide gaps first, agreed bands kept apart, and the result untouched."""

from datetime import timedelta

import pytest
from django.urls import reverse
from rest_framework.test import APIClient

from apps.accounts.roles import Role
from apps.diagnosis import meeting, selectors, services
from apps.diagnosis.errors import MeetingAhead, NoteForDifference, UnknownCode, Unsettled
from apps.diagnosis.meeting import Settled
from apps.diagnosis.models import AgreedScore, Assessment
from apps.directory.models import Relation
from apps.documents import paper
from apps.documents import services as documents
from apps.documents.models import Document
from apps.documents.states import DocumentState
from apps.kernel.errors import NotAllowed, NotFound, WrongState
from apps.workflow.models import Wait
from tests.accounts.factories import person
from tests.diagnosis import factories
from tests.diagnosis.factories import CRITERIA, NOW, VISIT
from tests.directory import factories as directory

OWN = {**dict.fromkeys(CRITERIA, 1), "P2": 4, "D3": None, "O1": 3}
AGREED = {"P2": Settled(1, "표준서가 아직 없습니다."), "O1": Settled(2, "책임자는 정해져 있습니다.")}


def talked_about(own=OWN) -> Assessment:
    """Completed at band 1 everywhere, beside what the company says of itself."""
    company = directory.company()
    assessment = factories.scored(company=company)
    member = directory.member_of(company)
    services.save_self_scores(assessment_id=assessment.pk, bands=own, by=member, at=NOW)
    return services.complete(assessment_id=assessment.pk, by=assessment.consultant, at=NOW, visit_on=VISIT)


def agree(assessment: Assessment, settled=None, *, by=None, **changes) -> Assessment:
    values = {"settled": AGREED if settled is None else settled, "held_on": VISIT, "at": NOW, **changes}
    return services.agree(assessment_id=assessment.pk, by=by or assessment.consultant, **values)


def waiting() -> list[str]:
    return list(Wait.objects.filter(key="meeting", closed_at=None).values_list("party", flat=True))


def test_the_widest_gaps_come_first_and_who_does_not_know_has_none():
    found = {"P1": 1, "P2": 1, "D3": 2, "O1": 1}

    gaps = meeting.agenda({"P1": 2, "P2": 4, "D3": None, "O1": 3}, found)

    assert [(one.code, one.size, one.is_wide) for one in gaps] == [
        ("P2", 3, True),
        ("O1", 2, True),
        ("P1", 1, False),
        ("D3", 0, False),
    ]


@pytest.mark.django_db
def test_what_was_agreed_stands_beside_the_result_and_changes_nothing_of_it():
    assessment = talked_about()
    frozen = assessment.result
    assert waiting() == [f"user:{assessment.consultant_id}"]

    agree(assessment)

    after = Assessment.objects.get(pk=assessment.pk)
    shown = {one.code: (one.self_band, one.point, one.agreed_band) for one in selectors.result(after).criteria}
    assert (after.result, after.level, after.agreed_on) == (frozen, assessment.level, VISIT)
    assert (shown["P2"], shown["O1"], shown["D3"]) == ((4, 1, 1), (3, 1, 2), (None, 1, None))
    assert waiting() == []


@pytest.mark.django_db
def test_the_paper_is_ordered_anew_with_what_was_agreed():
    assessment = talked_about()
    [first] = Document.objects.all()
    documents.render(document_id=first.pk, at=NOW)

    agree(assessment)

    again = selectors.document_of(assessment)
    told = {one["code"]: (one["band"], one["self"], one["agreed"]) for one in again.sheet["criteria"]}
    assert paper.check("diagnosis", again.sheet) is None
    assert (again.sheet["agreed_on"], told["O1"], told["D3"]) == (VISIT.isoformat(), (1, 3, 2), (1, None, None))
    assert len(again.sheet["next_steps"]) == len(first.sheet["next_steps"]) - 1
    first.refresh_from_db()
    assert (first.state, first.sheet["agreed_on"]) == (DocumentState.SUPERSEDED, None)


@pytest.mark.django_db
def test_agreeing_once_more_replaces_it():
    assessment = talked_about()
    agree(assessment)

    agree(assessment, {"P2": Settled(1), "O1": Settled(1)})

    assert dict(AgreedScore.objects.values_list("criterion", "band")) == {"P2": 1, "O1": 1}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("settled", "changes", "refusal", "fields"),
    [
        ({"P2": Settled(1)}, {}, Unsettled, ["band-O1"]),
        ({**AGREED, "P2": Settled(3, " ")}, {}, NoteForDifference, ["note-P2"]),
        ({**AGREED, "Z9": Settled(1)}, {}, UnknownCode, ["Z9"]),
        ({**AGREED, "P1": Settled(6, "너무 높습니다.")}, {}, UnknownCode, ["P1"]),
        (AGREED, {"held_on": NOW.date() + timedelta(days=1)}, MeetingAhead, ["held_on"]),
    ],
)
def test_what_cannot_be_kept_is_refused_in_its_place_and_nothing_is_written(settled, changes, refusal, fields):
    assessment = talked_about()

    with pytest.raises(refusal) as refused:
        agree(assessment, settled, **changes)

    assert [one.field for one in refused.value.problems] == fields
    assert not AgreedScore.objects.exists()
    assert waiting() == [f"user:{assessment.consultant_id}"]


@pytest.mark.django_db
def test_nothing_is_agreed_before_completion_nor_while_reopened():
    assessment = factories.scored()
    with pytest.raises(WrongState):
        agree(assessment)
    completed = talked_about()
    services.reopen(assessment_id=completed.pk, reason="고칩니다.", by=person(Role.STAFF), at=NOW)

    with pytest.raises(WrongState):
        agree(completed)

    assert waiting() == []
    assert not AgreedScore.objects.exists()


@pytest.mark.django_db
def test_only_its_consultant_writes_down_what_was_agreed():
    assessment = talked_about()
    for who, refusal in [
        (person(Role.STAFF), NotAllowed),
        (person(Role.CONSULTANT), NotFound),
        (person(Role.COMPANY), NotFound),
    ]:
        with pytest.raises(refusal):
            agree(assessment, by=who)
    Relation.objects.filter(user=assessment.consultant).delete()
    Relation.objects.create(
        user=assessment.consultant, organisation=assessment.company, kind=Relation.CONFLICTS[0], noted_at=NOW
    )

    with pytest.raises(NotFound):
        agree(assessment)

    assert not AgreedScore.objects.exists()


@pytest.mark.django_db
def test_where_both_see_the_company_alike_nobody_is_asked_for_a_meeting():
    talked_about(dict.fromkeys(CRITERIA, 2))

    assert waiting() == []


@pytest.mark.django_db
def test_the_page_shows_wide_gaps_first_and_keeps_what_was_typed_when_refused(client):
    assessment = talked_about()
    client.force_login(assessment.consultant)
    page = reverse("diagnosis:agree", args=[assessment.uid])
    assert page in client.get(reverse("diagnosis:result", args=[assessment.uid])).content.decode()
    words = client.get(page).content.decode()
    assert words.index("P2 ") < words.index("O1 ") < words.index("P1 ")

    sent = {"held_on": VISIT.isoformat(), "band-P2": "1", "note-P2": "표준서가 아직 없습니다."}
    refused = client.post(page, sent)
    unlike = client.post(page, {**sent, "band-O1": "1", "note-O1": "같습니다.", "band-P1": "3"})
    done = client.post(page, {**sent, "band-O1": "2", "note-O1": "책임자는 정해져 있습니다."})

    assert (refused.status_code, unlike.status_code) == (422, 422)
    assert '<details class="accordion" open' not in refused.content.decode()
    assert '<details class="accordion" open' in unlike.content.decode()
    assert "표준서가 아직 없습니다." in refused.content.decode()
    assert "두 수준 이상 차이 나는 항목입니다." in refused.content.decode()
    assert done.url == reverse("diagnosis:result", args=[assessment.uid])
    shown = client.get(done.url).content.decode()
    assert "2026-06-07에 기업과 컨설턴트가 결과를 함께 읽었습니다." in shown
    assert dict(AgreedScore.objects.values_list("criterion", "band")) == {"P2": 1, "O1": 2}


@pytest.mark.django_db
def test_programs_write_and_read_what_was_agreed():
    assessment = talked_about()
    client = APIClient()
    client.force_authenticate(assessment.consultant)
    base = f"/api/v1/diagnosis/assessments/{assessment.uid}/"
    agreed = [{"criterion": code, "band": one.band, "note": one.note} for code, one in AGREED.items()]

    few = client.put(f"{base}agreed/", {"held_on": "2026-06-07", "agreed": agreed[:1]}, format="json")
    done = client.put(f"{base}agreed/", {"held_on": "2026-06-07", "agreed": agreed}, format="json")

    assert (few.status_code, few.json()["code"]) == (422, "unsettled")
    bands = {one["code"]: one["agreed_band"] for area in done.data["areas"] for one in area["criteria"]}
    assert (done.status_code, bands["P2"], bands["O1"], bands["P1"]) == (200, 1, 2, None)
    assert client.get(base).data["agreed_on"] == "2026-06-07"
