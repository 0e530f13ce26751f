"""Matching runs, and proposals whose time ran out."""

from functools import partial

from celery.exceptions import SoftTimeLimitExceeded
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from apps.consortia import selectors, services
from apps.intake.states import Action
from apps.kernel import jobs
from apps.workflow import selectors as workflow_read
from apps.workflow import services as workflow
from apps.workflow.models import Delivery

APPLICATION_MOVED = "consortia.application_moved"
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


@jobs.task(APPLICATION_MOVED, waiting=partial(workflow_read.waiting_deliveries, APPLICATION_MOVED))
def application_moved(*, delivery_id: int) -> None:
    """An application was admitted, or selected or put on the waitlist: what is asked of staff follows it."""

    def follow(delivery: Delivery) -> None:
        services.follow(application_id=delivery.subject_id, at=delivery.event_at)

    workflow.deliver(delivery_id=delivery_id, handler=follow, at=timezone.now())


@jobs.task(APPLICATION_GONE, waiting=partial(workflow_read.waiting_deliveries, APPLICATION_GONE))
def application_gone(*, delivery_id: int) -> None:
    """An application was not selected or taken back, or its selection cancelled: its project ends."""

    def let_go(delivery: Delivery) -> None:
        refused = delivery.action == Action.PUBLISH_NOT_SELECTED
        with override(settings.LANGUAGE_CODE):
            reason = _("신청이 선정되지 않았습니다.") if refused else _("신청이 철회되거나 선정이 취소되었습니다.")
        services.let_go(application_id=delivery.subject_id, reason=reason, at=delivery.event_at)

    workflow.deliver(delivery_id=delivery_id, handler=let_go, at=timezone.now())
