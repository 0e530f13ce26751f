"""Matching runs, and proposals whose time ran out."""

from functools import partial

from celery.exceptions import SoftTimeLimitExceeded
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from apps.consortia import selectors, services
from apps.kernel import jobs
from apps.workflow import selectors as workflow_read
from apps.workflow import services as workflow
from apps.workflow.models import Delivery

APPLICATION_GONE = "consortia.application_gone"


@jobs.task(services.SOLVE, waiting=selectors.overdue_runs)
def solve(*, run_id: int) -> None:
    try:
        services.solve(run_id=run_id, at=timezone.now())
    except SoftTimeLimitExceeded:
        services.fail_run(run_id=run_id, reason=_("배정 계산이 제한시간을 넘었습니다."), at=timezone.now())


@jobs.task(services.EXPIRE, waiting=selectors.overdue_proposals)
def expire(*, proposal_id: int) -> None:
    services.expire(proposal_id=proposal_id, at=timezone.now())


@jobs.task(APPLICATION_GONE, waiting=partial(workflow_read.waiting_deliveries, APPLICATION_GONE))
def application_gone(*, delivery_id: int) -> None:
    """A selected application was taken back or its selection cancelled: its project ends."""

    def let_go(delivery: Delivery) -> None:
        with override(settings.LANGUAGE_CODE):
            reason = _("선정된 신청이 철회되거나 취소되었습니다.")
        services.let_go(application_id=delivery.subject_id, reason=reason, at=delivery.event_at)

    workflow.deliver(delivery_id=delivery_id, handler=let_go, at=timezone.now())
