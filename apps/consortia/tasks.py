"""Matching runs, and proposals whose time ran out."""

from celery.exceptions import SoftTimeLimitExceeded
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.consortia import selectors, services
from apps.kernel import jobs


@jobs.task(services.SOLVE, waiting=selectors.overdue_runs)
def solve(*, run_id: int) -> None:
    try:
        services.solve(run_id=run_id, at=timezone.now())
    except SoftTimeLimitExceeded:
        services.fail_run(run_id=run_id, reason=_("배정 계산이 제한시간을 넘었습니다."), at=timezone.now())


@jobs.task(services.EXPIRE, waiting=selectors.overdue_proposals)
def expire(*, proposal_id: int) -> None:
    services.expire(proposal_id=proposal_id, at=timezone.now())
