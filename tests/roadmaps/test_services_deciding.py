import pytest

from apps.accounts.roles import Role
from apps.catalogue.models import Kpi
from apps.centre.models import Sequence
from apps.directory.errors import Tied
from apps.documents import paper
from apps.documents import services as documents
from apps.documents.models import Document
from apps.documents.states import DocumentState
from apps.intake.models import Application
from apps.kernel.errors import NotAllowed, WrongState
from apps.notices.models import Notice
from apps.roadmaps import selectors, services
from apps.roadmaps.errors import (
    OutOfDate,
)
from apps.roadmaps.models import Roadmap
from apps.roadmaps.states import RoadmapState
from tests.accounts.factories import person
from tests.diagnosis import factories as diagnosis
from tests.directory import factories as directory
from tests.roadmaps import factories
from tests.roadmaps.factories import AT, codes, waits

pytestmark = pytest.mark.django_db


def test_proposing_asks_the_managers():
    roadmap = factories.planned()
    manager = person(Role.MANAGER)

    services.propose(roadmap_id=roadmap.pk, by=roadmap.author, at=AT)

    assert waits(roadmap) == ["role:manager"]
    assert Notice.objects.filter(kind="roadmaps.proposed", to=manager).count() == 1


def test_a_plan_on_older_bands_is_not_proposed():
    roadmap = factories.on_other_bands(factories.planned())
    services.diagnosis_completed(assessment_id=roadmap.assessment_id, at=AT)

    with pytest.raises(OutOfDate):
        services.propose(roadmap_id=roadmap.pk, by=roadmap.author, at=AT)


def test_the_author_can_not_approve_even_as_manager():
    roadmap = factories.planned(consultant=person(Role.CONSULTANT, Role.MANAGER))
    services.propose(roadmap_id=roadmap.pk, by=roadmap.author, at=AT)

    with pytest.raises(NotAllowed):
        services.approve(roadmap_id=roadmap.pk, by=roadmap.author, at=AT)

    assert Roadmap.objects.get().approver is None


def test_a_manager_tied_to_the_company_decides_nothing_about_its_roadmap():
    roadmap = factories.proposed()
    manager = person(Role.MANAGER)
    directory.tied(manager, roadmap.company)

    with pytest.raises(Tied):
        services.approve(roadmap_id=roadmap.pk, by=manager, at=AT)
    with pytest.raises(Tied):
        services.send_back(roadmap_id=roadmap.pk, reason="예산", by=manager, at=AT)

    assert Roadmap.objects.get().state == RoadmapState.PROPOSED


def test_sending_back_needs_a_reason_and_tells_the_author():
    roadmap = factories.proposed()
    manager = person(Role.MANAGER)

    services.send_back(roadmap_id=roadmap.pk, reason="예산을 줄여 주십시오.", by=manager, at=AT)

    kept = Roadmap.objects.get()
    assert (kept.state, kept.proposed_at) == (RoadmapState.PLANNED, None)
    assert "예산을 줄여" in Notice.objects.get(kind="roadmaps.sent_back", to=roadmap.author).body


def test_staff_may_not_approve_and_a_draft_is_not_issued():
    roadmap = factories.proposed()

    with pytest.raises(NotAllowed):
        services.approve(roadmap_id=roadmap.pk, by=person(Role.STAFF), at=AT)
    with pytest.raises(WrongState):
        services.issue(roadmap_id=roadmap.pk, by=person(Role.STAFF), at=AT)

    assert (Document.objects.filter(kind="roadmap").count(), Sequence.objects.filter(kind="roadmap").count()) == (0, 0)


# Issuing


def test_issuing_numbers_the_roadmap_and_freezes_a_whole_sheet():
    roadmap = factories.issued()

    document = Document.objects.get(pk=roadmap.document_id)
    paper.check("roadmap", document.sheet)
    assert roadmap.number == document.number
    assert (document.party, document.state) == (f"org:{roadmap.company_id}", DocumentState.REQUESTED)
    assert [row["code"] for row in document.sheet["actions"]] == codes(roadmap)
    assert selectors.issued_by_number(f" {roadmap.number} ") == roadmap
    assert waits(roadmap) == []


def test_issuing_twice_is_refused_and_makes_no_second_document():
    roadmap = factories.issued()

    with pytest.raises(WrongState):
        services.issue(roadmap_id=roadmap.pk, by=person(Role.STAFF), at=AT)

    assert Document.objects.filter(kind="roadmap").count() == 1


def test_the_issued_paper_renders_and_the_company_is_told_once():
    roadmap = factories.issued()
    documents.render(document_id=roadmap.document_id, at=AT)

    for _turn in range(2):
        services.document_ready(document_id=roadmap.document_id, at=AT)

    document = Document.objects.get(pk=roadmap.document_id)
    assert (document.state, document.pages >= 10) == (DocumentState.READY, True)
    assert Notice.objects.filter(kind="roadmaps.issued").count() == 1


