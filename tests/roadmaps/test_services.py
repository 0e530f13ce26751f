from dataclasses import fields, replace

import pytest

from apps.accounts.roles import Role
from apps.audit.selectors import history
from apps.kernel.errors import NotAllowed, NotFound
from apps.roadmaps import drafting, selectors, services
from apps.roadmaps.errors import (
    BadMove,
    BadSettings,
    NotDiagnosed,
    NotEditable,
    NotPlanned,
    Stale,
    UnknownAction,
)
from apps.roadmaps.inputs import parse
from apps.roadmaps.models import PlannedAction, Roadmap
from apps.roadmaps.planner import Plan, Scheduled, Status
from apps.roadmaps.services import planning
from apps.roadmaps.states import RoadmapState
from tests.accounts.factories import person
from tests.diagnosis import factories as diagnosis
from tests.directory import factories as directory
from tests.roadmaps import factories
from tests.roadmaps.factories import AT, HOUR, codes, waits

pytestmark = pytest.mark.django_db


# Opening


def test_a_roadmap_is_opened_once_for_its_consultant_with_the_wished_figure_as_kpi():
    roadmap = factories.opened()

    again = services.open(assessment_id=roadmap.assessment_id, by=person(Role.STAFF), at=AT)

    assert (again.pk, roadmap.author_id) == (roadmap.pk, roadmap.assessment.consultant_id)
    assert parse(roadmap.inputs).kpis == (("defect_rate", 3),)
    assert str(roadmap.starts_on) == "2026-07-01"
    assert waits(roadmap) == [f"user:{roadmap.author_id}"]


def test_an_unfinished_diagnosis_has_no_roadmap():
    factories.seeded()
    assessment = diagnosis.scored()

    with pytest.raises(NotDiagnosed):
        services.open(assessment_id=assessment.pk, by=person(Role.STAFF), at=AT)

    assert Roadmap.objects.count() == 0


def test_strangers_can_not_open_a_roadmap():
    factories.seeded()
    assessment = diagnosis.completed()

    with pytest.raises(NotFound):
        services.open(assessment_id=assessment.pk, by=person(Role.CONSULTANT), at=AT)
    with pytest.raises(NotAllowed):
        services.open(assessment_id=assessment.pk, by=person(Role.COMPANY), at=AT)


def test_a_completed_diagnosis_opens_its_roadmap_and_other_bands_mark_the_plan_out_of_date():
    factories.seeded()
    assessment = diagnosis.completed()

    services.diagnosis_completed(assessment_id=assessment.pk, at=AT)
    roadmap = Roadmap.objects.get()
    services.plan(roadmap_id=roadmap.pk, by=assessment.consultant, at=AT)
    services.diagnosis_completed(assessment_id=assessment.pk, at=AT)
    assert not Roadmap.objects.get().is_stale

    factories.on_other_bands(Roadmap.objects.get())
    services.diagnosis_completed(assessment_id=assessment.pk, at=AT)
    assert Roadmap.objects.get().is_stale


# Planning


def test_planning_keeps_actions_with_reasons_within_every_limit():
    roadmap = factories.planned()

    settings = parse(roadmap.inputs)
    rows = list(selectors.chosen_actions(roadmap))
    assert roadmap.state == RoadmapState.PLANNED
    assert (roadmap.plan["status"], bool(rows), roadmap.is_stale) == ("optimal", True, False)
    for horizon in settings.horizons:
        mine = [row for row in rows if row.horizon == horizon.key]
        assert sum(row.cost_krw for row in mine) <= horizon.budget_krw
        assert sum(row.staff_months for row in mine) <= horizon.staff_months
        assert all(horizon.start_month <= r.start_month <= horizon.end_month - r.months + 1 for r in mine)
    assert sum(row.reasons["impact"] for row in rows) == roadmap.plan["objective"]
    assert [row.position for row in rows] == list(range(len(rows)))


def test_planning_drafts_a_swot_and_a_headline_until_the_consultant_writes_one():
    roadmap = factories.planned()
    assert all(roadmap.swot[corner] for corner in ("strengths", "weaknesses", "threats", "strategies"))
    assert "외관 불량률" in roadmap.headline

    services.edit_swot(
        roadmap_id=roadmap.pk, corners={"strengths": ["대표가 챙깁니다.", " "]}, strategies={"SO": ["넓힙니다."]},
        headline="먼저 잽니다.", by=roadmap.author, at=AT,
    )  # fmt: skip
    again = services.plan(roadmap_id=roadmap.pk, by=roadmap.author, at=AT)

    assert again.swot["strengths"] == ["대표가 챙깁니다."]
    assert again.swot["strategies"] == [{"kind": "SO", "text": "넓힙니다."}]
    assert again.headline == "먼저 잽니다."


