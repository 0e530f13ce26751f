"""The worker's doors."""

import pytest

from apps.accounts.roles import Role
from apps.consortia import services, tasks
from apps.consortia.states import RunState
from apps.kernel import jobs
from tests.accounts.factories import person
from tests.consortia import factories as make

pytestmark = pytest.mark.django_db


def test_a_run_is_solved_by_its_job():
    make.partners()
    make.published()
    run = services.request_run(by=person(Role.STAFF), at=make.AT)

    tasks.solve(run_id=run.pk)

    run.refresh_from_db()
    assert run.state == RunState.DONE


def test_overdue_proposals_expire_by_the_sweeper():
    brief = make.proposed()
    proposal = make.proposal_to(brief, "laboratory")

    overdue = list(jobs.SWEEPS[services.EXPIRE](make.DUE))
    assert {"proposal_id": proposal.pk} in overdue
    for ids in overdue:
        tasks.expire(**ids)

    proposal.refresh_from_db()
    assert proposal.state == "expired"
