import pytest
from django.urls import reverse
from django.utils import timezone

from apps.accounts.roles import Role
from apps.documents import services as documents
from apps.roadmaps import selectors, services
from apps.roadmaps.inputs import parse
from apps.roadmaps.models import Roadmap
from apps.roadmaps.states import RoadmapState
from tests.accounts.factories import person
from tests.counting import counted
from tests.directory import factories as directory
from tests.roadmaps import factories
from tests.roadmaps.factories import AT

pytestmark = pytest.mark.django_db
START = f"{timezone.localdate().year + 1}-03-01"


@pytest.fixture
def visitor(client):
    def sign_in(who):
        client.force_login(who)
        return client

    return sign_in


def text(answer):
    return answer.content.decode()


def entered(roadmap, **changes):
    settings = parse(roadmap.inputs)
    values = {"revision": roadmap.revision, "starts_on": START, "self_burden_pct": 25}
    values |= {"support_cap_krw": 100_000_000, "kpi_0": "defect_rate", "kpi_1": "lead_time", "cost_labour": 40}
    for row in settings.horizons:
        values |= {f"budget_{row.key}": row.budget_krw, f"staff_{row.key}": row.staff_months}
    return values | changes


def test_the_list_costs_the_same_at_one_and_at_thirty_rows(visitor):
    first = factories.opened()
    client = visitor(person(Role.STAFF))
    address = reverse("roadmaps:list")
    client.get(address)
    one = counted(lambda: client.get(address))
    for version in range(2, 31):
        Roadmap.objects.create(
            assessment=first.assessment, company=first.company, application=factories.diagnosis.application(),
            version=version, author=first.author, weights=first.weights, starts_on=first.starts_on,
            inputs=first.inputs, created_at=AT,
        )  # fmt: skip

    thirty = counted(lambda: client.get(address))

    assert (one.queries, one.instances) == (thirty.queries, thirty.instances)
    assert one.queries <= 15


def test_staff_see_which_completed_diagnoses_wait_and_open_a_roadmap(visitor):
    factories.seeded()
    assessment = factories.diagnosis.completed()
    client = visitor(person(Role.STAFF))
    assert "로드맵 만들기" in text(client.get(reverse("roadmaps:list")))

    answer = client.post(reverse("roadmaps:open", args=[assessment.uid]))

    assert answer.url == Roadmap.objects.get().get_absolute_url()
    assert "로드맵 만들기" not in text(client.get(reverse("roadmaps:list")))


def test_the_consultant_sets_conditions_and_gets_a_plan(visitor):
    roadmap = factories.opened()
    client = visitor(roadmap.author)
    assert "아직 계획이 없습니다" in text(client.get(roadmap.get_absolute_url()))

    answer = client.post(reverse("roadmaps:settings", args=[roadmap.uid]), entered(roadmap))

    kept = Roadmap.objects.get()
    assert answer.url == roadmap.get_absolute_url()
    assert parse(kept.inputs).kpis == (("defect_rate", 3), ("lead_time", 2))
    assert (str(kept.starts_on), kept.state) == (START, RoadmapState.PLANNED)
    shown = text(client.get(roadmap.get_absolute_url()))
    for words in ("기간별 실행과제", "진단 항목을 끌어올립니다", "이번에 넣지 않은 과제", "SWOT와 전략", "승인 요청"):
        assert words in shown


def test_settings_read_on_an_older_page_are_refused_in_words(visitor):
    roadmap = factories.planned()

    answer = visitor(roadmap.author).post(
        reverse("roadmaps:settings", args=[roadmap.uid]), entered(roadmap, revision=0)
    )

    assert answer.status_code == 409
    assert "다른 창에서 계획이 바뀌었습니다" in text(answer)


def test_a_missing_budget_is_said_at_its_field(visitor):
    roadmap = factories.opened()

    answer = visitor(roadmap.author).post(
        reverse("roadmaps:settings", args=[roadmap.uid]), entered(roadmap, budget_short="")
    )

    assert answer.status_code == 422
    assert "budget_short" in answer.context["form"].errors


def test_pinning_on_the_page_plans_again(visitor):
    roadmap = factories.planned()
    client = visitor(roadmap.author)
    address = reverse("roadmaps:choose", args=[roadmap.uid, "E21"])
    assert client.get(address).status_code == 200

    client.post(address, {"kind": "pin"})

    assert selectors.chosen_actions(roadmap).get(action__code="E21").choice == "pinned"
    assert "고정" in text(client.get(roadmap.get_absolute_url()))


def test_a_move_without_a_horizon_and_an_unknown_action_are_refused(visitor):
    roadmap = factories.planned()
    client = visitor(roadmap.author)

    answer = client.post(reverse("roadmaps:choose", args=[roadmap.uid, "E21"]), {"kind": "move"})

    assert answer.status_code == 422
    assert "옮길 기간을 골라 주십시오" in text(answer)
    assert client.get(reverse("roadmaps:choose", args=[roadmap.uid, "E00"])).status_code == 404