def test_the_next_version_supersedes_the_first_and_its_paper():
    first = factories.issued()
    documents.render(document_id=first.document_id, at=AT)
    staff = person(Role.STAFF)
    second = services.revise(roadmap_id=first.pk, by=staff, at=AT)

    assert services.revise(roadmap_id=first.pk, by=staff, at=AT).pk == second.pk
    assert Roadmap.objects.get(pk=first.pk).state == RoadmapState.ISSUED
    services.plan(roadmap_id=second.pk, by=second.author, at=AT)
    services.propose(roadmap_id=second.pk, by=second.author, at=AT)
    services.approve(roadmap_id=second.pk, by=person(Role.MANAGER), at=AT)
    services.issue(roadmap_id=second.pk, by=staff, at=AT)

    assert Roadmap.objects.get(pk=first.pk).state == RoadmapState.SUPERSEDED
    assert Document.objects.get(pk=first.document_id).state == DocumentState.SUPERSEDED
    assert selectors.issued_by_number(first.number) is None


def test_a_paper_that_comes_late_for_a_superseded_version_is_superseded_too():
    first = factories.issued()
    second = services.revise(roadmap_id=first.pk, by=person(Role.STAFF), at=AT)
    services.plan(roadmap_id=second.pk, by=second.author, at=AT)
    services.propose(roadmap_id=second.pk, by=second.author, at=AT)
    services.approve(roadmap_id=second.pk, by=person(Role.MANAGER), at=AT)
    services.issue(roadmap_id=second.pk, by=person(Role.STAFF), at=AT)
    documents.render(document_id=first.document_id, at=AT)

    services.document_ready(document_id=first.document_id, at=AT)

    assert Document.objects.get(pk=first.document_id).state == DocumentState.SUPERSEDED
    assert Notice.objects.filter(kind="roadmaps.issued").count() == 0


def test_the_paper_tells_one_story_of_strengths_and_gaps():
    sheet = issued_sheet()

    told = {"strengths": sheet["diagnosis"]["strengths"], "weaknesses": sheet["diagnosis"]["gaps"]}
    for corner, found in told.items():
        said = [point for point in sheet["swot"][corner] if "수준" in point]
        assert len(said) == len(found)
        assert all(any(one["name"] in line for line in sheet["swot"][corner]) for one in found)


def test_no_direction_is_built_on_strengths_that_were_not_found():
    roadmap = factories.planned(dict.fromkeys(diagnosis.CRITERIA, 1))

    assert roadmap.swot["strengths"] == []
    assert {one["kind"] for one in roadmap.swot["strategies"]} == {"WO", "WT"}


def test_what_begins_first_begins_in_the_first_month_and_support_of_nothing_is_not_told():
    sheet = issued_sheet()

    starters = [one["name"] for one in sheet["actions"] if one["start_month"] == 1]
    assert sheet["summary"]["first_month"] == 1
    assert sheet["summary"]["first_steps"] == starters[:5]
    assert sum(one["support_krw"] for one in sheet["actions"]) == 0
    assert not any("지원을 받을" in point for point in sheet["summary"]["points"])


@pytest.mark.parametrize("name", ["외관 불량률", "불량 유출률"])
def test_the_figure_of_the_application_stands_in_the_table_of_kpis(name):
    roadmap = factories.approved()
    Application.objects.update(figure_name=name)

    sheet = services.issue(roadmap_id=roadmap.pk, by=person(Role.STAFF), at=AT).document.sheet

    first = sheet["kpis"][0]
    assert (first["code"], first["baseline"], first["target"], first["direction"]) == ("K1", "4.8", "1.5", "down")
    known = {row["code"] for row in sheet["kpis"]}
    assert len(known) == len(sheet["kpis"])
    assert all(set(action["kpis"]) <= known for action in sheet["actions"])
    paper.check("roadmap", sheet)


def issued_sheet():
    return factories.issued().document.sheet


def test_only_what_belongs_to_the_named_figure_stands_under_it():
    roadmap = factories.approved()
    usecase = roadmap.actions.select_related("action").first().action
    usecase.kind = "usecase"
    usecase.save()
    usecase.effects.all().delete()
    usecase.effects.create(kpi=Kpi.objects.get(code="answer_accuracy"), strength=3, basis="assumed", source="가정")

    sheet = services.issue(roadmap_id=roadmap.pk, by=person(Role.STAFF), at=AT).document.sheet

    parents = {row["name"]: row["parent"] for row in sheet["kpis"]}
    assert parents["정답률"] is None
