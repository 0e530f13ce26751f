"""Pilots by stage, for boards."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count

from apps.accounts.models import User
from apps.kernel.clocks import local_date
from apps.pilots.models import GateCondition, Pilot
from apps.pilots.states import PilotState
from apps.pilots.words import TONES, StageName

CARDS = 20


@dataclass(frozen=True, slots=True)
class Card:
    """One pilot on the board."""

    uid: UUID
    title: str
    company: str
    state: str
    state_label: str
    tone: str
    kpis_passed: int
    kpis_total: int
    last_reading_on: date | None
    is_late: bool


@dataclass(frozen=True, slots=True)
class Column:
    """One stage: how many pilots are in it, and the first of them, those on hold and the oldest first."""

    stage: str
    label: str
    count: int
    on_hold: int
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class StageCount:
    """How many pilots stand in one stage and state."""

    stage: str
    state: str
    count: int


@dataclass(frozen=True, slots=True)
class Board:
    """All pilots a person may see."""

    columns: tuple[Column, ...]
    counts: tuple[StageCount, ...]
    running: int
    finished: int
    stopped: int
    overdue_conditions: int


def board(user: User, *, at: datetime, cards: int = CARDS) -> Board:
    """The board of running pilots by stage; seven queries, however many pilots there are."""
    visible = Pilot.objects.visible_to(user)
    # Whole rows counted in the order of their index: nothing else is read.
    grouped = visible.order_by().values_list("state", "stage").annotate(count=Count("*"))
    counts = tuple(StageCount(stage, state, count) for state, stage, count in sorted(grouped))

    def total(state: str, stage: str = "") -> int:
        return sum(one.count for one in counts if one.state == state and stage in {"", one.stage})

    columns = tuple(_column(user, stage, total, at, cards) for stage in StageName)
    overdue = GateCondition.objects.filter(gate__pilot__in=visible, met_at__isnull=True, due_on__lt=local_date(at))
    return Board(
        columns=columns,
        counts=counts,
        running=total(PilotState.ACTIVE) + total(PilotState.ON_HOLD),
        finished=total(PilotState.FINISHED),
        stopped=total(PilotState.STOPPED),
        overdue_conditions=overdue.count(),
    )


def _column(user: User, stage: StageName, total: Callable[..., int], at: datetime, cards: int) -> Column:
    on_hold = total(PilotState.ON_HOLD, stage.value)
    rows = (
        Pilot.objects.visible_to(user)
        .filter(stage=stage, state__in=[PilotState.ACTIVE, PilotState.ON_HOLD])
        .order_by("-state", "stage_entered_at", "pk")
        .values(
            "uid",
            "title",
            "company__name_ko",
            "state",
            "kpis_passed",
            "kpis_total",
            "last_reading_on",
            "next_reading_due_at",
        )[:cards]
    )
    return Column(
        stage=stage.value,
        label=str(stage.label),
        count=total(PilotState.ACTIVE, stage.value) + on_hold,
        on_hold=on_hold,
        cards=tuple(
            Card(
                uid=row["uid"],
                title=row["title"],
                company=row["company__name_ko"],
                state=row["state"],
                state_label=str(PilotState(row["state"]).label),
                tone=TONES[row["state"]],
                kpis_passed=row["kpis_passed"],
                kpis_total=row["kpis_total"],
                last_reading_on=row["last_reading_on"],
                is_late=row["state"] == PilotState.ACTIVE
                and row["next_reading_due_at"] is not None
                and row["next_reading_due_at"] < at,
            )
            for row in rows
        ),
    )
