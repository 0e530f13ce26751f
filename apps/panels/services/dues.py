"""Giving back the time that reviewers lost while the system was down."""

from datetime import datetime

from django.db import transaction

from apps.panels.models import Committee, Seat, Sitting
from apps.panels.states import CommitteeState, SeatState, SittingState
from apps.workflow import services as workflow

OVER = (CommitteeState.CONCLUDED, CommitteeState.RECORDED)


@transaction.atomic
def give_back(*, started_at: datetime, ended_at: datetime, at: datetime) -> int:
    """Move the days on which sheets were due in an outage by what was lost before them; how many sittings moved.

    Counted from when the system was up and the outage was entered, so that nobody has a time given back that is over.
    Who owes a sheet is reminded again before the new day.
    """
    fallen = {"due_at__gte": started_at, "due_at__lte": ended_at}
    up = max(ended_at, at)
    committees = Committee.objects.select_for_update().filter(**fallen).exclude(state__in=OVER).order_by("pk")
    for committee in committees:
        committee.due_at = up + (committee.due_at - started_at)
        committee.save(update_fields=["due_at"])
    sittings = list(Sitting.objects.select_for_update().filter(**fallen, state=SittingState.OPEN).order_by("pk"))
    for sitting in sittings:
        sitting.due_at = up + (sitting.due_at - started_at)
        sitting.save(update_fields=["due_at"])
        for seat in Seat.objects.filter(sitting=sitting, state=SeatState.INVITED).order_by("pk"):
            workflow.move_waits(seat, key=workflow.STATE, due_at=sitting.due_at)
    return len(sittings)
