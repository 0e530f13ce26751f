"""The third act: the consultant plans, the manager approves, the centre issues."""

from dataclasses import replace

from apps.accounts.models import User
from apps.accounts.roles import Role
from apps.desk.sample.cast import Cast
from apps.desk.sample.intake import Case
from apps.diagnosis.models import Assessment
from apps.intake.models import Programme
from apps.intake.states import Door
from apps.roadmaps import services as roadmaps
from apps.roadmaps.inputs import Settings, parse
from apps.roadmaps.models import PlannedAction, Roadmap
from apps.roadmaps.planner import Status
from apps.roadmaps.selectors import offers_for

# A plan over three years spends more than the project asked for first, most of it on what the project begins with.
PLAN_BUDGET_PCT = 400
HORIZON_PCT = (60, 25, 15)
SHORT = "short"


def plan(cast: Cast, case: Case, assessment: Assessment) -> Roadmap:
    """Plan with the story's use case in it, where the company's bands and money allow that."""
    consultant = cast.one(Role.CONSULTANT, case.serial)
    roadmap = roadmaps.open(assessment_id=assessment.pk, by=consultant, at=case.later(days=1))
    settings = _settings(case, parse(roadmap.inputs))
    roadmap = roadmaps.plan(roadmap_id=roadmap.pk, by=consultant, at=case.later(hours=2), settings=settings)
    if case.story.use_case in offers_for(roadmap):
        roadmap = _begin_with(case, roadmap, consultant)
    is_planned = PlannedAction.objects.filter(roadmap=roadmap, action__code=case.story.use_case).exists()
    if not is_planned and case.story.use_case in offers_for(roadmap):
        pinned = roadmaps.pin(roadmap_id=roadmap.pk, code=case.story.use_case, by=consultant, at=case.later(hours=1))
        if (pinned.plan or {}).get("status") == Status.INFEASIBLE:
            roadmaps.release(roadmap_id=roadmap.pk, code=case.story.use_case, by=consultant, at=case.at)
    return Roadmap.objects.get(pk=roadmap.pk)


def _begin_with(case: Case, roadmap: Roadmap, consultant: User) -> Roadmap:
    """The demonstration comes first, where the action fits into the first half year."""
    code = case.story.use_case
    moved = roadmaps.move(roadmap_id=roadmap.pk, code=code, horizon=SHORT, by=consultant, at=case.later(hours=1))
    if (moved.plan or {}).get("status") != Status.INFEASIBLE:
        return moved
    return roadmaps.release(roadmap_id=roadmap.pk, code=code, by=consultant, at=case.at)


def _settings(case: Case, usual: Settings) -> Settings:
    """What company and consultant agreed on: money over three years, support of the demonstration, the KPI to move."""
    money = case.story.budget_krw * PLAN_BUDGET_PCT // 100
    horizons = tuple(
        replace(horizon, budget_krw=money * pct // 100, staff_months=horizon.staff_months * 2)
        for horizon, pct in zip(usual.horizons, HORIZON_PCT, strict=True)
    )
    offered = Programme.objects.get(door=Door.DEMONSTRATION).settings
    return replace(
        usual,
        horizons=horizons,
        kpis=((case.story.kpi, 3),),
        self_burden_pct=offered["self_burden_pct"],
        support_cap_krw=offered["support_cap_krw"],
    )


def propose(cast: Cast, case: Case, roadmap: Roadmap) -> Roadmap:
    return roadmaps.propose(roadmap_id=roadmap.pk, by=cast.one(Role.CONSULTANT, case.serial), at=case.later(days=2))


def issue(cast: Cast, case: Case, roadmap: Roadmap) -> Roadmap:
    """The manager approves; staff issue the numbered document."""
    roadmaps.approve(roadmap_id=roadmap.pk, by=cast.one(Role.MANAGER), at=case.later(days=1))
    return roadmaps.issue(roadmap_id=roadmap.pk, by=cast.one(Role.STAFF), at=case.later(hours=3))


def chosen_action(case: Case, roadmap: Roadmap) -> PlannedAction:
    """The action to carry out together: the story's use case, or the use case that weighs most in the plan."""
    planned = PlannedAction.objects.filter(roadmap=roadmap).select_related("action").order_by("-impact", "pk")
    use_cases = [row for row in planned if row.action.kind == "usecase"]
    for row in use_cases:
        if row.action.code == case.story.use_case:
            return row
    return (use_cases or list(planned))[0]
