"""The third act: the consultant plans, the manager approves, the centre issues."""

from apps.accounts.roles import Role
from apps.desk.sample.cast import Cast
from apps.desk.sample.intake import Case
from apps.diagnosis.models import Assessment
from apps.roadmaps import services as roadmaps
from apps.roadmaps.models import PlannedAction, Roadmap
from apps.roadmaps.planner import Status


def plan(cast: Cast, case: Case, assessment: Assessment) -> Roadmap:
    """Plan with the story's use case in it, where the company's bands and money allow that."""
    consultant = cast.one(Role.CONSULTANT, case.serial)
    roadmap = roadmaps.open(assessment_id=assessment.pk, by=consultant, at=case.later(days=1))
    roadmap = roadmaps.plan(roadmap_id=roadmap.pk, by=consultant, at=case.later(hours=2))
    if not PlannedAction.objects.filter(roadmap=roadmap, action__code=case.story.use_case).exists():
        pinned = roadmaps.pin(roadmap_id=roadmap.pk, code=case.story.use_case, by=consultant, at=case.later(hours=1))
        if pinned.plan["status"] == Status.INFEASIBLE:
            roadmaps.release(roadmap_id=roadmap.pk, code=case.story.use_case, by=consultant, at=case.at)
    return Roadmap.objects.get(pk=roadmap.pk)


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
