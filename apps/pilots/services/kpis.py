"""Fixing KPIs before work begins, and recording what is measured afterwards."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.audit import services as audit
from apps.catalogue.models import Kpi
from apps.documents import services as documents
from apps.kernel import bounds
from apps.kernel.clocks import local_date
from apps.kernel.errors import NotFound, NotHeld, Problem, UidTaken
from apps.pilots import permissions, rules, selectors
from apps.pilots.entries import KpiEntry
from apps.pilots.errors import AlreadyWithdrawn, BadKpi, BadReading, KpisFixed, TooEarly
from apps.pilots.models import FIGURE_PLACES, Pilot, PilotKpi, Reading
from apps.pilots.services.locks import demand, demand_active, locked
from apps.pilots.states import READING_EVERY
from apps.pilots.words import KPI_FAULTS, StageName
from apps.workflow import services as workflow


@transaction.atomic
def set_kpi(*, pilot_uid: UUID, entry: KpiEntry, by: User, at: datetime, kpi_uid: UUID | None = None) -> PilotKpi:
    """Add a KPI, or change the one of `kpi_uid`; only before the design gate has been proposed.

    A `kpi_uid` not yet known names the new KPI, so that sending it twice keeps one.
    Raises NotFound, NotAllowed, WrongState, KpisFixed, BadKpi.
    """
    pilot = locked(pilot_uid, by)
    _demand_open_kpis(pilot, by)
    kpi = pilot.kpis.filter(uid=kpi_uid).first() if kpi_uid else None
    if kpi is None and kpi_uid is not None and PilotKpi.objects.filter(uid=kpi_uid).exists():
        raise UidTaken(field="uid")
    values = _checked(pilot, entry, kpi)
    if kpi is None:
        given = {"uid": kpi_uid} if kpi_uid else {}
        last = pilot.kpis.aggregate(last=Max("position"))["last"] or 0
        kpi = PilotKpi.objects.create(pilot=pilot, position=last + 1, **given, **values)
    else:
        for name, value in values.items():
            setattr(kpi, name, value)
        kpi.save(update_fields=list(values))
    _count(pilot)
    audit.record(subject=pilot, action="set_kpi", by=by, at=at, after=_as_text(entry))
    return kpi


@transaction.atomic
def remove_kpi(*, kpi_uid: UUID, by: User, at: datetime) -> None:
    """Take a KPI out again, before work begins."""
    pilot, kpi = _locked_kpi(kpi_uid, by)
    _demand_open_kpis(pilot, by)
    kpi.delete()
    _count(pilot)
    audit.record(subject=pilot, action="remove_kpi", by=by, at=at, before={"name": kpi.name})


@transaction.atomic
def record_reading(
    *,
    kpi_uid: UUID,
    measured_on: date,
    value: Decimal,
    by: User,
    at: datetime,
    note: str = "",
    file: UploadedFile | None = None,
    uid: UUID | None = None,
) -> Reading:
    """Write down one measured figure, with a file as evidence if there is one; `uid` makes sending twice harmless.

    Raises NotFound, NotAllowed, WrongState, TooEarly before the design gate is passed, BadReading, RefusedFile.
    """
    pilot, kpi = _locked_kpi(kpi_uid, by)
    demand(by, permissions.RECORD)
    if uid is not None and (known := Reading.objects.filter(uid=uid, kpi=kpi).first()):
        return known
    if uid is not None and Reading.objects.filter(uid=uid).exists():
        raise UidTaken(field="uid")
    demand_active(pilot)
    if pilot.stage == StageName.DESIGN:
        raise TooEarly
    _check_reading(kpi, measured_on, value, local_date(at))
    given = {"uid": uid} if uid else {}
    reading = Reading.objects.create(
        kpi=kpi, measured_on=measured_on, value=value, note=note.strip(), by=by, recorded_at=at, **given
    )
    if file is not None:
        reading.attachment = documents.attach(file=file, kind="reading", subject=reading, by=by, at=at)
        reading.save(update_fields=["attachment"])
    audit.record(
        subject=pilot,
        action="record_reading",
        by=by,
        at=at,
        after={"kpi": kpi.name, "measured_on": measured_on.isoformat(), "value": str(value)},
    )
    refresh(pilot, kpi)
    _ask_again(pilot, at)
    return reading


@transaction.atomic
def withdraw_reading(*, reading_uid: UUID, reason: str, by: User, at: datetime) -> Reading:
    """Take a wrong figure out of the count; it stays on the record with the reason."""
    kpi_uid = Reading.objects.filter(uid=reading_uid).values_list("kpi__uid", flat=True).first()
    if kpi_uid is None:
        raise NotFound
    pilot, kpi = _locked_kpi(kpi_uid, by)
    demand(by, permissions.RECORD)
    demand_active(pilot)
    reading = Reading.objects.get(uid=reading_uid)
    if reading.withdrawn_at is not None:
        raise AlreadyWithdrawn
    if not reason.strip():
        raise BadReading(_("취소하는 사유를 적어 주십시오."), field="reason")
    reading.withdrawn_at, reading.withdrawn_by, reading.withdrawn_reason = at, by, reason.strip()
    reading.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_reason"])
    before = {"kpi": kpi.name, "measured_on": reading.measured_on.isoformat(), "value": str(reading.value)}
    audit.record(subject=pilot, action="withdraw_reading", by=by, at=at, before=before, reason=reason)
    refresh(pilot, kpi)
    return reading


def refresh(pilot: Pilot, kpi: PilotKpi) -> None:
    """Bring the kept figures of a KPI and its pilot up to the readings; the pilot's row is locked."""
    standing = selectors.standing(kpi)
    kpi.verdict = standing.verdict
    kpi.value = standing.value
    kpi.attainment_bp = _kept_share(standing.attainment_bp)
    kpi.readings_count = kpi.readings.filter(withdrawn_at__isnull=True).count()
    kpi.save(update_fields=["verdict", "value", "attainment_bp", "readings_count"])
    _count(pilot)


