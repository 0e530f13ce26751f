"""The result and its document."""

from __future__ import annotations

from collections import Counter
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from apps.accounts.doors import allowed
from apps.accounts.models import User
from apps.diagnosis import permissions, selectors, services, tables
from apps.diagnosis.errors import NotCompleted
from apps.diagnosis.forms import AgreeForm
from apps.diagnosis.models import Assessment
from apps.diagnosis.states import AssessmentState
from apps.documents import charts, doors
from apps.documents.models import Document
from apps.documents.states import DocumentState
from apps.kernel import clocks, web
from apps.kernel import tables as files
from apps.kernel.errors import NotFound

READERS = (permissions.VIEW_ALL, permissions.SCORE, permissions.SELF_SCORE)
WAITING = (DocumentState.REQUESTED, DocumentState.RENDERING)
WIDE, NARROW = 640, 360


@require_GET
@allowed(*READERS)
def result(request: HttpRequest, uid: UUID) -> HttpResponseBase:
    """Level, radar, bands with their ranges, strengths, gaps, and the answers on which the level hangs.

    As a file, one row a criterion.
    """
    assessment = _readable(request, uid)
    view = selectors.result(assessment)
    if form := files.asked(request.GET):
        rows = [(area, criterion) for area in view.areas for criterion in area.criteria]
        return files.written(form, f"{_('진단 결과')} {assessment.application.receipt_number}", tables.CRITERIA, rows)
    evidence = Counter(selectors.evidence_of(assessment).values_list("criterion", flat=True))
    context = {
        "assessment": assessment,
        "result": view,
        "may_agree": _may_agree(assessment, request.user),
        "progress": selectors.progress_of(assessment, view),
        "benchmark": selectors.benchmark_of(assessment, view),
        "preparation": selectors.preparation_of(assessment, view),
        "radar": _radar(view, WIDE),
        "radar_narrow": _radar(view, NARROW),
        "area_bars": charts.range_bars(
            [charts.RangeBar(area.name, area.point, area.low, area.high) for area in view.areas],
            title=_("영역별 수준과 범위"),
        ),
        "unfolded": [(area, [(one, evidence[one.code]) for one in area.criteria]) for area in view.areas],
        **_document_context(selectors.document_of(assessment)),
    }
    return render(request, "diagnosis/result.html", context)


@require_GET
@allowed(*READERS)
def result_criterion(request: HttpRequest, uid: UUID, criterion: str) -> HttpResponse:
    """One criterion of a result unfolded to its answers and the evidence behind them."""
    assessment = _readable(request, uid)
    found = selectors.result_criterion(assessment, criterion)
    previous, following = selectors.neighbours(selectors.instrument_of(assessment), criterion)
    context = {
        "assessment": assessment,
        "criterion": found.criterion,
        "bands": found.bands,
        "previous": previous,
        "following": following,
        "evidence": selectors.evidence_to_read(assessment, criterion),
    }
    return render(request, "diagnosis/result_criterion.html", context)


@require_http_methods(["GET", "POST"])
@allowed(permissions.SCORE)
def agree(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The meeting with the company: the widest gaps first, and what was agreed on."""
    assessment = _readable(request, uid)
    form = AgreeForm(
        request.POST or None,
        instrument=selectors.instrument_of(assessment),
        agenda=selectors.agenda(assessment),
        agreed=selectors.agreed(assessment),
        initial={"held_on": assessment.agreed_on or clocks.local_date(timezone.now())},
    )
    if request.method == "POST" and form.is_valid():
        with web.refusals(form):
            services.agree(
                assessment_id=assessment.pk,
                settled=form.settled(),
                held_on=form.cleaned_data["held_on"],
                by=request.user,
                at=timezone.now(),
            )
            messages.success(request, _("합의한 수준을 저장했습니다. 진단 결과는 그대로입니다."))
            return redirect("diagnosis:result", uid=uid)
    context = {"assessment": assessment, "form": form}
    return render(request, "diagnosis/agree.html", context, status=web.status_of(form))


@require_GET
@allowed(*READERS)
def document_status(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Whether the document is ready yet; asked again while it is not."""
    assessment = _readable(request, uid)
    context = {"assessment": assessment, **_document_context(selectors.document_of(assessment))}
    return render(request, "diagnosis/_document.html", context)


@require_GET
@allowed(*READERS)
def document(request: HttpRequest, uid: UUID) -> HttpResponseBase:
    """The result as PDF."""
    found = selectors.document_of(_readable(request, uid))
    if found is None:
        raise NotFound
    return doors.stream(found)


def _may_agree(assessment: Assessment, user: User) -> bool:
    is_its_consultant = assessment.consultant_id == user.pk and assessment.second_of_id is None
    return is_its_consultant and assessment.state == AssessmentState.COMPLETED


def _radar(view: selectors.ResultView, width: int) -> charts.Chart:
    """The bands with their ranges; the company's own beside them when it answered every question."""
    own = [criterion.self_band for criterion in view.criteria]
    return charts.radar(
        [charts.Axis(one.name, one.point, one.low, one.high, code=one.code) for one in view.criteria],
        title=_("진단항목별 수준"),
        compare=own if None not in own else None,
        compare_label=_("자가진단"),
        width=width,
    )


def _readable(request: HttpRequest, uid: UUID) -> Assessment:
    assessment = selectors.seen_to_read(uid, request.user)
    if assessment.result is None or not selectors.may_read_findings(assessment, request.user):
        raise NotCompleted
    return assessment


def _document_context(found: Document | None) -> dict[str, object]:
    return {
        "document": found,
        "is_waiting": found is not None and found.state in WAITING,
        "is_ready": found is not None and bool(found.file) and found.state != DocumentState.REVOKED,
    }
