"""Pages that show pilots."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from apps.accounts import access
from apps.accounts.doors import signed_in
from apps.documents import doors
from apps.documents.states import DocumentState
from apps.kernel import keyset
from apps.kernel.errors import NotFound
from apps.pilots import permissions, selectors
from apps.pilots.forms import FinishForm, NoteForm, ReadingForm, ReasonForm
from apps.pilots.models import Gate, Pilot, Reading
from apps.pilots.selectors.lists import ORDER
from apps.pilots.states import GateState, PilotState
from apps.pilots.words import TONES, StageName

PAGE = 30
READINGS = 20
RENDERING = {DocumentState.REQUESTED, DocumentState.RENDERING}


@require_GET
@signed_in
def index(request: HttpRequest) -> HttpResponse:
    """Pilots this person may see, filtered by stage, state and words."""
    asked = {name: request.GET.get(name, "") for name in ("stage", "state", "text")}
    page = keyset.page(selectors.pilots_for(request.user, **asked), ORDER, request.GET, size=PAGE)
    rows = [
        {
            **row,
            "stage_label": StageName(row["stage"]).label,
            "state_label": PilotState(row["state"]).label,
            "tone": TONES[row["state"]],
        }
        for row in page
    ]
    context = {
        "page": page,
        "rows": rows,
        "asked": asked,
        "stages": StageName.choices,
        "states": PilotState.choices,
        "base": reverse("pilots:list"),
        "agreements": selectors.to_be_opened(request.user),
    }
    return render(request, "pilots/list.html", context)


@require_GET
@signed_in
def pilot(request: HttpRequest, uid: UUID) -> HttpResponse:
    """One pilot: stages, KPIs with their lines, readings, gates and what happened."""
    return render(request, "pilots/pilot.html", pilot_context(request, seen(request, uid)))


@require_GET
@signed_in
def certificate_status(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The certificate's progress, asked for again by the page until it is there."""
    one = seen(request, uid)
    return render(request, "pilots/_certificate.html", _certificate(one))


@require_GET
@signed_in
def certificate(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The certificate's bytes."""
    one = seen(request, uid)
    if one.certificate is None:
        raise NotFound
    return doors.stream(one.certificate)


@require_GET
@signed_in
def attachment(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The file behind a reading, for whoever may see the pilot."""
    reading = get_object_or_404(
        Reading.objects.select_related("attachment", "kpi__pilot").filter(
            kpi__pilot__in=Pilot.objects.visible_to(request.user), attachment__isnull=False
        ),
        uid=uid,
    )
    access.shown(request, [reading.by_id], purpose=_("측정 증빙 확인"))
    return doors.stream_attachment(reading.attachment)


def seen(request: HttpRequest, uid: UUID) -> Pilot:
    """The pilot, if this person may see it; else 404."""
    pilots = Pilot.objects.visible_to(request.user).select_related("company", "certificate")
    return get_object_or_404(pilots, uid=uid)


def seen_gate(request: HttpRequest, uid: UUID) -> Gate:
    """The gate of a pilot this person may see; else 404."""
    gates = Gate.objects.filter(pilot__in=Pilot.objects.visible_to(request.user))
    return get_object_or_404(gates.select_related("pilot__company", "proposer", "decider", "called_by"), uid=uid)


def pilot_context(request: HttpRequest, one: Pilot, **forms: Any) -> dict[str, Any]:
    """Everything the pilot's page shows; `forms` brings back a form with its errors."""
    gates = list(one.gates.order_by("pk"))
    views = selectors.kpi_views(one)
    may = _may(request, one, gates)
    names_shown = request.user.can(permissions.VIEW_PERSONS)
    page = keyset.page(selectors.readings_of(one, request.user), ("-measured_on", "-pk"), request.GET, size=READINGS)
    if names_shown:
        access.shown(request, {row["by_id"] for row in page}, purpose=_("실증과제 확인"))
    context = {
        "pilot": one,
        "tone": TONES[one.state],
        "crumbs": [(_("실증과제"), reverse("pilots:list")), (one.title, "")],
        "steps": selectors.steps(one, gates),
        "figures": selectors.figures(one),
        "kpis": views,
        "page": page,
        "readings": _reading_rows(page, names_shown=names_shown, may_withdraw=may["record"]),
        "names_shown": names_shown,
        "gates": [(gate, TONES[gate.decision or gate.state]) for gate in reversed(gates)],
        "conditions": selectors.open_conditions(one),
        "events": selectors.timeline(one, gates, request.user),
        "partners": selectors.partners_of(one),
        "may": may,
        "reading_form": ReadingForm(kpis=[view.kpi for view in views], auto_id="reading_%s") if may["record"] else None,
        "resume_form": ReasonForm(auto_id="resume_%s"),
        "withdraw_form": ReasonForm(auto_id="withdraw_%s"),
        "note_form": NoteForm(auto_id="note_%s"),
        "finish_form": FinishForm(auto_id="finish_%s"),
        **_certificate(one),
    }
    return {**context, **forms}


def _may(request: HttpRequest, one: Pilot, gates: list[Gate]) -> dict[str, bool]:
    """What this person may do on the page now; the services decide again."""
    user, active = request.user, one.state == PilotState.ACTIVE
    undecided = any(gate.state != GateState.DECIDED for gate in gates)
    return {
        "set_kpi": active and one.kpis_fixed_at is None and user.can(permissions.SET_KPI),
        "record": active and one.stage != StageName.DESIGN and user.can(permissions.RECORD),
        "call_gate": active
        and not undecided
        and not one.ready_to_finish
        and one.kpis_total > 0
        and user.can(permissions.CALL_GATE),
        "resume": one.state == PilotState.ON_HOLD and user.can(permissions.RESUME),
        "meet": user.can(permissions.MEET),
        "finish": active and one.ready_to_finish and user.can(permissions.FINISH),
    }


def _reading_rows(page: keyset.Page, *, names_shown: bool, may_withdraw: bool) -> list[dict[str, Any]]:
    return [
        {
            **row,
            "figure": selectors.plain(row["value"]),
            "who": row["by__name"] if names_shown else "",
            "may_withdraw": may_withdraw and row["withdrawn_at"] is None,
        }
        for row in page
    ]


def _certificate(one: Pilot) -> dict[str, Any]:
    document = one.certificate
    return {
        "pilot": one,
        "certificate": document,
        "certificate_tone": "neutral" if document is None else TONES.get(document.state, "progress"),
        "certificate_waits": document is not None and document.state in RENDERING,
        "certificate_ready": document is not None and bool(document.file),
    }
