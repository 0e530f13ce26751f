"""What a pilot's page shows."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import F, Q, QuerySet, Window
from django.db.models.functions import RowNumber
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.audit.models import Event
from apps.documents import charts
from apps.kernel.language import localized
from apps.pilots import permissions, rules
from apps.pilots.models import Gate, Pilot, PilotKpi, Reading, StageGuide
from apps.pilots.selectors.results import plain
from apps.pilots.states import PilotState
from apps.pilots.words import ACTS, TONES, DecisionName, StageName, VerdictName

POINTS_DRAWN = 24
EVENTS_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Step:
    """One stage in the step indicator."""

    label: str
    state: str
    note: str
    purpose: str


@dataclass(frozen=True, slots=True)
class KpiView:
    """One KPI with its figures in words and its chart."""

    kpi: PilotKpi
    baseline: str
    target: str
    pass_mark: str
    value: str
    attainment: str
    verdict: str
    tone: str
    chart: charts.Chart


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """One thing that happened to a pilot."""

    title: str
    at: datetime
    actor: str
    actor_id: int | None
    text: str
    tone: str


def steps(pilot: Pilot, gates: list[Gate]) -> list[Step]:
    """The four stages: passed, in work, still to come, or where it was stopped."""
    passed = {gate.stage: gate for gate in gates if gate.decision in rules.PASSING}
    guides = {guide.stage: guide for guide in StageGuide.objects.all()}
    rows = []
    for stage in StageName:
        note = str(DecisionName(passed[stage].decision).label) if stage in passed else ""
        purpose = localized(guides[stage], "purpose") if stage in guides else ""
        rows.append(Step(str(stage.label), _step_state(pilot, stage, passed), note, purpose))
    return rows


def figures(pilot: Pilot) -> list[tuple[str, str]]:
    """The strip of key figures."""
    measured = pilot.last_reading_on.isoformat() if pilot.last_reading_on else _("아직 없음")
    return [
        (_("시작"), f"{pilot.starts_on:%Y-%m-%d}"),
        (_("끝"), f"{pilot.ends_on - timedelta(days=1):%Y-%m-%d}"),
        (_("성과지표 합격"), f"{pilot.kpis_passed}/{pilot.kpis_total}"),
        (_("최근 측정일"), measured),
    ]


def kpi_views(pilot: Pilot) -> list[KpiView]:
    """Every KPI with its latest readings drawn; two queries, however many readings there are."""
    kpis = list(pilot.kpis.select_related("kpi").order_by("position", "pk"))
    readings: dict[int, list[charts.Reading]] = defaultdict(list)
    for kpi_id, day, value in _latest_points(kpis):
        readings[kpi_id].append(charts.Reading(f"{day:%y.%m.%d}", value))
    return [_kpi_view(kpi, tuple(readings[kpi.pk])) for kpi in kpis]


def readings_of(pilot: Pilot, user: User) -> QuerySet[Reading, dict[str, Any]]:
    """The pilot's readings as light rows; who entered them only for those who may know."""
    names = ["by__name"] if user.can(permissions.VIEW_PERSONS) else []
    return Reading.objects.filter(kpi__pilot=pilot).values(
        "pk",
        "uid",
        "measured_on",
        "value",
        "note",
        "withdrawn_at",
        "withdrawn_reason",
        "recorded_at",
        "kpi__name",
        "kpi__unit",
        "attachment__uid",
        "attachment__original_name",
        "by_id",
        *names,
    )


def timeline(pilot: Pilot, gates: list[Gate], user: User) -> list[TimelineEntry]:
    """What happened, the newest first, with names only for those who may know them."""
    about = Q(subject_label="pilots.pilot", subject_id=pilot.pk)
    about |= Q(subject_label="pilots.gate", subject_id__in=[gate.pk for gate in gates])
    events = list(Event.objects.filter(about).order_by("-at", "-pk")[:EVENTS_SHOWN])
    names: dict[int, str] = {}
    if user.can(permissions.VIEW_PERSONS):
        actors = {event.actor_id for event in events if event.actor_id}
        names = dict(User.objects.filter(pk__in=actors).values_list("pk", "name"))
    stages = {gate.pk: str(gate.get_stage_display()) for gate in gates}
    return [_entry(event, names, stages) for event in events]


def _step_state(pilot: Pilot, stage: StageName, passed: dict[str, Gate]) -> str:
    if stage in passed:
        return "done"
    if stage == pilot.stage:
        return "stopped" if pilot.state == PilotState.STOPPED else "current"
    return "todo"


def _latest_points(kpis: list[PilotKpi]) -> list[tuple[int, date, Any]]:
    """The last readings of each KPI in time order, cut in the database."""
    place = Window(RowNumber(), partition_by=F("kpi_id"), order_by=[F("measured_on").desc(), F("pk").desc()])
    rows = Reading.objects.filter(kpi__in=kpis, withdrawn_at__isnull=True).annotate(place=place)
    latest = rows.filter(place__lte=POINTS_DRAWN).order_by("measured_on", "pk")
    return list(latest.values_list("kpi_id", "measured_on", "value"))


def _kpi_view(kpi: PilotKpi, readings: tuple[charts.Reading, ...]) -> KpiView:
    line = charts.KpiLine(kpi.unit, kpi.direction, kpi.baseline, kpi.target, kpi.pass_mark, readings)
    return KpiView(
        kpi=kpi,
        baseline=plain(kpi.baseline),
        target=plain(kpi.target),
        pass_mark=plain(kpi.pass_mark),
        value=plain(kpi.value) if kpi.value is not None else "–",
        attainment="–" if kpi.attainment_bp is None else f"{kpi.attainment_bp // 100}%",
        verdict=str(VerdictName(kpi.verdict).label),
        tone=TONES[kpi.verdict],
        chart=charts.kpi_line(line, title=kpi.name),
    )


def _entry(event: Event, names: dict[int, str], stages: dict[int, str]) -> TimelineEntry:
    is_gate = event.subject_label == "pilots.gate"
    title = str(ACTS.get((event.subject_label, event.action), event.action))
    if is_gate:
        title = f"{stages[event.subject_id]} · {title}"
    return TimelineEntry(
        title=title,
        at=event.at,
        actor=names.get(event.actor_id or 0, ""),
        actor_id=event.actor_id,
        text=event.reason or _figure(event),
        tone=ACT_TONES.get(event.action, "neutral"),
    )


def _figure(event: Event) -> str:
    after = event.after or {}
    if event.action == "record_reading":
        return f"{after['kpi']}: {after['value']} ({after['measured_on']})"
    return after.get("condition") or after.get("name") or ""


ACT_TONES = {
    "advance": "success",
    "finish": "success",
    "confirm": "success",
    "recycle": "warning",
    "hold": "warning",
    "send_back": "warning",
    "stop": "danger",
    "withdraw_reading": "warning",
}
