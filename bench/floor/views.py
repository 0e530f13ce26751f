"""The bare sides: session, permission, the same rows read or one written, no layout and none of the house's rules."""

import json
from uuid import UUID, uuid4

from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.db.models import Avg, Count
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from apps.intake.models import Application
from apps.intake.states import State
from apps.panels.models import Case, Committee, ScoreSheet

SIZE = 50
COLUMNS = (
    "uid",
    "receipt_number",
    "company__name_ko",
    "company__district__name_ko",
    "call__programme__name_ko",
    "state",
    "submitted_at",
    "screener__name",
)
FIGURES = ("subject_title", "total", "lowest", "highest", "amount_krw")


@login_required
def applications(request: HttpRequest) -> HttpResponse:
    start = SIZE * (int(request.GET.get("page", 1)) - 1)
    visible = Application.objects.visible_to(request.user).filter(submitted_at__isnull=False)
    rows = visible.order_by("-submitted_at", "-pk").values(*COLUMNS)
    return HttpResponse(render_to_string("floor/applications.html", {"rows": rows[start : start + SIZE]}))


@login_required
def board(request: HttpRequest, uid: UUID) -> HttpResponse:
    """A committee's cases by their stored totals, and each member's mean."""
    committee = get_object_or_404(Committee.objects.visible_to(request.user), uid=uid)
    rows = Case.objects.filter(committee=committee).order_by("-total", "pk").values(*FIGURES)
    sheets = ScoreSheet.objects.filter(seat__sitting__case__committee=committee)
    people = sheets.values("seat__user__name").annotate(sheets=Count("pk"), mean=Avg("total")).order_by("mean")
    return HttpResponse(render_to_string("floor/board.html", {"rows": rows, "people": people}))


@csrf_exempt
@login_required
def insert(request: HttpRequest) -> JsonResponse:
    """One application written in a transaction, with a number nobody counted."""
    given, at = json.loads(request.body), timezone.now()
    with transaction.atomic():
        made = Application.objects.create(
            call_id=given["call"],
            door=given["door"],
            company_id=given["company"],
            applicant=request.user,
            state=State.WITHDRAWN,
            receipt_number=f"FLOOR-{uuid4().hex[:20]}",
            problem=given["problem"],
            created_at=at,
            changed_at=at,
            submitted_at=at,
        )
    return JsonResponse({"uid": made.uid, "receipt_number": made.receipt_number})
