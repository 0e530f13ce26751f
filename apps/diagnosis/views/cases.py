"""The list, one case, and what staff and company do with it."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from apps.accounts import access
from apps.accounts.doors import allowed
from apps.audit import selectors as audit
from apps.diagnosis import permissions, selectors, services, tables
from apps.diagnosis.forms import AssignForm, ReopenForm
from apps.diagnosis.labels import EVENTS, STATE_TONES
from apps.diagnosis.states import SCORABLE, AssessmentAction, AssessmentState
from apps.intake.models import Application
from apps.kernel import keyset, web
from apps.kernel import tables as files
from apps.kernel.errors import WrongState
from apps.workflow import selectors as workflow

PAGE = 50
ANYBODY = (permissions.VIEW_ALL, permissions.SCORE, permissions.SELF_SCORE)


@require_GET
@allowed(*ANYBODY)
def index(request: HttpRequest) -> HttpResponseBase:
    """Assessments this person may see, and for staff the requests that wait for one."""
    state, words = request.GET.get("state", ""), request.GET.get("q", "").strip()
    found = selectors.assessments_for(request.user, state=state, words=words)
    file = files.answer(request, _("진단 목록"), found, selectors.ORDER, tables.ASSESSMENTS, values=selectors.ROW)
    if file is not None:
        return file
    page = keyset.page(found, selectors.ORDER, request.GET, size=PAGE, values=selectors.ROW)
    labels = dict(AssessmentState.choices)
    base = reverse("diagnosis:list")
    rows = [
        {
            **row,
            "url": f"{base}{row['uid']}/",
            "label": labels[row["state"]],
            "tone": STATE_TONES[row["state"]],
            "round": f"{row['round']} {_('교차')}" if row["second_of_id"] else row["round"],
            "shown": row["level"] if row["state"] == AssessmentState.COMPLETED else "–",
        }
        for row in page
    ]
    access.shown(request, [r["consultant_id"] for r in rows if r["consultant_id"]], purpose=_("진단 목록 확인"))
    may_open = request.user.can(permissions.OPEN)
    context = {
        "page": page,
        "rows": rows,
        "state": state,
        "words": words,
        "states": AssessmentState.choices,
        "waiting": selectors.waiting_applications(request.user) if may_open else (),
        "may_assign": request.user.can(permissions.ASSIGN),
        "may_draft": request.user.can(permissions.DRAFT),
        "is_company": request.user.can(permissions.SELF_SCORE),
        "sees_calibration": request.user.can(permissions.VIEW_ALL) or request.user.can(permissions.SCORE),
    }
    return render(request, "diagnosis/list.html", context)


@require_POST
@allowed(permissions.OPEN)
def open_case(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Open the diagnosis of an admitted request."""
    application = get_object_or_404(Application.objects.visible_to(request.user), uid=uid)
    return web.act(
        request,
        lambda: services.open(application_id=application.pk, by=request.user, at=timezone.now()),
        success=_("진단을 열었습니다. 컨설턴트를 배정해 주십시오."),
        to=lambda assessment: assessment.get_absolute_url(),
    )


@require_POST
@allowed(permissions.OPEN)
def repeat(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Open the next round for a company whose diagnosis is completed."""
    before = selectors.seen(uid, request.user)
    following = selectors.next_round(before)
    if following is None:
        raise WrongState
    return web.act(
        request,
        lambda: services.open(
            application_id=before.application_id, round=following, by=request.user, at=timezone.now()
        ),
        success=_("재진단을 열었습니다. 컨설턴트를 배정해 주십시오."),
        to=lambda assessment: assessment.get_absolute_url(),
    )


@require_GET
@allowed(*ANYBODY)
def detail(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Where a case stands, what comes next, and how far the scoring is."""
    assessment = selectors.seen(uid, request.user)
    if assessment.consultant_id:
        access.shown(request, [assessment.consultant_id], purpose=_("진단 진행 확인"))
    may_read = selectors.may_read_findings(assessment, request.user)
    actions = {one.action for one in workflow.available_actions(assessment, request.user)}
    is_consultant = assessment.consultant_id == request.user.pk
    own = selectors.self_bands(assessment)
    areas = selectors.progress(assessment, own) if may_read else ()
    known = sum(len(area.criteria) for area in areas)
    context = {
        "assessment": assessment,
        "tone": STATE_TONES[assessment.state],
        "areas": areas,
        "self_count": len(own),
        "criteria_count": known or len(selectors.instrument_of(assessment).criteria),
        "may_score": is_consultant and assessment.state in SCORABLE,
        "may_assign": AssessmentAction.ASSIGN in actions,
        "may_reopen": AssessmentAction.REOPEN in actions and not assessment.second_of_id,
        "may_calibrate": request.user.can(permissions.CALIBRATE)
        and assessment.result is not None
        and not assessment.second_of_id,
        "reading": selectors.reading_of(assessment) if request.user.can(permissions.CALIBRATE) else None,
        "next_round": selectors.next_round(assessment) if request.user.can(permissions.OPEN) else None,
        "may_self_score": request.user.can(permissions.SELF_SCORE) and assessment.state != AssessmentState.COMPLETED,
        "may_compare": assessment.second_of_id and assessment.state == AssessmentState.COMPLETED,
        "has_result": assessment.result is not None and may_read,
        "visits": [one for one in selectors.visits_of(assessment) if one.signed_at is not None],
        "appointment": selectors.appointment_of(assessment),
        "may_arrange": not assessment.second_of_id
        and assessment.state in SCORABLE
        and (is_consultant or request.user.can(permissions.ASSIGN)),
        "late": selectors.late_of(assessment, request.user),
        "events": [
            {"title": EVENTS[event.action], "at": event.at, "text": event.reason}
            for event in audit.history(assessment)
            if event.action in EVENTS
        ],
    }
    return render(request, "diagnosis/detail.html", context)


@require_http_methods(["GET", "POST"])
@allowed(permissions.ASSIGN)
def assign(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Choose the consultant."""
    assessment = selectors.seen(uid, request.user)
    consultants = selectors.proposed_for(assessment)
    form = AssignForm(request.POST or None, consultants=consultants)
    if request.method == "POST" and form.is_valid():
        with web.refusals(form):
            services.assign(
                assessment_id=assessment.pk,
                consultant_id=form.cleaned_data["consultant"].pk,
                visit_on=form.cleaned_data["visit_on"],
                by=request.user,
                at=timezone.now(),
            )
            messages.success(request, _("컨설턴트를 배정하고 알렸습니다."))
            return redirect(assessment)
    access.shown(request, [one.user.pk for one in consultants], purpose=_("컨설턴트 배정"))
    context = {"assessment": assessment, "form": form}
    return render(request, "diagnosis/assign.html", context, status=web.status_of(form))


@require_http_methods(["GET", "POST"])
@allowed(permissions.REOPEN)
def reopen(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Open a completed diagnosis again, saying why."""
    assessment = selectors.seen(uid, request.user)
    form = ReopenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with web.refusals(form):
            services.reopen(
                assessment_id=assessment.pk, reason=form.cleaned_data["reason"], by=request.user, at=timezone.now()
            )
            messages.success(request, _("진단을 다시 열고 컨설턴트에게 알렸습니다."))
            return redirect(assessment)
    context = {"assessment": assessment, "form": form}
    return render(request, "diagnosis/reopen.html", context, status=web.status_of(form))
