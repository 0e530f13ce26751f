"""Judging candidates of a brief, and solving all open briefs together."""

import logging
from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.audit import services as audit
from apps.consortia import matching, permissions, selectors, solver
from apps.consortia.models import Brief, BriefRole, Candidate, MatchRun
from apps.consortia.services.locks import demand, locked_brief
from apps.consortia.states import RunAction, RunState
from apps.kernel import jobs
from apps.workflow import services as workflow

logger = logging.getLogger(__name__)

SOLVE = "consortia.solve"
MAX_ATTEMPTS = 3
SECONDS = 150.0
"""The solver's own limit, below the worker's, so that a long run ends with its best answer instead of being killed."""


@transaction.atomic
def score_candidates(*, brief_uid: UUID, by: User, at: datetime) -> Brief:
    """Judge all partners anew for every role of a brief. Raises NotAllowed, NotFound."""
    demand(by, permissions.MANAGE)
    brief = locked_brief(brief_uid, by)
    score(brief, at)
    return brief


def score(brief: Brief, at: datetime) -> None:
    """The same for a brief that the caller holds locked."""
    roles = list(
        BriefRole.objects.filter(brief=brief, removed_at__isnull=True)
        .select_related("brief__application")
        .order_by("position")
    )
    field = selectors.needs_and_profiles(roles)
    for role in roles:
        _store(role, matching.rank(field.needs[role.pk], field.profiles, field.corpus), field.ids)
    brief.scored_at = at
    brief.save(update_fields=["scored_at"])


def request_run(*, by: User, at: datetime) -> MatchRun:
    """Ask for a plan over all open briefs; while one waits or works, that one is returned. Raises NotAllowed."""
    demand(by, permissions.SOLVE)
    try:
        with transaction.atomic():
            run = MatchRun.objects.create(requested_by=by, requested_at=at, touched_at=at)
            audit.record(subject=run, action="request", by=by, at=at, after={"state": run.state})
            jobs.enqueue(SOLVE, run_id=run.pk)
            return run
    except IntegrityError:
        return MatchRun.objects.get(state__in=[RunState.REQUESTED, RunState.RUNNING])


def solve(*, run_id: int, at: datetime, seconds: float = SECONDS) -> None:
    """Work a requested run, once however often it is asked; no lock is held while it computes.

    A try is known by its count, since each freezes the briefs anew: a worker that was killed or came back late leaves
    exactly one answer. After ``MAX_ATTEMPTS`` tries the run is given up, so that staff look at it.
    """
    run = _take(run_id, at)
    if run is None:
        return
    try:
        plan = solver.solve(selectors.thawed(run.input), seconds=seconds)
    except (solver.BadProblem, RuntimeError, MemoryError) as failure:
        logger.exception("matching run %s failed", run.pk)
        fail_run(run_id=run_id, reason=str(failure), at=at)
        return
    _finish(run_id, run.attempts, plan, at)


@transaction.atomic
def fail_run(*, run_id: int, reason: str, at: datetime) -> None:
    """Mark a run failed, with its reason; staff are asked to look."""
    run = MatchRun.objects.select_for_update().get(pk=run_id)
    if run.state in {RunState.REQUESTED, RunState.RUNNING}:
        workflow.fire(run, RunAction.FAIL, by=None, at=at, reason=reason, failure=reason[:2000], finished_at=at)


@transaction.atomic
def _take(run_id: int, at: datetime) -> MatchRun | None:
    """Freeze the problem as it is now; None when the run is done or another try still holds it."""
    run = MatchRun.objects.select_for_update().get(pk=run_id)
    is_held = run.state == RunState.RUNNING and run.touched_at > at - selectors.RUN_LEASE
    if is_held or run.state not in {RunState.REQUESTED, RunState.RUNNING}:
        return None
    if run.attempts >= MAX_ATTEMPTS:
        reason = _("계산을 %(count)d번 끝내지 못했습니다. 작업자 기록을 확인해 주십시오.") % {"count": MAX_ATTEMPTS}
        workflow.fire(run, RunAction.FAIL, by=None, at=at, reason=reason, failure=reason, finished_at=at)
        return None
    problem, ranked, ids = selectors.open_problem()
    for role in BriefRole.objects.filter(pk__in=ranked):
        _store(role, ranked[role.pk], ids)
    Brief.objects.filter(number__in=[brief.code for brief in problem.briefs]).update(scored_at=at)
    workflow.fire(
        run,
        RunAction.START,
        by=None,
        at=at,
        attempts=run.attempts + 1,
        touched_at=at,
        input=selectors.frozen(problem),
        briefs_count=len(problem.briefs),
    )
    return run


@transaction.atomic
def _finish(run_id: int, attempt: int, plan: solver.Plan, at: datetime) -> None:
    run = MatchRun.objects.select_for_update().get(pk=run_id)
    if run.state != RunState.RUNNING or run.attempts != attempt:
        return
    workflow.fire(
        run,
        RunAction.FINISH,
        by=None,
        at=at,
        result=_result(plan),
        status=plan.status,
        formed_count=len(plan.formed),
        finished_at=at,
    )


def _result(plan: solver.Plan) -> dict[str, Any]:
    return {
        "formed": list(plan.formed),
        "points": plan.points,
        "load": plan.load,
        "seconds": round(plan.seconds, 2),
        "filled": [
            {
                "brief": row.brief,
                "role": row.role,
                "organisation": row.organisation,
                "points": row.points,
                "blocked": _blocked(row.passed_over),
            }
            for row in plan.filled
        ],
        "unmet": [{"brief": row.brief, "role": row.role, "blocked": _blocked(row.candidates)} for row in plan.unmet],
    }


def _blocked(rows: Iterable[solver.Blocked]) -> list[dict[str, Any]]:
    return [
        {"organisation": row.organisation, "points": row.points, "obstacle": row.obstacle, "instead": list(row.instead)}
        for row in rows
    ]


def _store(role: BriefRole, ranked: Iterable[matching.Candidate], ids: dict[str, int]) -> None:
    """Write the judgement of a role anew; organisations of another kind are not worth a row."""
    Candidate.objects.filter(brief_role=role).delete()
    Candidate.objects.bulk_create(
        Candidate(
            brief_role=role,
            organisation_id=ids[one.code],
            score=one.score,
            reasons=[
                {
                    "code": part.criterion,
                    "got": part.got,
                    "of": part.of,
                    "found": list(part.found),
                    "missing": list(part.missing),
                }
                for part in one.parts
            ],
            exclusions=list(one.exclusions),
        )
        for one in ranked
        if matching.Exclusion.WRONG_KIND not in one.exclusions
    )
