"""The bare side of the list of applications: the same joined rows, session and permission, and no layout at all."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from apps.intake.models import Application

SIZE = 50


@login_required
def applications(request: HttpRequest) -> HttpResponse:
    start = SIZE * (int(request.GET.get("page", 1)) - 1)
    visible = Application.objects.visible_to(request.user).filter(submitted_at__isnull=False)
    joined = visible.select_related("company__district", "call__programme", "screener").order_by("-submitted_at", "-pk")
    return HttpResponse(render_to_string("floor/applications.html", {"applications": joined[start : start + SIZE]}))
