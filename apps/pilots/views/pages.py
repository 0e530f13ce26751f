"""Pages that show pilots."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET

from apps.accounts import access
from apps.accounts import selectors as people
from apps.accounts.doors import signed_in
from apps.catalogue import selectors as catalogue
from apps.documents import doors
from apps.documents.states import DocumentState
from apps.kernel import keyset
from apps.kernel import tables as files
from apps.kernel.errors import NotFound
from apps.kernel.reasons import ReasonForm
from apps.pilots import permissions, selectors, tables
from apps.pilots.forms import FinishForm, ReadingForm
from apps.pilots.models import Gate, Pilot, Reading
from apps.pilots.selectors.lists import ORDER
from apps.pilots.states import GateState, PilotState
from apps.pilots.words import TONES, StageName

PAGE = 30
READINGS = 20
ORDER_OF_READINGS = ("-measured_on", "-pk")
MOST_TO_OPEN = 20
RENDERING = {DocumentState.REQUESTED, DocumentState.RENDERING}


@require_GET
@signed_in
def index(request: HttpRequest) -> HttpResponseBase:
    """Pilots this person may see, filtered by stage, state and words."""
    asked = {name: request.GET.get(name, "") for name in ("stage", "state", "text")}
    found = selectors.pilots_for(request.user, **asked)
    file = files.answer(request, _("실증과제 목록"), found, ORDER, tables.PILOTS, values=selectors.PILOT_ROW)
    if file is not None:
        return file
    page = keyset.page(found, ORDER, request.GET, size=PAGE, values=selectors.PILOT_ROW)
    rows = [
        {
            **row,
            "stage_label": StageName(row["stage"]).label,
            "state_label": PilotState(row["state"]).label,
            "tone": TONES[row["state"]],
        }
        for row in page
    ]
    agreements, more_agreements = keyset.start(selectors.to_be_opened(request.user), MOST_TO_OPEN)
    context = {
        "page": page,
        "rows": rows,
        "asked": asked,
        "stages": StageName.choices,
        "states": PilotState.choices,
        "base": reverse("pilots:list"),
        "agreements": agreements,
        "more_agreements": more_agreements,
    }
    return render(request, "pilots/list.html", context)


@require_GET
@signed_in
def pilot(request: HttpRequest, uid: UUID) -> HttpResponse:
    """One pilot: where it stands, its gates, its KPIs with their lines."""
    one = seen(request, uid)
    gates = list(one.gates.order_by("pk"))
    context = {
        **_frame(one, "pilots:pilot"),
        "steps": selectors.steps(one, gates),
        "figures": selectors.figures(one),
        "kpis": selectors.kpi_views(one),
        "gates": [(gate, TONES[gate.decision or gate.state]) for gate in reversed(gates)],
        "conditions": selectors.open_conditions(one),
        "site": selectors.site_of(one),
        "partners": selectors.partners_of(one),
        "may": _may(request, one, gates),
        "resume_form": ReasonForm(auto_id="resume_%s"),
        "finish_form": FinishForm(auto_id="finish_%s"),
        **_certificate(one),
        **_case(request, one),
    }
    return render(request, "pilots/pilot.html", context)


@require_GET
@signed_in
def readings(request: HttpRequest, uid: UUID) -> HttpResponseBase:
    """What was measured, and the form to record more."""
    one = seen(request, uid)
    rows, names_shown = selectors.readings_of(one, request.user), request.user.can(permissions.VIEW_PERSONS)
    columns = tables.readings(names_shown=names_shown)
    file = files.answer(request, _("측정값 목록"), rows, ORDER_OF_READINGS, columns)
    if file is not None:
        if names_shown:
            access.shown(request, rows.values_list("by_id", flat=True), purpose=_("측정값 확인"))
        return file
    return render(request, "pilots/readings.html", readings_context(request, one))


@require_GET
@signed_in
def history(request: HttpRequest, uid: UUID) -> HttpResponse:
    """What happened, the newest first."""
    one = seen(request, uid)
    events = selectors.timeline(one, list(one.gates.order_by("pk")), request.user)
    if request.user.can(permissions.VIEW_PERSONS):
        access.shown(request, {event.actor_id for event in events if event.actor_id}, purpose=_("실증과제 이력 확인"))
    return render(request, "pilots/history.html", {**_frame(one, "pilots:history"), "events": events})


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
    return doors.stream_attachment(reading.attachment, request)


def seen(request: HttpRequest, uid: UUID) -> Pilot:
    """The pilot, if this person may see it; else 404."""
    pilots = Pilot.objects.visible_to(request.user).select_related("company", "certificate")
    return get_object_or_404(pilots, uid=uid)


def seen_gate(request: HttpRequest, uid: UUID) -> Gate:
    """The gate of a pilot this person may see; else 404."""
    gates = Gate.objects.filter(pilot__in=Pilot.objects.visible_to(request.user))
    return get_object_or_404(gates.select_related("pilot__company", "proposer", "decider", "called_by"), uid=uid)


def readings_context(request: HttpRequest, one: Pilot, form: ReadingForm | None = None) -> dict[str, Any]:
    """The page of readings; `form` comes back with its errors."""
    names_shown = request.user.can(permissions.VIEW_PERSONS)
    may_record = _may_record(request, one)
    page = keyset.page(selectors.readings_of(one, request.user), ORDER_OF_READINGS, request.GET, size=READINGS)
    if names_shown:
        access.shown(request, {row["by_id"] for row in page}, purpose=_("측정값 확인"))
    if form is None and may_record:
        form = ReadingForm(kpis=list(one.kpis.order_by("position", "pk")), auto_id="reading_%s")
    return {
        **_frame(one, "pilots:readings"),
        "page": page,
        "rows": _reading_rows(page, names_shown=names_shown, may_withdraw=may_record),
        "names_shown": names_shown,
        "may_record": may_record,
        "form": form,
        "base": reverse("pilots:list"),
    }


def _frame(one: Pilot, current: str) -> dict[str, Any]:
    """What every page of a pilot has: its name, state and tabs."""
    tabs = [
        ("pilots:pilot", _("개요")),
        ("pilots:readings", pgettext("list", "측정값")),
        ("pilots:history", _("진행 기록")),
    ]
    return {
        "pilot": one,
        "tone": TONES[one.state],
        "crumbs": [(pgettext("list", "실증과제"), reverse("pilots:list")), (one.title, "")],
        "tabs": [
            {"label": label, "url": reverse(name, args=[one.uid]), "is_current": name == current}
            for name, label in tabs
        ],
    }


def _may_record(request: HttpRequest, one: Pilot) -> bool:
    at_work = one.state == PilotState.ACTIVE and one.stage != StageName.DESIGN
    return at_work and request.user.can(permissions.RECORD)


def _may(request: HttpRequest, one: Pilot, gates: list[Gate]) -> dict[str, bool]:
    """What this person may do on the page now; the services decide again."""
    user, active = request.user, one.state == PilotState.ACTIVE
    undecided = any(gate.state != GateState.DECIDED for gate in gates)
    return {
        "set_kpi": active and one.kpis_fixed_at is None and user.can(permissions.SET_KPI),
        "record": _may_record(request, one),
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


def _case(request: HttpRequest, one: Pilot) -> dict[str, Any]:
    """Whether an ended pilot was published, and the text for those who may still agree to it."""
    if one.ended_at is None or not request.user.can(permissions.VIEW_PERSONS):
        return {"case_shown": False}
    case = catalogue.case_from(one.uid)
    may_agree = case is None and request.user.can(permissions.AGREE_TO_CASE)
    asked = may_agree and selectors.may_agree_to_case(request.user, one)
    return {
        "case_shown": True,
        "case": case if case and case.taken_down_at is None else None,
        "case_text": people.consent_text(selectors.CASE_CONSENT) if asked else None,
    }


def _certificate(one: Pilot) -> dict[str, Any]:
    document = one.certificate
    return {
        "pilot": one,
        "certificate": document,
        "certificate_tone": "neutral" if document is None else TONES.get(document.state, "progress"),
        "certificate_waits": document is not None and document.state in RENDERING,
        "certificate_ready": document is not None and bool(document.file),
    }