def _kept_share(attainment_bp: int | None) -> int | None:
    """A share as its column holds it: beyond it lies only a figure in the wrong unit."""
    if attainment_bp is None:
        return None
    return max(-bounds.MOST_COUNT, min(attainment_bp, bounds.MOST_COUNT))


def _locked_kpi(kpi_uid: UUID, by: User) -> tuple[Pilot, PilotKpi]:
    found = PilotKpi.objects.filter(uid=kpi_uid).values_list("pilot__uid", flat=True).first()
    if found is None:
        raise NotFound
    pilot = locked(found, by)
    kpi = pilot.kpis.filter(uid=kpi_uid).first()
    if kpi is None:
        raise NotFound
    return pilot, kpi


def _demand_open_kpis(pilot: Pilot, by: User) -> None:
    demand(by, permissions.SET_KPI)
    demand_active(pilot)
    if pilot.kpis_fixed_at is not None:
        raise KpisFixed


def _checked(pilot: Pilot, entry: KpiEntry, kpi: PilotKpi | None) -> dict[str, Any]:
    """The KPI's columns, or BadKpi naming every field that is wrong."""
    figures = {"baseline": entry.baseline, "target": entry.target, "pass_mark": entry.pass_mark}
    unheld = [name for name, value in figures.items() if not bounds.holds(value, places=FIGURE_PLACES)]
    if unheld:
        raise BadKpi(problems=[Problem(name, NotHeld.message) for name in unheld])
    definition = rules.Definition(entry.direction, entry.baseline, entry.target, entry.pass_mark, entry.measure)
    problems = [Problem(*KPI_FAULTS[fault]) for fault in rules.definition_faults(definition)]
    if entry.baseline_end_on <= entry.baseline_start_on:
        problems.append(Problem("baseline_end_on", _("기준값을 잰 기간의 끝은 시작보다 뒤여야 합니다.")))
    empty = [name for name in ("name", "unit", "baseline_evidence") if not getattr(entry, name).strip()]
    problems += [Problem(name, _("빠진 내용을 적어 주십시오.")) for name in empty]
    namesakes = pilot.kpis.filter(name=entry.name.strip())
    if (namesakes.exclude(pk=kpi.pk) if kpi else namesakes).exists():
        problems.append(Problem("name", _("같은 이름의 성과지표가 이미 있습니다.")))
    linked = Kpi.objects.filter(code=entry.kpi_code).first() if entry.kpi_code else None
    if entry.kpi_code and linked is None:
        problems.append(Problem("kpi_code", _("목록에 없는 지표입니다. 다시 선택해 주십시오.")))
    if problems:
        raise BadKpi(problems=problems)
    return {
        "kpi": linked,
        "name": entry.name.strip(),
        "definition": entry.definition.strip(),
        "unit": entry.unit.strip(),
        "direction": entry.direction.value,
        "measure": entry.measure.value,
        "baseline": entry.baseline,
        "baseline_start_on": entry.baseline_start_on,
        "baseline_end_on": entry.baseline_end_on,
        "baseline_evidence": entry.baseline_evidence.strip(),
        "target": entry.target,
        "pass_mark": entry.pass_mark,
    }


