"""A run freezes the problem, answers once, and holds what was promised."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.conf import settings

from apps.accounts.roles import Role
from apps.consortia import selectors, services, solver
from apps.consortia.models import MatchRun
from apps.consortia.services import matching
from apps.consortia.states import RunState
from apps.kernel.errors import NotAllowed
from apps.workflow.models import Wait
from tests.accounts.factories import person
from tests.consortia import factories as make
from tests.directory import factories as directory

pytestmark = pytest.mark.django_db


def requested() -> MatchRun:
    return services.request_run(by=person(Role.STAFF), at=make.AT)


def test_a_run_plans_every_open_brief_and_keeps_the_problem_it_solved():
    partners = make.partners()
    briefs = [make.published(), make.published()]
    run = requested()

    services.solve(run_id=run.pk, at=make.AT)

    run.refresh_from_db()
    assert (run.state, run.status, run.briefs_count, run.formed_count) == (RunState.DONE, "optimal", 2, 2)
    assert sorted(run.result["formed"]) == sorted(brief.number for brief in briefs)
    named = {row["organisation"] for row in run.result["filled"]}
    assert named == {str(partner.uid) for partner in partners.values()}
    assert solver.solve(selectors.thawed(run.input)).points == run.result["points"]


def test_the_problem_survives_being_frozen():
    make.partners()
    make.published()
    problem, _ranked, _ids = selectors.open_problem()

    assert selectors.thawed(selectors.frozen(problem)) == problem


def test_what_waits_for_an_answer_is_held_and_its_months_are_gone():
    partners = make.partners()
    one, other = make.published(), make.published()
    role = make.role_of(one, "laboratory")
    services.propose(
        brief_uid=one.uid,
        partners={role.uid: partners["laboratory"].uid},
        due_at=make.DUE,
        message="",
        by=one.opened_by,
        at=make.AT,
    )

    problem, _ranked, _ids = selectors.open_problem()

    holders = {row.code: row.holder for brief in problem.briefs for row in brief.roles}
    laboratory = next(row for row in problem.partners if row.code == str(partners["laboratory"].uid))
    assert holders[str(role.uid)] == laboratory.code
    assert laboratory.months == int((Decimal(20) - role.months_needed) * 10)
    assert laboratory.projects == 1
    assert other.number in {brief.code for brief in problem.briefs}


def test_people_of_two_partners_make_them_rivals_but_not_a_laboratory_and_its_university():
    university = directory.partner("university")
    laboratory = directory.partner("laboratory", parent_id=university.pk, member=(both := person(Role.UNIVERSITY)))
    supplier = directory.partner("supplier", member=both)
    ids = {str(row.uid): row.pk for row in (university, laboratory, supplier)}

    pairs = selectors.rivals(ids)

    assert frozenset((str(laboratory.uid), str(supplier.uid))) in pairs
    assert frozenset((str(laboratory.uid), str(university.uid))) not in pairs


def test_asking_twice_is_one_run_until_it_is_over():
    first = requested()

    assert requested().pk == first.pk

    services.solve(run_id=first.pk, at=make.AT)
    assert requested().pk != first.pk


def test_a_run_is_worked_once_and_a_lost_worker_is_replaced():
    run = requested()
    services.solve(run_id=run.pk, at=make.AT)
    services.solve(run_id=run.pk, at=make.AT)
    run.refresh_from_db()
    assert run.attempts == 1

    lost = requested()
    MatchRun.objects.filter(pk=lost.pk).update(state=RunState.RUNNING, attempts=1, touched_at=make.AT)
    services.solve(run_id=lost.pk, at=make.AT)
    lost.refresh_from_db()
    assert (lost.state, lost.attempts) == (RunState.RUNNING, 1)

    later = make.AT + selectors.RUN_LEASE + timedelta(seconds=1)
    assert {"run_id": lost.pk} in selectors.overdue_runs(later)
    services.solve(run_id=lost.pk, at=later)
    lost.refresh_from_db()
    assert (lost.state, lost.attempts) == (RunState.DONE, 2)


def test_a_run_that_ends_its_worker_again_and_again_is_given_up():
    run = requested()
    held = {"state": RunState.RUNNING, "attempts": matching.MAX_ATTEMPTS, "touched_at": make.AT}
    MatchRun.objects.filter(pk=run.pk).update(**held)

    services.solve(run_id=run.pk, at=make.AT + selectors.RUN_LEASE + timedelta(seconds=1))

    run.refresh_from_db()
    assert (run.state, run.attempts) == (RunState.FAILED, matching.MAX_ATTEMPTS)
    assert run.failure
    assert Wait.objects.filter(subject_label="consortia.matchrun", closed_at__isnull=True).count() == 1


def test_a_failed_run_says_why_and_asks_staff():
    run = requested()

    services.fail_run(run_id=run.pk, reason="표본 실패", at=make.AT)
    services.fail_run(run_id=run.pk, reason="다시", at=make.AT)

    run.refresh_from_db()
    assert (run.state, run.failure) == (RunState.FAILED, "표본 실패")
    assert Wait.objects.filter(subject_label="consortia.matchrun", closed_at__isnull=True).count() == 1


@pytest.mark.parametrize("role", [Role.COMPANY, Role.UNIVERSITY, Role.OFFICIAL, Role.CONSULTANT])
def test_only_the_centre_starts_runs(role):
    with pytest.raises(NotAllowed):
        services.request_run(by=person(role), at=make.AT)

    assert not MatchRun.objects.exists()


def test_the_solver_stops_before_the_worker_would_be_killed():
    assert services.matching.SECONDS < settings.CELERY_TASK_SOFT_TIME_LIMIT
    assert selectors.RUN_LEASE.total_seconds() > services.matching.SECONDS