def test_an_impossible_choice_names_what_is_in_the_way(visitor):
    roadmap = factories.planned()
    client = visitor(roadmap.author)

    client.post(
        reverse("roadmaps:choose", args=[roadmap.uid, "E21"]), {"kind": "move", "horizon": "short", "start_month": 5}
    )

    assert "정한 기간보다 오래 걸리는 과제입니다" in text(client.get(roadmap.get_absolute_url()))


def test_the_words_of_the_swot_are_edited(visitor):
    roadmap = factories.planned()
    client = visitor(roadmap.author)
    address = reverse("roadmaps:swot", args=[roadmap.uid])
    assert client.get(address).status_code == 200

    client.post(
        address, {"headline": "먼저 잽니다.", "strengths": "대표가 챙깁니다.\n표준서가 있습니다.", "SO": "넓힙니다."}
    )

    kept = Roadmap.objects.get()
    assert kept.swot["strengths"] == ["대표가 챙깁니다.", "표준서가 있습니다."]
    assert kept.headline == "먼저 잽니다."


def test_two_people_bring_it_to_the_company_as_paper(visitor):
    roadmap = factories.planned()
    visitor(roadmap.author).post(reverse("roadmaps:propose", args=[roadmap.uid]))
    visitor(person(Role.MANAGER)).post(reverse("roadmaps:approve", args=[roadmap.uid]))
    client = visitor(person(Role.STAFF))
    client.post(reverse("roadmaps:issue", args=[roadmap.uid]))
    assert "로드맵 문서 작성 중" in text(client.get(roadmap.get_absolute_url()))
    status = reverse("roadmaps:document-status", args=[roadmap.uid])
    assert "data-poll" in text(client.get(status))
    issued = Roadmap.objects.get()
    assert client.get(reverse("roadmaps:document", args=[roadmap.uid])).status_code == 409

    documents.render(document_id=issued.document_id, at=AT)

    assert "data-poll" not in text(client.get(status))
    member = visitor(directory.member_of(roadmap.company))
    assert issued.number in text(member.get(roadmap.get_absolute_url()))
    paper = member.get(reverse("roadmaps:document", args=[roadmap.uid]))
    assert b"".join(paper.streaming_content).startswith(b"%PDF")


def test_a_manager_sends_a_plan_back_with_a_reason(visitor):
    roadmap = factories.proposed()
    client = visitor(person(Role.MANAGER))
    address = reverse("roadmaps:send-back", args=[roadmap.uid])

    client.post(address, {"reason": ""})
    assert Roadmap.objects.get().state == RoadmapState.PROPOSED
    client.post(address, {"reason": "예산을 줄여 주십시오."})

    assert Roadmap.objects.get().state == RoadmapState.PLANNED


def test_the_city_reads_amounts_but_neither_scores_nor_persons_nor_the_paper(visitor):
    roadmap = factories.issued()
    client = visitor(person(Role.OFFICIAL))

    shown = text(client.get(roadmap.get_absolute_url()))

    assert "예상 비용" in shown
    assert "진단 항목을 끌어올립니다" not in shown
    assert "SWOT" not in shown
    assert f"<dd>{roadmap.author.name}</dd>" not in shown
    assert client.get(reverse("roadmaps:document", args=[roadmap.uid])).status_code == 403


@pytest.mark.parametrize("role", [Role.COMPANY, Role.CONSULTANT, Role.UNIVERSITY, Role.SUPPLIER, Role.REVIEWER])
def test_strangers_find_nothing(visitor, role):
    roadmap = factories.planned()
    client = visitor(person(role))

    assert client.get(roadmap.get_absolute_url()).status_code in {403, 404}
    assert client.get(reverse("roadmaps:document", args=[roadmap.uid])).status_code in {403, 404}
    assert client.post(reverse("roadmaps:replan", args=[roadmap.uid])).status_code in {403, 404}


def test_staff_see_the_board_but_do_not_edit_it(visitor):
    roadmap = factories.planned()
    client = visitor(person(Role.STAFF))

    assert "고정·이동·제외" not in text(client.get(roadmap.get_absolute_url()))
    assert client.post(reverse("roadmaps:replan", args=[roadmap.uid])).status_code == 403


def test_the_page_of_a_plan_stays_within_its_queries(visitor):
    roadmap = factories.planned()
    client = visitor(roadmap.author)
    client.get(roadmap.get_absolute_url())

    assert counted(lambda: client.get(roadmap.get_absolute_url())).queries <= 15


def test_a_plan_on_older_bands_asks_to_plan_again(visitor):
    roadmap = factories.on_other_bands(factories.planned())
    services.diagnosis_completed(assessment_id=roadmap.assessment_id, at=AT)
    client = visitor(roadmap.author)
    assert "다시 계획하기" in text(client.get(roadmap.get_absolute_url()))

    client.post(reverse("roadmaps:replan", args=[roadmap.uid]))

    assert not Roadmap.objects.get().is_stale
