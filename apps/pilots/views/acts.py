"""Acts on a pilot: KPIs, readings, conditions, beginning, resuming and finishing."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_POST

from apps.accounts.doors import allowed
from apps.kernel import web
from apps.kernel.reasons import ReasonForm
from apps.pilots import permissions, selectors, services
from apps.pilots.forms import FinishForm, KpiForm, NoteForm, ReadingForm, kpi_initial
from apps.pilots.models import GateCondition, Pilot, PilotKpi, Reading
from apps.pilots.views.pages import readings_context, seen


@require_POST
@allowed(permissions.OPEN)
def begin(request: HttpRequest, agreement_uid: UUID) -> HttpResponse:
    """Begin the pilot of a signed agreement."""
    agreement = get_object_or_404(selectors.agreements(), uid=agreement_uid)
    return web.act(
        request,
        lambda: services.open_pilot(agreement_id=agreement.pk, by=request.user, at=timezone.now()),
        success=_("실증과제를 시작했습니다. 성과지표를 정해 주십시오."),
        to=lambda pilot: pilot.get_absolute_url(),
    )


@require_http_methods(["GET", "POST"])
@allowed(permissions.SET_KPI)
def kpi_new(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Add a KPI, perhaps starting from a suggestion."""
    one = seen(request, uid)
    offered = selectors.suggestions(one)
    form = KpiForm(request.POST or None, initial=_suggested(offered, request.GET.get("from", "")))
    return _kpi_page(request, one, form, kpi=None, suggestions=offered)


