"""The visit on a tablet, with or without network, and what came back from it too late."""

from __future__ import annotations

from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from apps.accounts.doors import allowed
from apps.diagnosis import permissions, selectors, services
from apps.diagnosis.forms import EvidenceForm
from apps.diagnosis.labels import PLEDGE
from apps.diagnosis.models import Evidence, LateRecord, Visit
from apps.diagnosis.states import SCORABLE, AssessmentState
from apps.diagnosis.views.rows import Found, visit_rows
from apps.documents import doors
from apps.kernel import clocks, web
from apps.kernel.errors import NotAllowed, NotFound, WrongState


@require_GET
@allowed(permissions.SCORE)
def visit(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The whole case on one page, which the device keeps: pledge, questions, evidence and the log to sign.

    It opens for a completed case, too: a device may still have something of it to send.
    """
    assessment = selectors.seen(uid, request.user)
    if assessment.consultant_id != request.user.pk:
        raise NotAllowed
    is_over = assessment.state == AssessmentState.COMPLETED
    if assessment.second_of_id is not None or not (is_over or assessment.state in SCORABLE):
        raise WrongState
    known = Found(selectors.given(assessment), selectors.claims_of(assessment))
    found = selectors.to_visit(assessment, selectors.self_bands(assessment), list(selectors.evidence_of(assessment)))
    visits = selectors.visits_of(assessment)
    running = next((one for one in visits if one.signed_at is None and one.by_id == request.user.pk), None)
    areas = [
        {
            "code": code,
            "name": name,
            "criteria": [{"seen": one, "bands": visit_rows(one.criterion, known, one.unfolded)} for one in criteria],
        }
        for code, name, criteria in found
    ]
    first = selectors.instrument_of(assessment).criteria[0]
    today = clocks.local_date(timezone.now())
    context = {
        "assessment": assessment,
        "is_over": is_over,
        "areas": areas,
        "running": running,
        "signed": [one for one in visits if one.signed_at is not None],
        "note_uid": running.uid if running else uuid4(),
        "may_photograph": any(one.photos == Visit.Photos.GRANTED for one in visits),
        "pledge": PLEDGE,
        "photos": Visit.Photos.choices,
        "form": EvidenceForm(criterion=first, today=today, initial={"kind": Evidence.Kind.PHOTO, "seen_on": today}),
        "api": reverse("diagnosis-api:assessment", args=[uid]),
    }
    return render(request, "diagnosis/visit.html", context)


@require_GET
@allowed(permissions.SCORE)
def offline(request: HttpRequest) -> HttpResponse:
    """What a device shows without network: the visits it has with it."""
    return render(request, "diagnosis/offline.html")


@require_GET
@allowed(permissions.SCORE)
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker of the visit, at an address of its own so that it answers for the diagnosis alone."""
    return render(request, "diagnosis/worker.js", content_type="text/javascript")


@require_POST
@allowed(permissions.SCORE, permissions.REOPEN)
def settle_late(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Take a late record over, or lay it aside."""
    late = _late(request, uid)
    if request.POST.get("outcome") == LateRecord.Outcome.TAKEN:
        settle, said = services.take_late, _("늦게 도착한 기록을 진단에 반영했습니다.")
    else:
        settle, said = services.lay_aside, _("늦게 도착한 기록을 반영하지 않고 남겨 두었습니다.")
    return web.act(
        request,
        lambda: settle(late_uid=late.uid, by=request.user, at=timezone.now()),
        success=said,
        to=late.assessment.get_absolute_url(),
    )


@require_GET
@allowed(permissions.SCORE, permissions.VIEW_ALL)
def late_file(request: HttpRequest, uid: UUID) -> HttpResponseBase:
    """The file of a late record."""
    late = _late(request, uid)
    if late.attachment is None:
        raise NotFound
    return doors.stream_attachment(late.attachment, request)


def _late(request: HttpRequest, uid: UUID) -> LateRecord:
    found = selectors.late_record(uid, request.user)
    if found is None:
        raise NotFound
    return found
