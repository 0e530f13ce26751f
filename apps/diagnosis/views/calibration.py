"""Calibration: the board, second readings beside the first, and cases to train with."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from apps.accounts import access
from apps.accounts.doors import allowed
from apps.diagnosis import permissions, selectors, services
from apps.diagnosis.agreement import FEWEST_CASES
from apps.diagnosis.labels import STATE_TONES, WORTH, WORTH_TONES
from apps.diagnosis.states import AssessmentState
from apps.kernel import keyset, web

PAGE = 20
READERS = (permissions.VIEW_ALL, permissions.SCORE)


@require_GET
@allowed(*READERS)
def calibration(request: HttpRequest) -> HttpResponse:
    """How far second readings agree with the first, by area and criterion, and how severe each consultant is."""
    board = selectors.calibration_board(request.user, timezone.now())
    found = selectors.readings_for(request.user)
    page = keyset.page(found, selectors.ORDER, request.GET, size=PAGE, values=selectors.READING)
    labels = dict(AssessmentState.choices)
    rows = [{**row, "label": labels[row["state"]], "tone": STATE_TONES[row["state"]]} for row in page]
    seen = [row[key] for row in rows for key in ("consultant_id", "second_of__consultant_id")]
    people = [*board.readers, *board.trained]
    access.shown(
        request, [*(one.user_id for one in people), *(key for key in seen if key)], purpose=_("교차 진단 확인")
    )
    context = {
        "board": board,
        "worth": WORTH[board.overall.worth],
        "worth_tone": WORTH_TONES[board.overall.worth],
        "parts": [
            *(_told(one, is_area=True) for one in board.areas),
            *(_told(one, is_area=False) for one in board.criteria),
        ],
        "trained": [
            {"reader": one, "exact": _pct(one.found.exact), "near": _pct(one.found.near)} for one in board.trained
        ],
        "exact": _pct(board.overall.exact),
        "near": _pct(board.overall.near),
        "fewest": FEWEST_CASES,
        "page": page,
        "rows": rows,
        "sees_all": request.user.can(permissions.VIEW_ALL),
    }
    return render(request, "diagnosis/calibration.html", context)


@require_GET
@allowed(*READERS)
def compare(request: HttpRequest, uid: UUID) -> HttpResponse:
    """A second reading beside the first, once both have ended: the widest differences first."""
    reading, differences = selectors.compared(uid, request.user)
    people = [one for one in (reading.consultant_id, reading.second_of.consultant_id) if one]
    access.shown(request, people, purpose=_("교차 진단 확인"))
    context = {"assessment": reading, "first": reading.second_of, "differences": differences}
    return render(request, "diagnosis/compare.html", context)


@require_POST
@allowed(permissions.CALIBRATE)
def read_again(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Open a second reading of a completed diagnosis."""
    first = selectors.seen(uid, request.user)
    return web.act(
        request,
        lambda: services.read_again(assessment_id=first.pk, by=request.user, at=timezone.now()),
        success=_("교차 진단을 열었습니다. 다른 컨설턴트를 배정해 주십시오."),
        to=lambda reading: reading.get_absolute_url(),
    )


@require_POST
@allowed(permissions.CALIBRATE)
def set_training(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Make a completed diagnosis a case to train with, or no longer."""
    first = selectors.seen(uid, request.user)
    wanted = request.POST.get("is_training") == "yes"
    said = _("연습용 진단으로 정했습니다. 이 결과가 기준 점수가 됩니다.") if wanted else _("연습용에서 뺐습니다.")
    return web.act(
        request,
        lambda: services.set_training(assessment_id=first.pk, is_training=wanted, by=request.user, at=timezone.now()),
        success=said,
        to=first.get_absolute_url(),
    )


def _told(part: selectors.Named, *, is_area: bool) -> dict[str, Any]:
    found = part.found
    return {
        "code": part.code,
        "name": part.name,
        "found": found,
        "exact": _pct(found.exact),
        "near": _pct(found.near),
        "worth": WORTH[found.worth],
        "tone": WORTH_TONES[found.worth],
        "is_area": is_area,
    }


def _pct(share: float | None) -> float | None:
    return None if share is None else 100 * share
