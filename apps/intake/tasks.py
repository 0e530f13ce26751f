"""Jobs of intake: calls close when their time is over, and applicants hear of it and of files that cannot be used."""

from collections.abc import Iterator
from datetime import datetime
from functools import partial

from django.utils import timezone

from apps.intake import selectors, services
from apps.kernel import jobs
from apps.workflow import selectors as workflow_read
from apps.workflow import services as workflow
from apps.workflow.models import Delivery

FILE_REFUSED = "intake.file_refused"
FILE_FLAGGED = "intake.file_flagged"
PANEL_MOVED = "intake.panel_moved"
COMMITTEE_CONCLUDED = "intake.committee_concluded"


def _over(before: datetime) -> Iterator[dict[str, int]]:
    return ({"call_id": pk} for pk in selectors.calls_over(before))


def _untold(before: datetime) -> Iterator[dict[str, int]]:
    return ({"amendment_id": pk} for pk in selectors.amendments_untold(before))


def _closing_soon(before: datetime) -> Iterator[dict[str, int]]:
    return ({"call_id": pk} for pk in selectors.calls_closing_soon(before + services.REMIND_BEFORE))


def _overdue(before: datetime) -> Iterator[dict[str, int]]:
    return ({"correction_id": pk} for pk in selectors.corrections_overdue(before))


@jobs.task("intake.close_call", waiting=_over)
def close_call(*, call_id: int) -> None:
    services.close_over(call_id=call_id, at=timezone.now())


@jobs.task(services.TELL_AMENDMENT, waiting=_untold)
def tell_amendment(*, amendment_id: int) -> None:
    services.tell_amendment(amendment_id=amendment_id, at=timezone.now())


@jobs.task("intake.remind_drafts", waiting=_closing_soon)
def remind_drafts(*, call_id: int) -> None:
    services.remind_drafts(call_id=call_id, at=timezone.now())


@jobs.task("intake.note_overdue", waiting=_overdue)
def note_overdue(*, correction_id: int) -> None:
    services.note_overdue(correction_id=correction_id, at=timezone.now())


@jobs.task(FILE_REFUSED, waiting=partial(workflow_read.waiting_deliveries, FILE_REFUSED))
def file_refused(*, delivery_id: int) -> None:
    """A file was refused by inspection or by a person: the company is asked for another."""

    def answer(delivery: Delivery) -> None:
        services.answer_refused_file(attachment_id=delivery.subject_id, at=delivery.event_at)

    workflow.deliver(delivery_id=delivery_id, handler=answer, at=timezone.now())


@jobs.task(FILE_FLAGGED, waiting=partial(workflow_read.waiting_deliveries, FILE_FLAGGED))
def file_flagged(*, delivery_id: int) -> None:
    """Inspection left a file to a person: staff are asked to look, where no screening asks them to."""

    def ask(delivery: Delivery) -> None:
        services.ask_about_flagged_file(attachment_id=delivery.subject_id, at=delivery.event_at)

    workflow.deliver(delivery_id=delivery_id, handler=ask, at=timezone.now())


@jobs.task(PANEL_MOVED, waiting=partial(workflow_read.waiting_deliveries, PANEL_MOVED))
def panel_moved(*, delivery_id: int) -> None:
    """A sitting came to its result, or lost it: staff are asked for a proposal, or no more."""

    def answer(delivery: Delivery) -> None:
        services.panel_moved(sitting_id=delivery.subject_id, at=delivery.event_at)

    workflow.deliver(delivery_id=delivery_id, handler=answer, at=timezone.now())


@jobs.task(COMMITTEE_CONCLUDED, waiting=partial(workflow_read.waiting_deliveries, COMMITTEE_CONCLUDED))
def committee_concluded(*, delivery_id: int) -> None:
    """A committee ended its deliberation: staff are asked for a proposal on each case."""

    def answer(delivery: Delivery) -> None:
        services.committee_concluded(committee_id=delivery.subject_id, at=delivery.event_at)

    workflow.deliver(delivery_id=delivery_id, handler=answer, at=timezone.now())
