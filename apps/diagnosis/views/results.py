"""The result and its document."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from apps.accounts.doors import allowed
from apps.diagnosis import permissions, selectors
from apps.diagnosis.errors import NotCompleted
from apps.diagnosis.models import Assessment
from apps.documents import charts, doors
from apps.documents.models import Document
from apps.documents.states import DocumentState
from apps.kernel.errors import NotFound

READERS = (permissions.VIEW_ALL, permissions.SCORE, permissions.SELF_SCORE)
WAITING = (DocumentState.REQUESTED, DocumentState.RENDERING)
WIDE, NARROW = 640, 360


@require_GET
@allowed(*READERS)
def result(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Level, radar, bands with their ranges, strengths, gaps, and the answers on which the level hangs."""
    assessment = _readable(request, uid)
    view = selectors.result(assessment)
    context = {
        "assessment": assessment,
        "result": view,
        "progress": selectors.progress_of(assessment, view),
        "radar": _radar(view, WIDE),
        "radar_narrow": _radar(view, NARROW),
        "area_bars": charts.range_bars(
            [charts.RangeBar(area.name, area.point, area.low, area.high) for area in view.areas],
            title=_("영역별 수준과 범위"),
        ),
        "evidence": selectors.evidence_of(assessment),
        **_document_context(selectors.document_of(assessment)),
    }
    return render(request, "diagnosis/result.html", context)


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
    assessment = selectors.seen(uid, request.user)
    if assessment.result is None or not selectors.may_read_findings(assessment, request.user):
        raise NotCompleted
    return assessment


def _document_context(found: Document | None) -> dict[str, object]:
    return {
        "document": found,
        "is_waiting": found is not None and found.state in WAITING,
        "is_ready": found is not None and bool(found.file) and found.state != DocumentState.REVOKED,
    }
