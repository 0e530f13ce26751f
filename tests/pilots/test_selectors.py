"""Who sees which pilots, and what boards and pages read."""

from __future__ import annotations

import pytest

from apps.accounts.roles import Role
from apps.directory import services as directory
from apps.documents import paper
from apps.pilots import selectors
from apps.pilots.models import Pilot
from apps.pilots.rules import Decision, Stage
from tests.accounts.factories import person
from tests.counting import counted
from tests.pilots import factories
from tests.pilots.factories import DAY, NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def who():
    return factories.people()


def seen(user) -> set[int]:
    return set(Pilot.objects.visible_to(user).values_list("pk", flat=True))


def test_each_side_sees_the_pilots_it_works_on(who):
    mine, foreign = factories.pilot(who), factories.pilot()

    assert seen(who.member) == seen(who.professor) == {mine.pk}
    assert seen(who.staff) == seen(person(Role.OFFICIAL)) == {mine.pk, foreign.pk}


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.STAFF, Role.MANAGER, Role.OFFICIAL}))
def test_others_see_none(who, role):
    factories.pilot(who)

    assert seen(person(role)) == set()


def test_a_consultant_sees_the_pilots_of_the_companies_they_serve(who):
    one = factories.pilot(who)
    consultant = person(Role.CONSULTANT)

    directory.serve(user_id=consultant.pk, organisation_id=one.company_id, by=who.staff, at=NOW)

    assert seen(consultant) == {one.pk}


def test_lists_are_filtered_by_stage_state_and_words(who):
    first = factories.at_stage(Stage.POC, who)
    factories.decided(first, who, Decision.HOLD, reason="설비 고장")
    second = factories.pilot()

    def found(**asked):
        return set(selectors.pilots_for(who.staff, **asked).values_list("pk", flat=True))

    assert found(stage="poc") == found(state="on_hold") == {first.pk}
    assert found(text=second.company.name_ko) == found(text=second.title) == {second.pk}
    assert found(stage="nowhere") == {first.pk, second.pk}


def test_signed_agreements_wait_for_their_pilot(who):
    signed = factories.agreement(who)
    factories.pilot()

    assert [row["uid"] for row in selectors.to_be_opened(who.staff)] == [signed.uid]
    assert list(selectors.to_be_opened(who.member)) == []


def test_the_board_counts_by_stage_and_says_what_is_late(who):
    factories.pilot()
    held = factories.at_stage(Stage.POC, who)
    factories.decided(held, who, Decision.HOLD, reason="설비 고장")
    late = factories.at_stage(Stage.FIELD, factories.people())
    other = factories.people()
    factories.decided(factories.at_stage(Stage.POC, other), other, Decision.STOP, reason="중단 사유")

    board = selectors.board(who.staff, at=NOW + 61 * DAY)

    assert [(column.stage, column.count, column.on_hold) for column in board.columns] == [
        ("design", 1, 0),
        ("poc", 1, 1),
        ("field", 1, 0),
        ("diffusion", 0, 0),
    ]
    assert (board.running, board.finished, board.stopped) == (3, 0, 1)
    assert [(card.uid, card.is_late) for card in board.columns[2].cards] == [(late.uid, True)]
    assert not selectors.board(who.staff, at=NOW).columns[2].cards[0].is_late


def test_the_board_counts_conditions_past_their_day(who):
    one = factories.at_stage(Stage.POC, who)
    factories.decided(one, who, Decision.CONDITIONAL, reason="보완", conditions=(factories.condition(days=14),))

    assert selectors.board(who.staff, at=NOW + 14 * DAY).overdue_conditions == 0
    assert selectors.board(who.staff, at=NOW + 15 * DAY).overdue_conditions == 1


def test_the_board_asks_the_same_of_one_pilot_and_of_many(who):
    factories.pilot(who)
    few = counted(lambda: selectors.board(who.staff, at=NOW))
    for _number in range(5):
        factories.pilot()

    many = counted(lambda: selectors.board(who.staff, at=NOW))

    assert many == few
    assert (many.queries, many.instances) == (6, 0)


def test_kpis_are_suggested_from_what_was_already_said(who):
    one = factories.pilot(who)

    first = selectors.suggestions(one)[0]

    assert (first.name, first.direction, str(first.baseline), str(first.target)) == (
        "외관 불량률",
        "down",
        "4.800",
        "2.400",
    )


def test_a_kpi_page_draws_the_latest_readings_with_two_queries(who):
    one = factories.pilot(who)
    row = factories.kpi(one, who)
    factories.kpi(one, who, name="재작업률")
    factories.decided(one, who)
    for number in range(3):
        factories.read(row, who, f"2.{number}", days=31 + number)

    views = selectors.kpi_views(one)
    cost = counted(lambda: selectors.kpi_views(one))

    assert (views[0].value, views[0].verdict, views[0].attainment) == ("2.2", "합격", "108%")
    assert "2.2" in views[0].chart.text
    assert (views[1].value, views[1].verdict) == ("–", "측정 전")
    assert cost.queries == 2


def test_the_timeline_names_people_only_to_those_who_may_know(who):
    one = factories.at_stage(Stage.POC, who)
    gates = list(one.gates.all())

    staff = selectors.timeline(one, gates, who.staff)
    official = selectors.timeline(one, gates, person(Role.OFFICIAL))

    assert [entry.title for entry in staff] == [entry.title for entry in official]
    assert {entry.actor for entry in staff} == {who.staff.name, who.manager.name, who.member.name}
    assert {entry.actor for entry in official} == {""}
    assert staff[0].title == "측정값 기록"


def test_steps_say_what_is_done_and_what_is_next(who):
    one = factories.at_stage(Stage.FIELD, who)

    steps = selectors.steps(one, list(one.gates.order_by("pk")))

    assert [(step.label, step.state, step.note) for step in steps] == [
        ("기술설계", "done", "진행"),
        ("기술검증", "done", "진행"),
        ("현장실증", "current", ""),
        ("확산", "todo", ""),
    ]


def test_a_stopped_stage_shows_as_stopped(who):
    one = factories.at_stage(Stage.POC, who)
    factories.decided(one, who, Decision.STOP, reason="중단")
    one = factories.fresh(one)

    assert selectors.steps(one, list(one.gates.all()))[1].state == "stopped"


def test_the_certificate_sheet_is_complete(who):
    one = factories.finished(who)

    paper.check("certificate", one.certificate.sheet)

    assert one.certificate.sheet["project"]["agreement_number"] == one.agreement.number
    assert [partner["role"] for partner in one.certificate.sheet["partners"]] == ["주관 연구실", "공급기업"]


def test_a_certificate_says_when_not_every_mark_was_reached(who):
    one = factories.at_stage(Stage.POC, who, value="4.0")

    statement = selectors.certificate_sheet(one, NOW)["statement"]

    assert "위와 같은 결과" in statement


def test_the_pilot_of_a_case_is_found_from_its_application(who):
    one = factories.pilot(who)

    assert selectors.for_case(one.agreement.brief.application) == one
    assert selectors.for_case(factories.agreement().brief.application) is None
