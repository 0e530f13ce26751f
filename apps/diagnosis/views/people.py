"""Appointments of visits, and what is known of the people who visit."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from apps.accounts import access
from apps.accounts.doors import allowed
from apps.diagnosis import permissions, selectors, services
from apps.diagnosis.forms import AppointmentForm, ConsultantForm
from apps.directory import selectors as directory
from apps.kernel import calendars, web
from apps.kernel.errors import NotAllowed, NotFound


@require_http_methods(["GET", "POST"])
@allowed(permissions.SCORE, permissions.ASSIGN)
def appoint(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Make or move the appointment of the visit."""
    assessment = selectors.seen(uid, request.user)
    if not (request.user.can(permissions.ASSIGN) or assessment.consultant_id == request.user.pk):
        raise NotAllowed
    known = selectors.appointment_of(assessment)
    form = AppointmentForm(request.POST or None, initial=AppointmentForm.of(known))
    if request.method == "POST" and form.is_valid():
        with web.refusals(form):
            services.appoint(assessment_id=assessment.pk, by=request.user, at=timezone.now(), **form.cleaned_data)
            messages.success(request, _("방문 약속을 저장하고 알렸습니다."))
            return redirect(assessment)
    context = {"assessment": assessment, "form": form, "known": known}
    return render(request, "diagnosis/appoint.html", context, status=web.status_of(form))


@require_POST
@allowed(permissions.SCORE, permissions.ASSIGN)
def call_off(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Call the visit off."""
    assessment = selectors.seen(uid, request.user)
    return web.act(
        request,
        lambda: services.call_off(assessment_id=assessment.pk, by=request.user, at=timezone.now()),
        success=_("방문 약속을 취소하고 알렸습니다."),
        to=assessment.get_absolute_url(),
    )


@require_GET
@allowed(permissions.VIEW_ALL, permissions.SCORE, permissions.SELF_SCORE)
def appointment(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The visit as a calendar file."""
    assessment = selectors.seen(uid, request.user)
    known = selectors.appointment_of(assessment)
    if known is None:
        raise NotFound
    title = _("[진단 방문] %(company)s") % {"company": assessment.company.name}
    event = calendars.event(
        uid=str(known.uid),
        title=title,
        url=f"{settings.SITE_URL}{assessment.get_absolute_url()}",
        at=known.starts_at,
        until=known.ends_at,
        written_at=known.at,
        sequence=known.sequence,
    )
    if assessment.application.site:
        event.add("location", assessment.application.site.told)
    return calendars.answer([event], f"visit-{known.uid}")


@require_GET
@allowed(permissions.ASSIGN)
def consultants(request: HttpRequest) -> HttpResponse:
    """Who visits, what they know, where they sit and how much they have in hand."""
    names = dict(directory.pilot_industry_choices())
    rows = [
        {"one": one, "industries": [names.get(code, code) for code in one.industries]}
        for one in selectors.consultants()
    ]
    access.shown(request, [row["one"].user.pk for row in rows], purpose=_("컨설턴트 배정"))
    return render(request, "diagnosis/consultants.html", {"rows": rows})


@require_http_methods(["GET", "POST"])
@allowed(permissions.ASSIGN)
def consultant(request: HttpRequest, uid: UUID) -> HttpResponse:
    """What speaks for sending one consultant."""
    known = next((one for one in selectors.consultants() if one.user.uid == uid), None)
    if known is None:
        raise NotFound
    access.shown(request, [known.user.pk], purpose=_("컨설턴트 배정"))
    initial = {"base": known.base, "industries": list(known.industries), "most_open": known.most}
    form = ConsultantForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        with web.refusals(form):
            services.keep_profile(user_uid=uid, by=request.user, at=timezone.now(), **form.cleaned_data)
            messages.success(request, _("컨설턴트 정보를 저장했습니다."))
            return redirect("diagnosis:consultants")
    context = {"known": known, "form": form}
    return render(request, "diagnosis/consultant.html", context, status=web.status_of(form))