@require_http_methods(["GET", "POST"])
@allowed(permissions.SET_KPI)
def kpi_edit(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Change a KPI before work begins."""
    kpi = _seen_kpi(request, uid)
    form = KpiForm(request.POST or None, initial=kpi_initial(kpi))
    return _kpi_page(request, seen(request, kpi.pilot.uid), form, kpi=kpi, suggestions=())


def _kpi_page(
    request: HttpRequest,
    one: Pilot,
    form: KpiForm,
    *,
    kpi: PilotKpi | None,
    suggestions: Sequence[selectors.Suggestion],
) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        with web.refusals(form):
            services.set_kpi(
                pilot_uid=one.uid,
                kpi_uid=kpi.uid if kpi else form.cleaned_data["uid"],
                entry=form.entry(),
                by=request.user,
                at=timezone.now(),
            )
            messages.success(request, _("성과지표를 저장했습니다."))
            return redirect(one)
    heading = _("성과지표 고치기") if kpi else _("성과지표 정하기")
    context = {
        "pilot": one,
        "kpi": kpi,
        "form": form,
        "heading": heading,
        "suggestions": suggestions,
        "crumbs": [
            (pgettext("list", "실증과제"), reverse("pilots:list")),
            (one.title, one.get_absolute_url()),
            (heading, ""),
        ],
    }
    return render(request, "pilots/kpi.html", context, status=web.status_of(form))


@require_http_methods(["GET", "POST"])
@allowed(permissions.SET_KPI)
def kpi_remove(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Take a KPI out before work begins, after asking."""
    kpi = _seen_kpi(request, uid)
    one = kpi.pilot
    if request.method == "POST":
        return web.act(
            request,
            lambda: services.remove_kpi(kpi_uid=uid, by=request.user, at=timezone.now()),
            success=_("성과지표를 뺐습니다."),
            to=one.get_absolute_url(),
        )
    crumbs = [
        (pgettext("list", "실증과제"), reverse("pilots:list")),
        (one.title, one.get_absolute_url()),
        (kpi.name, ""),
    ]
    return render(request, "pilots/kpi_remove.html", {"kpi": kpi, "pilot": one, "crumbs": crumbs})


@require_POST
@allowed(permissions.RECORD)
def reading(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Record a measured figure from the pilot's page."""
    one = seen(request, uid)
    form = ReadingForm(request.POST, request.FILES, kpis=list(one.kpis.order_by("position")), auto_id="reading_%s")
    if form.is_valid():
        with web.refusals(form):
            given = form.cleaned_data
            services.record_reading(
                kpi_uid=form.kpi_uid(),
                measured_on=given["measured_on"],
                value=given["value"],
                note=given["note"],
                file=given["file"],
                uid=given["uid"],
                by=request.user,
                at=timezone.now(),
            )
            messages.success(request, _("측정값을 기록했습니다."))
            return redirect("pilots:readings", uid=uid)
    return render(request, "pilots/readings.html", readings_context(request, one, form), status=422)


@require_http_methods(["GET", "POST"])
@allowed(permissions.RECORD)
def withdraw(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Take a wrong figure out of the count, saying why."""
    readings = Reading.objects.filter(kpi__pilot__in=Pilot.objects.visible_to(request.user))
    row = get_object_or_404(readings.select_related("kpi__pilot"), uid=uid)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with web.refusals(form):
            services.withdraw_reading(
                reading_uid=uid, reason=form.cleaned_data["reason"], by=request.user, at=timezone.now()
            )
            messages.success(request, _("측정값을 취소했습니다."))
            return redirect("pilots:readings", uid=row.kpi.pilot.uid)
    pilot = row.kpi.pilot
    context = {
        "reading": row,
        "figure": selectors.plain(row.value),
        "pilot": pilot,
        "form": form,
        "crumbs": [
            (pgettext("list", "실증과제"), reverse("pilots:list")),
            (pilot.title, pilot.get_absolute_url()),
            (_("측정값 취소"), ""),
        ],
    }
    return render(request, "pilots/withdraw.html", context, status=web.status_of(form))


@require_POST
@allowed(permissions.MEET)
def meet(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Confirm that a condition has been fulfilled."""
    conditions = GateCondition.objects.filter(gate__pilot__in=Pilot.objects.visible_to(request.user))
    condition = get_object_or_404(conditions.select_related("gate__pilot"), uid=uid)
    form = NoteForm(request.POST)
    note = form.cleaned_data["note"] if form.is_valid() else ""
    return web.act(
        request,
        lambda: services.meet_condition(condition_uid=uid, note=note, by=request.user, at=timezone.now()),
        success=_("조건 이행을 확인했습니다."),
        to=condition.gate.pilot.get_absolute_url(),
    )


@require_POST
@allowed(permissions.RESUME)
def resume(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Take up a pilot on hold."""
    one = seen(request, uid)
    form = ReasonForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    return web.act(
        request,
        lambda: services.resume(pilot_uid=uid, reason=reason, by=request.user, at=timezone.now()),
        success=_("실증과제를 다시 시작했습니다."),
        to=one.get_absolute_url(),
    )


@require_POST
@allowed(permissions.FINISH)
def finish(request: HttpRequest, uid: UUID) -> HttpResponse:
    """End the pilot and have its certificate issued."""
    one = seen(request, uid)
    form = FinishForm(request.POST)
    lessons = form.cleaned_data["lessons"] if form.is_valid() else ""
    return web.act(
        request,
        lambda: services.finish(pilot_uid=uid, lessons=lessons, by=request.user, at=timezone.now()),
        success=_("실증을 마쳤습니다. 실증확인서를 작성하고 있습니다."),
        to=one.get_absolute_url(),
    )


@require_POST
@allowed(permissions.AGREE_TO_CASE)
def agree_to_case(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The company agrees that its ended pilot is published."""
    one = seen(request, uid)
    return web.act(
        request,
        lambda: services.agree_to_case(pilot_uid=uid, by=request.user, at=timezone.now()),
        success=_("동의를 저장하고 사례로 공개했습니다. 동의는 개인정보 화면에서 언제든지 철회하실 수 있습니다."),
        to=one.get_absolute_url(),
    )


def _seen_kpi(request: HttpRequest, uid: UUID) -> PilotKpi:
    kpis = PilotKpi.objects.filter(pilot__in=Pilot.objects.visible_to(request.user))
    return get_object_or_404(kpis.select_related("pilot", "kpi"), uid=uid)


def _suggested(offered: Sequence[selectors.Suggestion], chosen: str) -> dict[str, object]:
    for index, one in enumerate(offered):
        if str(index) == chosen:
            return {
                "name": one.name,
                "unit": one.unit,
                "direction": one.direction,
                "baseline": one.baseline,
                "target": one.target,
                "kpi_code": one.kpi_code,
            }
    return {}