def _check_reading(kpi: PilotKpi, measured_on: date, value: Decimal, today: date) -> None:
    problems = []
    if measured_on > today:
        problems.append(Problem("measured_on", _("오늘보다 뒤의 날은 적을 수 없습니다.")))
    if measured_on < kpi.pilot.starts_on:
        problems.append(Problem("measured_on", _("실증을 시작한 날보다 앞선 날은 적을 수 없습니다.")))
    if not bounds.holds(value, places=FIGURE_PLACES):
        problems.append(Problem("value", NotHeld.message))
    elif said := _out_of_limits(kpi, value):
        problems.append(Problem("value", said))
    if problems:
        raise BadReading(problems=problems)


def _out_of_limits(kpi: PilotKpi, value: Decimal) -> str:
    least, most = rules.reading_limits(kpi.unit, kpi.rule)
    if most is not None and value > most:
        return _("비율은 0에서 100 사이로 적어 주십시오. 단위는 %(unit)s입니다.") % {"unit": kpi.unit}
    if least is not None and value < least:
        return _("이 지표는 0보다 작을 수 없습니다. 단위는 %(unit)s입니다.") % {"unit": kpi.unit}
    return ""


def _count(pilot: Pilot) -> None:
    verdicts = list(pilot.kpis.values_list("verdict", flat=True))
    pilot.kpis_total = len(verdicts)
    pilot.kpis_passed = verdicts.count(rules.Verdict.PASSED)
    pilot.kpis_failed = verdicts.count(rules.Verdict.FAILED)
    counted = Reading.objects.filter(kpi__pilot=pilot, withdrawn_at__isnull=True)
    pilot.last_reading_on = counted.aggregate(last=Max("measured_on"))["last"]
    pilot.save(update_fields=["kpis_total", "kpis_passed", "kpis_failed", "last_reading_on"])


def _ask_again(pilot: Pilot, at: datetime) -> None:
    """The next figure is due a month on; the open wait moves with it."""
    pilot.next_reading_due_at = at + READING_EVERY
    pilot.save(update_fields=["next_reading_due_at"])
    workflow.close_waits(pilot, at=at, key=workflow.STATE)
    workflow.open_state_waits(pilot, at=at)


def _as_text(entry: KpiEntry) -> dict[str, str]:
    names = ("name", "unit", "direction", "measure", "baseline", "target", "pass_mark", "baseline_evidence")
    return {name: str(getattr(entry, name)) for name in names}