def test_the_same_settings_give_the_same_plan():
    roadmap = factories.planned()
    before = (codes(roadmap), roadmap.plan)

    again = services.plan(roadmap_id=roadmap.pk, by=roadmap.author, at=AT + HOUR)

    assert (codes(again), again.plan) == before


def test_new_settings_change_the_plan_and_support_pays_its_share_up_to_the_cap():
    roadmap = factories.opened(dict.fromkeys(diagnosis.CRITERIA, 2))
    settings = parse(roadmap.inputs)
    rich = replace(
        settings,
        horizons=tuple(replace(row, budget_krw=row.budget_krw * 5) for row in settings.horizons),
        self_burden_pct=25,
        support_cap_krw=50_000_000,
    )

    planned = services.plan(roadmap_id=roadmap.pk, settings=rich, by=roadmap.author, at=AT)

    rows = list(selectors.chosen_actions(planned))
    assert 0 < sum(row.support_krw for row in rows) <= 50_000_000
    assert all(row.support_krw == 0 for row in rows if row.action.kind == "enabling")
    assert all(row.support_krw <= row.cost_krw * 75 // 100 for row in rows)


@pytest.mark.parametrize("changes", [{"self_burden_pct": 101}, {"support_cap_krw": -1}], ids=["burden", "cap"])
def test_settings_off_the_scale_are_refused_and_nothing_is_written(changes):
    roadmap = factories.opened()

    with pytest.raises(BadSettings):
        services.plan(
            roadmap_id=roadmap.pk, settings=replace(parse(roadmap.inputs), **changes), by=roadmap.author, at=AT
        )

    kept = Roadmap.objects.get()
    assert (kept.inputs, kept.revision, kept.state) == (roadmap.inputs, 0, RoadmapState.DRAFT)


def test_a_pinned_action_comes_in_an_excluded_one_goes_and_a_release_restores_the_plan():
    roadmap = factories.planned()
    before = codes(roadmap)
    outside = next(
        row["code"] for row in roadmap.plan["left_out"] if row["block"] == "budget" and row["code"] not in before
    )

    services.exclude(roadmap_id=roadmap.pk, code=before[-1], by=roadmap.author, at=AT)
    without = services.pin(roadmap_id=roadmap.pk, code=outside, by=roadmap.author, at=AT)
    if without.plan["status"] == "optimal":
        assert outside in codes(without)
        assert before[-1] not in codes(without)
    services.release(roadmap_id=roadmap.pk, code=outside, by=roadmap.author, at=AT)
    restored = services.release(roadmap_id=roadmap.pk, code=before[-1], by=roadmap.author, at=AT)

    assert codes(restored) == before


def test_a_moved_action_starts_where_it_was_put():
    roadmap = factories.planned()

    moved = services.move(roadmap_id=roadmap.pk, code="E16", horizon="middle", start_month=9, by=roadmap.author, at=AT)

    row = selectors.chosen_actions(moved).get(action__code="E16")
    assert (row.horizon, row.start_month, row.choice) == ("middle", 9, PlannedAction.Choice.MOVED)


def test_choices_that_can_not_hold_together_are_kept_and_named():
    roadmap = factories.planned()

    impossible = services.move(
        roadmap_id=roadmap.pk, code="E21", horizon="short", start_month=5, by=roadmap.author, at=AT
    )

    assert impossible.plan["status"] == "infeasible"
    assert [row["codes"] for row in impossible.plan["conflicts"]] == [["E21"]]
    assert codes(impossible) == []
    with pytest.raises(NotPlanned):
        services.propose(roadmap_id=roadmap.pk, by=roadmap.author, at=AT)


def test_a_move_out_of_the_horizon_or_of_a_foreign_action_is_refused():
    roadmap = factories.planned()

    with pytest.raises(BadMove):
        services.move(roadmap_id=roadmap.pk, code="E16", horizon="short", start_month=9, by=roadmap.author, at=AT)
    with pytest.raises(BadMove):
        services.move(roadmap_id=roadmap.pk, code="E16", horizon="someday", by=roadmap.author, at=AT)
    with pytest.raises(UnknownAction):
        services.pin(roadmap_id=roadmap.pk, code="U16", by=roadmap.author, at=AT)

    assert Roadmap.objects.get().revision == roadmap.revision


def test_an_answer_to_older_settings_is_not_stored():
    roadmap = factories.planned()
    work = planning._begin(roadmap.pk, by=roadmap.author, at=AT, settings=None, starts_on=None, revision=None)
    services.exclude(roadmap_id=roadmap.pk, code="E16", by=roadmap.author, at=AT)

    with pytest.raises(Stale):
        planning._finish(work, planning._solved(work.given), by=roadmap.author, at=AT)
    with pytest.raises(Stale):
        services.plan(roadmap_id=roadmap.pk, revision=roadmap.revision, by=roadmap.author, at=AT)

    assert "E16" not in codes(roadmap)


def test_only_the_author_plans_and_only_before_proposing():
    roadmap = factories.planned()

    for role in (Role.STAFF, Role.MANAGER):
        with pytest.raises(NotAllowed):
            services.plan(roadmap_id=roadmap.pk, by=person(role), at=AT)
    with pytest.raises(NotFound):
        services.plan(roadmap_id=roadmap.pk, by=person(Role.CONSULTANT), at=AT)
    services.propose(roadmap_id=roadmap.pk, by=roadmap.author, at=AT)
    with pytest.raises(NotEditable):
        services.plan(roadmap_id=roadmap.pk, by=roadmap.author, at=AT)


# Deciding


def test_history_tells_who_did_what():
    roadmap = factories.issued()

    assert [event.action for event in history(roadmap)] == ["open", "plan", "propose", "approve", "issue"]


def test_members_of_the_company_see_it_only_once_it_is_issued():
    roadmap = factories.proposed()
    member = directory.member_of(roadmap.company)

    assert not Roadmap.objects.visible_to(member).exists()
    services.approve(roadmap_id=roadmap.pk, by=person(Role.MANAGER), at=AT)
    services.issue(roadmap_id=roadmap.pk, by=person(Role.STAFF), at=AT)

    assert Roadmap.objects.visible_to(member).get() == roadmap
    assert Roadmap.objects.visible_to(person(Role.OFFICIAL)).get() == roadmap
    for role in (
        Role.COMPANY,
        Role.CONSULTANT,
        Role.UNIVERSITY,
        Role.SUPPLIER,
        Role.REVIEWER,
        Role.ADVISER,
        Role.ADMIN,
    ):
        assert not Roadmap.objects.visible_to(person(role)).exists(), role


def test_the_headline_promises_the_figure_only_where_a_use_case_of_the_plan_moves_it():
    roadmap = factories.opened(dict.fromkeys(diagnosis.CRITERIA, 0))

    bare = services.plan(roadmap_id=roadmap.pk, by=roadmap.author, at=AT, settings=_poor(parse(roadmap.inputs)))

    assert not bare.actions.filter(action__kind="usecase").exists()
    assert bare.headline == "기본을 먼저 갖추어 ‘외관 불량률’ 개선을 준비합니다."


@pytest.mark.parametrize(
    ("code", "month", "said"),
    [
        ("U01", 2, "‘외관 불량률’ 개선을 먼저 실증하고, 이어서 기본을 넓혀 갑니다."),
        ("U01", 20, "기본을 먼저 갖추고 ‘외관 불량률’ 개선으로 이어 갑니다."),
        ("U20", 2, "기본을 먼저 갖추어 ‘외관 불량률’ 개선을 준비합니다."),
    ],
)
@pytest.mark.parametrize("chosen", [(), (("defect_rate", 3),)])
def test_the_headline_says_first_what_comes_first(code, month, said, chosen):
    roadmap = factories.planned(dict.fromkeys(diagnosis.CRITERIA, 1))
    roadmap.inputs = {**roadmap.inputs, "kpis": [list(one) for one in chosen]}
    given = {field.name: None for field in fields(Scheduled)}
    kpis = ("defect_rate",) if code == "U01" else ()
    action = Scheduled(**{**given, "code": code, "start_month": month, "kpis": kpis})

    assert drafting.headline(roadmap, Plan(Status.OPTIMAL, 0, 0, (action,))) == said


def _poor(settings):
    """Settings with money for small enabling actions alone."""
    return replace(settings, horizons=tuple(replace(row, budget_krw=3_000_000) for row in settings.horizons))
